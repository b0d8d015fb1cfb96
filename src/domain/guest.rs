//! A guest, with the fields of the directory that the portal shows.
//!
//! Must not know Graph's JSON.

use serde::{Deserialize, Serialize};

use super::moment::Moment;

/// A user's object id. Requests never name a user by UPN: a guest's UPN contains a `#`, which ends a URL's path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct UserId(String);

impl TryFrom<String> for UserId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("an object id is a GUID")
    }
}

impl UserId {
    /// Reads an id from Graph; `None` unless it consists of the characters of a GUID, so that it is safe in a path.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let guid = text.len() == 36 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        guid.then(|| Self(text.to_ascii_lowercase()))
    }

    /// The id in lower case, as it is written into a path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The state of an invitation (`externalUserState`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuestState {
    /// Invited, not yet accepted.
    Pending,
    Accepted,
    /// The directory has no state: something was shared with the user, or they signed up themselves, were synchronised
    /// or converted, or their record is older than this property. Not pending.
    NoState,
    /// A value that this portal does not know.
    Other(String),
}

/// How a user was created (`creationType`). The order is that of Graph's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuestOrigin {
    /// Graph does not say it.
    #[default]
    Unsaid,
    /// Self-service sign-up with a confirmed e-mail address.
    EmailVerified,
    Invitation,
    /// An account of an Azure AD B2C tenant.
    LocalAccount,
    /// Self-service sign-up by a user flow.
    SelfServiceSignUp,
    /// A value that this portal does not know.
    Other(String),
}

/// One external user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Guest {
    pub id: UserId,
    /// `displayName`; may be empty.
    pub name: String,
    /// The invited address; empty if the directory no longer has it.
    pub address: String,
    pub state: GuestState,
    pub origin: GuestOrigin,
    /// `createdDateTime`; some old users have none. It is the time of the invitation if the user
    /// [was invited](Self::was_invited).
    pub invited: Option<Moment>,
    /// `externalUserStateChangeDateTime`.
    pub changed: Option<Moment>,
}

impl Guest {
    /// Whether the directory says that the user was created by an invitation: by a state of it, or by the origin.
    #[must_use]
    pub fn was_invited(&self) -> bool {
        self.state != GuestState::NoState || self.origin == GuestOrigin::Invitation
    }

    /// The name, or the address of a guest without one.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        if self.name.trim().is_empty() { &self.address } else { &self.name }
    }
}

#[cfg(test)]
mod tests;
