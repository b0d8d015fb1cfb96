//! Groups: finding them, reading their members, adding and removing some.

use serde_json::{Value, json};
use uuid::Uuid;

use super::body::linked;
use super::change_refusal::ChangeRefusal;
use super::error::Refusal;
use super::reply::Reply;
use super::{Call, lists, schema};
use crate::audit::{Activity, Deed};
use crate::directory::{Contact, Directory, Group, GroupKind, Role, User, UserType};
use crate::odata::entity::Entity as _;
use crate::odata::list::{self, Source};
use crate::odata::shape::Shape;
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
/// Members that one `PATCH` may add; documented.
const MOST_AT_ONCE: usize = 20;

/// `GET /groups`.
pub(super) fn list(tenant: &Tenant, call: &Call) -> Result<Reply, Refusal> {
    call.need_scope(READ)?;
    lists::list(call, "groups", &Source::<Group>::all(&tenant.directory.groups))
}

/// `GET /groups/$count`.
pub(super) fn count(tenant: &Tenant, call: &Call) -> Result<Reply, Refusal> {
    call.need_scope(READ)?;
    if !call.eventual() {
        return Err(Refusal::CountNeedsHeader);
    }
    let list = list::read::<Group>(call.asked())?;
    Ok(Reply::text(list.total(&Source::all(&tenant.directory.groups)).to_string()))
}

/// `GET /contacts`.
pub(super) fn contacts(tenant: &Tenant, call: &Call) -> Result<Reply, Refusal> {
    call.need_scope(&["OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"])?;
    lists::list(call, "contacts", &Source::<Contact>::all(&tenant.directory.contacts))
}

/// `GET /groups/{id}`.
pub(super) fn one(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, Refusal> {
    call.need_scope(READ)?;
    lists::single(call, "groups", found(tenant, id)?)
}

fn found<'a>(tenant: &'a Tenant, id: &str) -> Result<&'a Group, Refusal> {
    let id = lists::id(id)?;
    tenant.directory.group(id).ok_or_else(|| Refusal::NotFound(id.to_string()))
}

/// The members of a group: those that were added, or those whom its rule finds.
pub(super) fn members<'a>(directory: &'a Directory, group: &'a Group) -> Box<dyn Iterator<Item = Uuid> + 'a> {
    if group.kind == GroupKind::Dynamic {
        let here = directory.users().iter().filter(|user| user.presence == crate::directory::Presence::Here);
        Box::new(here.filter(|user| follows_rule(user)).map(|user| user.id))
    } else {
        Box::new(group.members.iter().copied().filter(|id| directory.object(*id).is_some()))
    }
}

/// Whether the group holds this object directly.
pub(super) fn holds(directory: &Directory, group: &Group, id: Uuid) -> bool {
    if group.kind == GroupKind::Dynamic {
        directory.user(id).is_some_and(follows_rule)
    } else {
        group.members.contains(&id)
    }
}

/// The rule of the one dynamic group: guests who may sign in.
fn follows_rule(user: &User) -> bool {
    user.user_type == UserType::Guest && user.enabled
}

/// `GET /groups/{id}/members`, with the cast to users or without.
pub(super) fn list_members(
    tenant: &Tenant,
    call: &Call,
    id: &str,
    users_only: bool,
) -> Result<Reply, Refusal> {
    call.need_scope(READ_MEMBERS)?;
    let directory = &tenant.directory;
    let group = found(tenant, id)?;
    let list = list::read::<User>(call.asked())?;
    let is_user = |id: &Uuid| directory.user(*id).is_some();
    let ids: Vec<_> = members(directory, group).filter(|id| !users_only || is_user(id)).collect();
    let shape = Shape::<User>::new(list.select.as_deref(), None)?;
    let rows = |id: Uuid| match directory.user(id) {
        Some(user) if users_only => Ok(Value::Object(shape.object(user))),
        Some(_) | None => schema::by_id(directory, id, list.select.as_deref()),
    };
    let set = if users_only { "users" } else { "directoryObjects" };
    paged(call, &lists::selected(set, list.select.as_deref()), &ids, rows)
}

/// A page of ids, each shown by `show`; `$skiptoken` is a position.
fn paged(
    call: &Call,
    set: &str,
    ids: &[Uuid],
    show: impl Fn(Uuid) -> Result<Value, crate::odata::Problem>,
) -> Result<Reply, Refusal> {
    let top = call.ask.query("$top").and_then(|top| top.parse().ok()).unwrap_or(100_usize);
    let start =
        call.ask.query("$skiptoken").and_then(|text| text.strip_prefix("s~")?.parse().ok()).unwrap_or(0);
    let rows = ids.iter().skip(start).take(top).map(|id| show(*id)).collect::<Result<Vec<_>, _>>()?;
    let end = start + rows.len();
    let mut body = json!({ "@odata.context": call.context(set) });
    if let Some(body) = body.as_object_mut() {
        if end < ids.len() {
            let token = format!("s~{end}");
            body.insert("@odata.nextLink".into(), call.link(&[("$skiptoken", &token)]).into());
        }
        body.insert("value".into(), rows.into());
    }
    Ok(Reply::ok(body))
}

/// `GET /groups/{id}/members/$ref`: links alone.
pub(super) fn member_links(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, Refusal> {
    call.need_scope(READ_MEMBERS)?;
    let ids: Vec<_> = members(&tenant.directory, found(tenant, id)?).collect();
    let link = |id: Uuid| format!("{}/{}/directoryObjects/{id}", call.ask.origins.graph, call.version);
    // The description calls the links plain texts; the service wraps each into an object [K]. Clients read neither here.
    paged(call, "Collection(String)", &ids, |id| Ok(Value::String(link(id))))
}

/// Whether the caller may change the members of this group, and whether anybody may.
fn writable(tenant: &Tenant, call: &Call, id: &str) -> Result<Uuid, Refusal> {
    call.need_scope(WRITE_MEMBERS)?;
    let group = found(tenant, id)?;
    if group.role_assignable && !call.has_any_scope(&["RoleManagement.ReadWrite.Directory"]) {
        return Err(Refusal::Denied);
    }
    call.need_role(&[Role::GlobalAdministrator, Role::UserAdministrator, Role::DirectoryWriters])?;
    match group.locked() {
        None => Ok(group.id),
        Some(why) => Err(ChangeRefusal::GroupLocked(why).into()),
    }
}

/// `DELETE /groups/{id}`. The service keeps Microsoft 365 groups in its bin for 30 days; this directory has none for groups.
pub(super) fn delete(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Reply, Refusal> {
    call.need_scope(&["Group.ReadWrite.All", "Directory.ReadWrite.All"])?;
    call.need_role(super::USER_ADMINS)?;
    let id = found(tenant, id)?.id;
    tenant.directory.groups.retain(|group| group.id != id);
    Ok(Reply::no_content())
}

/// `POST /groups/{id}/members/$ref`.
pub(super) fn add_member(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let group = writable(tenant, call, id)?;
    let member = call.reference(&["directoryObjects", "users", "groups"])?;
    add(tenant, call, group, &[member])
}

/// `PATCH /groups/{id}`: name and description, and up to 20 members at once. No member is added if any cannot be.
pub(super) fn patch(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Reply, Refusal> {
    let body = call.object()?;
    let links = match body.get("members@odata.bind") {
        None => Vec::new(),
        Some(links) => links.as_array().ok_or(ChangeRefusal::BadReference)?.clone(),
    };
    let group = writable(tenant, call, id)?;
    let other = body
        .keys()
        .find(|name| !["members@odata.bind", "displayName", "description"].contains(&name.as_str()));
    if let Some(name) = other {
        return Err(if Group::row(name).is_some() {
            ChangeRefusal::ReadOnly { name: name.clone(), resource: "Group" }
        } else {
            ChangeRefusal::UnknownProperty { name: name.clone(), kind: Group::TYPE }
        }
        .into());
    }
    if links.len() > MOST_AT_ONCE {
        return Err(ChangeRefusal::TooManyMembers.into());
    }
    let collections = ["directoryObjects", "users", "groups"];
    let one = |link: &Value| linked(link.as_str()?, &collections);
    let members = links.iter().map(one).collect::<Option<Vec<_>>>().ok_or(ChangeRefusal::BadReference)?;
    let text = |name: &'static str| match body.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(ChangeRefusal::BadValue { name: name.to_owned(), resource: "Group" }),
    };
    let (name, description) = (text("displayName")?, text("description")?);
    let done = add(tenant, call, group, &members)?;
    if let Some(group) = tenant.directory.group_mut(group) {
        group.display_name = name.unwrap_or_else(|| group.display_name.clone());
        group.description = description.or_else(|| group.description.clone());
    }
    Ok(done)
}

fn add(tenant: &mut Tenant, call: &Call, group: Uuid, members: &[Uuid]) -> Result<Reply, Refusal> {
    for member in members {
        // A guest who is not replicated yet cannot be added yet.
        let seen = tenant.directory.user(*member).map(|user| user.is_visible(call.now));
        if !seen.unwrap_or_else(|| tenant.directory.group(*member).is_some()) {
            return Err(Refusal::NotFound(member.to_string()));
        }
    }
    let id = group;
    let group = tenant.directory.group_mut(id).ok_or_else(|| Refusal::NotFound(id.to_string()))?;
    if members.iter().any(|member| group.members.contains(member)) {
        return Err(ChangeRefusal::AlreadyReferenced("members").into());
    }
    group.members.extend_from_slice(members);
    note(tenant, call, Activity::AddMember, id, members);
    Ok(Reply::no_content())
}

/// `DELETE /groups/{id}/members/{id}/$ref`.
pub(super) fn remove_member(
    tenant: &mut Tenant,
    call: &Call,
    id: &str,
    member: &str,
) -> Result<Reply, Refusal> {
    let group = writable(tenant, call, id)?;
    let member = lists::id(member)?;
    let group = tenant.directory.group_mut(group).filter(|group| group.members.contains(&member));
    let group = group.ok_or_else(|| Refusal::NotFound(member.to_string()))?;
    group.members.retain(|known| *known != member);
    let id = group.id;
    note(tenant, call, Activity::RemoveMember, id, &[member]);
    Ok(Reply::no_content())
}

/// Writes down whose membership changed; groups in groups are left out.
fn note(tenant: &mut Tenant, call: &Call, activity: Activity, group: Uuid, members: &[Uuid]) {
    let directory = &tenant.directory;
    let Some(group) = directory.group(group) else { return };
    let users = members.iter().filter_map(|id| directory.user(*id));
    tenant.audit.record(
        call.now,
        &call.initiator(),
        users.map(|user| Deed::to_member(activity, user, group)),
    );
}
