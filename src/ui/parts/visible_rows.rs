//! A table of which only the visible rows and some more are in the document, although the whole of it can be scrolled. All
//! rows have the height that the style sheet sets, which is measured at the first row. Must not know what a row shows.

use std::ops::Range;

use leptos::html::Div;
use leptos::prelude::*;

/// The height above and below the visible rows for which rows are there too, in CSS pixels, so that quick scrolling does not
/// show empty space.
const SPARE: f64 = 576.0;

/// The state of the scroll container, in CSS pixels.
#[derive(Clone, Copy, PartialEq)]
struct Sight {
    top: f64,
    height: f64,
    row: f64,
}

/// Which rows are in the document.
#[derive(Clone, Copy)]
pub struct VisibleRows {
    /// The scroll container. Its rows are the `tr` with the attribute `data-row`.
    pub scroller: NodeRef<Div>,
    /// The places of the rows that should be in the document.
    pub range: Memo<Range<usize>>,
    count: Signal<usize>,
    sight: RwSignal<Sight>,
}

impl VisibleRows {
    /// `count` is the number of all rows, and `row` the assumed height of one in CSS pixels, until the first row is measured.
    /// The scroll container must call [`Self::measure`] when it is scrolled.
    pub fn new(count: Signal<usize>, row: f64) -> Self {
        let sight = RwSignal::new(Sight { top: 0.0, height: 600.0, row });
        let range = Memo::new(move |_| {
            let sight = sight.get();
            window(sight.top, sight.height, sight.row, count.get())
        });
        let rows = Self { scroller: NodeRef::new(), range, count, sight };
        Effect::new(move || {
            if rows.scroller.get().is_some()
                && let Ok(frame) = request_animation_frame_with_handle(move || rows.measure())
            {
                // The list and its signals may be removed before the frame is drawn.
                on_cleanup(move || frame.cancel());
            }
        });
        let resize = window_event_listener(leptos::ev::resize, move |_| rows.measure());
        on_cleanup(move || resize.remove());
        rows
    }

    /// Call this when the scroll container is scrolled.
    pub fn measure(self) {
        if let Some(scroller) = self.scroller.get_untracked() {
            let row = scroller
                .query_selector("tbody tr[data-row]")
                .ok()
                .flatten()
                .map(|row| row.get_bounding_client_rect().height());
            let next = Sight {
                top: f64::from(scroller.scroll_top()),
                height: f64::from(scroller.client_height()),
                row: row.filter(|row| *row > 0.0).unwrap_or_else(|| self.sight.get_untracked().row),
            };
            if self.sight.get_untracked() != next {
                self.sight.set(next);
            }
        }
    }

    /// Scrolls to the first row.
    pub fn to_top(self) {
        // Setting the place makes the browser lay out the page, which takes some milliseconds.
        let is_at_top = self.sight.with_untracked(|sight| sight.top <= 0.0);
        if !is_at_top && let Some(scroller) = self.scroller.get_untracked() {
            scroller.set_scroll_top(0);
        }
    }

    /// The height of the rows before the visible ones, for the style sheet.
    #[must_use]
    pub fn above(self) -> String {
        px(self.range.read().start, self.sight.get().row)
    }

    /// The height of the rows behind the visible ones.
    #[must_use]
    pub fn below(self) -> String {
        let count = self.count.get();
        px(count - self.range.read().end.min(count), self.sight.get().row)
    }
}

/// The rows that should be in the document. `top`, `height` and `row` are in CSS pixels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "row numbers, cut off at both ends"
)]
fn window(top: f64, height: f64, row: f64, rows: usize) -> Range<usize> {
    let row = row.max(1.0);
    let first = (top.max(0.0) / row) as usize;
    let in_sight = (height.max(0.0) / row) as usize + 2;
    let spare = (SPARE / row) as usize;
    let end = first.saturating_add(in_sight + spare).min(rows);
    first.saturating_sub(spare).min(end)..end
}

/// The height of `rows` rows in whole pixels. A fraction would not be visible, and formatting it needs much code.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "heights of lists, far below any limit"
)]
fn px(rows: usize, row: f64) -> String {
    format!("{}px", (rows as f64 * row) as i64)
}

#[cfg(test)]
mod tests;
