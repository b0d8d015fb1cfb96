//! The account menu: who is signed in and where, the settings, and the way out. It is a button that opens a panel, and no
//! menu of ARIA, because there are lists in it. Must not know what the settings do.

use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::ui::navigation::use_page;
use crate::ui::routes::Route;
use crate::ui::state::expect_session;
use crate::ui::words::{expect_words, say, text};

use super::help::choice::{Help, OpenHelp};
use super::part::Part;
use super::preferences::Preferences;
use super::sign_out::{SignOutButton, SignOutDialog, SignOutQuestion};

/// The id by which the button names its panel.
const PANEL: &str = "account";

/// The browser opens and closes the panel (`popover`): by the button, by Escape and by a click beside it. The focus goes
/// back to the button.
#[component]
pub(super) fn AccountMenu(help: OpenHelp) -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let account = Memo::new(move |_| session.account());
    let name = move || account.get().map(|account| account.name);
    let username = move || account.get().map(|account| account.username);
    let question = SignOutQuestion::new();
    let panel = NodeRef::<html::Div>::new();
    let close = move || {
        if let Some(panel) = panel.get_untracked() {
            let _ = panel.hide_popover();
        }
    };
    let page = use_page();
    Effect::new(move || {
        page.track();
        close();
    });
    let show = move |what: Help| {
        // First the panel gives the focus back to its button, to which the dialog returns it.
        close();
        help.open(what);
    };
    view! {
        <div class="account">
            <button type="button" class="account__button" popovertarget=PANEL on:pointerenter=|_| Part::Access.fetch()>
                <span class="hidden">{move || say!(words, shell.account, name = String::new())}</span>
                <bdi class="account__name" translate="no">{name}</bdi>
            </button>
            <div
                id=PANEL
                class="account__panel"
                popover="auto"
                role="group"
                aria-label=text!(words, shell.account_panel)
                node_ref=panel
            >
                <div class="account__who">
                    <p class="account__organization" dir="auto" translate="no">{move || session.organization_name()}</p>
                    <p class="quiet" dir="ltr" translate="no">{username}</p>
                </div>
                <A href=Route::Access.href() attr:class="account__item" on:click=move |_| close()>
                    {text!(words, access.title)}
                </A>
                <Preferences />
                <button
                    type="button"
                    class="account__item"
                    on:pointerenter=|_| Part::Help.fetch()
                    on:focus=|_| Part::Help.fetch()
                    on:click=move |_| show(Help::Log)
                >
                    {text!(words, log.title)}
                </button>
                <button
                    type="button"
                    class="account__item"
                    on:pointerenter=|_| Part::Help.fetch()
                    on:focus=|_| Part::Help.fetch()
                    on:click=move |_| show(Help::Shortcuts)
                >
                    {text!(words, help.shortcuts)}
                </button>
                <button
                    type="button"
                    class="account__item"
                    on:pointerenter=|_| Part::Help.fetch()
                    on:focus=|_| Part::Help.fetch()
                    on:click=move |_| show(Help::About)
                >
                    {text!(words, help.about)}
                </button>
                <SignOutButton question close=Callback::new(move |()| close()) />
            </div>
            <SignOutDialog question />
        </div>
    }
}
