//! A guest, with the fields of the directory that the portal shows.
//!
//! Must not know Graph's JSON.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::guid::is_guid;
use super::moment::Moment;

/// A user's object id. Requests never name a user by UPN: a guest's UPN contains a `#`, which ends a URL's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserId(Uuid);

impl TryFrom<String> for UserId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("an object id is a GUID")
    }
}

impl From<UserId> for String {
    fn from(id: UserId) -> Self {
        id.to_string()
    }
}

impl UserId {
    /// Reads an id from Graph; `None` unless it is a GUID, so that it is safe in a path.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if is_guid(text) { Uuid::try_parse(text).ok().map(Self) } else { None }
    }

    /// The id as a number, by which it is found quickly.
    #[must_use]
    pub const fn number(self) -> u128 {
        self.0.as_u128()
    }
}

/// In lower case, as it is written into a path.
impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
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
    /// `companyName`; may be empty.
    pub company: String,
    /// Whether the account is blocked from signing in (`accountEnabled` is false).
    pub blocked: bool,
}

impl Guest {
    /// A guest of whom only the id is known so far.
    #[must_use]
    pub const fn with_id(id: UserId) -> Self {
        Self {
            id,
            name: String::new(),
            address: String::new(),
            state: GuestState::NoState,
            origin: GuestOrigin::Unsaid,
            invited: None,
            changed: None,
            company: String::new(),
            blocked: false,
        }
    }

    /// When the invitation was accepted, if it was and the directory says when.
    #[must_use]
    pub fn accepted(&self) -> Option<Moment> {
        self.changed.filter(|_| self.state == GuestState::Accepted)
    }

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
