//! The states of sending an invitation. Must not send.

use crate::app::invite::{InviteOutcome, KnownGuest};
use crate::domain::email::GuestEmail;
use crate::domain::invitation::{Delivery, InvitationDraft};
use crate::graph::error::{GraphError, GraphErrorKind};

/// The state of the last attempt to send.
#[derive(Clone, Debug, PartialEq)]
pub enum Sending {
    /// There is no attempt, or the last one succeeded.
    Idle,
    /// The directory is searched for an existing guest.
    CheckingDuplicate,
    /// The invitation will be sent in some seconds, and the person can take it back.
    Holding,
    /// The person took the invitation back before it was sent.
    TakenBack,
    /// The person left the page before the invitation was sent.
    LeftBefore,
    /// The invitation was sent, and there is no response yet.
    Posting,
    /// There is a guest with this address, and the person has to decide. Nothing is sent yet.
    Found {
        known: Box<KnownGuest>,
        /// Whether the answer to an earlier attempt was lost, so that it may have made this guest.
        after_lost_answer: bool,
    },
    /// The service refused the invitation or did not respond.
    Failed {
        error: GraphError,
        /// Whether the service may have created the invitation nevertheless.
        delivery: Delivery,
    },
    /// The person decided not to invite an existing guest again. Contains the guest's name.
    NotResent(String),
}

impl Sending {
    /// Whether a request is running, so that no other may start.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::CheckingDuplicate | Self::Holding | Self::Posting)
    }

    /// Whether an invitation was taken back, by whatever.
    #[must_use]
    pub fn is_taken_back(&self) -> bool {
        matches!(self, Self::TakenBack | Self::LeftBefore)
    }

    /// Whether the invitation may have reached the service.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        match self {
            Self::Posting => Delivery::Unknown,
            Self::Failed { delivery, .. } => *delivery,
            Self::Idle
            | Self::CheckingDuplicate
            | Self::Holding
            | Self::TakenBack
            | Self::LeftBefore
            | Self::Found { .. }
            | Self::NotResent(_) => Delivery::NotSent,
        }
    }

    #[must_use]
    pub fn failed(&self) -> Option<(&GraphError, Delivery)> {
        if let Self::Failed { error, delivery } = self { Some((error, *delivery)) } else { None }
    }

    /// Whether nothing was sent because the sign-in had ended before.
    #[must_use]
    pub fn lacks_sign_in(&self) -> bool {
        self.failed().is_some_and(|(error, _)| error.kind == GraphErrorKind::SignInEnded)
    }

    /// The guest who exists already.
    #[must_use]
    pub fn found(&self) -> Option<&KnownGuest> {
        if let Self::Found { known, .. } = self { Some(known) } else { None }
    }

    /// Whether the guest who exists may be the outcome of an earlier attempt, whose answer was lost.
    #[must_use]
    pub fn is_found_after_lost_answer(&self) -> bool {
        matches!(self, Self::Found { after_lost_answer: true, .. })
    }

    /// The name of the existing guest who was not invited again.
    #[must_use]
    pub fn not_resent(&self) -> Option<&str> {
        if let Self::NotResent(name) = self { Some(name) } else { None }
    }
}

/// A guest whom the person chose in the guest list with "Invite again".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Again {
    /// The form that was made for the guest, before the person changed anything in it.
    pub(super) form: InvitationDraft,
    /// Whether it was shown. When it is, the guest is searched for at once.
    pub(super) shown: bool,
}

/// The check of an address that the person has typed, before they send.
#[derive(Clone, Debug, PartialEq)]
pub enum AddressCheck {
    /// There is none.
    None,
    Running(GuestEmail),
    /// There is no user with this address, as far as the directory tells.
    Free(GuestEmail),
    Known(GuestEmail, Box<KnownGuest>),
}

impl AddressCheck {
    /// Whether this address was, or is being, checked.
    #[must_use]
    pub fn is_of(&self, email: &GuestEmail) -> bool {
        match self {
            Self::None => false,
            Self::Running(checked) | Self::Free(checked) | Self::Known(checked, _) => checked == email,
        }
    }
}

/// An invitation that was being sent when the person was signed out in another tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AfterSignOut {
    pub address: String,
    pub outcome: LateOutcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LateOutcome {
    /// There is no response yet.
    Waiting,
    /// The service created the invitation.
    Sent,
    /// The service refused it, or it was not sent.
    NotSent,
    /// There was no clear response.
    Unknown,
}

impl LateOutcome {
    /// The outcome of an attempt that ended after the sign-out.
    pub(super) fn of(outcome: &Result<InviteOutcome, GraphError>) -> Self {
        match outcome {
            Ok(InviteOutcome::Sent(_)) => Self::Sent,
            Ok(InviteOutcome::Found(_) | InviteOutcome::TakenBack) => Self::NotSent,
            Err(error) if matches!(error.status, Some(200..=299)) => Self::Sent,
            Err(error) if error.outcome_unknown() => Self::Unknown,
            Err(_) => Self::NotSent,
        }
    }
}
