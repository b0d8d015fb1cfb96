//! A guest as the directory keeps it.

use super::moment::Moment;

/// A user's object id; users are addressed by nothing else, since a guest's UPN holds a `#` and is ambiguous.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserId(String);

impl UserId {
    /// Takes the id that Graph gave; `None` unless it is made of the characters of a GUID.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let guid = text.len() == 36 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        guid.then(|| Self(text.to_ascii_lowercase()))
    }

    /// The id as it stands in a path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How far an invitation has come (`externalUserState`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuestState {
    /// Invited, not yet redeemed.
    Pending,
    /// Redeemed.
    Accepted,
    /// No state: self-service sign-up, synchronised, or converted. Never to be read as pending.
    NotInvited,
    /// A value that this portal does not know.
    Other(String),
}

impl GuestState {
    /// Reads `externalUserState`.
    #[must_use]
    pub fn read(value: Option<&str>) -> Self {
        match value {
            Some("PendingAcceptance") => Self::Pending,
            Some("Accepted") => Self::Accepted,
            None | Some("") => Self::NotInvited,
            Some(other) => Self::Other(other.to_owned()),
        }
    }
}

/// One external person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// The object id.
    pub id: UserId,
    /// `displayName`; may be empty.
    pub name: String,
    /// The address that was invited, as far as the directory still knows it; may be empty.
    pub address: String,
    /// How far the invitation has come.
    pub state: GuestState,
    /// `createdDateTime` of somebody invited; some old users have none.
    pub invited: Option<Moment>,
    /// `externalUserStateChangeDateTime`.
    pub changed: Option<Moment>,
}

#[cfg(test)]
mod tests;
