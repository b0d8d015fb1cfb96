//! The frame of every page: skip link, navigation, account menu, shortcuts, and messages about waiting. Must not know
//! what a page contains.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::app::bulk::runner::Phase;
use crate::app::client::Wait;
use crate::domain::guest_query::GuestQuery;
use crate::ui::navigation::use_page;
use crate::ui::parts::{focus, seconds_pass};
use crate::ui::routes::Route;
use crate::ui::state::{expect_run, expect_session};
use crate::ui::words::{expect_words, say, text};

use super::account_menu::AccountMenu;
use super::help::choice::OpenHelp;
use super::help::dialog::HelpDialog;
use super::part::Part;
use super::shortcuts::use_shortcuts;

#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let words = expect_words();
    let main = NodeRef::<leptos::html::Main>::new();
    focus_on_navigation(main);
    let help = OpenHelp::provide();
    use_shortcuts(help);
    view! {
        <header class="top">
            <a class="skip" href="#main" on:click=move |event| {
                event.prevent_default();
                if let Some(main) = main.get() { let _ = main.focus(); }
            }>{text!(words, shell.skip)}</a>
            <div class="top__inner">
                // This is not `A`, because `A` would mark this link too as the current page.
                <a href=Route::Invite.href() class="brand">
                    <span aria-hidden={"true"} class="brand__mark"></span>
                    <span class="brand__name" translate="no">{text!(words, brand)}</span>
                    <span class="hidden">" "{text!(words, shell.home)}</span>
                </a>
                <nav class="nav" aria-label=text!(words, shell.navigation)>
                    <A
                        href=Route::Guests(GuestQuery::default()).href()
                        attr:class="nav__link"
                        on:pointerenter=|_| Part::Guests.fetch()
                        on:focus=|_| Part::Guests.fetch()
                    >{text!(words, shell.guests)}</A>
                    <A href=Route::Invite.href() attr:class="nav__link">{text!(words, shell.invite)}</A>
                    <A
                        href=Route::Bulk.href()
                        attr:class="nav__link"
                        on:pointerenter=|_| Part::Bulk.fetch()
                        on:focus=|_| Part::Bulk.fetch()
                    >{text!(words, bulk.title)}<RunProgress /></A>
                </nav>
                <AccountMenu help />
            </div>
        </header>
        <main class="main" id="main" tabindex="-1" node_ref=main>
            <Waiting />
            {children()}
        </main>
        <HelpDialog open=help />
        <Announcer />
    }
}

/// How far a run is, beside the name of its page. The title of the document tells it to screen readers.
#[component]
fn RunProgress() -> impl IntoView {
    let words = expect_words();
    let run = expect_run();
    let paused = Memo::new(move |_| run.phase().with(|phase| matches!(phase, Some(Phase::Paused(_)))));
    let percent = Memo::new(move |_| run.shown_progress().map(|(done, total)| done * 100 / total.max(1)));
    view! {
        {move || percent.get().map(|percent| view! {
            <span class="nav__progress" aria-hidden={"true"}>" "{say!(words, run.percent, percent = words.number(percent))}</span>
        })}
        {move || paused.get().then(|| view! { <span class="nav__progress">" "{text!(words, run.nav_paused)}</span> })}
    }
}

/// Shown while the portal waits before it repeats a request, or for a response that takes long.
#[component]
fn Waiting() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let waiting = session.waiting();
    // A wait for a response has no known end.
    let second = seconds_pass(move || matches!(waiting.get(), Some(Wait::Repeat(_) | Wait::Trouble(_))));
    let text = move |wait: Wait| {
        let seconds = wait.seconds_left(session.portal().now()).unwrap_or_default().to_string();
        match wait {
            Wait::Repeat(_) => say!(words, shell.waiting, seconds = seconds),
            Wait::Trouble(_) => say!(words, shell.trouble, seconds = seconds),
            Wait::Response { .. } => say!(words, shell.slow),
        }
    };
    // The button disappears with the notice. Without a new place for the focus, the keyboard would begin at the top.
    let on_stop = move |_| {
        session.stop_waiting();
        focus("main");
    };
    let stop = move || {
        view! {
            <button type="button" class="button" on:click=on_stop>
                {text!(words, shell.stop)}
            </button>
        }
    };
    let notice = move |wait: Wait| {
        view! {
            <div class="notice notice--info">
                // A screen reader reads the whole time once. The seconds that follow are for the eye.
                <p class="hidden">{text(wait)}</p>
                <p aria-hidden={"true"}>{move || { second.track(); text(wait) }}</p>
                {wait.can_stop().then(stop)}
            </div>
        }
    };
    // The run on the page says itself that Microsoft has paused it.
    let (page, run) = (use_page(), expect_run());
    let run_says = Memo::new(move |_| {
        page.get() == Some(Route::Bulk)
            && run.phase().with(|phase| matches!(phase, Some(Phase::Throttled(_) | Phase::Troubled(_))))
    });
    let shown = move || waiting.get().filter(|wait| !(run_says.get() && matches!(wait, Wait::Repeat(_))));
    view! {
        <div class="waiting" aria-live="polite">
            {move || shown().map(notice)}
        </div>
    }
}

/// After a navigation, moves the focus to the page. A page that only changed its query keeps the focus.
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

/// A screen reader reads the title of the new page after a navigation.
#[component]
fn Announcer() -> impl IntoView {
    let words = expect_words();
    let page = use_page();
    let title = move || match page.get() {
        Some(Route::Access) => say!(words, access.title),
        Some(Route::Guests(_)) => say!(words, guests.title),
        Some(Route::Bulk) => say!(words, bulk.title),
        Some(Route::Invite | Route::Home) => say!(words, invite.title),
        None => say!(words, shell.not_found),
    };
    view! { <p class="hidden" aria-live="polite">{title}</p> }
}
