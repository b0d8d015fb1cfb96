//! The request for the organization's authorization policy. Must not know what follows from a setting.

use crate::domain::capabilities::{InvitesFrom, Policy};

use super::call::{Call, json, path};
use super::wire;

/// The `guestUserRoleId` of an organization whose guests may read as much as its members.
const LIKE_MEMBERS: &str = "a0b1b346-4d3e-4e8b-98f8-753987be4970";

/// `GET /policies/authorizationPolicy`. A missing value is read as the service's default.
#[must_use]
pub fn authorization() -> Call<Policy> {
    let columns = "allowInvitesFrom,guestUserRoleId,defaultUserRolePermissions";
    Call::get(path("/policies/authorizationPolicy", &[("$select", columns)]), |response| {
        let policy: wire::AuthorizationPolicy = json(response)?;
        Ok(Policy {
            invites: match policy.allow_invites_from.as_deref() {
                Some("none") => InvitesFrom::Nobody,
                Some("adminsAndGuestInviters") => InvitesFrom::Admins,
                Some("adminsGuestInvitersAndAllMembers") => InvitesFrom::Members,
                Some("everyone") => InvitesFrom::Everyone,
                Some(_) | None => InvitesFrom::Other,
            },
            guests_like_members: policy.guest_user_role_id.as_deref() == Some(LIKE_MEMBERS),
            members_read: policy
                .default_user_role_permissions
                .and_then(|permissions| permissions.allowed_to_read_other_users)
                .unwrap_or(true),
        })
    })
}
