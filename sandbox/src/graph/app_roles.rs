//! App role assignments: `/users/{id}/appRoleAssignments` and `/servicePrincipals/{id}/appRoleAssignedTo`.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::app_role_error::AppRoleError;
use super::call::Call;
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::groups::holds;
use super::reply::Reply;
use super::schema::{ShownAssignment, read_assignment_id};
use super::{lists, people};
use crate::audit::{Activity, NewEvent};
use crate::directory::app::{RoleAssignment, ServicePrincipal};
use crate::directory::seed_apps::MICROSOFT_GRAPH;
use crate::directory::{Directory, Object, Role};
use crate::odata::QueryError;
use crate::odata::list::Source;
use crate::tenant::Tenant;

const WRITE: &[&str] = &["AppRoleAssignment.ReadWrite.All"];
/// [documented] user-list-approleassignments.md.
const READ: &[&str] = &["Directory.Read.All", "Directory.ReadWrite.All"];
/// [documented] for calls with a signed-in user. [observed] docs-contrib#202: not enough for an app.
const READ_WITH_USER: &[&str] = &["AppRoleAssignment.ReadWrite.All"];
/// [documented] serviceprincipal-list-approleassignedto.md.
pub(super) const READ_APPS: &[&str] =
    &["Application.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"];
/// [documented] The directory roles of the sandbox that may assign app roles.
const ADMINS: &[Role] = &[Role::UserAdministrator, Role::DirectoryWriters, Role::GlobalAdministrator];

/// Whose assignments the path is about.
pub(super) enum Side<'a> {
    /// `/users/{id}` by id or sign-in name; `None` for `/me`.
    User(Option<&'a str>),
    /// `/servicePrincipals/{id}`.
    App(Uuid),
}

/// The assignments of one side, and the path's part of the context.
struct Found {
    shown: Vec<ShownAssignment>,
    /// The user or app of the path.
    owner: Uuid,
    context: String,
}

fn find(tenant: &Tenant, call: &Call, side: &Side) -> Result<Found, GraphError> {
    let directory = &tenant.directory;
    let show = |one: &RoleAssignment| ShownAssignment::of(directory, *one);
    Ok(match side {
        Side::App(id) if directory.apps.principal(*id).is_none() => {
            return Err(GraphError::NotFound(id.to_string()));
        }
        Side::App(id) => Found {
            shown: directory.apps.assigned_to(*id).filter_map(show).collect(),
            owner: *id,
            context: format!("servicePrincipals('{id}')/appRoleAssignedTo"),
        },
        Side::User(name) => {
            let user = match name {
                None => call.me()?,
                Some(name) => people::found(tenant, call, name)?,
            };
            // [documented] With the assignments of groups that have the user as a direct member.
            let groups = directory.groups.iter().filter(|group| holds(directory, group, user.id));
            let mut principals = vec![user.id];
            principals.extend(groups.map(|group| group.id));
            Found {
                shown: directory.apps.assignments_of(&principals).filter_map(show).collect(),
                owner: user.id,
                context: format!("users('{}')/appRoleAssignments", user.id),
            }
        }
    })
}

fn readable(tenant: &Tenant, call: &Call, side: &Side) -> Result<(), GraphError> {
    match side {
        Side::App(_) => call.need_scope(READ_APPS)?,
        Side::User(_) if call.person.is_some() => call.need_scope(&[READ, READ_WITH_USER].concat())?,
        Side::User(_) => call.need_scope(READ)?,
    }
    match side {
        Side::User(None) => Ok(()),
        Side::User(Some(_)) | Side::App(_) => people::others_readable(tenant, call),
    }
}

/// Writes find a new guest later than reads do.
fn writable(tenant: &Tenant, call: &Call, side: &Side) -> Result<(), GraphError> {
    match side {
        Side::User(Some(name)) => people::found_to_write(tenant, call, name).map(|_| ()),
        Side::User(None) | Side::App(_) => Ok(()),
    }
}

/// `GET`: all assignments of a user, or to an app.
pub(super) fn list(tenant: &Tenant, call: &Call, side: &Side) -> Result<Reply, GraphError> {
    readable(tenant, call, side)?;
    ids_are_not_quoted(call)?;
    let found = find(tenant, call, side)?;
    lists::list(call, "appRoleAssignments", &Source::all(&found.shown))
}

/// [documented] `resourceId` is a GUID, so it stands without quotes. [inferred] A string does not fit it.
fn ids_are_not_quoted(call: &Call) -> Result<(), GraphError> {
    let filter = call.request.query("$filter").unwrap_or_default().to_lowercase();
    if filter.contains("resourceid eq '") {
        return Err(QueryError::WrongType { name: "resourceId" }.into());
    }
    Ok(())
}

/// `GET …/{id}`.
pub(super) fn one(tenant: &Tenant, call: &Call, side: &Side, id: &str) -> Result<Reply, GraphError> {
    readable(tenant, call, side)?;
    let found = find(tenant, call, side)?;
    let grant = grant_of(&found, id)?;
    let shown = found.shown.iter().find(|one| one.assignment.grant == grant);
    let shown = shown.ok_or_else(|| GraphError::NotFound(id.to_owned()))?;
    lists::single(call, &found.context, shown)
}

/// The number of the assignment with this id among those of the path.
fn grant_of(found: &Found, id: &str) -> Result<Uuid, GraphError> {
    let (_, grant) = read_assignment_id(id).ok_or(AppRoleError::BadAssignmentId)?;
    if found.shown.iter().any(|one| one.assignment.grant == grant) {
        Ok(grant)
    } else {
        Err(GraphError::NotFound(id.to_owned()))
    }
}

/// `POST`: gives a role of an app to a user or a group.
pub(super) fn assign(tenant: &mut Tenant, call: &Call, side: &Side) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    // [documented] serviceprincipal-post-approleassignedto.md: this path needs a second permission.
    if matches!(side, Side::App(_)) {
        call.need_scope(READ_APPS)?;
    }
    call.need_role(ADMINS)?;
    writable(tenant, call, side)?;
    let found = find(tenant, call, side)?;
    let body = call.object()?;
    let [principal, resource, role] = ids(&body)?;
    let named = match side {
        Side::User(_) => principal,
        Side::App(_) => resource,
    };
    if named != found.owner {
        return Err(AppRoleError::NotAReference.into());
    }
    let directory = &tenant.directory;
    let app = directory.apps.principal(resource).ok_or(AppRoleError::NoResource)?;
    may_assign_roles_of(call, app)?;
    match directory.object(principal) {
        // A guest who is not replicated yet cannot be assigned.
        Some(Object::User(user)) if user.is_writable(call.now) => {}
        Some(Object::User(user)) if user.is_visible(call.now) => {
            return Err(DirectoryError::NotReplicated.into());
        }
        Some(Object::Group(group)) if group.security_enabled() => {}
        Some(Object::Group(_)) => return Err(AppRoleError::NotSecurityEnabled.into()),
        Some(Object::User(_)) | None => return Err(GraphError::NotFound(principal.to_string())),
    }
    if !app.offers(role) {
        return Err(AppRoleError::RoleNotFound.into());
    }
    if directory.apps.has(principal, resource, role) {
        return Err(AppRoleError::AlreadyAssigned.into());
    }
    let grant = tenant.random.uuid();
    let assignment = RoleAssignment { grant, principal, resource, role, created: call.now };
    tenant.directory.apps.assign(assignment);
    record(tenant, call, &assignment, true);
    let shown = ShownAssignment::of(&tenant.directory, assignment);
    let shown = shown.ok_or_else(|| GraphError::NotFound(principal.to_string()))?;
    lists::single(call, &found.context, &shown).map(Reply::into_created)
}

/// `principalId`, `resourceId` and `appRoleId`. Other properties are ignored [invented].
fn ids(body: &Map<String, Value>) -> Result<[Uuid; 3], GraphError> {
    let id = |name: &str| {
        let text = body.get(name).and_then(Value::as_str);
        text.and_then(|text| Uuid::try_parse(text).ok()).ok_or(AppRoleError::BadProperties)
    };
    Ok([id("principalId")?, id("resourceId")?, id("appRoleId")?])
}

/// [documented] Roles of Microsoft Graph are for Privileged Role Administrators, of whom the sandbox has only those who
/// are Global Administrators.
fn may_assign_roles_of(call: &Call, app: &ServicePrincipal) -> Result<(), GraphError> {
    if app.app_id == MICROSOFT_GRAPH { call.need_role(&[Role::GlobalAdministrator]) } else { Ok(()) }
}

/// `DELETE …/{id}`.
pub(super) fn withdraw(tenant: &mut Tenant, call: &Call, side: &Side, id: &str) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    call.need_role(ADMINS)?;
    writable(tenant, call, side)?;
    let found = find(tenant, call, side)?;
    let grant = grant_of(&found, id)?;
    let gone = found.shown.iter().find(|one| one.assignment.grant == grant).map(|one| one.assignment);
    // The path of a user lists the assignments of groups too; they are removed at the group or the app [inferred].
    let gone = gone.filter(|one| matches!(side, Side::App(_)) || one.principal == found.owner);
    let gone = gone.ok_or_else(|| GraphError::NotFound(id.to_owned()))?;
    if let Some(app) = tenant.directory.apps.principal(gone.resource) {
        may_assign_roles_of(call, app)?;
    }
    tenant.directory.apps.withdraw(grant);
    record(tenant, call, &gone, false);
    Ok(Reply::no_content())
}

/// Writes the audit event.
fn record(tenant: &mut Tenant, call: &Call, assignment: &RoleAssignment, given: bool) {
    let new_event = event(&tenant.directory, assignment, given);
    tenant.audit.record(call.now, &call.initiator(), new_event);
}

fn event(directory: &Directory, assignment: &RoleAssignment, given: bool) -> Option<NewEvent> {
    let app = directory.apps.principal(assignment.resource)?;
    let object = directory.object(assignment.principal)?;
    let activity = match (&object, given) {
        (Object::User(_), true) => Activity::AssignAppRole,
        (Object::User(_), false) => Activity::WithdrawAppRole,
        (Object::Group(_), true) => Activity::AssignAppRoleToGroup,
        (Object::Group(_), false) => Activity::WithdrawAppRoleFromGroup,
    };
    let role = app.role(assignment.role);
    let changes = [
        ("AppRole.Id", assignment.role.to_string()),
        ("AppRole.Value", role.and_then(|role| role.value).unwrap_or_default().to_owned()),
        ("AppRole.DisplayName", role.map_or("Default Access", |role| role.name).to_owned()),
    ];
    let new_event = NewEvent::to_app(activity, app.id, &app.name).about(&object);
    Some(changes.into_iter().fold(new_event, |new_event, (name, value)| {
        let value = Some(format!("\"{value}\""));
        if given { new_event.changed(name, None, value) } else { new_event.changed(name, value, None) }
    }))
}
