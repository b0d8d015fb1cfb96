//! How far an invitation has come. It outlives the page: somebody who leaves and comes back meets it as it is, and cannot
//! send the same one twice meanwhile.

use crate::domain::invitation::Invitation;
use crate::graph::error::GraphError;
use crate::graph::users::Existing;

/// How far sending has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Sending {
    /// Nothing is under way.
    Idle,
    /// Looking for an existing guest.
    Looking,
    /// The invitation is on its way.
    Posting,
    /// Somebody is there already: the person decides.
    Found(Box<Existing>, Box<Invitation>),
    /// Refused, or no answer; and whether the invitation may have been made all the same.
    Failed(GraphError, bool),
    /// An existing guest was left as they are.
    LeftAlone(String),
}

impl Sending {
    /// Whether something is under way, so that nothing else may start.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Looking | Self::Posting)
    }

    /// Whether it went out and nobody knows what became of it.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        matches!(self, Self::Posting | Self::Failed(_, true))
    }

    /// Why it was refused, and whether it may have been made all the same.
    #[must_use]
    pub fn failed(&self) -> Option<(&GraphError, bool)> {
        if let Self::Failed(error, unsure) = self { Some((error, *unsure)) } else { None }
    }

    /// Who is there already, and what would be sent.
    #[must_use]
    pub fn found(&self) -> Option<(&Existing, &Invitation)> {
        if let Self::Found(existing, invitation) = self { Some((existing, invitation)) } else { None }
    }

    /// Who was left as they are.
    #[must_use]
    pub fn left_alone(&self) -> Option<&str> {
        if let Self::LeftAlone(name) = self { Some(name) } else { None }
    }
}
