//! The address of the page, and its entries in the tab's history. A filter, a tab and an order are steps: each adds an entry.
//! Typing adds none: it changes the current one after a rest. Must not know how filters look, nor the rows.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::domain::guest_query::GuestQuery;
use crate::domain::moment::Moment;
use crate::ui::navigation::{use_page, use_push, use_replace};
use crate::ui::routes::Route;
use crate::ui::state::expect_session;

use super::list_place::ListPlace;

/// The address is changed after this time without typing, because browsers limit how often it may change.
const REST: Duration = Duration::from_millis(300);
/// Steps that follow each other in less than this time come from a key that is held. They are one entry, since browsers
/// refuse too many.
const HELD_KEY: Duration = Duration::from_millis(60);

/// The query of the page, and the way to change it by a step.
#[derive(Clone, Copy)]
pub(super) struct Address {
    pub query: RwSignal<GuestQuery>,
    /// Whether the next change is a step, although only the search text changes.
    asked: StoredValue<bool>,
    /// Writes the query into the address.
    write: Callback<()>,
}

impl Address {
    /// Reads the query from the address. From now on a change of one changes the other.
    pub(super) fn new(place: ListPlace) -> Self {
        let search = use_location().search;
        let page = use_page();
        let in_url = Memo::new(move |_| GuestQuery::read(&search.read()));
        let query = RwSignal::new(in_url.get_untracked());
        place.wish(&query.read_untracked());
        // When another page is opened, the address changes before this page is removed.
        let on_page = move || matches!(*page.read_untracked(), Some(Route::Guests(_)));
        let replace = use_replace();
        let write = Callback::new(move |()| {
            let wanted = query.get_untracked();
            if on_page() && in_url.get_untracked() != wanted {
                replace(&Route::Guests(wanted));
            }
        });
        let address = Self { query, asked: StoredValue::new(false), write };
        // This is for Back, Forward and links. Typed text reaches the address with a delay, and this effect runs only when
        // the address changes, so an older address does not undo newer text.
        Effect::new(move || {
            let there = in_url.get();
            if on_page() && there != query.get_untracked() {
                place.wish(&there);
                query.set(there);
            }
        });
        address.write(in_url, place, on_page);
        place.keep(REST, on_page);
        address
    }

    /// Changes the query by a step: Back leads to what is shown now.
    pub(super) fn step(self, change: impl FnOnce(&mut GuestQuery)) {
        self.asked.set_value(true);
        self.query.update(change);
    }

    /// Writes what was typed into the address without a rest, before the person goes on to something else.
    pub(super) fn write_now(self) {
        self.write.run(());
    }

    fn write(self, in_url: Memo<GuestQuery>, place: ListPlace, on_page: impl Fn() -> bool + Copy + 'static) {
        let session = expect_session();
        let (push, replace) = (use_push(), use_replace());
        let last_step = StoredValue::new(Moment::default());
        let mut write_later = debounce(REST, move |()| {
            if on_page() {
                self.write_now();
                place.keep_now();
            }
        });
        Effect::new(move |earlier: Option<GuestQuery>| {
            let wanted = self.query.get();
            let asked = self.asked.get_value();
            self.asked.set_value(false);
            let there = in_url.get_untracked();
            if let Some(earlier) = earlier.filter(|_| on_page() && wanted != there)
                && (asked || is_step(&earlier, &wanted))
            {
                let now = session.portal().now();
                let is_new_entry = now.since(last_step.get_value()) >= HELD_KEY;
                last_step.set_value(now);
                if is_new_entry {
                    // Text that was typed a moment ago belongs to the entry that Back leads to.
                    if there != earlier {
                        replace(&Route::Guests(earlier));
                    }
                    place.keep_now();
                    push(&Route::Guests(wanted.clone()));
                }
            }
            write_later(());
            wanted
        });
    }
}

/// Whether a change is more than typing.
fn is_step(earlier: &GuestQuery, wanted: &GuestQuery) -> bool {
    GuestQuery { search: wanted.search.clone(), ..earlier.clone() } != *wanted
}

#[cfg(test)]
mod tests;
