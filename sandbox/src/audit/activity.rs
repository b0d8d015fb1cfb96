//! The activities that concern guests, by the service's names.

/// `activityDisplayName`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Activity {
    AddUser,
    InviteExternalUser,
    /// An invitation that resets the redemption.
    InviteAnew,
    InviteInternalUser,
    RedeemInvite,
    /// No mail was sent, because the guest has blocked invitations.
    EmailNotSent,
    EmailUnsubscribed,
    EmailSubscribed,
    UpdateUser,
    DeleteUser,
    HardDeleteUser,
    RestoreUser,
    AddMember,
    RemoveMember,
    ConsentToApplication,
    UpdateAuthorizationPolicy,
    AssignAppRole,
    WithdrawAppRole,
    AssignAppRoleToGroup,
    WithdrawAppRoleFromGroup,
    SetManager,
}

/// The properties of an audit event that follow from its activity.
struct Description {
    name: &'static str,
    category: &'static str,
    service: &'static str,
    operation: &'static str,
}

pub(super) const CORE: &str = "Core Directory";
const INVITED: &str = "Invited Users";
const USERS: &str = "UserManagement";
const GROUPS: &str = "GroupManagement";

impl Activity {
    /// Names, categories and services are [documented]. [inferred] are the operation types of restoring and of all
    /// invitation events except "Invite external user". The category of the policy is [inferred].
    const fn description(self) -> Description {
        let (name, category, service, operation) = match self {
            Self::AddUser => ("Add user", USERS, CORE, "Add"),
            Self::InviteExternalUser => ("Invite external user", USERS, INVITED, "Add"),
            Self::InviteAnew => {
                ("Invite external user with reset invitation status", USERS, INVITED, "Update")
            }
            Self::InviteInternalUser => {
                ("Invite internal user to B2B collaboration", USERS, INVITED, "Update")
            }
            Self::RedeemInvite => ("Redeem external user invite", USERS, INVITED, "Update"),
            Self::EmailNotSent => ("Email not sent, user unsubscribed", USERS, INVITED, "Update"),
            Self::EmailUnsubscribed => ("Email unsubscribed", USERS, INVITED, "Update"),
            Self::EmailSubscribed => ("Email subscribed", USERS, INVITED, "Update"),
            Self::UpdateUser => ("Update user", USERS, CORE, "Update"),
            Self::DeleteUser => ("Delete user", USERS, CORE, "Delete"),
            Self::HardDeleteUser => ("Hard Delete user", USERS, CORE, "Delete"),
            Self::RestoreUser => ("Restore user", USERS, CORE, "Update"),
            Self::AddMember => ("Add member to group", GROUPS, CORE, "Assign"),
            Self::RemoveMember => ("Remove member from group", GROUPS, CORE, "Unassign"),
            Self::ConsentToApplication => ("Consent to application", "ApplicationManagement", CORE, "Assign"),
            Self::UpdateAuthorizationPolicy => {
                ("Update authorization policy", "AuthorizationPolicy", CORE, "Update")
            }
            // [observed] The other names of app roles and the manager's are [documented], except for groups that lose
            // a role [inferred].
            Self::AssignAppRole => ("Add app role assignment grant to user", USERS, CORE, "Assign"),
            Self::WithdrawAppRole => ("Remove app role assignment from user", USERS, CORE, "Unassign"),
            Self::AssignAppRoleToGroup => ("Add app role assignment to group", USERS, CORE, "Assign"),
            Self::WithdrawAppRoleFromGroup => {
                ("Remove app role assignment from group", USERS, CORE, "Unassign")
            }
            Self::SetManager => ("Set user manager", USERS, CORE, "Update"),
        };
        Description { name, category, service, operation }
    }

    pub(crate) fn name(self) -> &'static str {
        self.description().name
    }

    pub(crate) fn category(self) -> &'static str {
        self.description().category
    }

    pub(crate) fn service(self) -> &'static str {
        self.description().service
    }

    pub(crate) fn operation(self) -> &'static str {
        self.description().operation
    }
}
