//! Entra's built-in directory roles that have to do with guests, and common others. Template ids are the same in every
//! tenant.
//!
//! Knows the roles' names and documented rights. Must not know which people have them. Roles that an organization
//! defines itself are missing: the portal has no permission to read their definitions.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// `roleTemplateId`, and the value in `wids`.
    pub id: &'static str,
    /// The English name, by which administrators find the role.
    pub name: &'static str,
}

const GLOBAL_ADMINISTRATOR: Role =
    Role { id: "62e90394-69f5-4237-9190-012177145e10", name: "Global Administrator" };
const USER_ADMINISTRATOR: Role =
    Role { id: "fe930be7-5e62-47db-91af-98c3a49a38b1", name: "User Administrator" };
const GUEST_INVITER: Role = Role { id: "95e79109-95c0-4d8e-aee3-d01accf2d47b", name: "Guest Inviter" };
const DIRECTORY_WRITERS: Role =
    Role { id: "9360feb5-f418-4baa-8175-e2a00bac4301", name: "Directory Writers" };
const DIRECTORY_READERS: Role =
    Role { id: "88d8e3e3-8f55-4a1e-953a-9b9898b8876b", name: "Directory Readers" };
const GLOBAL_READER: Role = Role { id: "f2ef992c-3afb-46b9-b7cf-a126ee74c451", name: "Global Reader" };
const HELPDESK: Role = Role { id: "729827e3-9c14-49f7-bb1b-9608f156bbb8", name: "Helpdesk Administrator" };
const APPLICATION_ADMINISTRATOR: Role =
    Role { id: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", name: "Application Administrator" };
const CLOUD_APPLICATION_ADMINISTRATOR: Role =
    Role { id: "158c047a-c907-4556-b7ef-446551a6b5f7", name: "Cloud Application Administrator" };
const PRIVILEGED_ROLE_ADMINISTRATOR: Role =
    Role { id: "e8611ab8-c189-46e8-94e1-60213ab1f814", name: "Privileged Role Administrator" };
/// Roles that give no right that this portal asks for. They are listed so that a person who has only such roles is told
/// what is missing: any other role may be one that gives the right.
const OTHERS: [Role; 9] = [
    Role { id: "4a5d8f65-41da-4de4-8968-e035b65339cf", name: "Reports Reader" },
    Role { id: "5d6b6bb7-de71-4623-b4af-96380a352509", name: "Security Reader" },
    Role { id: "194ae4cb-b126-40b2-bd5b-6091b380977d", name: "Security Administrator" },
    Role { id: "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", name: "Conditional Access Administrator" },
    Role { id: "29232cdf-9323-42fd-ade2-1d097af3e4de", name: "Exchange Administrator" },
    Role { id: "f28a1f50-f6e7-4571-818b-6a12f2af6b6c", name: "SharePoint Administrator" },
    Role { id: "69091246-20e8-4a56-aa4d-066075b2a7a8", name: "Teams Administrator" },
    Role { id: "3a2c62db-5318-420d-8d74-23affee5d9d5", name: "Intune Administrator" },
    Role { id: "b0f54661-2d74-4c50-afa3-1ec803f12efe", name: "Billing Administrator" },
];

const WITH_RIGHTS: [Role; 10] = [
    GLOBAL_ADMINISTRATOR,
    USER_ADMINISTRATOR,
    GUEST_INVITER,
    DIRECTORY_WRITERS,
    DIRECTORY_READERS,
    GLOBAL_READER,
    HELPDESK,
    APPLICATION_ADMINISTRATOR,
    CLOUD_APPLICATION_ADMINISTRATOR,
    PRIVILEGED_ROLE_ADMINISTRATOR,
];

/// Ids in the `wids` of every member or every guest. They are not roles.
const EVERYBODY: [&str; 2] = ["b79fbf4d-3ef9-4689-8143-76b194e85509", "13bd1c72-6f4a-4dcf-985f-18d3b80f208a"];

/// Roles that may invite, unless the organization has switched off all invitations. In each of the lists below, the
/// first role has the fewest rights.
pub const INVITERS: &[Role] = &[GUEST_INVITER, DIRECTORY_WRITERS, USER_ADMINISTRATOR, GLOBAL_ADMINISTRATOR];
/// Roles that may invite a person as a member.
pub const MEMBER_INVITERS: &[Role] = &[USER_ADMINISTRATOR, GLOBAL_ADMINISTRATOR];
/// Roles that may read other users even if members or guests may not.
pub const READERS: &[Role] = &[
    DIRECTORY_READERS,
    GLOBAL_READER,
    GUEST_INVITER,
    DIRECTORY_WRITERS,
    HELPDESK,
    USER_ADMINISTRATOR,
    GLOBAL_ADMINISTRATOR,
];
/// Roles that may read the organization's policies.
pub const POLICY_READERS: &[Role] = &[GLOBAL_READER, GLOBAL_ADMINISTRATOR];
/// Roles that may consent to permissions of an app that need an administrator.
pub const CONSENTERS: &[Role] = &[
    CLOUD_APPLICATION_ADMINISTRATOR,
    APPLICATION_ADMINISTRATOR,
    PRIVILEGED_ROLE_ADMINISTRATOR,
    GLOBAL_ADMINISTRATOR,
];

/// `None` for a role that is not in this file.
#[must_use]
pub fn name(id: &str) -> Option<&'static str> {
    WITH_RIGHTS.iter().chain(&OTHERS).find(|role| role.id == id).map(|role| role.name)
}

/// Whether an id of `wids` is a role, and not one of the ids that everybody has.
#[must_use]
pub fn is_role(id: &str) -> bool {
    !EVERYBODY.contains(&id)
}

/// Whether the rights of this id of `wids` are known. A role that an organization has defined itself, or that is missing
/// in this file, can allow anything.
#[must_use]
pub fn is_known(id: &str) -> bool {
    !is_role(id) || name(id).is_some()
}

#[cfg(test)]
mod tests;
