//! Entra's built-in directory roles, as far as they matter for guests. Template ids are the same in every tenant.
//!
//! Knows names and what the service documents of their rights. Must not know who has them. Roles that an organization
//! made itself are in no list that the portal may read.

/// A built-in role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// `roleTemplateId`, and the value in `wids`.
    pub id: &'static str,
    /// Its English name, which administrators find it by.
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

const KNOWN: [Role; 10] = [
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

/// What `wids` lists for everybody, member or guest: no role at all.
const EVERYBODY: [&str; 2] = ["b79fbf4d-3ef9-4689-8143-76b194e85509", "13bd1c72-6f4a-4dcf-985f-18d3b80f208a"];

/// Invite whatever the organization's setting says, unless it lets nobody. The first is the least.
pub const INVITERS: &[Role] = &[GUEST_INVITER, DIRECTORY_WRITERS, USER_ADMINISTRATOR, GLOBAL_ADMINISTRATOR];
/// Invite somebody as a member.
pub const MEMBER_INVITERS: &[Role] = &[USER_ADMINISTRATOR, GLOBAL_ADMINISTRATOR];
/// Read other people where members or guests may not.
pub const READERS: &[Role] = &[
    DIRECTORY_READERS,
    GLOBAL_READER,
    GUEST_INVITER,
    DIRECTORY_WRITERS,
    HELPDESK,
    USER_ADMINISTRATOR,
    GLOBAL_ADMINISTRATOR,
];
/// Read the organization's policies.
pub const POLICY_READERS: &[Role] = &[GLOBAL_READER, GLOBAL_ADMINISTRATOR];
/// Consent to permissions of an app that need an administrator.
pub const CONSENTERS: &[Role] = &[
    CLOUD_APPLICATION_ADMINISTRATOR,
    APPLICATION_ADMINISTRATOR,
    PRIVILEGED_ROLE_ADMINISTRATOR,
    GLOBAL_ADMINISTRATOR,
];

/// The name of the role with this template id.
#[must_use]
pub fn name(id: &str) -> Option<&'static str> {
    KNOWN.iter().find(|role| role.id == id).map(|role| role.name)
}

/// Whether an id of `wids` stands for a role.
#[must_use]
pub fn is_role(id: &str) -> bool {
    !EVERYBODY.contains(&id)
}

#[cfg(test)]
mod tests;
