//! What will become of a row, and why.
//!
//! Must not know how a row is read, nor how a reason is worded.

use crate::domain::email::EmailProblem;
use crate::domain::guest::{GuestState, UserId};
use crate::domain::invitation::{Field, FieldProblem, FieldWarning};
use crate::domain::moment::Moment;

use super::columns::ColumnRole;

/// What will become of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It will be sent. It may have warnings.
    WillInvite,
    /// The directory has a guest with this address, and nothing is sent.
    AlreadyGuest(ListedGuest),
    /// The directory has a guest with this address, and the person wants another invitation.
    InviteAgain(ListedGuest),
    /// The directory has a guest with this address, and the person wants a new link without a mail.
    NewLink(ListedGuest),
    /// The address belongs to a user of the organization itself, whom the service refuses to invite.
    InternalUser,
    /// An earlier row has the same address.
    Duplicate {
        /// The row that is sent.
        of: usize,
        /// The name in this row, if it is another one.
        other_name: Option<String>,
    },
    /// The address belongs to the inviting organization.
    OwnOrganization,
    NotAnAddress(EmailProblem),
    /// The row has no address at all.
    NoAddress,
    /// The address is right, and other cells are not.
    Problems(Vec<RowProblem>),
    /// A person must decide. The list offers addresses for it, if there are any.
    NeedsALook(Look),
    /// The list itself says that this row needs no invitation. The person can take it in all the same.
    NotNeeded(FileSays),
    /// A question about the columns is open, or no column has addresses.
    Unanswered,
    /// The person has left it out.
    LeftOut,
}

/// A guest whom the directory has with the address of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedGuest {
    pub id: UserId,
    pub state: GuestState,
    /// Since when the guest has this state, if the directory says it.
    pub since: Option<Moment>,
}

/// What the directory has with the address of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InDirectory {
    Guest(ListedGuest),
    /// A user of the organization itself.
    Internal,
}

/// The kinds of verdicts, for filters and counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VerdictKind {
    WillInvite,
    InviteAgain,
    NewLink,
    AlreadyGuest,
    InternalUser,
    Duplicate,
    OwnOrganization,
    NotAnAddress,
    NoAddress,
    Problems,
    NeedsALook,
    NotNeeded,
    Unanswered,
    LeftOut,
}

impl VerdictKind {
    pub const ALL: [Self; 14] = [
        Self::WillInvite,
        Self::InviteAgain,
        Self::NewLink,
        Self::AlreadyGuest,
        Self::InternalUser,
        Self::Duplicate,
        Self::OwnOrganization,
        Self::NotAnAddress,
        Self::NoAddress,
        Self::Problems,
        Self::NeedsALook,
        Self::NotNeeded,
        Self::Unanswered,
        Self::LeftOut,
    ];

    /// Whether the person can do something about the row.
    #[must_use]
    pub fn is_problem(self) -> bool {
        match self {
            Self::InternalUser
            | Self::OwnOrganization
            | Self::NotAnAddress
            | Self::NoAddress
            | Self::Problems
            | Self::NeedsALook => true,
            Self::WillInvite
            | Self::InviteAgain
            | Self::NewLink
            | Self::AlreadyGuest
            | Self::Duplicate
            | Self::NotNeeded
            | Self::Unanswered
            | Self::LeftOut => false,
        }
    }

    /// Whether the row is sent.
    #[must_use]
    pub fn is_sent(self) -> bool {
        match self {
            Self::WillInvite | Self::InviteAgain | Self::NewLink => true,
            Self::AlreadyGuest
            | Self::InternalUser
            | Self::Duplicate
            | Self::OwnOrganization
            | Self::NotAnAddress
            | Self::NoAddress
            | Self::Problems
            | Self::NeedsALook
            | Self::NotNeeded
            | Self::Unanswered
            | Self::LeftOut => false,
        }
    }
}

impl Verdict {
    #[must_use]
    pub fn kind(&self) -> VerdictKind {
        match self {
            Self::WillInvite => VerdictKind::WillInvite,
            Self::AlreadyGuest(_) => VerdictKind::AlreadyGuest,
            Self::InviteAgain(_) => VerdictKind::InviteAgain,
            Self::NewLink(_) => VerdictKind::NewLink,
            Self::InternalUser => VerdictKind::InternalUser,
            Self::Duplicate { .. } => VerdictKind::Duplicate,
            Self::OwnOrganization => VerdictKind::OwnOrganization,
            Self::NotAnAddress(_) => VerdictKind::NotAnAddress,
            Self::NoAddress => VerdictKind::NoAddress,
            Self::Problems(_) => VerdictKind::Problems,
            Self::NeedsALook(_) => VerdictKind::NeedsALook,
            Self::NotNeeded(_) => VerdictKind::NotNeeded,
            Self::Unanswered => VerdictKind::Unanswered,
            Self::LeftOut => VerdictKind::LeftOut,
        }
    }
}

/// Why a person must decide about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The cell has several addresses.
    SeveralAddresses,
    /// There are words beside the address, and nothing says whether they belong to it.
    WordsBeside,
    /// It is the name of a guest's account (`…#EXT#@…`), from which the address cannot be told for sure.
    GuestUpn,
    /// The guest's address is missing, and another column has one.
    OtherColumn,
    /// The row has more cells than the header, and the address is not where it should be.
    Shifted,
    /// Characters were lost when the text was decoded.
    LostCharacters,
    /// In an earlier run, the response to this invitation was lost.
    OutcomeUnknown,
}

/// Why a list says that a row needs no invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileSays {
    /// A member of the directory that wrote the list.
    Member,
    /// A group or a link, not a person.
    Group,
    /// Invited already, by the directory that wrote the list.
    Pending,
    /// A guest already, of the directory that wrote the list.
    Accepted,
    /// Sent in an earlier run.
    Sent,
    /// Left out of an earlier run.
    LeftOut,
}

/// What keeps a row with a sound address from being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowProblem {
    Field(Field, FieldProblem),
    /// The cell has a word that its column does not know.
    Unreadable(ColumnRole),
}

/// What a person should know about a row that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowWarning {
    Field(Field, FieldWarning),
    /// A text looks as if it was encoded twice: `FrÃ¤nzi`.
    DoubleEncoded(Field),
    /// Another row may be the same mailbox, since Gmail ignores dots and what follows a plus.
    PerhapsSameMailbox(usize),
    /// The service sends a copy to one address only; the first of several is used.
    OnlyFirstCopy,
    /// The language is not one that can be chosen; the batch's language is used.
    LanguageNotKnown,
    /// The row has more cells than the header, and they are not used.
    MoreCells,
    /// The row has a quote that is not closed, so its cells may be cut at the wrong places.
    TornQuote,
    /// The name is that of a later row with the same address.
    NameOfOtherRow(usize),
}

/// How many rows have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([usize; VerdictKind::ALL.len()]);

impl Tally {
    #[must_use]
    pub fn of(&self, kind: VerdictKind) -> usize {
        VerdictKind::ALL
            .iter()
            .position(|known| *known == kind)
            .and_then(|at| self.0.get(at))
            .copied()
            .unwrap_or(0)
    }

    /// Rows about which the person can do something.
    #[must_use]
    pub fn problems(&self) -> usize {
        VerdictKind::ALL.into_iter().filter(|kind| kind.is_problem()).map(|kind| self.of(kind)).sum()
    }

    /// Rows that are sent.
    #[must_use]
    pub fn to_send(&self) -> usize {
        VerdictKind::ALL.into_iter().filter(|kind| kind.is_sent()).map(|kind| self.of(kind)).sum()
    }

    pub(super) fn add(&mut self, kind: VerdictKind) {
        if let Some(count) = self.slot(kind) {
            *count += 1;
        }
    }

    pub(super) fn remove(&mut self, kind: VerdictKind) {
        if let Some(count) = self.slot(kind) {
            *count = count.saturating_sub(1);
        }
    }

    fn slot(&mut self, kind: VerdictKind) -> Option<&mut usize> {
        VerdictKind::ALL.iter().position(|known| *known == kind).and_then(|at| self.0.get_mut(at))
    }
}

#[cfg(test)]
mod tests;
