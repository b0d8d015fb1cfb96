//! Groups and contacts: lists, members, adding and removing members.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::call::Call;
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::member_casts::{self, MemberCast};
use super::reply::Reply;
use super::{annotations, lists, people, schema, user_changes, value_forms};
use crate::audit::{Activity, NewEvent};
use crate::directory::{Contact, Directory, Group, GroupKind, Role, User, UserType};
use crate::odata::entity::Entity as _;
use crate::odata::list::Source;
use crate::tenant::Tenant;

const READ: &[&str] = &[
    "Group.ReadBasic.All",
    "GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
pub(super) const READ_MEMBERS: &[&str] = &[
    "GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
const WRITE_MEMBERS: &[&str] =
    &["GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"];
/// Permissions to change name and description, and to delete a group.
const WRITE_GROUPS: &[&str] = &["Group.ReadWrite.All", "Directory.ReadWrite.All"];
/// The maximum number of members added by one `PATCH` [documented].
const MAX_MEMBERS_PER_REQUEST: usize = 20;
/// The annotation that adds members.
const MEMBERS: &str = "members@odata.bind";
/// The maximum length of a name [documented].
const LONGEST_NAME: usize = 256;
const RESOURCE: &str = "Group";

/// `GET /groups`.
pub(super) fn list(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    readable(tenant, call, READ)?;
    lists::list(call, "groups", &Source::<Group>::all(&tenant.directory.groups))
}

/// `GET /groups/$count`.
pub(super) fn count(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    readable(tenant, call, READ)?;
    lists::count(call, &Source::<Group>::all(&tenant.directory.groups))
}

/// By default guests cannot read groups, whatever their permissions.
fn readable(tenant: &Tenant, call: &Call, scopes: &[&str]) -> Result<(), GraphError> {
    call.need_scope(scopes)?;
    people::others_readable(tenant, call)
}

/// `GET /contacts`.
pub(super) fn contacts(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(&["OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"])?;
    lists::list(call, "contacts", &Source::<Contact>::all(&tenant.directory.contacts))
}

/// `GET /groups/{id}`.
pub(super) fn one(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    readable(tenant, call, READ)?;
    lists::single(call, "groups", found(tenant, id)?)
}

fn found<'a>(tenant: &'a Tenant, id: &str) -> Result<&'a Group, GraphError> {
    let id = lists::id(id)?;
    tenant.directory.group(id).ok_or_else(|| GraphError::NotFound(id.to_string()))
}

/// The group, if the caller may read its members.
pub(super) fn with_readable_members<'a>(
    tenant: &'a Tenant,
    call: &Call,
    id: &str,
) -> Result<&'a Group, GraphError> {
    readable(tenant, call, READ_MEMBERS)?;
    found(tenant, id)
}

/// Ids of the members: assigned ones, or those that match the rule of a dynamic group.
pub(super) fn members<'a>(
    directory: &'a Directory,
    group: &'a Group,
    now: Timestamp,
) -> Box<dyn Iterator<Item = Uuid> + 'a> {
    if group.kind == GroupKind::Dynamic {
        let here = directory.users().iter().filter(move |user| user.is_visible(now));
        Box::new(here.filter(|user| follows_rule(user)).map(|user| user.id))
    } else {
        Box::new(group.members.iter().copied().filter(|id| directory.object(*id).is_some()))
    }
}

/// Whether the object is a direct member.
pub(super) fn holds(directory: &Directory, group: &Group, id: Uuid) -> bool {
    if group.kind == GroupKind::Dynamic {
        directory.user(id).is_some_and(follows_rule)
    } else {
        group.members.contains(&id)
    }
}

/// The rule of the only dynamic group: enabled guests.
fn follows_rule(user: &User) -> bool {
    user.user_type == Some(UserType::Guest) && user.enabled
}

/// `GET /groups/{id}/members`: objects of any type.
pub(super) fn list_members(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    readable(tenant, call, READ_MEMBERS)?;
    let directory = &tenant.directory;
    let ids: Vec<_> = members(directory, found(tenant, id)?, call.now).collect();
    let select = call.select();
    lists::mixed(call, "directoryObjects", &ids, |id| Ok(schema::by_id(directory, *id, select.as_deref())?))
}

/// `GET /groups/{id}/members/microsoft.graph.user`: a list of one type with all query options.
pub(super) fn list_cast(
    tenant: &Tenant,
    call: &Call,
    id: &str,
    cast: MemberCast,
    counts: bool,
) -> Result<Reply, GraphError> {
    readable(tenant, call, READ_MEMBERS)?;
    let ids: HashSet<_> = members(&tenant.directory, found(tenant, id)?, call.now).collect();
    member_casts::list(tenant, call, &ids, cast, counts)
}

/// `GET /groups/{id}/members/$count`.
pub(super) fn count_members(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    readable(tenant, call, READ_MEMBERS)?;
    let group = found(tenant, id)?;
    lists::mixed_count(call, members(&tenant.directory, group, call.now).count())
}

/// `GET /groups/{id}/members/$ref`.
pub(super) fn member_links(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    readable(tenant, call, READ_MEMBERS)?;
    let ids: Vec<_> = members(&tenant.directory, found(tenant, id)?, call.now).collect();
    // The description has plain strings; the service wraps each link into an object [inferred]. No client of the
    // sandbox reads them.
    lists::mixed(call, "Collection(String)", &ids, |id| {
        Ok(Value::String(format!("{}/{}/directoryObjects/{id}", call.request.origins.graph, call.version)))
    })
}

/// The id of the group, if the caller may change its members and the group allows it.
fn writable(tenant: &Tenant, call: &Call, id: &str) -> Result<Uuid, GraphError> {
    let group = changeable(tenant, call, id, WRITE_MEMBERS)?;
    match group.locked() {
        None => Ok(group.id),
        Some(why) => Err(DirectoryError::GroupLocked(why).into()),
    }
}

/// The group, if the caller may change it at all.
fn changeable<'a>(
    tenant: &'a Tenant,
    call: &Call,
    id: &str,
    scopes: &[&str],
) -> Result<&'a Group, GraphError> {
    call.need_scope(scopes)?;
    let group = found(tenant, id)?;
    if group.role_assignable && !call.has_any_scope(&["RoleManagement.ReadWrite.Directory"]) {
        return Err(GraphError::Denied);
    }
    call.need_role(&[Role::GlobalAdministrator, Role::UserAdministrator, Role::DirectoryWriters])?;
    Ok(group)
}

/// `DELETE /groups/{id}`. The service keeps deleted Microsoft 365 groups for 30 days; here groups are deleted at once.
pub(super) fn delete(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    let id = changeable(tenant, call, id, WRITE_GROUPS)?.id;
    tenant.directory.groups.retain(|group| group.id != id);
    Ok(Reply::no_content())
}

/// `POST /groups/{id}/members/$ref`.
pub(super) fn add_member(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    let group = writable(tenant, call, id)?;
    let member = call.reference(&["directoryObjects", "users", "groups"])?;
    add(tenant, call, group, &[member])
}

/// `PATCH /groups/{id}`: name and description, and up to 20 members. If one member cannot be added, none is.
pub(super) fn patch(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    let body = annotations::without(call.object()?, Group::TYPE, &[MEMBERS])?;
    let links = match body.get(MEMBERS) {
        None => Vec::new(),
        Some(links) => links.as_array().ok_or(DirectoryError::BadReference)?.clone(),
    };
    let renames = body.keys().any(|name| name == "displayName" || name == "description");
    let scopes = if renames || links.is_empty() { WRITE_GROUPS } else { WRITE_MEMBERS };
    let group = changeable(tenant, call, id, scopes)?.id;
    if !links.is_empty() {
        writable(tenant, call, id)?;
    }
    let other = body.keys().find(|name| ![MEMBERS, "displayName", "description"].contains(&name.as_str()));
    if let Some(name) = other {
        return Err(if Group::property(name).is_some_and(|row| row.name == name) {
            DirectoryError::ReadOnly { name: name.clone(), resource: RESOURCE }
        } else {
            DirectoryError::UnknownProperty { name: name.clone(), kind: Group::TYPE }
        }
        .into());
    }
    if links.len() > MAX_MEMBERS_PER_REQUEST {
        return Err(DirectoryError::TooManyMembers.into());
    }
    let collections = ["directoryObjects", "users", "groups"];
    let one = |link: &Value| call.linked(link.as_str()?, &collections);
    let members = links.iter().map(one).collect::<Option<Vec<_>>>().ok_or(DirectoryError::BadReference)?;
    let name = body.get("displayName").map(new_name).transpose()?;
    let description = body.get("description").map(new_description).transpose()?;
    let done = add(tenant, call, group, &members)?;
    if let Some(group) = tenant.directory.group_mut(group) {
        group.display_name = name.unwrap_or_else(|| group.display_name.clone());
        group.description = description.unwrap_or_else(|| group.description.clone());
    }
    Ok(done)
}

/// At most 256 characters; it cannot be cleared [documented]. The answers are [inferred] from those of users.
fn new_name(value: &Value) -> Result<String, DirectoryError> {
    let name = value.as_str().unwrap_or_default();
    if value.is_null() || (value.is_string() && name.trim().is_empty()) {
        Err(DirectoryError::Required { name: "displayName".into(), resource: RESOURCE })
    } else if !value.is_string() || value_forms::length(name) > LONGEST_NAME {
        Err(DirectoryError::BadValue { name: "displayName".into(), resource: RESOURCE })
    } else {
        Ok(name.to_owned())
    }
}

/// Only `null` removes it [inferred] from the properties of users.
fn new_description(value: &Value) -> Result<Option<String>, DirectoryError> {
    let text = value.as_str().filter(|text| !text.is_empty());
    if text.is_some() || value.is_null() {
        Ok(text.map(str::to_owned))
    } else {
        Err(DirectoryError::BadValue { name: "description".into(), resource: RESOURCE })
    }
}

fn add(tenant: &mut Tenant, call: &Call, group: Uuid, members: &[Uuid]) -> Result<Reply, GraphError> {
    for member in members {
        // A guest who is not replicated yet cannot be added.
        let user = tenant.directory.user(*member);
        let seen = user.map(|user| user.is_visible(call.now));
        if !seen.unwrap_or_else(|| tenant.directory.group(*member).is_some()) {
            return Err(GraphError::NotFound(member.to_string()));
        }
        if user.is_some_and(|user| !user.is_writable(call.now)) {
            return Err(DirectoryError::NotReplicated.into());
        }
    }
    let id = group;
    if let Some((member, group)) = unfit(&tenant.directory, id, members) {
        return Err(DirectoryError::UnfitMember { member, group }.into());
    }
    let group = tenant.directory.group_mut(id).ok_or_else(|| GraphError::NotFound(id.to_string()))?;
    // A member named twice in one request counts as one who is there already [inferred].
    let once: HashSet<_> = members.iter().collect();
    if once.len() < members.len() || members.iter().any(|member| group.members.contains(member)) {
        return Err(DirectoryError::AlreadyReferenced("members").into());
    }
    group.members.extend_from_slice(members);
    record(tenant, call, Activity::AddMember, id, members);
    Ok(Reply::no_content())
}

/// The kinds of a member and a group that do not go together.
///
/// [documented] groups-allowed-member-types.md: a Microsoft 365 group has users only, and is no member itself. That no
/// group is a member of itself is [inferred]. Contacts and apps, which other groups can have, cannot be added here.
fn unfit(directory: &Directory, id: Uuid, members: &[Uuid]) -> Option<(&'static str, &'static str)> {
    let kind = |group: &Group| match group.kind {
        GroupKind::Unified => "Unified Groups",
        GroupKind::Security
        | GroupKind::Dynamic
        | GroupKind::Synced
        | GroupKind::MailSecurity
        | GroupKind::Distribution => "Security Groups",
    };
    let group = directory.group(id)?;
    let unified = |group: &Group| group.kind == GroupKind::Unified;
    let unfit = |member: &&Group| member.id == id || unified(member) || unified(group);
    let found = members.iter().filter_map(|member| directory.group(*member)).find(unfit)?;
    Some((kind(found), kind(group)))
}

/// `DELETE /groups/{id}/members/{id}/$ref`.
pub(super) fn remove_member(
    tenant: &mut Tenant,
    call: &Call,
    id: &str,
    member: &str,
) -> Result<Reply, GraphError> {
    let group = writable(tenant, call, id)?;
    let member = lists::id(member)?;
    let group = tenant.directory.group_mut(group).filter(|group| group.members.contains(&member));
    let group = group.ok_or_else(|| GraphError::NotFound(member.to_string()))?;
    group.members.retain(|known| *known != member);
    let id = group.id;
    record(tenant, call, Activity::RemoveMember, id, &[member]);
    Ok(Reply::no_content())
}

/// `DELETE /groups/{id}/members/{id}` without `/$ref` deletes the member itself, if the app may delete such objects;
/// else the answer is 403 [documented] group-delete-members.md.
pub(super) fn delete_member(
    tenant: &mut Tenant,
    call: &Call,
    id: &str,
    member: &str,
) -> Result<Reply, GraphError> {
    let group = found(tenant, id)?;
    let member = lists::id(member)?;
    if !holds(&tenant.directory, group, member) {
        return Err(GraphError::NotFound(member.to_string()));
    }
    delete_object(tenant, call, member)
}

/// Deletes a user or a group.
pub(super) fn delete_object(tenant: &mut Tenant, call: &Call, id: Uuid) -> Result<Reply, GraphError> {
    if tenant.directory.group(id).is_some() {
        delete(tenant, call, &id.to_string())
    } else {
        user_changes::delete(tenant, call, &id.to_string())
    }
}

/// Records changed memberships in the audit log. Groups as members are left out.
fn record(tenant: &mut Tenant, call: &Call, activity: Activity, group: Uuid, members: &[Uuid]) {
    let directory = &tenant.directory;
    let Some(group) = directory.group(group) else { return };
    let users = members.iter().filter_map(|id| directory.user(*id));
    tenant.audit.record(
        call.now,
        &call.initiator(),
        users.map(|user| NewEvent::to_member(activity, user, group)),
    );
}
