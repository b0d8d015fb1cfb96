//! What the page shows of the list, and the sorting of a long list in steps between which the page is drawn. Must not know how
//! rows are drawn.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::guest_query::GuestQuery;
use crate::domain::guest_view::{GuestView, GuestViewer};
use crate::domain::moment::Moment;
use crate::ui::state::{expect_guest_list, expect_session};
use crate::ui::words::expect_words;

const MINUTE: Duration = Duration::from_mins(1);
/// After so much sorting the page may draw: half of the time between two frames.
const SLICE: Duration = Duration::from_millis(8);
/// The rows between two looks at the clock.
const STEP: usize = 256;

/// What the query shows of the list.
pub(super) fn use_view(query: RwSignal<GuestQuery>) -> Memo<GuestView> {
    let words = expect_words();
    let (session, table) = (expect_session(), expect_guest_list().table());
    let viewer = StoredValue::new_local(GuestViewer::default());
    let sorted = Trigger::new();
    // The rows do not depend on the guest whose details are open.
    let of_list = Memo::new(move |_| query.with(GuestQuery::of_list));
    // A memo, so that the list is searched once for each change of the query, although several views show the result.
    let view = Memo::new(move |_| {
        sorted.track();
        let now = to_the_minute(session.portal().now());
        let collation = words.collation();
        let view = |viewer: &mut GuestViewer| {
            table.with(|table| of_list.with(|query| viewer.view(table, query, &collation, now)))
        };
        viewer.try_update_value(view).unwrap_or_default()
    });
    let is_sorting = Memo::new(move |_| view.with(|view| view.sorting));
    let runs = StoredValue::new(false);
    Effect::new(move || {
        if !is_sorting.get() || runs.get_value() {
            return;
        }
        runs.set_value(true);
        let clock = session.portal().timers();
        spawn_local(async move {
            let mut begun = clock.monotonic();
            loop {
                let step = |viewer: &mut GuestViewer| {
                    table.try_with_untracked(|table| viewer.sort_on(table, STEP)).unwrap_or(false)
                };
                // The person may leave the page meanwhile.
                let Some(more) = viewer.try_update_value(step) else { return };
                if !more {
                    sorted.notify();
                    // The order or the list may have changed, and then it is sorted anew.
                    if !view.try_with_untracked(|view| view.sorting).unwrap_or(false) {
                        break;
                    }
                }
                if clock.monotonic().saturating_sub(begun) >= SLICE {
                    clock.give_way().await;
                    begun = clock.monotonic();
                }
            }
            runs.try_set_value(false);
        });
    });
    view
}

/// The age of an invitation is told in days. A moment that changes seldom lets the view keep what it has found.
fn to_the_minute(now: Moment) -> Moment {
    let since_1970 = now.since(Moment::default());
    Moment::default() + Duration::from_secs(since_1970.as_secs() / MINUTE.as_secs() * MINUTE.as_secs())
}
