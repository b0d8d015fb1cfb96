//! The permissions of Microsoft Graph, and who may consent to them.
//!
//! Names and consent types are from Microsoft's permission list. Must not know who has consented.

/// A delegated permission, or the application permission with the same name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Permission {
    pub(crate) name: &'static str,
    /// The text on the consent page.
    pub(crate) says: &'static str,
    /// Whether only an administrator can consent.
    pub(crate) admin_only: bool,
}

const fn admin(name: &'static str, says: &'static str) -> Permission {
    Permission { name, says, admin_only: true }
}

const fn user(name: &'static str, says: &'static str) -> Permission {
    Permission { name, says, admin_only: false }
}

/// Permissions that a portal for guests may request. With `Chat.*`, `ChatMessage.*` and `Entitlement*` Graph answers
/// that a licence is missing. The sandbox has no endpoint for `Policy.Read.ConditionalAccess` and
/// `Policy.ReadWrite.CrossTenantAccess`: users can consent to them, without further effect.
const PERMISSIONS: &[Permission] = &[
    admin("AppRoleAssignment.ReadWrite.All", "Manage app permission grants and app role assignments"),
    admin("Application.Read.All", "Read applications"),
    admin("Application.ReadWrite.All", "Read and write all applications"),
    admin("AuditLog.Read.All", "Read audit log data"),
    user("Chat.Create", "Create chats"),
    user("ChatMessage.Send", "Send user chat messages"),
    admin("CrossTenantInformation.ReadBasic.All", "Read cross-tenant basic information"),
    admin("DelegatedPermissionGrant.ReadWrite.All", "Manage all delegated permission grants"),
    admin("Directory.Read.All", "Read directory data"),
    admin("Directory.ReadWrite.All", "Read and write directory data"),
    admin("EntitlementManagement.Read.All", "Read entitlement management resources"),
    admin("EntitlementManagement.ReadWrite.All", "Read and write entitlement management resources"),
    user("EntitlementMgmt-SubjectAccess.ReadWrite", "Read and write your entitlement management requests"),
    admin("Group.Read.All", "Read all groups"),
    admin("Group.ReadWrite.All", "Read and write all groups"),
    admin("GroupMember.Read.All", "Read group memberships"),
    admin("GroupMember.ReadWrite.All", "Read and write group memberships"),
    admin("Group.ReadBasic.All", "Read basic information of all groups"),
    user("LicenseAssignment.Read.All", "Read license assignments"),
    user("Mail.Send", "Send mail as you"),
    admin("OrgContact.Read.All", "Read organizational contacts"),
    admin("Organization.Read.All", "Read organization information"),
    user("People.Read", "Read your relevant people lists"),
    admin("Policy.Read.All", "Read your organization's policies"),
    admin("Policy.Read.B2BManagementPolicy", "Read your organization's B2B management policy"),
    admin("Policy.Read.ConditionalAccess", "Read your organization's conditional access policies"),
    admin("Policy.ReadWrite.Authorization", "Read and write your organization's authorization policy"),
    admin(
        "Policy.ReadWrite.CrossTenantAccess",
        "Read and write your organization's cross-tenant access policies",
    ),
    admin("RoleManagement.Read.Directory", "Read directory RBAC settings"),
    admin("RoleManagement.ReadWrite.Directory", "Read and write directory RBAC settings"),
    admin("User.DeleteRestore.All", "Delete and restore users"),
    admin("User.EnableDisableAccount.All", "Enable and disable user accounts"),
    admin("User.Invite.All", "Invite guest users to the organization"),
    admin("User-ConvertToInternal.ReadWrite.All", "Convert external users to internal members"),
    admin("User-LifeCycleInfo.ReadWrite.All", "Read and write the dates when users join and leave"),
    admin("User-Mail.ReadWrite.All", "Read and write mail addresses of users"),
    admin("User-PasswordProfile.ReadWrite.All", "Read and write passwords of users"),
    admin("User-Phone.ReadWrite.All", "Read and write phone numbers of users"),
    user("User.Read", "Sign you in and read your profile"),
    admin("User.Read.All", "Read all users' full profiles"),
    user("User.ReadBasic.All", "Read all users' basic profiles"),
    user("User.ReadWrite", "Read and update your profile"),
    admin("User.ReadWrite.All", "Read and write all users' full profiles"),
    admin("User.RevokeSessions.All", "Revoke all sign-in sessions of users"),
];

/// Ids of delegated permissions, from Microsoft's list (concepts/includes/permissions-ids.md): those that registrations
/// of the portal name.
const IDS: &[(&str, &str)] = &[
    ("572fea84-0151-49b2-9301-11cb16974376", "Policy.Read.All"),
    ("63dd7cd9-b489-4adf-a28c-ac38b9a0f962", "User.Invite.All"),
    ("a154be20-db9c-4678-8ab7-66f6cc099a59", "User.Read.All"),
    ("e1fe6dd8-ba31-4d61-89e7-88639da4683d", "User.Read"),
];

/// The name of the delegated permission with this id.
pub(crate) fn by_id(id: &str) -> Option<&'static str> {
    IDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(id)).map(|(_, name)| *name)
}

/// Case does not matter, as at Entra.
pub(crate) fn find(name: &str) -> Option<&'static Permission> {
    PERMISSIONS.iter().find(|known| known.name.eq_ignore_ascii_case(name))
}

/// The canonical names of these permissions. The error names the unknown one.
pub(crate) fn names(wanted: &[String]) -> Result<Vec<&'static str>, String> {
    let known =
        |name: &String| find(name).map(|known| known.name).ok_or(format!("there is no permission {name}"));
    wanted.iter().map(known).collect()
}
