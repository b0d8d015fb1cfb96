//! What the registration of the app in Entra must be: the only source of it.
//!
//! The portal takes its scopes from here. The task runner includes this file too, and makes from it the scripts in
//! `docs/registration` and the table in `docs/permissions.md`. So the file must not use anything else of the portal.
//!
//! Ids of permissions are from Microsoft's list (microsoft-graph-docs, concepts/includes/permissions-ids.md); names of
//! properties from the Graph reference of the resource type application.

/// The app id of Microsoft Graph, the same in all clouds and tenants.
pub const GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";

/// `signInAudience`: accounts of this organization alone.
pub const SIGN_IN_AUDIENCE: &str = "AzureADMyOrg";

/// When the portal asks for a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// At every sign-in. Before somebody has consented to it, signing in fails.
    AtSignIn,
    /// When the feature that needs it is used for the first time.
    AtFirstUse,
}

/// Which registrations have a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermissionSet {
    /// All of them: without it, the portal cannot do what it is for.
    Minimal,
    /// Only those with everything that the portal can use.
    Full,
}

/// A delegated permission of Microsoft Graph. The texts are for the documents.
#[derive(Clone, Copy, Debug)]
pub struct GraphPermission {
    /// The name of the scope without the Graph prefix.
    pub name: &'static str,
    /// The id of the delegated permission. The application permission of the same name has another.
    pub id: &'static str,
    /// Whether only an administrator can consent to it.
    pub admin_only: bool,
    pub asked: Asked,
    pub set: PermissionSet,
    /// What the portal needs it for.
    pub reason: &'static str,
    /// What happens without it.
    pub without: &'static str,
    /// The least role that the person needs in Entra.
    pub least_role: &'static str,
}

pub const USER_READ: GraphPermission = GraphPermission {
    name: "User.Read",
    id: "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
    admin_only: false,
    asked: Asked::AtSignIn,
    set: PermissionSet::Minimal,
    reason: "signing in; the organization's name and domains; whether the inviter has a mailbox",
    without: "nobody signs in",
    least_role: "none",
};

pub const USER_READ_ALL: GraphPermission = GraphPermission {
    name: "User.Read.All",
    id: "a154be20-db9c-4678-8ab7-66f6cc099a59",
    admin_only: true,
    asked: Asked::AtSignIn,
    set: PermissionSet::Minimal,
    reason: "the Guests page; looking for an existing guest before inviting",
    without: "nobody signs in until it is consented to: every sign-in asks for it",
    least_role: "none; where members may not read users, Directory Readers",
};

pub const USER_INVITE_ALL: GraphPermission = GraphPermission {
    name: "User.Invite.All",
    id: "63dd7cd9-b489-4adf-a28c-ac38b9a0f962",
    admin_only: true,
    asked: Asked::AtFirstUse,
    set: PermissionSet::Minimal,
    reason: "sending invitations",
    without: "the Guests page works, Invite says what is missing and whom to ask",
    least_role: "Guest Inviter, unless members may invite; User Administrator for inviting as *Member*",
};

pub const POLICY_READ_ALL: GraphPermission = GraphPermission {
    name: "Policy.Read.All",
    id: "572fea84-0151-49b2-9301-11cb16974376",
    admin_only: true,
    asked: Asked::AtFirstUse,
    set: PermissionSet::Full,
    reason: "who may invite in the organization, on **Your access**, when somebody presses *Read the setting*",
    without: "nothing else: whether one may invite shows when one tries",
    least_role: "a role that reads policies, such as Global Reader",
};

/// All permissions, in the order of the documents.
pub const PERMISSIONS: [GraphPermission; 4] = [USER_READ, USER_READ_ALL, USER_INVITE_ALL, POLICY_READ_ALL];

/// An optional claim of the id token. The portal works without it. The text is for the documents.
#[derive(Clone, Copy, Debug)]
pub struct OptionalClaim {
    pub name: &'static str,
    /// What the portal does with it.
    pub reason: &'static str,
}

/// The optional claims of the id token (Microsoft identity platform, optional claims reference).
pub const ID_TOKEN_CLAIMS: [OptionalClaim; 2] = [
    OptionalClaim { name: "login_hint", reason: "a reload and the sign-out need no account picker" },
    OptionalClaim {
        name: "wids",
        reason: "the person's directory roles: the portal knows from the start who may invite a *member* and who may consent",
    },
];
