//! What the list is filtered by, as buttons that remove it. A single word has none: the search field shows it, and the
//! browser's own button clears it. As soon as there is a limit, a phrase, an age or a second word, every condition has one, so
//! that a reader sees how the text was understood. The line in which they stand has its height from the first letter on: what
//! is typed does not move the list. Must not know the rows.

use std::ops::Range;

use leptos::prelude::*;

use crate::domain::guest_query::{GuestQuery, GuestTab, PendingAge};
use crate::domain::guest_search::{Condition, GuestSearch, SearchedState, Term, without};
use crate::ui::parts::{focus, focus_search, sentence};
use crate::ui::words::{NAME_ENDS, NAME_STARTS, Words, expect_words, named, say, text};

use super::address::Address;
use super::ages::age_name;

/// So many are shown at most. A link may have thousands of words, and a page with so many buttons is slow.
const MOST: usize = 30;

/// A condition of the list. Texts are as they were typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Filter {
    Age(PendingAge),
    Word(String),
    Phrase(String),
    Domain(String),
    Company(String),
    State(SearchedState),
    OlderThan(u32),
}

/// A condition, and where it stands in the search text, in bytes; an age does not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Pill {
    filter: Filter,
    place: Option<Range<usize>>,
}

impl Pill {
    fn of(term: &Term, typed: &str) -> Self {
        let piece = typed.get(term.place.clone()).unwrap_or_default();
        let plain = |text: &str| text.replace('"', "").trim().to_owned();
        let value = || plain(piece.split_once(':').map_or(piece, |(_, value)| value));
        let filter = match &term.condition {
            Condition::Text(_) if piece.contains('"') => Filter::Phrase(plain(piece)),
            Condition::Text(_) => Filter::Word(piece.to_owned()),
            Condition::Domain(_) => Filter::Domain(value().trim_start_matches('@').to_owned()),
            Condition::Company(_) => Filter::Company(value()),
            Condition::State(state) => Filter::State(*state),
            Condition::OlderThan(days) => Filter::OlderThan(*days),
        };
        Self { filter, place: Some(term.place.clone()) }
    }

    fn remove_from(&self, query: &mut GuestQuery) {
        match &self.place {
            Some(place) => query.search = without(&query.search, place),
            None => query.age = None,
        }
    }
}

fn pills(query: &GuestQuery, search: &GuestSearch) -> Vec<Pill> {
    let age = query.age.filter(|_| query.tab == GuestTab::Pending);
    let age = age.map(|age| Pill { filter: Filter::Age(age), place: None });
    let terms = search.terms.iter().map(|term| Pill::of(term, &query.search));
    let pills: Vec<Pill> = age.into_iter().chain(terms).take(MOST).collect();
    if let [Pill { filter: Filter::Word(_), .. }] = pills.as_slice() { Vec::new() } else { pills }
}

/// The name of a filter, with marks around what was typed.
fn filter_name(words: Words, filter: &Filter) -> String {
    match filter {
        Filter::Age(age) => say!(words, guests.filter_age, age = age_name(words, *age)),
        Filter::Word(word) => named(word),
        Filter::Phrase(text) => say!(words, guests.filter_phrase, text = named(text)),
        Filter::Domain(text) => say!(words, guests.filter_domain, text = named(text)),
        Filter::Company(text) => say!(words, guests.filter_company, text = named(text)),
        Filter::State(state) => say!(words, guests.filter_state, state = state_name(words, *state)),
        Filter::OlderThan(days) => {
            say!(words, guests.filter_older, count = usize::try_from(*days).unwrap_or(usize::MAX))
        }
    }
}

fn state_name(words: Words, state: SearchedState) -> String {
    match state {
        SearchedState::Pending => say!(words, guests.state_pending),
        SearchedState::Accepted => say!(words, guests.state_accepted),
        SearchedState::NoState => say!(words, guests.state_none),
        SearchedState::Other => say!(words, guests.other_states),
        SearchedState::Blocked => say!(words, guests.state_blocked),
    }
}

fn pill_id(at: usize) -> String {
    format!("guest-filter-{at}")
}

#[component]
pub(super) fn Pills(address: Address, search: Memo<GuestSearch>) -> impl IntoView {
    let words = expect_words();
    let pills = Memo::new(move |_| address.query.with(|query| search.with(|search| pills(query, search))));
    let none = Memo::new(move |_| pills.with(Vec::is_empty));
    let remove = move |at: usize| {
        let Some(pill) = pills.with_untracked(|pills| pills.get(at).cloned()) else { return };
        address.step(|query| pill.remove_from(query));
        if at < pills.with_untracked(Vec::len) {
            // The next one has the place of the removed one when the page is drawn.
            request_animation_frame(move || focus(&pill_id(at)));
        } else {
            focus_search();
        }
    };
    let clear = move |_| {
        // This button is removed, so the focus moves first.
        focus_search();
        address.step(|query| {
            query.search.clear();
            query.age = None;
        });
    };
    let all = move || {
        let language = words.tag();
        pills.get().into_iter().enumerate().map(move |(at, pill)| (language, at, pill)).collect::<Vec<_>>()
    };
    let pill = move |(_, at, pill): (&str, usize, Pill)| {
        let name = filter_name(words, &pill.filter);
        let plain = name.replace([NAME_STARTS, NAME_ENDS], "");
        view! {
            <li>
                <button
                    type="button"
                    class="chip chip--filter"
                    id=pill_id(at)
                    aria-label=say!(words, guests.remove_filter, filter = plain)
                    on:click=move |_| remove(at)
                >
                    {sentence(&name)}
                </button>
            </li>
        }
    };
    view! {
        <div class="pills" class:pills--room=move || address.query.with(|query| !query.search.is_empty())>
            <Show when=move || !none.get()>
                <ul class="pills__list" role="list" aria-label=text!(words, guests.filters)>
                    <For each=all key=Clone::clone children=pill />
                </ul>
                <button type="button" class="button button--quiet button--small" on:click=clear>
                    {text!(words, guests.clear_all)}
                </button>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests;
