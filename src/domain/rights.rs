//! The scopes and roles of the signed-in person, as far as the token contains them.
//!
//! Must not know the token's format, nor what the organization's policy allows (`capabilities.rs` combines both).

use serde::{Deserialize, Serialize};

use super::app_registration;
use super::roles::{self, CONSENTERS, MEMBER_INVITERS, Role};

/// Reads the signed-in person's profile and the organization's name and domains.
pub const USER_READ: &str = app_registration::USER_READ.name;
/// Reads guests with their invitation state. Needs an administrator's consent.
pub const READ_GUESTS: &str = app_registration::USER_READ_ALL.name;
/// The scopes that every sign-in requests. The scope for inviting is requested when a person without it wants to
/// invite.
pub const BASE_SCOPES: [&str; 2] = [USER_READ, READ_GUESTS];
/// Creates invitations. Needs an administrator's consent.
pub const INVITE: &str = app_registration::USER_INVITE_ALL.name;
/// Reads the organization's policies. Needs an administrator's consent.
const READ_POLICIES: &str = app_registration::POLICY_READ_ALL.name;

/// A permission of the app. Every sign-in requests the one for reading guests; the others are requested when their
/// feature is first used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    ReadGuests,
    Invite,
    /// Reads the organization's setting that decides which people may invite.
    ReadPolicies,
}

impl Permission {
    /// The name of the scope without the Graph prefix.
    #[must_use]
    pub fn scope(self) -> &'static str {
        match self {
            Self::ReadGuests => READ_GUESTS,
            Self::Invite => INVITE,
            Self::ReadPolicies => READ_POLICIES,
        }
    }

    /// Scopes that include this permission; one of them is enough (Graph permissions reference).
    fn any_of(self) -> &'static [&'static str] {
        match self {
            Self::ReadGuests => {
                &[READ_GUESTS, "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"]
            }
            Self::Invite => &[INVITE, "User.ReadWrite.All", "Directory.ReadWrite.All"],
            Self::ReadPolicies => &[READ_POLICIES, "Policy.ReadWrite.Authorization"],
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rights {
    scopes: Vec<String>,
    roles: Option<Vec<String>>,
}

/// Whether something is allowed, as far as the token shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    Yes,
    No,
    /// The token does not tell (the optional claim `wids` is not set up, or it has a role that the portal does not
    /// know): the service decides.
    Unknown,
}

impl Rights {
    /// `scopes` are those of the token response, with or without the Graph prefix; `roles` are the template ids of the
    /// claim `wids`, or `None` if the claim is missing.
    #[must_use]
    pub fn new(scopes: &str, roles: Option<Vec<String>>) -> Self {
        let bare = |scope: &str| scope.rsplit('/').next().unwrap_or(scope).to_owned();
        Self { scopes: scopes.split_whitespace().map(bare).collect(), roles }
    }

    /// Adds roles from another source, if the token has no claim with roles.
    #[must_use]
    pub fn or_roles(mut self, found: Option<Vec<String>>) -> Self {
        self.roles = self.roles.or(found);
        self
    }

    /// The names of the scopes without the Graph prefix.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// The template ids of the person's roles, if they are known.
    #[must_use]
    pub fn roles(&self) -> Option<&[String]> {
        self.roles.as_deref()
    }

    #[must_use]
    pub fn has(&self, permission: Permission) -> bool {
        self.scopes
            .iter()
            .any(|scope| permission.any_of().iter().any(|wanted| scope.eq_ignore_ascii_case(wanted)))
    }

    /// Whether the app has the permission. The person's roles and the organization's policy may still forbid it.
    #[must_use]
    pub fn may_invite(&self) -> bool {
        self.has(Permission::Invite)
    }

    /// Whether the person has at least one of these roles. A role that the portal does not know may give the same
    /// rights, so for a person who has one this is not certain.
    #[must_use]
    pub fn has_role(&self, wanted: &[Role]) -> May {
        let among = |id: &String| wanted.iter().any(|role| role.id == id);
        match &self.roles {
            None => May::Unknown,
            Some(roles) if roles.iter().any(among) => May::Yes,
            Some(roles) if roles.iter().any(|id| !roles::is_known(id)) => May::Unknown,
            Some(_) => May::No,
        }
    }

    #[must_use]
    pub fn may_invite_members(&self) -> May {
        self.has_role(MEMBER_INVITERS)
    }

    /// Whether the person may consent to permissions that need an administrator.
    #[must_use]
    pub fn may_consent(&self) -> May {
        self.has_role(CONSENTERS)
    }
}

#[cfg(test)]
mod tests;
