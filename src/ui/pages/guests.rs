//! The page Guests. Tab, search and order are part of the address; only the visible rows are in the document. Must not
//! know how the list is loaded.

mod list;
mod model;
mod tabs;
mod toolbar;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use crate::domain::guest_query::{GuestQuery, GuestTab};
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::ui::navigation::{use_page, use_replace};
use crate::ui::parts::{Details, Notice, Tone, focus};
use crate::ui::routes::Route;
use crate::ui::state::{ListPhase, expect_access, expect_guest_list, expect_session};
use crate::ui::words::graph_errors::{Attempt, contradicts};
use crate::ui::words::{expect_words, say, text};

use list::GuestList;
use model::{Body, body};
use tabs::Tabs;
use toolbar::Toolbar;

/// The address is changed after this time without typing, because browsers limit how often it may change.
const URL_REST: Duration = Duration::from_millis(300);

#[component]
pub(super) fn GuestsPage() -> impl IntoView {
    let words = expect_words();
    let list = expect_guest_list();
    let table = list.table();
    super::title::use_title(text!(words, guests.title));
    let query = query_in_url();
    let tab = Memo::new(move |_| query.with(|query| query.tab));
    // A memo, so that the list is searched once for each change of the query, although several views show the result.
    let view = Memo::new(move |_| table.with(|table| query.with(|query| table.view(query))));
    let what = Memo::new(move |_| {
        let loaded = table.with(|table| table.len());
        list.phase().with(|phase| body(phase, loaded, view.with(Vec::len)))
    });
    let failure = Memo::new(move |_| {
        list.phase()
            .with(|phase| if let ListPhase::Failed(error) = phase { Some(error.clone()) } else { None })
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
                <Unreadable />
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

/// A signal that is always equal to the query in the address: a change of one changes the other.
fn query_in_url() -> RwSignal<GuestQuery> {
    let search = use_location().search;
    let (page, replace) = (use_page(), use_replace());
    let in_url = Memo::new(move |_| GuestQuery::read(&search.read()));
    let query = RwSignal::new(in_url.get_untracked());
    // When another page is opened, the address changes before this page is removed.
    let on_page = move || matches!(*page.read_untracked(), Some(Route::Guests(_)));
    // This is for Back and Forward. Typed text reaches the address with a delay, and this effect runs only when the
    // address changes, so an older address does not undo newer text.
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

/// Shown when the list could not be loaded completely: the reason, and a button to try again.
#[component]
fn Failure(error: GraphError) -> impl IntoView {
    let words = expect_words();
    let list = expect_guest_list();
    let contradicts =
        contradicts(&error.kind, Attempt::ReadGuests, &untrack(|| expect_access().inputs()).rights);
    let forbidden = matches!(error.kind, GraphErrorKind::Forbidden | GraphErrorKind::MissingScope);
    let cloud = expect_session().portal().config.cloud.clone();
    let message = Memo::new(move |_| words.graph_error(&error, Attempt::ReadGuests, &cloud));
    let nothing_loaded = Memo::new(move |_| list.table().with(|table| table.is_empty()));
    let heading = Signal::derive(move || match (forbidden, nothing_loaded.get()) {
        (true, _) => say!(words, guests.forbidden_heading),
        (false, true) => say!(words, guests.failed_heading),
        (false, false) => say!(words, guests.partial_heading),
    });
    let retry = move |_| {
        // This notice is removed, so the focus moves to the other button for the same action.
        focus("guests-refresh");
        list.load();
    };
    view! {
        <Notice tone=Tone::Trouble heading>
            <p>{move || message.get().text}</p>
            {contradicts.then(|| view! { <p>{text!(words, error.contradicts)}</p> })}
            <button type="button" class="button" on:click=retry>{text!(words, guests.retry)}</button>
            <Details lines=Signal::derive(move || message.get().details) />
        </Notice>
    }
}

/// Shown when the service's list has entries that are not as documented, so that the counts are known to be too low.
#[component]
fn Unreadable() -> impl IntoView {
    let words = expect_words();
    let unreadable = expect_guest_list().unreadable();
    let names = Signal::derive(move || {
        unreadable.get().into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !unreadable.read().is_empty()>
            <Notice tone=Tone::Warning>
                <p>{move || say!(words, guests.unreadable, count = unreadable.read().len())}</p>
                <Details lines=names />
            </Notice>
        </Show>
    }
}

/// Shown when there are guests, but none matches the query.
#[component]
fn NoMatch(query: RwSignal<GuestQuery>) -> impl IntoView {
    let words = expect_words();
    let reset = move |_| {
        // This button is removed, so the focus moves to a control that stays.
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

/// Shown when the organization has no guests.
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

/// Shown while the list is loading: grey bars, and a text for screen readers.
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
