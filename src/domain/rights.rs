//! What the signed-in person may do, as far as their token tells.

/// Reads the own profile and the organization's name and domains.
pub const USER_READ: &str = "User.Read";
/// Reads guests with their invitation state. Needs an administrator's consent.
pub const READ_GUESTS: &str = "User.Read.All";
/// Creates invitations. Needs an administrator's consent.
pub const INVITE: &str = "User.Invite.All";

/// A permission beyond reading guests, asked for when its feature is first used. A sign-in can ask for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Creates invitations.
    Invite,
}

impl Permission {
    /// The scope's short name.
    #[must_use]
    pub fn scope(self) -> &'static str {
        match self {
            Self::Invite => INVITE,
        }
    }
}

/// Any of these lets an app create invitations on someone's behalf (Graph permissions reference).
const INVITING: [&str; 3] = [INVITE, "User.ReadWrite.All", "Directory.ReadWrite.All"];

/// Template ids of the roles that may invite somebody as a member (Global Administrator, User Administrator).
const MEMBER_INVITERS: [&str; 2] =
    ["62e90394-69f5-4237-9190-012177145e10", "fe930be7-5e62-47db-91af-98c3a49a38b1"];

/// Scopes and roles of one sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

    /// Whether the app may create invitations for this person.
    #[must_use]
    pub fn may_invite(&self) -> bool {
        self.has_any(&INVITING)
    }

    /// Whether this person may invite somebody as a member.
    #[must_use]
    pub fn may_invite_members(&self) -> May {
        match &self.roles {
            None => May::Unknown,
            Some(roles) if roles.iter().any(|role| MEMBER_INVITERS.contains(&role.as_str())) => May::Yes,
            Some(_) => May::No,
        }
    }

    fn has_any(&self, wanted: &[&str]) -> bool {
        self.scopes.iter().any(|scope| wanted.iter().any(|wanted| scope.eq_ignore_ascii_case(wanted)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_count_with_and_without_the_graph_prefix() {
        let rights =
            Rights::new("openid profile https://graph.microsoft.com/User.Read.All user.invite.all", None);
        assert!(rights.may_invite());
        let reader = Rights::new("openid User.Read User.Read.All", None);
        assert!(!reader.may_invite());
        assert!(Rights::new("Directory.ReadWrite.All", None).may_invite());
    }

    #[test]
    fn a_missing_claim_is_no_verdict() {
        let with = |roles: &[&str]| Rights::new("", Some(roles.iter().map(|&r| r.to_owned()).collect()));
        assert_eq!(Rights::new("", None).may_invite_members(), May::Unknown);
        assert_eq!(with(&[]).may_invite_members(), May::No);
        assert_eq!(with(&["95e79109-95c0-4d8e-aee3-d01accf2d47b"]).may_invite_members(), May::No);
        assert_eq!(with(&["fe930be7-5e62-47db-91af-98c3a49a38b1"]).may_invite_members(), May::Yes);
    }
}
