//! Memberships of a user: `memberOf`, `transitiveMemberOf`, their casts, `checkMemberGroups`, `getMemberGroups`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::app_role_error::AppRoleError;
use super::call::Call;
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
    /// Administrative units, which the directory has none of.
    Units,
}

impl Cast {
    /// `microsoft.graph.group`; `graph.group` is accepted too [inferred].
    pub(super) fn read(segment: &str) -> Option<Self> {
        match segment.strip_prefix("microsoft.").unwrap_or(segment) {
            "graph.group" => Some(Self::Groups),
            "graph.directoryRole" => Some(Self::Roles),
            "graph.administrativeUnit" => Some(Self::Units),
            _ => None,
        }
    }
}

/// `whose` is a user in the path; `None` means the caller. With `counts`, the number only [documented]
/// user-list-memberof.md.
pub(super) fn list(
    tenant: &Tenant,
    call: &Call,
    whose: Option<&str>,
    reach: Reach,
    cast: Cast,
    counts: bool,
) -> Result<Reply, GraphError> {
    let user = subject_of(tenant, call, whose)?;
    // A cast on `transitiveMemberOf` is an advanced query.
    let advanced = counts || (call.eventual() && wants_count(call));
    if reach == Reach::Transitive && cast != Cast::None && !advanced {
        return Err(crate::odata::QueryError::NeedsAdvanced.into());
    }
    let directory = &tenant.directory;
    let ids = groups_of(directory, user.id, reach);
    let within = |group: &Group| ids.contains(&group.id);
    match cast {
        Cast::Groups => {
            let position = |id| directory.groups.iter().position(|group| group.id == id);
            let source = Source::new(&directory.groups, position, within);
            if counts { lists::count(call, &source) } else { lists::list(call, "groups", &source) }
        }
        Cast::Units => {
            let source = Source::<Group>::all(&[]);
            if counts {
                lists::count(call, &source)
            } else {
                lists::list(call, "administrativeUnits", &source)
            }
        }
        Cast::Roles if counts => lists::count(call, &Source::<Role>::all(&user.roles)),
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
            if counts {
                return lists::mixed_count(call, items.len());
            }
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

impl lists::Keyed for Membership<'_> {
    fn key(&self) -> Uuid {
        match self {
            Self::Role(role) => role.object_id(),
            Self::Group(group) => group.id,
        }
    }
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

/// The maximum number of groups to check [documented].
const MAX_CHECKED: usize = 20;

/// `POST …/checkMemberGroups`: which of up to 20 groups have the user as a member, transitively.
pub(super) fn check(tenant: &Tenant, call: &Call, whose: Option<&str>) -> Result<Reply, GraphError> {
    let user = subject_of(tenant, call, whose)?;
    let body = call.object()?;
    let ids = body.get("groupIds").and_then(Value::as_array).ok_or(AppRoleError::BadProperties)?;
    if ids.len() > MAX_CHECKED {
        return Err(AppRoleError::TooManyIds(MAX_CHECKED).into());
    }
    let asked = ids.iter().map(|id| Uuid::try_parse(id.as_str()?).ok()).collect::<Option<Vec<_>>>();
    let asked = asked.ok_or(AppRoleError::BadGuid)?;
    let found = groups_of(&tenant.directory, user.id, Reach::Transitive);
    let value: Vec<_> = asked.iter().filter(|id| found.contains(id)).map(Uuid::to_string).collect();
    Ok(Reply::ok(json!({ "@odata.context": call.context("Collection(Edm.String)"), "value": value })))
}

/// `POST …/getMemberGroups`: all groups of the user, transitively.
pub(super) fn all(tenant: &Tenant, call: &Call, whose: Option<&str>) -> Result<Reply, GraphError> {
    let user = subject_of(tenant, call, whose)?;
    // [documented] The parameter is required. The answers to wrong bodies are [inferred] from those of `getByIds`.
    let secure_only = call.object()?.get("securityEnabledOnly").and_then(Value::as_bool);
    let secure_only = secure_only.ok_or(AppRoleError::BadProperties)?;
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
