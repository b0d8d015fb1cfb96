//! `/servicePrincipals`: the apps of the tenant with their roles.

use serde_json::Value;
use uuid::Uuid;

use super::app_roles::{self, READ_APPS, Side};
use super::applications::{ADMINS, WRITE};
use super::call::Call;
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::registration_error::RegistrationError;
use super::reply::Reply;
use super::{lists, people};
use crate::directory::app::{Owner, ServicePrincipal};
use crate::odata::list::Source;
use crate::tenant::Tenant;

/// Paths below `/servicePrincipals`.
pub(super) fn handle(tenant: &mut Tenant, call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    match (call.request.method.as_str(), path) {
        ("GET", []) => list(tenant, call),
        ("POST", []) => create(tenant, call),
        ("GET", ["$count"]) => count(tenant, call),
        (_, [id, rest @ ..]) => below(tenant, call, id, rest),
        (_, []) => Err(GraphError::Method),
    }
}

/// Paths below one app, by its object id.
fn below(tenant: &mut Tenant, call: &Call, id: &str, path: &[&str]) -> Result<Reply, GraphError> {
    match (call.request.method.as_str(), path) {
        ("GET", []) => one(tenant, call, id),
        (method, ["appRoleAssignedTo", rest @ ..]) => {
            let side = Side::App(lists::id(id)?);
            match (method, rest) {
                ("GET", []) => app_roles::list(tenant, call, &side),
                ("POST", []) => app_roles::assign(tenant, call, &side),
                ("GET", [assignment]) => app_roles::one(tenant, call, &side, assignment),
                ("DELETE", [assignment]) => app_roles::withdraw(tenant, call, &side, assignment),
                (_, [] | [_]) => Err(GraphError::Method),
                (_, [.., last]) => Err(GraphError::NoSegment((*last).to_owned())),
            }
        }
        (_, []) => Err(GraphError::Method),
        (_, [.., last]) => Err(GraphError::NoSegment((*last).to_owned())),
    }
}

/// The same for `servicePrincipals(appId='…')`, the alternate key [documented]. `None` for another first segment.
pub(super) fn by_key(
    tenant: &mut Tenant,
    call: &Call,
    segment: &str,
    path: &[&str],
) -> Option<Result<Reply, GraphError>> {
    let app_id = lists::app_id_in(segment, "servicePrincipals")?;
    let app = Uuid::try_parse(app_id).ok().and_then(|id| tenant.directory.apps.by_app_id(id));
    let Some(id) = app.map(|app| app.id.to_string()) else {
        return Some(Err(GraphError::NotFound(app_id.to_owned())));
    };
    Some(below(tenant, call, &id, path))
}

/// [documented] serviceprincipal-list.md: what may write apps may read them.
fn readable(tenant: &Tenant, call: &Call) -> Result<(), GraphError> {
    call.need_scope(&[READ_APPS, WRITE].concat())?;
    people::others_readable(tenant, call)
}

fn source(tenant: &Tenant) -> Source<'_, ServicePrincipal> {
    Source::all(&tenant.directory.apps.principals)
}

fn list(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    readable(tenant, call)?;
    lists::list(call, "servicePrincipals", &source(tenant))
}

fn count(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    readable(tenant, call)?;
    lists::count(call, &source(tenant))
}

fn one(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    readable(tenant, call)?;
    let app = tenant.directory.apps.principal(lists::id(id)?);
    lists::single(call, "servicePrincipals", app.ok_or_else(|| GraphError::NotFound(id.to_owned()))?)
}

/// `POST`: the service principal of an app that is registered here. Written from
/// serviceprincipal-post-serviceprincipals.md.
fn create(tenant: &mut Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    call.need_role(ADMINS)?;
    let body = call.object()?;
    let app_id = body.get("appId").and_then(Value::as_str);
    let app_id = app_id
        .ok_or_else(|| DirectoryError::Required { name: "appId".to_owned(), resource: "ServicePrincipal" })?;
    let mut registered = tenant.signins.apps.applications().iter();
    let app = registered.find(|app| app.app_id.to_string().eq_ignore_ascii_case(app_id));
    let app = app.ok_or_else(|| RegistrationError::NoApplication(app_id.to_owned()))?;
    if tenant.directory.apps.by_app_id(app.app_id).is_some() {
        return Err(RegistrationError::PrincipalExists(app_id.to_owned()).into());
    }
    let id = tenant.signins.apps.get(app_id).map(|app| app.principal());
    let principal = ServicePrincipal {
        id: id.ok_or_else(|| RegistrationError::NoApplication(app_id.to_owned()))?,
        app_id: app.app_id,
        name: app.name.clone(),
        description: None,
        homepage: None,
        owner: Owner::Here,
        enabled: true,
        assignment_required: false,
        roles: Vec::new(),
        tags: Vec::new(),
        names: vec![app.app_id.to_string()],
    };
    tenant.directory.apps.principals.push(principal.clone());
    lists::single(call, "servicePrincipals", &principal).map(Reply::into_created)
}
