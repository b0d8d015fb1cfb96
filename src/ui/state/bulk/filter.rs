//! Which rows of a list are shown. Must not know how.

use std::collections::BTreeSet;

use crate::domain::import::list::ImportList;
use crate::domain::import::verdict::{Tally, VerdictKind};

/// A choice of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowFilter {
    #[default]
    All,
    WillInvite,
    /// Rows about which the person can do something.
    Problems,
    /// Rows for which no invitation is needed: guests already, twice in the list, or done by the list's own words.
    NotNeeded,
    LeftOut,
}

impl RowFilter {
    /// In the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::All, Self::WillInvite, Self::Problems, Self::NotNeeded, Self::LeftOut];

    /// Whether a row with this verdict is shown.
    #[must_use]
    pub fn has(self, kind: VerdictKind) -> bool {
        match self {
            Self::All => true,
            Self::WillInvite => kind.is_sent(),
            Self::Problems => kind.is_problem() || kind == VerdictKind::Unanswered,
            Self::NotNeeded => match kind {
                VerdictKind::AlreadyGuest | VerdictKind::Duplicate | VerdictKind::NotNeeded => true,
                VerdictKind::WillInvite
                | VerdictKind::InviteAgain
                | VerdictKind::NewLink
                | VerdictKind::InternalUser
                | VerdictKind::OwnOrganization
                | VerdictKind::NotAnAddress
                | VerdictKind::NoAddress
                | VerdictKind::Problems
                | VerdictKind::NeedsALook
                | VerdictKind::Unanswered
                | VerdictKind::LeftOut => false,
            },
            Self::LeftOut => kind == VerdictKind::LeftOut,
        }
    }

    /// The number of rows that it shows by their verdict.
    #[must_use]
    pub fn count(self, tally: &Tally) -> usize {
        VerdictKind::ALL.into_iter().filter(|kind| self.has(*kind)).map(|kind| tally.of(kind)).sum()
    }

    /// The rows that it shows, in the order of the list. Those in `kept` are shown in any case.
    #[must_use]
    pub fn rows(self, list: &ImportList, kept: &BTreeSet<usize>) -> Vec<usize> {
        match self {
            Self::All => (0..list.len()).collect(),
            Self::WillInvite | Self::Problems | Self::NotNeeded | Self::LeftOut => {
                (0..list.len()).filter(|row| self.has(list.kind(*row)) || kept.contains(row)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests;
