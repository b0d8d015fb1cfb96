//! The decisions of the guest list: what to show below the tabs, what its numbers mean, and which rows are in the
//! document. Must not know markup.

use crate::ui::state::ListPhase;

/// What is shown below the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Rows,
    /// There are no guests so far.
    Loading,
    /// There are guests, but none matches.
    NoMatch,
    /// There are no guests.
    Empty,
    /// Only the notice about the failure.
    Failed,
}

/// It is [`Body::Empty`] only if the service returned a complete list without guests. `whole` says whether the list that
/// is shown is complete; it is also shown while it is loaded again, and if that fails.
pub(super) fn body(phase: &ListPhase, whole: bool, loaded: usize, shown: usize) -> Body {
    match (phase, loaded, shown) {
        (_, _, 1..) => Body::Rows,
        (ListPhase::Idle | ListPhase::Loading, _, 0) if !whole => Body::Loading,
        (_, 1.., 0) => Body::NoMatch,
        (_, 0, 0) if whole => Body::Empty,
        (_, 0, 0) => Body::Failed,
    }
}

/// What the numbers of loaded guests mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figures {
    /// Nothing is known, so that no number is shown.
    Unknown,
    /// More guests may arrive.
    SoFar,
    /// The list has broken off: there may be more guests.
    AtLeast,
    /// The list is complete.
    All,
}

pub(super) fn figures(phase: &ListPhase, whole: bool, loaded: usize) -> Figures {
    match (phase, loaded) {
        _ if whole => Figures::All,
        (_, 0) => Figures::Unknown,
        (ListPhase::Loading, _) => Figures::SoFar,
        (ListPhase::Idle | ListPhase::Stopped | ListPhase::Ready | ListPhase::Failed(_), _) => {
            Figures::AtLeast
        }
    }
}

#[cfg(test)]
mod tests;
