//! Which rows of a run are shown. Must not know how.

use crate::domain::bulk::run::{RowState, Tally};
use crate::graph::error::GraphError;
use crate::ui::words::{Words, say};

/// Which rows are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum RunFilter {
    #[default]
    All,
    Sent,
    Failed,
    Unknown,
    Skipped,
    Left,
}

impl RunFilter {
    pub(super) const ALL: [Self; 6] =
        [Self::All, Self::Sent, Self::Failed, Self::Unknown, Self::Skipped, Self::Left];

    pub(super) fn of(state: &RowState<GraphError>) -> Self {
        match state {
            RowState::Planned | RowState::Sending { .. } => Self::Left,
            RowState::Sent(_) => Self::Sent,
            RowState::Failed(_) => Self::Failed,
            RowState::Unknown { .. } => Self::Unknown,
            RowState::Skipped(_) => Self::Skipped,
        }
    }

    pub(super) fn count(self, tally: &Tally) -> usize {
        match self {
            Self::All => tally.total(),
            Self::Sent => tally.sent,
            Self::Failed => tally.failed,
            Self::Unknown => tally.unknown,
            Self::Skipped => tally.skipped,
            Self::Left => tally.planned + tally.sending,
        }
    }

    pub(super) fn name(self, words: Words) -> String {
        match self {
            Self::All => say!(words, bulk.filter_all),
            Self::Sent => say!(words, run.filter_sent),
            Self::Failed => say!(words, run.filter_failed),
            Self::Unknown => say!(words, run.filter_unknown),
            Self::Skipped => say!(words, run.filter_skipped),
            Self::Left => say!(words, run.filter_left),
        }
    }

    /// The colour of what has become of a row.
    pub(super) fn tone(self) -> &'static str {
        match self {
            Self::Sent => "bulk__verdict--good",
            Self::Failed => "bulk__verdict--bad",
            Self::Unknown => "bulk__verdict--warn",
            Self::All | Self::Skipped | Self::Left => "bulk__verdict--quiet",
        }
    }
}
