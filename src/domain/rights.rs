//! What the signed-in person may do, as far as their token tells.

use serde::{Deserialize, Serialize};

use super::roles::{CONSENTERS, MEMBER_INVITERS, Role};

/// Reads the own profile and the organization's name and domains.
pub const USER_READ: &str = "User.Read";
/// Reads guests with their invitation state. Needs an administrator's consent.
pub const READ_GUESTS: &str = "User.Read.All";
/// Creates invitations. Needs an administrator's consent.
pub const INVITE: &str = "User.Invite.All";

/// A permission that the portal asks for. Reading guests is part of every sign-in; all else is asked for when its feature
/// is first used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Reads guests.
    ReadGuests,
    /// Creates invitations.
    Invite,
    /// Reads the organization's setting on who may invite.
    ReadPolicies,
}

impl Permission {
    /// The scope's short name.
    #[must_use]
    pub fn scope(self) -> &'static str {
        match self {
            Self::ReadGuests => READ_GUESTS,
            Self::Invite => INVITE,
            Self::ReadPolicies => "Policy.Read.All",
        }
    }

    /// The scopes of which any does (Graph permissions reference).
    fn any_of(self) -> &'static [&'static str] {
        match self {
            Self::ReadGuests => {
                &[READ_GUESTS, "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"]
            }
            Self::Invite => &[INVITE, "User.ReadWrite.All", "Directory.ReadWrite.All"],
            Self::ReadPolicies => &["Policy.Read.All", "Policy.ReadWrite.Authorization"],
        }
    }
}

/// Scopes and roles of one sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rights {
    scopes: Vec<String>,
    roles: Option<Vec<String>>,
}

/// An answer that may also be "cannot tell".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Allowed, as far as the token tells.
    Yes,
    /// Not allowed.
    No,
    /// The token does not say (the optional claim `wids` is not set up): the service will.
    Unknown,
}

impl Rights {
    /// `scopes` as the token answer lists them, with or without the Graph prefix; `roles` are the template ids of
    /// the claim `wids`, `None` where the claim is missing.
    #[must_use]
    pub fn new(scopes: &str, roles: Option<Vec<String>>) -> Self {
        let bare = |scope: &str| scope.rsplit('/').next().unwrap_or(scope).to_owned();
        Self { scopes: scopes.split_whitespace().map(bare).collect(), roles }
    }

    /// The same, with roles that were found elsewhere, where the token names none.
    #[must_use]
    pub fn or_roles(mut self, found: Option<Vec<String>>) -> Self {
        self.roles = self.roles.or(found);
        self
    }

    /// The scopes, by their short names.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// The template ids of the person's roles, where they are known.
    #[must_use]
    pub fn roles(&self) -> Option<&[String]> {
        self.roles.as_deref()
    }

    /// Whether the app has this permission on the person's behalf.
    #[must_use]
    pub fn has(&self, permission: Permission) -> bool {
        self.scopes
            .iter()
            .any(|scope| permission.any_of().iter().any(|wanted| scope.eq_ignore_ascii_case(wanted)))
    }

    /// Whether the app may create invitations for this person.
    #[must_use]
    pub fn may_invite(&self) -> bool {
        self.has(Permission::Invite)
    }

    /// Whether this person has one of these roles.
    #[must_use]
    pub fn has_role(&self, wanted: &[Role]) -> May {
        let among = |id: &String| wanted.iter().any(|role| role.id == id);
        match &self.roles {
            None => May::Unknown,
            Some(roles) if roles.iter().any(among) => May::Yes,
            Some(_) => May::No,
        }
    }

    /// Whether this person may invite somebody as a member.
    #[must_use]
    pub fn may_invite_members(&self) -> May {
        self.has_role(MEMBER_INVITERS)
    }

    /// Whether this person may consent to what needs an administrator.
    #[must_use]
    pub fn may_consent(&self) -> May {
        self.has_role(CONSENTERS)
    }
}

#[cfg(test)]
mod tests;
