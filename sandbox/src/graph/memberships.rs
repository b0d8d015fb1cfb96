//! Memberships of a user: `memberOf`, `transitiveMemberOf`, their casts, `checkMemberGroups`, `getMemberGroups`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::call::Call;
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::groups::{READ_MEMBERS, holds};
use super::reply::Reply;
use super::{lists, people, schema};
use crate::directory::role::ROLES;
use crate::directory::{Directory, Group, Role, User};
use crate::odata::entity::Entity;
use crate::odata::list::{Source, read};
use crate::odata::shape::Shape;
use crate::tenant::Tenant;

/// Permissions that read directory roles.
const READ_ROLES: &[&str] =
    &["RoleManagement.Read.Directory", "Directory.Read.All", "Directory.ReadWrite.All"];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Direct,
    /// Includes groups in groups.
    Transitive,
}

/// The cast at the end of the path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cast {
    None,
    Groups,
    Roles,
}

impl Cast {
    /// `microsoft.graph.group`; `graph.group` is accepted too [inferred].
    pub(super) fn read(segment: &str) -> Option<Self> {
        match segment.strip_prefix("microsoft.").unwrap_or(segment) {
            "graph.group" => Some(Self::Groups),
            "graph.directoryRole" => Some(Self::Roles),
            _ => None,
        }
    }
}

/// `whose` is a user in the path; `None` means the caller.
pub(super) fn list(
    tenant: &Tenant,
    call: &Call,
    whose: Option<&str>,
    reach: Reach,
    cast: Cast,
) -> Result<Reply, GraphError> {
    let user = subject_of(tenant, call, whose)?;
    // A cast on `transitiveMemberOf` is an advanced query.
    if reach == Reach::Transitive && cast != Cast::None && !(call.eventual() && wants_count(call)) {
        return Err(crate::odata::QueryError::NeedsAdvanced.into());
    }
    let directory = &tenant.directory;
    let ids = groups_of(directory, user.id, reach);
    let within = |group: &Group| ids.contains(&group.id);
    match cast {
        Cast::Groups => {
            let position = |id| directory.groups.iter().position(|group| group.id == id);
            lists::list(call, "groups", &Source::new(&directory.groups, position, within))
        }
        Cast::Roles => {
            let list = read::<Role>(call.list_query())?;
            let shape = Shape::new(list.select.as_deref(), None)?;
            lists::page(call, "directoryRoles", &list, &Source::<Role>::all(&user.roles), |role| {
                let role = shape.object(role);
                Ok(if call.has_any_scope(READ_ROLES) { role } else { without_properties::<Role>(role) })
            })
        }
        Cast::None => {
            let roles = user.roles.iter().map(Membership::Role);
            let groups = directory.groups.iter().filter(|group| within(group)).map(Membership::Group);
            let select = call.select();
            let items: Vec<_> = roles.chain(groups).collect();
            lists::mixed(call, "directoryObjects", &items, |item| match item {
                Membership::Role(role) => {
                    let shown = schema::tagged(*role, select.as_deref())?;
                    let limited = shown.as_object().filter(|_| !call.has_any_scope(READ_ROLES));
                    Ok(limited.cloned().map(|role| without_properties::<Role>(role).into()).unwrap_or(shown))
                }
                Membership::Group(group) => Ok(schema::tagged(*group, select.as_deref())?),
            })
        }
    }
}

/// An object that the app may not read: type and id, and null for all other properties (Graph, "Limited information
/// returned for inaccessible member objects").
fn without_properties<E: Entity>(object: Map<String, Value>) -> Map<String, Value> {
    let mut limited = Map::new();
    limited.insert("@odata.type".into(), format!("#{}", E::TYPE).into());
    for (name, value) in object {
        let shown = name == "id" || name.starts_with('@');
        limited.insert(name, if shown { value } else { Value::Null });
    }
    limited
}

enum Membership<'a> {
    Role(&'a Role),
    Group(&'a Group),
}

fn wants_count(call: &Call) -> bool {
    call.request.query("$count").is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

fn subject_of<'a>(tenant: &'a Tenant, call: &'a Call, whose: Option<&str>) -> Result<&'a User, GraphError> {
    let others = [READ_MEMBERS, people::FULL].concat();
    match whose {
        None => {
            call.need_scope(&[people::SELF, &others].concat())?;
            call.me()
        }
        Some(name) => {
            call.need_scope(&others)?;
            people::others_readable(tenant, call)?;
            people::found(tenant, call, name)
        }
    }
}

/// The groups that have this object as a member.
fn groups_of(directory: &Directory, id: Uuid, reach: Reach) -> BTreeSet<Uuid> {
    let mut found = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        for group in &directory.groups {
            if holds(directory, group, id) && found.insert(group.id) && reach == Reach::Transitive {
                open.push(group.id);
            }
        }
    }
    found
}

/// `POST …/checkMemberGroups`: which of up to 20 groups have the user as a member, transitively.
pub(super) fn check(tenant: &Tenant, call: &Call, whose: Option<&str>) -> Result<Reply, GraphError> {
    let user = subject_of(tenant, call, whose)?;
    let body = call.object()?;
    let ids = body.get("groupIds").and_then(Value::as_array).ok_or(DirectoryError::BadReference)?;
    if ids.len() > 20 {
        return Err(DirectoryError::TooManyMembers.into());
    }
    let asked = ids.iter().map(|id| Uuid::try_parse(id.as_str()?).ok()).collect::<Option<Vec<_>>>();
    let asked = asked.ok_or(DirectoryError::BadReference)?;
    let found = groups_of(&tenant.directory, user.id, Reach::Transitive);
    let value: Vec<_> = asked.iter().filter(|id| found.contains(id)).map(Uuid::to_string).collect();
    Ok(Reply::ok(json!({ "@odata.context": call.context("Collection(Edm.String)"), "value": value })))
}

/// `POST …/getMemberGroups`: all groups of the user, transitively.
pub(super) fn all(tenant: &Tenant, call: &Call, whose: Option<&str>) -> Result<Reply, GraphError> {
    let user = subject_of(tenant, call, whose)?;
    let secure_only = call.object()?.get("securityEnabledOnly").and_then(Value::as_bool).unwrap_or(false);
    let found = groups_of(&tenant.directory, user.id, Reach::Transitive);
    let groups = tenant.directory.groups.iter().filter(|group| found.contains(&group.id));
    let value: Vec<_> = groups
        .filter(|group| !secure_only || group.security_enabled())
        .map(|group| group.id.to_string())
        .collect();
    Ok(Reply::ok(json!({ "@odata.context": call.context("Collection(Edm.String)"), "value": value })))
}

/// `GET /directoryRoles`.
pub(super) fn roles(call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(READ_ROLES)?;
    lists::list(call, "directoryRoles", &Source::<Role>::all(ROLES))
}
