//! What the person wants for guests whom the directory has already.

use serde::{Deserialize, Serialize};

use crate::domain::guest::GuestState;

/// Guests for whom the person decides together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuestClass {
    /// Invited, not yet accepted.
    Pending,
    Accepted,
    /// Without a state, or with one that is not known here.
    Other,
}

impl GuestClass {
    pub const ALL: [Self; 3] = [Self::Pending, Self::Accepted, Self::Other];

    /// The class of a guest with this state.
    #[must_use]
    pub fn of(state: &GuestState) -> Self {
        match state {
            GuestState::Pending => Self::Pending,
            GuestState::Accepted => Self::Accepted,
            GuestState::NoState | GuestState::Other(_) => Self::Other,
        }
    }
}

/// What becomes of a row whose address a guest has already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum GuestChoice {
    /// Nothing is sent.
    #[default]
    Skip,
    /// The row is sent as any other. The link of the older invitation stops working.
    Resend,
    /// A new link without Microsoft's mail. The older link stops working.
    NewLink,
}

impl GuestChoice {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Skip, Self::Resend, Self::NewLink];
}

/// The choice for each class of guests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuestChoices {
    pub pending: GuestChoice,
    pub accepted: GuestChoice,
    pub other: GuestChoice,
}

impl GuestChoices {
    /// The choice for a class.
    #[must_use]
    pub fn of(&self, class: GuestClass) -> GuestChoice {
        match class {
            GuestClass::Pending => self.pending,
            GuestClass::Accepted => self.accepted,
            GuestClass::Other => self.other,
        }
    }

    /// These choices, but for one class.
    #[must_use]
    pub fn with(mut self, class: GuestClass, choice: GuestChoice) -> Self {
        match class {
            GuestClass::Pending => self.pending = choice,
            GuestClass::Accepted => self.accepted = choice,
            GuestClass::Other => self.other = choice,
        }
        self
    }
}
