//! Scopes: which permissions of Graph exist, who has consented to what, and what a request asks for.
//!
//! Knows the consent model of this tenant: one grant for all principals, one grant each for those who may invite.

use crate::directory::User;
use crate::directory::members::ACCOUNTS;
use crate::tenant::Origins;

/// A delegated permission of Microsoft Graph.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Permission {
    pub(crate) name: &'static str,
    /// What the consent page says.
    pub(crate) says: &'static str,
    /// Whether only an administrator may consent to it.
    pub(crate) admin_only: bool,
}

const fn admin(name: &'static str, says: &'static str) -> Permission {
    Permission { name, says, admin_only: true }
}

const fn user(name: &'static str, says: &'static str) -> Permission {
    Permission { name, says, admin_only: false }
}

/// The permissions that a portal for guests may ask for; consent types as in Microsoft's list.
const PERMISSIONS: &[Permission] = &[
    admin("AuditLog.Read.All", "Read audit log data"),
    admin("CrossTenantInformation.ReadBasic.All", "Read cross-tenant basic information"),
    admin("Directory.Read.All", "Read directory data"),
    admin("Directory.ReadWrite.All", "Read and write directory data"),
    admin("EntitlementManagement.Read.All", "Read entitlement management resources"),
    admin("Group.Read.All", "Read all groups"),
    admin("GroupMember.Read.All", "Read group memberships"),
    admin("GroupMember.ReadWrite.All", "Read and write group memberships"),
    user("LicenseAssignment.Read.All", "Read license assignments"),
    user("Mail.Send", "Send mail as you"),
    admin("Organization.Read.All", "Read organization information"),
    user("People.Read", "Read your relevant people lists"),
    admin("Policy.Read.All", "Read your organization's policies"),
    admin("Policy.Read.B2BManagementPolicy", "Read your organization's B2B management policy"),
    admin("Policy.ReadWrite.Authorization", "Read and write your organization's authorization policy"),
    admin("User.DeleteRestore.All", "Delete and restore users"),
    admin("User.Invite.All", "Invite guest users to the organization"),
    user("User.Read", "Sign you in and read your profile"),
    admin("User.Read.All", "Read all users' full profiles"),
    user("User.ReadBasic.All", "Read all users' basic profiles"),
    admin("User.ReadWrite.All", "Read and write all users' full profiles"),
];

/// What the administrator has consented to for everybody.
const FOR_ALL: &[&str] = &["User.Read", "User.Read.All"];
/// What was granted to single people: those who may invite.
const FOR_INVITERS: &[&str] = &["User.Invite.All"];

/// OpenID Connect's own scopes in a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OpenId {
    pub(crate) openid: bool,
    pub(crate) profile: bool,
    pub(crate) email: bool,
    pub(crate) offline_access: bool,
}

/// The scopes of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scopes {
    pub(crate) open_id: OpenId,
    pub(crate) graph: Vec<&'static Permission>,
}

impl Scopes {
    /// Reads a scope parameter. A permission may be written short, with this tenant's Graph origin, or with the
    /// global one; names compare without case, as at Entra. The error is the scope that is not known.
    pub(crate) fn read(text: &str, origins: &Origins) -> Result<Self, String> {
        let mut scopes = Self::default();
        for scope in text.split_whitespace() {
            let bare = [origins.graph.as_str(), "https://graph.microsoft.com"]
                .iter()
                .find_map(|resource| scope.strip_prefix(resource)?.strip_prefix('/'))
                .unwrap_or(scope);
            match bare {
                "openid" => scopes.open_id.openid = true,
                "profile" => scopes.open_id.profile = true,
                "email" => scopes.open_id.email = true,
                "offline_access" => scopes.open_id.offline_access = true,
                // Everything consented already: adds nothing to ask for.
                ".default" => {}
                name => {
                    let known = PERMISSIONS.iter().find(|known| known.name.eq_ignore_ascii_case(name));
                    let known = known.ok_or_else(|| scope.to_owned())?;
                    if !scopes.graph.contains(&known) {
                        scopes.graph.push(known);
                    }
                }
            }
        }
        Ok(scopes)
    }
}

/// The proper name of a permission.
pub(crate) fn named(name: &str) -> Option<&'static str> {
    PERMISSIONS.iter().find(|known| known.name.eq_ignore_ascii_case(name)).map(|known| known.name)
}

/// The permissions granted to the app for this person by an administrator.
fn by_administrator(person: &User) -> impl Iterator<Item = &'static str> {
    let account = ACCOUNTS.iter().find(|account| account.upn == person.upn);
    let own = if account.is_some_and(|account| account.standing.may_invite()) { FOR_INVITERS } else { &[] };
    FOR_ALL.iter().chain(own).copied()
}

/// All permissions in force for this person: an administrator's grants and the person's own, in order of name.
/// Entra puts all of them into a token, whichever the request named.
pub(crate) fn granted(person: &User, own: &[&'static str]) -> Vec<&'static str> {
    let mut names: Vec<_> = by_administrator(person).chain(own.iter().copied()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins() -> Origins {
        Origins {
            portal: "http://p".into(),
            login: "http://l".into(),
            graph: "http://g:1".into(),
            control: "http://g:1".into(),
        }
    }

    fn names(text: &str) -> Vec<&'static str> {
        Scopes::read(text, &origins()).unwrap().graph.iter().map(|permission| permission.name).collect()
    }

    #[test]
    fn a_permission_may_be_written_in_three_ways() {
        for text in ["User.Read", "http://g:1/User.Read", "https://graph.microsoft.com/user.read"] {
            assert_eq!(names(text), ["User.Read"]);
        }
    }

    #[test]
    fn an_unknown_scope_is_named() {
        let refused = Scopes::read("openid https://evil.example/User.Read", &origins());
        assert_eq!(refused, Err("https://evil.example/User.Read".into()));
    }

    #[test]
    fn the_lists_of_grants_name_known_permissions() {
        for name in FOR_ALL.iter().chain(FOR_INVITERS) {
            assert_eq!(names(name), [*name]);
        }
    }
}
