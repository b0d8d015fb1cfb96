//! `/oauth2PermissionGrants`: consents to delegated permissions. Written from oauth2permissiongrant-post.md,
//! oauth2permissiongrant-list.md, oauth2permissiongrant-update.md and oauth2permissiongrant-delete.md.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::applications::ADMINS;
use super::call::Call;
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::lists;
use super::registration_error::RegistrationError;
use super::reply::Reply;
use super::schema::ShownGrant;
use crate::apps::consent::Principal;
use crate::apps::permissions;
use crate::directory::seed_apps::MICROSOFT_GRAPH;
use crate::odata::list::Source;
use crate::tenant::Tenant;

/// [documented] oauth2permissiongrant-list.md.
const READ: &[&str] =
    &["DelegatedPermissionGrant.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
/// [documented] oauth2permissiongrant-post.md.
const WRITE: &[&str] = &["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"];
const RESOURCE: &str = "OAuth2PermissionGrant";

/// Paths below `/oauth2PermissionGrants`.
pub(super) fn handle(tenant: &mut Tenant, call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    match (call.request.method.as_str(), path) {
        ("GET", []) => {
            call.need_scope(READ)?;
            lists::list(call, "oauth2PermissionGrants", &Source::all(&all(tenant)))
        }
        ("POST", []) => create(tenant, call),
        ("GET", [id]) => {
            call.need_scope(READ)?;
            lists::single(call, "oauth2PermissionGrants", &found(tenant, id)?)
        }
        ("PATCH", [id]) => change(tenant, call, id),
        ("DELETE", [id]) => {
            call.need_scope(WRITE)?;
            call.need_role(ADMINS)?;
            let grant = found(tenant, id)?;
            tenant.signins.consents.set(&grant.app_id, grant.principal, &[]);
            Ok(Reply::no_content())
        }
        (_, [] | [_]) => Err(GraphError::Method),
        (_, [.., last]) => Err(GraphError::NoSegment((*last).to_owned())),
    }
}

/// The consents of apps that have a service principal. All are for Microsoft Graph.
fn all(tenant: &Tenant) -> Vec<ShownGrant> {
    let apps = &tenant.directory.apps;
    let Some(resource) = apps.by_app_id(MICROSOFT_GRAPH).map(|graph| graph.id) else {
        return Vec::new();
    };
    let shown = |(app_id, principal, names): (&str, Principal, Vec<&'static str>)| {
        let client = apps.by_app_id(Uuid::try_parse(app_id).ok()?)?.id;
        Some(ShownGrant { app_id: app_id.to_owned(), client, resource, principal, scope: names.join(" ") })
    };
    tenant.signins.consents.rows().into_iter().filter_map(shown).collect()
}

fn found(tenant: &Tenant, id: &str) -> Result<ShownGrant, GraphError> {
    let grant = all(tenant).into_iter().find(|grant| grant.key() == id);
    grant.ok_or_else(|| GraphError::NotFound(id.to_owned()))
}

fn create(tenant: &mut Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    call.need_role(ADMINS)?;
    let body = call.object()?;
    let (client, resource) = (id(&body, "clientId")?, id(&body, "resourceId")?);
    let principal = match body.get("consentType").and_then(Value::as_str) {
        Some("AllPrincipals") if body.get("principalId").is_none_or(Value::is_null) => Principal::All,
        Some("Principal") => Principal::One(id(&body, "principalId")?),
        _ => return Err(bad("consentType")),
    };
    let names = scope(&body)?;
    let apps = &tenant.directory.apps;
    let gone = |id: Uuid| GraphError::NotFound(id.to_string());
    let app_id = apps.principal(client).ok_or_else(|| gone(client))?.app_id.to_string();
    // Other APIs than Microsoft Graph have no delegated permissions here [invented].
    if apps.principal(resource).is_none_or(|api| api.app_id != MICROSOFT_GRAPH) {
        return Err(gone(resource));
    }
    if let Principal::One(person) = principal
        && tenant.directory.user(person).is_none()
    {
        return Err(gone(person));
    }
    let there = |grant: &ShownGrant| grant.client == client && grant.principal == principal;
    if all(tenant).iter().any(there) {
        return Err(RegistrationError::GrantExists.into());
    }
    tenant.signins.consents.set(&app_id, principal, &names);
    let shown = ShownGrant { app_id, client, resource, principal, scope: names.join(" ") };
    lists::single(call, "oauth2PermissionGrants", &shown).map(Reply::into_created)
}

/// [documented] Only `scope` can be changed.
fn change(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    call.need_role(ADMINS)?;
    let grant = found(tenant, id)?;
    let body = call.object()?;
    if let Some(name) = body.keys().find(|name| *name != "scope" && !name.contains('@')) {
        return Err(DirectoryError::ReadOnly { name: name.clone(), resource: RESOURCE }.into());
    }
    tenant.signins.consents.set(&grant.app_id, grant.principal, &scope(&body)?);
    Ok(Reply::no_content())
}

fn bad(name: &str) -> GraphError {
    DirectoryError::BadValue { name: name.to_owned(), resource: RESOURCE }.into()
}

fn id(body: &Map<String, Value>, name: &str) -> Result<Uuid, GraphError> {
    let text = body.get(name).and_then(Value::as_str);
    text.and_then(|text| Uuid::try_parse(text).ok()).ok_or_else(|| bad(name))
}

/// The names in `scope`. One that the sandbox does not know is refused [invented].
fn scope(body: &Map<String, Value>) -> Result<Vec<&'static str>, GraphError> {
    let text = body.get("scope").and_then(Value::as_str).ok_or_else(|| bad("scope"))?;
    let names: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
    permissions::names(&names).map_err(|_| bad("scope"))
}
