//! The frame of every page: skip link, navigation, who is signed in where, and what happens beside the page.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::domain::query::GuestQuery;
use crate::ui::navigation::use_page;
use crate::ui::routes::Route;
use crate::ui::state::expect_state;
use crate::ui::words::{expect_words, say, text};

use super::part::Part;
use super::preferences::Preferences;

/// The frame.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let words = expect_words();
    let main = NodeRef::<leptos::html::Main>::new();
    focus_on_navigation(main);
    view! {
        <a class="skip" href="#main" on:click=move |event| {
            event.prevent_default();
            if let Some(main) = main.get() { let _ = main.focus(); }
        }>{text!(words, shell.skip)}</a>
        <header class="top">
            <div class="top__inner">
                // Not `A`, which would tell of this link, too, that it leads to where one is.
                <a href=Route::Invite.href() class="brand">
                    <span aria-hidden={"true"} class="brand__mark"></span>
                    <span class="brand__name">{text!(words, brand)}</span>
                </a>
                <nav class="nav" aria-label=text!(words, shell.navigation)>
                    <A
                        href=Route::Guests(GuestQuery::default()).href()
                        attr:class="nav__link"
                        on:pointerenter=|_| Part::Guests.fetch()
                        on:focus=|_| Part::Guests.fetch()
                    >{text!(words, shell.guests)}</A>
                    <A href=Route::Invite.href() attr:class="nav__link">{text!(words, shell.invite)}</A>
                </nav>
                <WhoAndWhere />
            </div>
        </header>
        <main class="main" id="main" tabindex="-1" node_ref=main>
            <Waiting />
            {children()}
        </main>
        <footer class="foot"><Preferences /></footer>
        <Announcer />
    }
}

#[component]
fn WhoAndWhere() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let account = Memo::new(move |_| state.account());
    let name = move || account.get().map(|account| account.name);
    let username = move || account.get().map(|account| account.username).unwrap_or_default();
    let tenant = move || state.organization_name();
    view! {
        <div class="who">
            <div class="who__text">
                <p class="who__name" title=username>
                    <span class="hidden">{move || say!(words, shell.account, name = String::new())}</span>
                    {name}
                </p>
                <p class="who__tenant">
                    <span class="who__organization">{tenant}</span>
                    <A
                        href=Route::Access.href()
                        attr:class="who__link"
                        on:pointerenter=|_| Part::Access.fetch()
                        on:focus=|_| Part::Access.fetch()
                    >{text!(words, access.title)}</A>
                </p>
            </div>
            <button type="button" class="button button--quiet" on:click=move |_| state.sign_out()>
                {text!(words, shell.sign_out)}
            </button>
        </div>
    }
}

/// Microsoft asked to wait.
#[component]
fn Waiting() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    // A wait of a second is over before it is read.
    let seconds = move || state.waiting.get().map(|time| time.as_secs()).filter(|seconds| *seconds > 1);
    view! {
        <div aria-live="polite">
            {move || seconds().map(|seconds| {
                let text = say!(words, shell.waiting, seconds = seconds.to_string());
                view! { <p class="notice notice--info">{text}</p> }
            })}
        </div>
    }
}

/// Sets the document's title, and keeps it in step with the language.
pub(super) fn use_title(page: Signal<String>) {
    let words = expect_words();
    Effect::new(move || document().set_title(&say!(words, shell.title, page = page.get())));
}

/// After a navigation the focus goes to the page, unless it already is somewhere in it.
fn focus_on_navigation(main: NodeRef<leptos::html::Main>) {
    let page = use_page();
    Effect::new(move |earlier: Option<Option<Route>>| {
        let now = page.get();
        let moved = earlier.is_some_and(|earlier| earlier != Some(Route::Home) && earlier != now);
        if moved && let Some(main) = main.get_untracked() {
            let _ = main.focus();
        }
        now
    });
}

/// Tells a screen reader which page it is on now.
#[component]
fn Announcer() -> impl IntoView {
    let words = expect_words();
    let page = use_page();
    let title = move || match page.get() {
        Some(Route::Access) => say!(words, access.title),
        Some(Route::Guests(_)) => say!(words, guests.title),
        Some(Route::Invite | Route::Home) => say!(words, invite.title),
        None => say!(words, shell.not_found),
    };
    view! { <p class="hidden" aria-live="polite">{title}</p> }
}
