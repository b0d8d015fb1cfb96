//! An authenticated call and its caller: who calls, with which permissions and roles.

use jiff::Timestamp;

use super::graph_error::GraphError;
use crate::apps::APP_NAME;
use crate::audit::Initiator;
use crate::directory::{Role, User, UserType};
use crate::sessions::bearer::Bearer;
use crate::web::Request;

/// Roles that may change and delete users.
pub(super) const USER_ADMINS: &[Role] = &[Role::UserAdministrator, Role::GlobalAdministrator];

/// The owner of an access token.
pub(super) struct Caller {
    pub(super) bearer: Bearer,
    /// The user as stored now; `None` for an app without a user.
    pub(super) person: Option<User>,
}

impl Caller {
    /// The sign-in name, or the app's id.
    pub(super) fn name(&self) -> &str {
        self.person.as_ref().map_or(self.bearer.app_id.as_str(), |person| person.upn.as_str())
    }
}

/// An authenticated call.
pub(super) struct Call<'a> {
    pub(super) request: &'a Request,
    pub(super) bearer: &'a Bearer,
    /// The user as stored now; the roles that count are those of the token. `None` for an app without a user.
    pub(super) person: Option<&'a User>,
    /// `v1.0` or `beta`.
    pub(super) version: &'a str,
    pub(super) now: Timestamp,
    /// See `Tenant::generation`.
    pub(super) generation: u32,
}

impl Call<'_> {
    /// The signed-in user. Paths below `/me` need one.
    pub(super) fn me(&self) -> Result<&User, GraphError> {
        self.person.ok_or(GraphError::MeNeedsPerson)
    }

    /// The caller as `initiatedBy` in the audit log.
    pub(super) fn initiator(&self) -> Initiator {
        self.person.map_or_else(
            || Initiator::App { id: Some(self.bearer.app_id.clone()), name: APP_NAME.to_owned() },
            Initiator::user,
        )
    }

    /// The display name in mails and audit events.
    pub(super) fn caller_name(&self) -> &str {
        self.person.map_or(APP_NAME, |person| person.display_name.as_str())
    }

    pub(super) fn is_guest(&self) -> bool {
        self.person.is_some_and(|person| person.user_type == Some(UserType::Guest))
    }

    /// Whether the token has one of these permissions.
    pub(super) fn has_any_scope(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.bearer.has_scope(name))
    }

    /// Whether the token has this role. A role assigned after the token was issued does not count yet. Global
    /// Administrator implies every other role.
    pub(super) fn has_role(&self, role: Role) -> bool {
        let enough = [role.template_id(), Role::GlobalAdministrator.template_id()];
        self.bearer.wids.iter().any(|id| enough.contains(&id.as_str()))
    }

    /// A user needs one of these roles; an app needs its permission only.
    pub(super) fn need_role(&self, roles: &[Role]) -> Result<(), GraphError> {
        let enough = self.person.is_none() || roles.iter().any(|role| self.has_role(*role));
        if enough { Ok(()) } else { Err(GraphError::Denied) }
    }

    /// 403 when the token has none of these permissions.
    pub(super) fn need_scope(&self, names: &[&str]) -> Result<(), GraphError> {
        if self.has_any_scope(names) { Ok(()) } else { Err(GraphError::Denied) }
    }

    pub(super) fn context(&self, set: &str) -> String {
        format!("{}/{}/$metadata#{set}", self.request.origins.graph, self.version)
    }
}
