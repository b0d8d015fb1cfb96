//! What the list decides: what stands in its place, and which rows are in sight.

use std::ops::Range;

use crate::ui::state::ListPhase;

/// What stands below the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// Rows.
    Rows,
    /// Nothing yet.
    Loading,
    /// Guests, but none that match.
    NoMatch,
    /// No guests at all.
    Empty,
    /// Nothing but the failure.
    Failed,
}

/// Decides it. "No guests" is said only when the service said so.
pub(super) fn body(phase: &ListPhase, loaded: usize, shown: usize) -> Body {
    match (phase, loaded, shown) {
        (_, _, 1..) => Body::Rows,
        (ListPhase::Idle | ListPhase::Loading, _, 0) => Body::Loading,
        (_, 1.., 0) => Body::NoMatch,
        (ListPhase::Ready, 0, 0) => Body::Empty,
        (ListPhase::Failed(_), 0, 0) => Body::Failed,
    }
}

/// Rows kept above and below the ones in sight, so that a quick scroll meets rows and not blanks.
const SPARE: usize = 12;

/// The rows to put into the document. All lengths in CSS pixels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "row numbers, cut off at both ends"
)]
pub(super) fn window(top: f64, height: f64, row: f64, rows: usize) -> Range<usize> {
    let row = row.max(1.0);
    let first = (top.max(0.0) / row) as usize;
    let in_sight = (height.max(0.0) / row) as usize + 2;
    let end = first.saturating_add(in_sight + SPARE).min(rows);
    first.saturating_sub(SPARE).min(end)..end
}

#[cfg(test)]
mod tests;
