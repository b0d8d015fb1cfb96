//! How far the list is scrolled: kept with each entry of the tab's history, and shown again after a reload, Back and Forward,
//! as soon as there are rows enough. A list with another query begins at its top. Must not know what the rows show.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use crate::domain::guest_query::GuestQuery;
use crate::ui::navigation::{keep_place, kept_place};
use crate::ui::parts::VisibleRows;
use crate::ui::state::expect_guest_list;

/// The place of the list, in rows above the upper edge.
#[derive(Clone, Copy)]
pub(super) struct ListPlace {
    now: RwSignal<f64>,
    /// The place to show again, and for which list. While it waits for rows, no place is kept.
    wished: RwSignal<Option<(GuestQuery, f64)>>,
}

impl ListPlace {
    pub(super) fn new() -> Self {
        Self { now: RwSignal::new(0.0), wished: RwSignal::new(None) }
    }

    /// Call this when the address has changed by itself, to another query or entry.
    pub(super) fn wish(self, query: &GuestQuery) {
        self.wished.set(kept_place().filter(|place| *place > 0.0).map(|place| (query.of_list(), place)));
    }

    /// Keeps the place with the current entry of the history.
    pub(super) fn keep_now(self) {
        let now = self.now.get_untracked();
        if self.wished.with_untracked(Option::is_none)
            && kept_place().unwrap_or_default().total_cmp(&now).is_ne()
        {
            keep_place(now);
        }
    }

    /// Keeps each place at which the list has rested for some time.
    pub(super) fn keep(self, rest: Duration, on_page: impl Fn() -> bool + 'static) {
        let mut keep_later = debounce(rest, move |()| {
            if on_page() {
                self.keep_now();
            }
        });
        Effect::new(move || {
            self.now.track();
            keep_later(());
        });
    }
}

/// Scrolls the list as the query and the history want it. `rows` is the number of rows that there are so far.
pub(super) fn scroll_with_history(query: RwSignal<GuestQuery>, rows: Signal<usize>, seen: VisibleRows) {
    let place = expect_context::<ListPlace>();
    let list = expect_guest_list();
    let now = Memo::new(move |_| query.with(GuestQuery::of_list));
    Effect::new(move |before: Option<()>| {
        let now = now.get();
        if place.wished.with_untracked(|wished| wished.as_ref().is_none_or(|(of, _)| *of != now)) {
            place.wished.set(None);
            if before.is_some() {
                seen.to_top();
            }
        }
    });
    Effect::new(move || {
        let wished = place.wished.with(|wished| wished.as_ref().map(|(_, place)| *place));
        let (Some(wished), whole) = (wished, list.is_whole()) else { return };
        rows.track();
        // By then the rows are in the document.
        let show = move || {
            if seen.go_to(wished, whole) {
                place.wished.set(None);
            }
        };
        if let Ok(frame) = request_animation_frame_with_handle(show) {
            on_cleanup(move || frame.cancel());
        }
        // Rows may still be missing. A person who scrolls meanwhile is not pulled away.
        let stop = move || place.wished.set(None);
        let wheel = window_event_listener(ev::wheel, move |_| stop());
        let touch = window_event_listener(ev::touchmove, move |_| stop());
        let press = window_event_listener(ev::pointerdown, move |_| stop());
        let key = window_event_listener(ev::keydown, move |_| stop());
        on_cleanup(move || [wheel, touch, press, key].into_iter().for_each(WindowListenerHandle::remove));
    });
    Effect::new(move || place.now.set(seen.place()));
    // Without rows there is no place.
    on_cleanup(move || {
        place.now.try_set(0.0);
    });
}
