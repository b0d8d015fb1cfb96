//! The guest list. View, search and order stand in the address bar; only the rows in sight are in the document.

mod list;
mod model;
mod tabs;
mod toolbar;

use std::time::Duration;

use leptos::prelude::*;

use crate::domain::query::GuestQuery;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::ui::address::expect_address;
use crate::ui::parts::{Details, IntoPart, Notice, Part, Tone, click, effect, focus, line, live, maybe};
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
pub fn GuestsPage() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    super::shell::use_title(text!(words, guests.title));
    state.load_guests();
    let query = query_in_url();
    let view = Memo::new(move |_| state.guests.with(|guests| query.with(|query| guests.view(query))));
    let what = Memo::new(move |_| {
        let loaded = state.guests.with(|guests| guests.len());
        state.list.with(|phase| body(phase, loaded, view.with(Vec::len)))
    });
    let reset = move || query.set(GuestQuery::default());
    view! {
        <div class="page page--list">
            <header class="page__head page__head--row">
                <h1>{text!(words, guests.title)}</h1>
                <Toolbar query view />
            </header>
            <Tabs query />
            <div class="panel" role="tabpanel" id="guest-panel" aria-labelledby=line(move || tabs::tab_id(query.with(|query| query.tab)).to_owned())>
                {maybe(move || partial_failure(state.list.get(), state.guests.with(|guests| guests.is_empty())))}
                {live(move || match what.get() {
                    Body::Rows => view! { <GuestList query view /> }.part(),
                    Body::Loading => view! { <Skeleton /> }.part(),
                    Body::NoMatch => view! {
                        <section class="empty">
                            <h2>{text!(words, guests.no_match_heading)}</h2>
                            <p>{text!(words, guests.no_match_text)}</p>
                            <button type="button" class="button" on:click=click(reset)>{text!(words, guests.no_match_way)}</button>
                        </section>
                    }
                    .part(),
                    Body::Empty => view! {
                        <section class="empty">
                            <h2>{text!(words, guests.empty_heading)}</h2>
                            <p>{text!(words, guests.empty_text)}</p>
                            <a class="button button--primary" href=Route::Invite.href()>{text!(words, guests.empty_way)}</a>
                        </section>
                    }
                    .part(),
                    Body::Failed => Part::nothing(),
                })}
            </div>
        </div>
    }
}

/// A signal that follows the address bar and is followed by it.
fn query_in_url() -> RwSignal<GuestQuery> {
    let address = expect_address();
    let read = move || GuestQuery::read(&address.search.read());
    let query = RwSignal::new(untrack(read));
    let on_page = move || address.path.get_untracked() == "/guests";
    // Back and forward; what was typed meanwhile wins over an address that only lags behind it.
    let before = StoredValue::new(untrack(read));
    effect(move || {
        let there = read();
        let moved = before.with_value(|before| *before != there);
        if moved && on_page() && there != query.get_untracked() {
            query.set(there.clone());
        }
        before.set_value(there);
    });
    let timer = StoredValue::new(None::<TimeoutHandle>);
    effect(move || {
        let wanted = query.get();
        if let Some(earlier) = timer.get_value() {
            earlier.clear();
        }
        let write = move || {
            if on_page() && untrack(read) != wanted {
                address.replace(&Route::Guests(wanted));
            }
        };
        timer.set_value(set_timeout_with_handle(write, URL_REST).ok());
    });
    on_cleanup(move || {
        if let Some(timer) = timer.try_get_value().flatten() {
            timer.clear();
        }
    });
    query
}

/// The list broke off: why, and a way on.
fn partial_failure(phase: ListPhase, nothing_loaded: bool) -> Option<Part> {
    let words = expect_words();
    let state = expect_state();
    let ListPhase::Failed(error) = phase else { return None };
    let told = words.graph_error(&error, Wish::ReadGuests);
    let contradicts = contradicts(&error.kind, Wish::ReadGuests, &untrack(|| state.facts()).rights);
    let heading = Signal::derive(move || match (is_forbidden(&error), nothing_loaded) {
        (true, _) => say!(words, guests.forbidden_heading),
        (false, true) => say!(words, guests.failed_heading),
        (false, false) => say!(words, guests.partial_heading),
    });
    Some(
        view! {
            <Notice tone=Tone::Trouble heading>
                <p>{told.text}</p>
                {contradicts.then(|| view! { <p>{text!(words, error.contradicts)}</p> })}
                <button type="button" class="button" on:click=click(move || {
                    // This notice goes away; the other button that does the same stays.
                    focus("guests-refresh");
                    state.load_guests();
                })>{text!(words, guests.retry)}</button>
                <Details lines=told.details />
            </Notice>
        }
        .part(),
    )
}

fn is_forbidden(error: &GraphError) -> bool {
    matches!(error.kind, GraphErrorKind::Forbidden | GraphErrorKind::MissingScope)
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
