//! `POST /directoryObjects/getByIds`.

use serde_json::{Value, json};
use uuid::Uuid;

use super::app_role_error::AppRoleError;
use super::call::Call;
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::{lists, people, schema};
use crate::directory::app::ServicePrincipal;
use crate::directory::role::ROLES;
use crate::directory::{Contact, Group, Role, User};
use crate::odata::QueryError;
use crate::tenant::Tenant;

/// [documented]
const MAX_IDS: usize = 1_000;
/// [documented] directoryobject-getbyids.md names no narrower permission.
const READ: &[&str] = &["Directory.Read.All", "Directory.ReadWrite.All"];

/// A type in `types`. The sandbox has objects of these types only.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Everything,
    Users,
    Groups,
    Apps,
    Roles,
    Contacts,
    /// A type of the directory without objects here.
    Nothing,
}

impl Wanted {
    /// [documented] Letter case does not matter.
    fn read(name: &str) -> Option<Self> {
        let bare = name.to_lowercase();
        Some(match bare.strip_prefix("microsoft.graph.").unwrap_or(&bare) {
            "directoryobject" => Self::Everything,
            "user" => Self::Users,
            "group" => Self::Groups,
            "serviceprincipal" => Self::Apps,
            "directoryrole" => Self::Roles,
            "orgcontact" => Self::Contacts,
            "device" | "application" | "administrativeunit" => Self::Nothing,
            _ => return None,
        })
    }
}

/// The objects with these ids, in the order of the ids; ids of nothing are left out. It is a read, although a POST.
pub(super) fn get(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(READ)?;
    people::others_readable(tenant, call)?;
    let body = call.object()?;
    let ids = strings(body.get("ids"))?.ok_or(AppRoleError::BadProperties)?;
    if ids.len() > MAX_IDS {
        return Err(AppRoleError::TooManyIds(MAX_IDS).into());
    }
    let types = strings(body.get("types"))?.unwrap_or_default();
    let wanted = types
        .iter()
        .map(|name| Wanted::read(name).ok_or_else(|| AppRoleError::UnknownType((*name).to_owned())))
        .collect::<Result<Vec<_>, _>>()?;
    let wants =
        |kind| wanted.is_empty() || wanted.iter().any(|known| *known == kind || *known == Wanted::Everything);
    let select = call.select();
    let mut rows = Vec::new();
    for id in ids {
        let id = Uuid::try_parse(id).map_err(|_| AppRoleError::BadGuid)?;
        rows.extend(row(tenant, call, id, wants, select.as_deref())?);
    }
    let context = call.context(&lists::selected("directoryObjects", select.as_deref()));
    Ok(Reply::ok(json!({ "@odata.context": context, "value": rows })))
}

/// The texts of a list; `None` when there is no list.
fn strings(list: Option<&Value>) -> Result<Option<Vec<&str>>, GraphError> {
    let Some(list) = list.filter(|list| !list.is_null()) else { return Ok(None) };
    let texts = list.as_array().and_then(|list| list.iter().map(Value::as_str).collect());
    Ok(Some(texts.ok_or(DirectoryError::Unreadable)?))
}

/// The object with this id, with its type.
///
/// [documented] "The full objects containing all their properties", without `$select`; the examples show the default
/// ones, as this does. [observed] msgraph-sdk-dotnet#2483: `$select` works.
fn row(
    tenant: &Tenant,
    call: &Call,
    id: Uuid,
    wants: impl Fn(Wanted) -> bool,
    select: Option<&[String]>,
) -> Result<Option<Value>, QueryError> {
    let directory = &tenant.directory;
    if let Some(user) = directory.user(id).filter(|user| user.is_visible(call.now)) {
        return wants(Wanted::Users).then(|| schema::tagged::<User>(user, select)).transpose();
    }
    if let Some(group) = directory.group(id) {
        return wants(Wanted::Groups).then(|| schema::tagged::<Group>(group, select)).transpose();
    }
    if let Some(app) = directory.apps.principal(id) {
        return wants(Wanted::Apps).then(|| schema::tagged::<ServicePrincipal>(app, select)).transpose();
    }
    if let Some(role) = ROLES.iter().find(|role| role.object_id() == id) {
        return wants(Wanted::Roles).then(|| schema::tagged::<Role>(role, select)).transpose();
    }
    let contact =
        directory.contacts.iter().find(|contact| contact.id == id).filter(|_| wants(Wanted::Contacts));
    contact.map(|contact| schema::tagged::<Contact>(contact, select)).transpose()
}
