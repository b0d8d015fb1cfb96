//! The frame of every page: skip link, navigation, who is signed in where, and what happens beside the page.

use leptos::prelude::*;

use crate::domain::query::GuestQuery;
use crate::ui::address::expect_address;
use crate::ui::routes::Route;
use crate::ui::state::expect_state;
use crate::ui::words::{expect_words, say, text};

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
                <a href=Route::Invite.href() class="brand">
                    <span aria-hidden={"true"} class="brand__mark"></span>
                    <span class="brand__name">{text!(words, brand)}</span>
                </a>
                <nav class="nav" aria-label=text!(words, shell.navigation)>
                    <NavLink route=Route::Guests(GuestQuery::default()) label=text!(words, shell.guests) />
                    <NavLink route=Route::Invite label=text!(words, shell.invite) />
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

/// A link that says whether it leads to where one is.
#[component]
fn NavLink(route: Route, label: Signal<String>) -> impl IntoView {
    let path = expect_address().path;
    let href = route.href();
    let to = href.clone();
    let current = move || if *path.read() == to { "page" } else { "false" };
    view! { <a class="nav__link" href=href aria-current=current>{label}</a> }
}

#[component]
fn WhoAndWhere() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let path = expect_address().path;
    let current = move || if *path.read() == "/access" { "page" } else { "false" };
    let account = Memo::new(move |_| state.account());
    let name = move || account.get().map(|account| account.name);
    let username = move || account.get().map(|account| account.username).unwrap_or_default();
    let tenant = move || state.organization_name().unwrap_or_else(|| say!(words, shell.tenant_unknown));
    view! {
        <div class="who">
            <div class="who__text">
                <p class="who__name" title=username>
                    <span class="hidden">{move || say!(words, shell.account, name = String::new())}</span>
                    {name}
                </p>
                <p class="who__tenant">
                    <span class="who__organization">{tenant}</span>
                    <a class="who__link" href=Route::Access.href() aria-current=current>{text!(words, access.title)}</a>
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
    let path = expect_address().path;
    Effect::new(move |earlier: Option<String>| {
        let now = path.get();
        let moved = earlier.is_some_and(|earlier| earlier != "/" && earlier != now);
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
    let path = expect_address().path;
    let title = move || match Route::read(&path.get(), "") {
        Some(Route::Access) => say!(words, access.title),
        Some(Route::Guests(_)) => say!(words, guests.title),
        Some(Route::Invite | Route::Home) => say!(words, invite.title),
        None => say!(words, shell.not_found),
    };
    view! { <p class="hidden" aria-live="polite">{title}</p> }
}
