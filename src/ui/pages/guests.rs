//! The guest list. View, search and order stand in the address bar; only the rows in sight are in the document.

mod list;
mod model;
mod tabs;
mod toolbar;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use crate::domain::query::{GuestQuery, GuestTab};
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::ui::navigation::{use_page, use_replace};
use crate::ui::parts::{Details, Notice, Tone, focus};
use crate::ui::routes::Route;
use crate::ui::state::{ListPhase, expect_state};
use crate::ui::words::graph::{Wish, contradicts};
use crate::ui::words::{expect_words, say, text};

use list::GuestList;
use model::{Body, body};
use tabs::Tabs;
use toolbar::Toolbar;

/// How long the address bar waits for the next letter: browsers limit how often it may change.
const URL_REST: Duration = Duration::from_millis(300);

/// The page.
#[component]
pub(super) fn GuestsPage() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    super::shell::use_title(text!(words, guests.title));
    let query = query_in_url();
    let tab = Memo::new(move |_| query.with(|query| query.tab));
    // The one search of the list for a change of the query, whoever asks what is shown.
    let view = Memo::new(move |_| state.guests.with(|guests| query.with(|query| guests.view(query))));
    let what = Memo::new(move |_| {
        let loaded = state.guests.with(|guests| guests.len());
        state.list.with(|phase| body(phase, loaded, view.with(Vec::len)))
    });
    let failure = Memo::new(move |_| {
        state.list.with(|phase| if let ListPhase::Failed(error) = phase { Some(error.clone()) } else { None })
    });
    view! {
        <div class="page page--list">
            <header class="page__head page__head--row">
                <h1>{text!(words, guests.title)}</h1>
                <Toolbar query view />
            </header>
            <Tabs query tab />
            <div class="panel" role="tabpanel" id="guest-panel" aria-labelledby=move || tabs::tab_id(tab.get())>
                {move || failure.get().map(|error| view! { <Failure error /> })}
                {move || match what.get() {
                    Body::Rows => view! { <GuestList query view /> }.into_any(),
                    Body::Loading => view! { <Skeleton /> }.into_any(),
                    Body::NoMatch => view! { <NoMatch query /> }.into_any(),
                    Body::Empty => view! { <Empty /> }.into_any(),
                    Body::Failed => ().into_any(),
                }}
            </div>
        </div>
    }
}

/// A signal that follows the address bar and is followed by it.
fn query_in_url() -> RwSignal<GuestQuery> {
    let search = use_location().search;
    let (page, replace) = (use_page(), use_replace());
    let in_url = Memo::new(move |_| GuestQuery::read(&search.read()));
    let query = RwSignal::new(in_url.get_untracked());
    // The address changes before the page does.
    let on_page = move || matches!(*page.read_untracked(), Some(Route::Guests(_)));
    // Back and forward; what was typed meanwhile wins over an address that only lags behind it.
    Effect::new(move || {
        let there = in_url.get();
        if on_page() && there != query.get_untracked() {
            query.set(there);
        }
    });
    let mut write = debounce(URL_REST, move |wanted: GuestQuery| {
        if on_page() && in_url.get_untracked() != wanted {
            replace(&Route::Guests(wanted));
        }
    });
    Effect::new(move || write(query.get()));
    query
}

/// The list broke off: why, and a way on.
#[component]
fn Failure(error: GraphError) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let contradicts = contradicts(&error.kind, Wish::ReadGuests, &untrack(|| state.facts()).rights);
    let forbidden = matches!(error.kind, GraphErrorKind::Forbidden | GraphErrorKind::MissingScope);
    let told = Memo::new(move |_| words.graph_error(&error, Wish::ReadGuests));
    let nothing_loaded = Memo::new(move |_| state.guests.with(|guests| guests.is_empty()));
    let heading = Signal::derive(move || match (forbidden, nothing_loaded.get()) {
        (true, _) => say!(words, guests.forbidden_heading),
        (false, true) => say!(words, guests.failed_heading),
        (false, false) => say!(words, guests.partial_heading),
    });
    let retry = move |_| {
        // This notice goes away; the other button that does the same stays.
        focus("guests-refresh");
        state.load_guests();
    };
    view! {
        <Notice tone=Tone::Trouble heading>
            <p>{move || told.get().text}</p>
            {contradicts.then(|| view! { <p>{text!(words, error.contradicts)}</p> })}
            <button type="button" class="button" on:click=retry>{text!(words, guests.retry)}</button>
            <Details lines=Signal::derive(move || told.get().details) />
        </Notice>
    }
}

/// Guests, but none that the query shows.
#[component]
fn NoMatch(query: RwSignal<GuestQuery>) -> impl IntoView {
    let words = expect_words();
    let reset = move |_| {
        // The button goes with what it says; whoever uses a keyboard stays on the page.
        focus(tabs::tab_id(GuestTab::All));
        query.set(GuestQuery::default());
    };
    view! {
        <section class="empty">
            <h2>{text!(words, guests.no_match_heading)}</h2>
            <p>{text!(words, guests.no_match_text)}</p>
            <button type="button" class="button" on:click=reset>
                {text!(words, guests.no_match_way)}
            </button>
        </section>
    }
}

/// No guests at all.
#[component]
fn Empty() -> impl IntoView {
    let words = expect_words();
    view! {
        <section class="empty">
            <h2>{text!(words, guests.empty_heading)}</h2>
            <p>{text!(words, guests.empty_text)}</p>
            <A href=Route::Invite.href() attr:class="button button--primary">{text!(words, guests.empty_way)}</A>
        </section>
    }
}

/// Grey bars in the shape of the list, and words for those who do not see them.
#[component]
fn Skeleton() -> impl IntoView {
    let words = expect_words();
    view! {
        <div class="skeleton">
            <p class="hidden">{text!(words, guests.loading)}</p>
            {(0..8).map(|_| view! { <div class="skeleton__row" aria-hidden="true"></div> }).collect_view()}
        </div>
    }
}
