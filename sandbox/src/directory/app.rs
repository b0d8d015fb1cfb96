//! The apps of the tenant (service principals), their app roles, and who has which of them.
//!
//! Must not know who may assign roles, or their JSON.

use jiff::Timestamp;
use uuid::Uuid;

/// The `appRoleId` of an assignment to an app without a role [documented].
pub(crate) const DEFAULT_ACCESS: Uuid = Uuid::nil();

/// Who can have an app role: `allowedMemberTypes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AllowedMembers {
    /// Users and groups.
    Users,
    /// Other apps: the role is an application permission.
    Apps,
}

/// One of an app's `appRoles`.
#[derive(Clone, Debug)]
pub(crate) struct AppRole {
    pub(crate) id: Uuid,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    /// The value in the claim `roles` of tokens. `None` for roles that only open the app.
    pub(crate) value: Option<&'static str>,
    pub(crate) enabled: bool,
    pub(crate) allowed: AllowedMembers,
}

/// The tenant in which an app is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// This one.
    Here,
    /// Another one, by its id.
    Tenant(Uuid),
}

/// An app as an object of this tenant.
#[derive(Clone, Debug)]
pub(crate) struct ServicePrincipal {
    pub(crate) id: Uuid,
    pub(crate) app_id: Uuid,
    pub(crate) name: String,
    pub(crate) description: Option<&'static str>,
    pub(crate) homepage: Option<&'static str>,
    pub(crate) owner: Owner,
    /// If `false`, sign-ins to the app are refused.
    pub(crate) enabled: bool,
    /// Whether a person needs an assignment to sign in to the app.
    pub(crate) assignment_required: bool,
    pub(crate) roles: Vec<AppRole>,
    pub(crate) tags: Vec<String>,
    /// `servicePrincipalNames`: the app's id and its identifier URIs.
    pub(crate) names: Vec<String>,
}

/// An app role that a user or a group has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RoleAssignment {
    /// Differs for each assignment; the second half of the assignment's id in answers.
    pub(crate) grant: Uuid,
    /// A user or a group.
    pub(crate) principal: Uuid,
    /// The app.
    pub(crate) resource: Uuid,
    /// One of the app's roles, or [`DEFAULT_ACCESS`].
    pub(crate) role: Uuid,
    pub(crate) created: Timestamp,
}

/// All apps and assignments, each in the order of their creation.
#[derive(Default)]
pub(crate) struct Apps {
    pub(crate) principals: Vec<ServicePrincipal>,
    assignments: Vec<RoleAssignment>,
}

impl ServicePrincipal {
    /// Whether a user or a group can get this role.
    ///
    /// [documented] All zeros stand for an app that declares no role. [inferred] Roles for other apps do not count,
    /// and a role that is switched off cannot be given.
    pub(crate) fn offers(&self, role: Uuid) -> bool {
        let mut for_users =
            self.roles.iter().filter(|role| role.enabled && role.allowed == AllowedMembers::Users);
        if role == DEFAULT_ACCESS {
            for_users.next().is_none()
        } else {
            for_users.any(|known| known.id == role)
        }
    }

    pub(crate) fn role(&self, id: Uuid) -> Option<&AppRole> {
        self.roles.iter().find(|role| role.id == id)
    }
}

impl Apps {
    pub(crate) fn principal(&self, id: Uuid) -> Option<&ServicePrincipal> {
        self.principals.iter().find(|app| app.id == id)
    }

    pub(crate) fn by_app_id(&self, app_id: Uuid) -> Option<&ServicePrincipal> {
        self.principals.iter().find(|app| app.app_id == app_id)
    }

    /// The assignments to an app.
    pub(crate) fn assigned_to(&self, resource: Uuid) -> impl Iterator<Item = &RoleAssignment> {
        self.assignments.iter().filter(move |one| one.resource == resource)
    }

    /// The assignments of these users and groups.
    pub(crate) fn assignments_of(&self, principals: &[Uuid]) -> impl Iterator<Item = &RoleAssignment> {
        self.assignments.iter().filter(|one| principals.contains(&one.principal))
    }

    pub(crate) fn has(&self, principal: Uuid, resource: Uuid, role: Uuid) -> bool {
        self.assigned_to(resource).any(|one| one.principal == principal && one.role == role)
    }

    pub(crate) fn assign(&mut self, assignment: RoleAssignment) {
        self.assignments.push(assignment);
    }

    pub(crate) fn withdraw(&mut self, grant: Uuid) {
        self.assignments.retain(|one| one.grant != grant);
    }

    /// Removes all assignments of a user or a group that is deleted for good.
    pub(crate) fn forget(&mut self, principal: Uuid) {
        self.assignments.retain(|one| one.principal != principal);
    }
}

#[cfg(test)]
mod tests;
