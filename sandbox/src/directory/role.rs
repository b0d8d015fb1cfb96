//! The directory roles that matter to guests.

/// A built-in role. Template ids are the same in every tenant; those marked [inferred] are in no stored source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    GlobalAdministrator,
    UserAdministrator,
    GuestInviter,
    HelpdeskAdministrator,
    DirectoryWriters,
    ReportsReader,
}

/// In the order in which the directory lists them.
pub(crate) const ROLES: &[Role] = &[
    Role::GlobalAdministrator,
    Role::UserAdministrator,
    Role::GuestInviter,
    Role::HelpdeskAdministrator,
    Role::DirectoryWriters,
    Role::ReportsReader,
];

impl Role {
    /// The value of the `wids` claim and of `roleTemplateId`.
    pub(crate) fn template_id(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => "62e90394-69f5-4237-9190-012177145e10", // [inferred]
            Self::UserAdministrator => "fe930be7-5e62-47db-91af-98c3a49a38b1",
            Self::GuestInviter => "95e79109-95c0-4d8e-aee3-d01accf2d47b",
            Self::HelpdeskAdministrator => "729827e3-9c14-49f7-bb1b-9608f156bbb8", // [inferred]
            Self::DirectoryWriters => "9360feb5-f418-4baa-8175-e2a00bac4301",      // [inferred]
            Self::ReportsReader => "4a5d8f65-41da-4de4-8968-e035b65339cf",         // [inferred]
        }
    }

    /// The id of the role's object in this tenant.
    pub(crate) fn object_id(self) -> uuid::Uuid {
        let template = uuid::Uuid::try_parse(self.template_id()).unwrap_or_default();
        // Differs from the template id, and is the same in every run.
        uuid::Uuid::from_u128(template.as_u128().rotate_left(32) ^ 0x5a4d)
    }

    pub(crate) fn display_name(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => "Global Administrator",
            Self::UserAdministrator => "User Administrator",
            Self::GuestInviter => "Guest Inviter",
            Self::HelpdeskAdministrator => "Helpdesk Administrator",
            Self::DirectoryWriters => "Directory Writers",
            Self::ReportsReader => "Reports Reader",
        }
    }

    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => {
                "Can manage all aspects of Microsoft Entra ID and Microsoft services that use its identities."
            }
            Self::UserAdministrator => {
                "Can manage all aspects of users and groups, including resetting passwords for limited admins."
            }
            Self::GuestInviter => {
                "Can invite guest users independent of the 'members can invite guests' setting."
            }
            Self::HelpdeskAdministrator => {
                "Can reset passwords for non-administrators and Helpdesk Administrators."
            }
            Self::DirectoryWriters => {
                "Can read and write basic directory information. For granting access to applications."
            }
            Self::ReportsReader => "Can read sign-in and audit reports.",
        }
    }

    /// The role of that name, as `UserAdministrator` or `User Administrator`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let bare = |text: &str| text.replace(' ', "").to_lowercase();
        ROLES.iter().copied().find(|role| bare(role.display_name()) == bare(name))
    }
}

#[cfg(test)]
mod tests;
