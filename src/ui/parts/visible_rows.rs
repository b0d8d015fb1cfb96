//! A table of which only the visible rows and some more are in the document, although the whole of it can be scrolled. All
//! rows have the height that the style sheet sets, which is measured at the first row. Must not know what a row shows.

use std::ops::Range;

use leptos::html::Div;
use leptos::prelude::*;

/// The height above and below the visible rows for which rows are there too, in CSS pixels, so that quick scrolling does not
/// show empty space.
const SPARE: f64 = 576.0;

/// What can be seen of the rows, in CSS pixels.
#[derive(Clone, Copy, PartialEq)]
struct Sight {
    /// How much of the list is above what can be seen.
    top: f64,
    height: f64,
    row: f64,
}

/// Which rows are in the document.
#[derive(Clone, Copy)]
pub struct VisibleRows {
    /// The scroll container, or the list where the whole page scrolls. Its rows are the elements with the attribute `data-row`.
    pub scroller: NodeRef<Div>,
    /// The places of the rows that should be in the document.
    pub range: Memo<Range<usize>>,
    /// The places of the rows that can be seen.
    pub in_sight: Memo<Range<usize>>,
    /// The greatest number of rows that are in the document.
    pub most: Memo<usize>,
    count: Signal<usize>,
    sight: RwSignal<Sight>,
    /// While the page is printed: the greatest number of rows on paper.
    on_paper: RwSignal<Option<usize>>,
    /// Whether the list may scroll with the page, so that a part of it is above or below the window.
    with_page: bool,
}

impl VisibleRows {
    /// `count` is the number of all rows, and `row` the assumed height of one in CSS pixels, until the first row is measured.
    /// The scroll container must call [`Self::measure`] when it is scrolled.
    pub fn new(count: Signal<usize>, row: f64) -> Self {
        Self::of(count, row, false)
    }

    fn of(count: Signal<usize>, row: f64, with_page: bool) -> Self {
        let sight = RwSignal::new(Sight { top: 0.0, height: 600.0, row });
        let on_paper = RwSignal::new(None);
        let range = Memo::new(move |_| match on_paper.get() {
            Some(rows) => 0..count.get().min(rows),
            None => window_of(sight.get(), SPARE, count.get()),
        });
        let in_sight = Memo::new(move |_| window_of(sight.get(), 0.0, count.get()));
        let most = Memo::new(move |_| on_paper.get().unwrap_or_else(|| most(sight.get())));
        let scroller = NodeRef::new();
        let rows = Self { scroller, range, in_sight, most, count, sight, on_paper, with_page };
        Effect::new(move || {
            if rows.scroller.get().is_some()
                && let Ok(frame) = request_animation_frame_with_handle(move || rows.measure())
            {
                // The list and its signals may be removed before the frame is drawn.
                on_cleanup(move || frame.cancel());
            }
        });
        let resize = window_event_listener(leptos::ev::resize, move |_| {
            let (before, row) = (untrack(|| rows.place()), rows.sight.get_untracked().row);
            rows.measure();
            // Cards are higher than rows, and something else scrolls: the person goes on reading where they were.
            if rows.sight.get_untracked().row.total_cmp(&row).is_ne() {
                rows.go_to(before, true);
            }
        });
        on_cleanup(move || resize.remove());
        rows
    }

    /// The same for a list that scrolls with the page where the window is narrow, and that can be printed: the first `on_paper`
    /// rows of it.
    pub fn of_page(count: Signal<usize>, row: f64, on_paper: usize) -> Self {
        let rows = Self::of(count, row, true);
        let scroll = window_event_listener(leptos::ev::scroll, move |_| rows.measure());
        let before =
            window_event_listener(leptos::ev::beforeprint, move |_| rows.on_paper.set(Some(on_paper)));
        let after = window_event_listener(leptos::ev::afterprint, move |_| rows.on_paper.set(None));
        on_cleanup(move || {
            scroll.remove();
            before.remove();
            after.remove();
        });
        rows
    }

    /// Whether the rows are those that go on paper.
    #[must_use]
    pub fn is_printed(self) -> bool {
        self.on_paper.get_untracked().is_some()
    }

    /// Call this when the scroll container is scrolled.
    pub fn measure(self) {
        if let Some(scroller) = self.scroller.get_untracked() {
            let row = scroller
                .query_selector("[data-row]:not([hidden])")
                .ok()
                .flatten()
                .map(|row| row.get_bounding_client_rect().height());
            let (hidden, below) = if self.with_page {
                let place = scroller.get_bounding_client_rect();
                (above_window(place.top()), (place.bottom() - window_height()).max(0.0))
            } else {
                (0.0, 0.0)
            };
            let next = Sight {
                top: f64::from(scroller.scroll_top()) + hidden,
                height: (f64::from(scroller.client_height()) - hidden - below).max(0.0),
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
            scroll_page(-above_window(scroller.get_bounding_client_rect().top()));
        }
    }

    /// Scrolls as little as is needed to show the row at this place. `header` is the height of what covers the first rows.
    pub fn reveal(self, place: usize, header: f64) {
        self.measure();
        let Sight { top, height, row } = self.sight.get_untracked();
        let start = position(place, row);
        let by = if start < top {
            start - top
        } else if start + row > top + height - header {
            start + row - (top + height - header)
        } else {
            return;
        };
        self.scroll(by);
    }

    /// Scrolls the list, or the page where it is the page that scrolls.
    fn scroll(self, by: f64) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        if scroller.scroll_height() > scroller.client_height() {
            scroller.set_scroll_top(whole(f64::from(scroller.scroll_top()) + by));
        } else {
            scroll_page(by);
        }
        self.measure();
    }

    /// The place that is scrolled to: the number of rows above what can be seen, with the part of a row.
    #[must_use]
    pub fn place(self) -> f64 {
        let sight = self.sight.get();
        sight.top / sight.row.max(1.0)
    }

    /// Scrolls to a place, if there are rows enough behind it or if it is to be done `anyway`. Returns whether it was done.
    pub fn go_to(self, place: f64, anyway: bool) -> bool {
        self.measure();
        let row = self.sight.get_untracked().row;
        let is_long_enough = position(self.count.get_untracked(), row) >= place * row + window_height();
        if is_long_enough || anyway {
            // Where the page scrolls, its first rows may be below the upper edge of the window. Then the first step is too short.
            for _ in 0..2 {
                self.scroll(place * row - self.sight.get_untracked().top);
            }
        }
        is_long_enough || anyway
    }

    /// The height of the rows before those in the document, for the style sheet.
    #[must_use]
    pub fn above(self) -> String {
        px(self.range.read().start, self.sight.get().row)
    }

    /// The height of the rows behind those in the document.
    #[must_use]
    pub fn below(self) -> String {
        let count = self.count.get();
        px(count - self.range.read().end.min(count), self.sight.get().row)
    }
}

/// How much of an element is above the upper edge of the window, if it begins at `top`.
fn above_window(top: f64) -> f64 {
    (-top).max(0.0)
}

fn window_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX)
}

fn scroll_page(by: f64) {
    window().scroll_by_with_x_and_y(0.0, by);
}

/// The rows that should be in the document, with `spare` pixels above and below what can be seen.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "row numbers, cut off at both ends"
)]
fn window_of(sight: Sight, spare: f64, rows: usize) -> Range<usize> {
    let row = sight.row.max(1.0);
    let first = (sight.top.max(0.0) / row) as usize;
    let in_sight = (sight.height.max(0.0) / row) as usize + 2;
    let spare = (spare / row) as usize;
    let end = first.saturating_add(in_sight + spare).min(rows);
    first.saturating_sub(spare).min(end)..end
}

/// The greatest number of rows in the document: below the first rows, there are spare ones above, too.
fn most(sight: Sight) -> usize {
    let spare = 2.0 * SPARE;
    window_of(Sight { top: 0.0, ..sight }, spare, usize::MAX).len() + 1
}

#[expect(clippy::cast_precision_loss, reason = "heights of lists, far below any limit")]
fn position(rows: usize, row: f64) -> f64 {
    rows as f64 * row
}

#[expect(clippy::cast_possible_truncation, reason = "heights of lists, far below any limit")]
fn whole(pixels: f64) -> i32 {
    pixels.round() as i32
}

/// The height of `rows` rows in whole pixels. A fraction would not be visible, and formatting it needs much code.
#[expect(clippy::cast_possible_truncation, reason = "heights of lists, far below any limit")]
fn px(rows: usize, row: f64) -> String {
    format!("{}px", position(rows, row) as i64)
}

#[cfg(test)]
mod tests;
