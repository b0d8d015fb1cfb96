//! The page Guests. Tab, search and order are part of the address; only the visible rows are in the document. Must not
//! know how the list is loaded.

mod cells;
mod copying;
mod headers;
mod line;
mod export;
mod list;
mod loading;
mod messages;
mod model;
mod selected;
mod selection;
mod shown;
mod slots;
mod tabs;
mod toolbar;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use crate::domain::guest_query::{GuestQuery, GuestTab};
use crate::graph::error::GraphErrorKind;
use crate::ui::navigation::{use_page, use_replace};
use crate::ui::routes::Route;
use crate::ui::state::{ListPhase, expect_guest_list, expect_session};
use crate::ui::words::{expect_words, text};

use list::GuestList;
use messages::{Empty, Failure, NoMatch, Skeleton, Unreadable};
use model::{Body, body, figures};
use selection::Selection;
use shown::use_view;
use tabs::Tabs;
use toolbar::Toolbar;

/// The address is changed after this time without typing, because browsers limit how often it may change.
const URL_REST: Duration = Duration::from_millis(300);

#[component]
pub(super) fn GuestsPage() -> impl IntoView {
    let words = expect_words();
    let (session, list) = (expect_session(), expect_guest_list());
    let table = list.table();
    super::title::use_title(text!(words, guests.title));
    let query = query_in_url();
    let tab = Memo::new(move |_| query.with(|query| query.tab));
    let view = use_view(query);
    let selection = RwSignal::new(Selection::default());
    let loaded = move || table.with(|table| table.len());
    let what = Memo::new(move |_| {
        let shown = view.with(|view| view.rows.len());
        list.phase().with(|phase| body(phase, list.is_whole(), loaded(), shown))
    });
    let figures = Memo::new(move |_| list.phase().with(|phase| figures(phase, list.is_whole(), loaded())));
    let with_other =
        Memo::new(move |_| tab.get() == GuestTab::Other || table.with(|table| table.has_other_states()));
    let failure = Memo::new(move |_| {
        let error = list
            .phase()
            .with(|phase| if let ListPhase::Failed(error) = phase { Some(error.clone()) } else { None });
        // Above the page it is said that the sign-in has ended. After the next one, the list is loaded again by itself.
        error.filter(|error| error.kind != GraphErrorKind::SignInEnded || !session.is_interrupted())
    });
    view! {
        <div class="page page--list">
            <header class="page__head page__head--row">
                <div class="page__title">
                    <h1>{text!(words, guests.title)}</h1>
                    <A href=Route::Invite.href() attr:class="button button--primary">{text!(words, guests.invite)}</A>
                </div>
                <Toolbar query view figures />
            </header>
            <Tabs query tab view figures with_other />
            <div class="panel" role="tabpanel" id="guest-panel" aria-labelledby=move || tabs::tab_id(tab.get())>
                {move || failure.get().map(|error| view! { <Failure error /> })}
                <Unreadable />
                <Show when=move || tab.get() == GuestTab::NoState>
                    <p class="panel__note">{text!(words, guests.no_state_note)}</p>
                </Show>
                {move || match what.get() {
                    Body::Rows => view! { <GuestList query view selection open=move |_| {} /> }.into_any(),
                    Body::Loading => view! { <Skeleton /> }.into_any(),
                    Body::NoMatch => view! { <NoMatch query view /> }.into_any(),
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
