//! The page Guests. Tab, filters, search and order are part of the address; only the visible rows are in the document. Must
//! not know how the list is loaded.

mod address;
mod again;
mod ages;
mod cells;
mod copying;
mod details;
mod export;
mod grid;
mod headers;
mod line;
mod list;
mod list_place;
mod loading;
mod marks;
mod messages;
mod model;
mod pills;
mod search_help;
mod selected;
mod selection;
mod shown;
mod slots;
mod status;
mod tabs;
mod toolbar;

use leptos::prelude::*;
use leptos_router::components::A;

use crate::domain::guest_query::GuestTab;
use crate::domain::guest_search::GuestSearch;
use crate::graph::error::GraphErrorKind;
use crate::ui::routes::Route;
use crate::ui::state::{ListPhase, expect_guest_list, expect_session};
use crate::ui::words::{expect_words, text};

use address::Address;
use ages::Ages;
use copying::{CopyStatus, Copying};
use details::GuestDetails;
use list::GuestList;
use list_place::ListPlace;
use marks::Marks;
use messages::{Empty, Failure, NoMatch, Skeleton, Unreadable};
use model::{Body, body, figures};
use pills::Pills;
use selected::SelectionBar;
use selection::Selection;
use shown::use_view;
use tabs::Tabs;
use toolbar::Toolbar;

#[component]
pub(super) fn GuestsPage() -> impl IntoView {
    let words = expect_words();
    let (session, list) = (expect_session(), expect_guest_list());
    let table = list.table();
    super::title::use_title(text!(words, guests.title));
    let place = ListPlace::new();
    provide_context(place);
    let address = Address::new(place);
    let query = address.query;
    let decompose = words.decompose();
    let search = Memo::new(move |_| query.with(|query| GuestSearch::read(&query.search, decompose)));
    provide_context(Marks::new(search, decompose));
    let tab = Memo::new(move |_| query.with(|query| query.tab));
    let view = use_view(query);
    let selection = RwSignal::new(Selection::default());
    let copying = RwSignal::new(Copying::Idle);
    // Who is no guest any more is not selected either.
    Effect::new(move || {
        table.track();
        let is_there = |guest| table.with_untracked(|table| table.row_of(guest).is_some());
        if selection.with_untracked(|selection| !selection.iter().all(is_there)) {
            selection.update(|selection| selection.retain(is_there));
        }
    });
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
    let open = move |guest| query.update(|query| query.open = Some(guest));
    view! {
        <div class="page page--list">
            <header class="page__head page__head--row">
                <div class="page__title">
                    <h1>{text!(words, guests.title)}</h1>
                    <A href=Route::Invite.href() attr:class="button button--primary">{text!(words, guests.invite)}</A>
                </div>
                <Toolbar address view figures selection />
            </header>
            <div class="filters">
                <Tabs query tab view figures with_other />
                <Pills address search />
            </div>
            <div class="guests">
                <div class="panel" role="tabpanel" id="guest-panel" aria-labelledby=move || tabs::tab_id(tab.get())>
                    <Show when=move || tab.get() == GuestTab::Pending>
                        <Ages query view figures />
                    </Show>
                    {move || failure.get().map(|error| view! { <Failure error /> })}
                    <Unreadable />
                    <Show when=move || tab.get() == GuestTab::NoState>
                        <p class="panel__note">{text!(words, guests.no_state_note)}</p>
                    </Show>
                    <CopyStatus copying />
                    {move || match what.get() {
                        Body::Rows => view! { <GuestList query view selection copying open /> }.into_any(),
                        Body::Loading => view! { <Skeleton /> }.into_any(),
                        Body::NoMatch => view! { <NoMatch address search view /> }.into_any(),
                        Body::Empty => view! { <Empty /> }.into_any(),
                        Body::Failed => ().into_any(),
                    }}
                    <SelectionBar view selection copying />
                </div>
                <GuestDetails query />
            </div>
        </div>
    }
}
