//! The authorization policy without `allowInvitesFrom`, with the defaults of a new tenant.
//!
//! The JSON is that of Graph, so settings and Graph accept the same changes.

use serde::{Deserialize, Serialize};

/// `guestUserRoleId`: what guests can read, as the template id of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum GuestRole {
    /// The same access as members.
    #[serde(rename = "a0b1b346-4d3e-4e8b-98f8-753987be4970")]
    LikeMembers,
    /// Limited access; the default.
    #[serde(rename = "10dae51f-b6af-4016-8d66-8c2a99b929b3")]
    Limited,
    /// Only their own objects.
    #[serde(rename = "2af84b1e-32c8-42b7-82bc-daa82404023b")]
    OwnObjects,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AuthorizationPolicy {
    #[serde(rename = "guestUserRoleId")]
    pub(crate) guest_role: GuestRole,
    pub(crate) allow_email_verified_users_to_join_organization: bool,
    pub(crate) allowed_to_sign_up_email_based_subscriptions: bool,
    #[serde(rename = "allowedToUseSSPR")]
    pub(crate) allowed_to_use_sspr: bool,
    pub(crate) allow_user_consent_for_risky_apps: Option<bool>,
    pub(crate) block_msol_power_shell: Option<bool>,
    pub(crate) default_user_role_permissions: UserPermissions,
}

/// `defaultUserRolePermissions`: what members may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct UserPermissions {
    pub(crate) allowed_to_create_apps: bool,
    pub(crate) allowed_to_create_security_groups: bool,
    pub(crate) allowed_to_create_tenants: Option<bool>,
    pub(crate) allowed_to_read_bitlocker_keys_for_owned_device: Option<bool>,
    pub(crate) allowed_to_read_other_users: bool,
    pub(crate) permission_grant_policies_assigned: Vec<String>,
}

/// The defaults of a new tenant; which permissions are `true` is [inferred].
impl Default for AuthorizationPolicy {
    fn default() -> Self {
        Self {
            guest_role: GuestRole::Limited,
            allow_email_verified_users_to_join_organization: false,
            allowed_to_sign_up_email_based_subscriptions: true,
            allowed_to_use_sspr: true,
            allow_user_consent_for_risky_apps: Some(false),
            block_msol_power_shell: Some(false),
            default_user_role_permissions: UserPermissions {
                allowed_to_create_apps: true,
                allowed_to_create_security_groups: true,
                allowed_to_create_tenants: Some(true),
                allowed_to_read_bitlocker_keys_for_owned_device: Some(true),
                allowed_to_read_other_users: true,
                permission_grant_policies_assigned: vec![
                    "ManagePermissionGrantsForSelf.microsoft-user-default-legacy".into(),
                ],
            },
        }
    }
}
