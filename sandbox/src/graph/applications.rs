//! `/applications`: app registrations. Written from application-post-applications.md, application-list.md,
//! application-get.md, application-update.md and application-delete.md.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::call::Call;
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::lists;
use super::reply::Reply;
use crate::apps::{Application, RedirectUri, RedirectUris};
use crate::directory::Role;
use crate::odata::list::Source;
use crate::tenant::Tenant;

/// [documented] application-list.md.
const READ: &[&str] = &["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"];
/// [documented] application-post-applications.md.
pub(super) const WRITE: &[&str] = &["Application.ReadWrite.All"];
/// [documented] Application Administrators and Cloud Application Administrators too; the sandbox has neither. That
/// members may register apps, unless a policy forbids it, is not imitated.
pub(super) const ADMINS: &[Role] = &[Role::GlobalAdministrator];
/// [documented] application resource type, `signInAudience`.
const AUDIENCES: [&str; 4] =
    ["AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"];
const RESOURCE: &str = "Application";

/// Paths below `/applications`.
pub(super) fn handle(tenant: &mut Tenant, call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    match (call.request.method.as_str(), path) {
        ("GET", []) => list(tenant, call),
        ("POST", []) => create(tenant, call),
        ("GET", [id]) => {
            call.need_scope(READ)?;
            lists::single(call, "applications", found(tenant, lists::id(id)?)?)
        }
        ("PATCH", [id]) => change(tenant, call, lists::id(id)?),
        ("DELETE", [id]) => delete(tenant, call, lists::id(id)?),
        (_, [] | [_]) => Err(GraphError::Method),
        (_, [.., last]) => Err(GraphError::NoSegment((*last).to_owned())),
    }
}

/// The same for `applications(appId='…')`, the alternate key [documented]. `None` for another first segment.
pub(super) fn by_key(
    tenant: &mut Tenant,
    call: &Call,
    segment: &str,
    path: &[&str],
) -> Option<Result<Reply, GraphError>> {
    let app_id = lists::app_id_in(segment, "applications")?;
    let mut all = tenant.signins.apps.applications().iter();
    let Some(id) = all.find(|app| app.app_id.to_string().eq_ignore_ascii_case(app_id)).map(|app| app.id)
    else {
        return Some(Err(GraphError::NotFound(app_id.to_owned())));
    };
    Some(handle(tenant, call, &[&[id.to_string().as_str()], path].concat()))
}

fn found(tenant: &Tenant, id: Uuid) -> Result<&Application, GraphError> {
    let mut all = tenant.signins.apps.applications().iter();
    all.find(|app| app.id == id).ok_or_else(|| GraphError::NotFound(id.to_string()))
}

fn list(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(READ)?;
    lists::list(call, "applications", &Source::all(tenant.signins.apps.applications()))
}

fn create(tenant: &mut Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    call.need_role(ADMINS)?;
    let mut app = Application {
        id: tenant.random.uuid(),
        app_id: tenant.random.uuid(),
        name: String::new(),
        created: call.now,
        // [documented] The default of the property.
        audience: "AzureADMyOrg".to_owned(),
        redirects: RedirectUris::default(),
        claims: Value::Null,
        access: json!([]),
    };
    set_all(&mut app, &call.object()?)?;
    if app.name.is_empty() {
        return Err(DirectoryError::Required { name: "displayName".to_owned(), resource: RESOURCE }.into());
    }
    tenant.signins.apps.put_application(app.clone());
    lists::single(call, "applications", &app).map(Reply::into_created)
}

fn change(tenant: &mut Tenant, call: &Call, id: Uuid) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    call.need_role(ADMINS)?;
    let mut app = found(tenant, id)?.clone();
    set_all(&mut app, &call.object()?)?;
    tenant.signins.apps.put_application(app);
    Ok(Reply::no_content())
}

/// [documented] The service principal in the tenant goes too, and with it its consents. That the app can be restored
/// is not imitated.
fn delete(tenant: &mut Tenant, call: &Call, id: Uuid) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    call.need_role(ADMINS)?;
    let app_id = found(tenant, id)?.app_id;
    tenant.signins.apps.remove_application(app_id);
    tenant.signins.consents.forget(&app_id.to_string());
    tenant.directory.apps.principals.retain(|principal| principal.app_id != app_id);
    Ok(Reply::no_content())
}

/// Sets the properties in the body that registrations of the portal need. Others are ignored [invented].
fn set_all(app: &mut Application, body: &Map<String, Value>) -> Result<(), GraphError> {
    for (name, value) in body {
        let bad = || DirectoryError::BadValue { name: name.clone(), resource: RESOURCE };
        match name.as_str() {
            "displayName" => value.as_str().ok_or_else(bad)?.clone_into(&mut app.name),
            "signInAudience" => {
                let audience = value.as_str().filter(|text| AUDIENCES.contains(text)).ok_or_else(bad)?;
                audience.clone_into(&mut app.audience);
            }
            "spa" => app.redirects.spa = uris(value).ok_or_else(bad)?,
            "web" => app.redirects.web = uris(value).ok_or_else(bad)?,
            "publicClient" => app.redirects.public_client = uris(value).ok_or_else(bad)?,
            "optionalClaims" if are_claims(value) => app.claims = value.clone(),
            "requiredResourceAccess" if is_access(value) => app.access = value.clone(),
            "optionalClaims" | "requiredResourceAccess" => return Err(bad().into()),
            _ => {}
        }
    }
    Ok(())
}

/// The redirect URIs of one platform. `None` if one is invalid; that such a value is refused is [documented], the
/// answer [inferred].
fn uris(platform: &Value) -> Option<Vec<String>> {
    let uris = platform.get("redirectUris")?.as_array()?;
    let valid = |uri: &Value| {
        let text = uri.as_str()?;
        text.parse::<RedirectUri>().ok().map(|_| text.to_owned())
    };
    uris.iter().map(valid).collect()
}

/// [documented] optionalClaims resource type: three lists of claims, each with a name.
fn are_claims(value: &Value) -> bool {
    let named = |claim: &Value| claim.get("name").is_some_and(Value::is_string);
    value.is_null()
        || value.as_object().is_some_and(|lists| {
            lists.iter().all(|(name, claims)| {
                ["accessToken", "idToken", "saml2Token"].contains(&name.as_str())
                    && claims.as_array().is_some_and(|claims| claims.iter().all(named))
            })
        })
}

/// [documented] requiredResourceAccess resource type: ids are GUIDs, `type` is `Scope` or `Role`.
fn is_access(value: &Value) -> bool {
    let id = |object: &Value, name: &str| {
        object.get(name).and_then(Value::as_str).is_some_and(|text| Uuid::try_parse(text).is_ok())
    };
    let one = |access: &Value| {
        let kind = access.get("type").and_then(Value::as_str);
        id(access, "id") && kind.is_some_and(|kind| ["Scope", "Role"].contains(&kind))
    };
    value.as_array().is_some_and(|resources| {
        resources.iter().all(|resource| {
            let access = resource.get("resourceAccess").and_then(Value::as_array);
            id(resource, "resourceAppId") && access.is_some_and(|access| access.iter().all(one))
        })
    })
}
