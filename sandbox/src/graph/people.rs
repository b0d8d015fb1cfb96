//! `GET /me`, `GET /users`, `GET /users/$count` and `GET /users/{id or sign-in name}`.

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::call::Call;
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::lists;
use super::reply::Reply;
use super::schema::{self, BASIC, SINGLE_ONLY};
use super::user_values;
use crate::directory::{Directory, User};
use crate::odata::QueryError;
use crate::odata::expand::{self, Expansion, Relation};
use crate::odata::list::{self, Source};
use crate::odata::shape::Shape;
use crate::policies::authorization::GuestRole;
use crate::tenant::Tenant;

/// Permissions to read full profiles of other users.
pub(super) const FULL: &[&str] =
    &["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const BASIC_SCOPE: &[&str] = &["User.ReadBasic.All"];
pub(super) const SELF: &[&str] = &["User.Read", "User.ReadWrite"];

/// The page size with `signInActivity`; larger pages are cut to it (documented; older texts say 120).
const ACTIVITY_PAGE: usize = 500;

pub(super) fn me(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(&[SELF, FULL].concat())?;
    single(tenant, call, call.me()?, false)
}

/// `GET /users/{id}`: the own profile needs `User.Read`, others need more.
pub(super) fn one(tenant: &Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    let found = find(tenant, call, name);
    let own = found.is_some_and(|user| call.bearer.person == Some(user.id));
    if !(own && call.has_any_scope(SELF)) {
        readable(tenant, call)?;
    }
    let user = found.ok_or_else(|| GraphError::NotFound(name.to_owned()))?;
    if Uuid::try_parse(name).is_err() && selects_activity(call.select().as_deref()) {
        return Err(GraphError::ActivityByName);
    }
    single(tenant, call, user, !own && basic_only(call))
}

/// The user with this id or sign-in name, if reads find it already.
pub(super) fn find<'a>(tenant: &'a Tenant, call: &Call, name: &str) -> Option<&'a User> {
    let found = match Uuid::try_parse(name) {
        Ok(id) => tenant.directory.user(id),
        Err(_) => tenant.directory.user_by_upn(name),
    };
    found.filter(|user| user.is_visible(call.now))
}

/// The same; a 404 when there is none.
pub(super) fn found<'a>(tenant: &'a Tenant, call: &Call, name: &str) -> Result<&'a User, GraphError> {
    find(tenant, call, name).ok_or_else(|| GraphError::NotFound(name.to_owned()))
}

/// The same for a write, which finds a new guest later than reads do.
pub(super) fn found_to_write<'a>(
    tenant: &'a Tenant,
    call: &Call,
    name: &str,
) -> Result<&'a User, GraphError> {
    let user = found(tenant, call, name)?;
    if user.is_writable(call.now) { Ok(user) } else { Err(DirectoryError::NotReplicated.into()) }
}

fn single(tenant: &Tenant, call: &Call, user: &User, basic: bool) -> Result<Reply, GraphError> {
    let select = call.select();
    let expand = call.request.query("$expand").map(expand::read).transpose()?.unwrap_or_default();
    activity_allowed(tenant, call, select.as_deref())?;
    // Properties of single users only are added below.
    let stored = select.as_deref().map(|names| {
        let stored = names.iter().filter(|name| !is_single_only(name));
        stored.cloned().collect::<Vec<_>>()
    });
    let mut body = Shape::new(stored.as_deref(), basic.then_some(BASIC))?.object(user);
    drop_absent(&mut body);
    for name in select.iter().flatten().filter_map(|name| single_only(name)) {
        body.extend(user_values::about(user, name).map(|value| (name.to_owned(), value)));
    }
    expanded(&tenant.directory, user, &expand, call.now, &mut body)?;
    Ok(lists::entity(call, &format!("{}/$entity", lists::selected("users", select.as_deref())), body))
}

fn is_single_only(name: &str) -> bool {
    single_only(name).is_some()
}

/// The documented spelling of a property of single users only.
fn single_only(name: &str) -> Option<&'static str> {
    SINGLE_ONLY.iter().copied().find(|single| single.eq_ignore_ascii_case(name))
}

/// `signInActivity` is missing, not null, for users who never signed in.
fn drop_absent(body: &mut Map<String, Value>) {
    if body.get("signInActivity").is_some_and(Value::is_null) {
        body.remove("signInActivity");
    }
}

/// `GET /users`. By default guests may not list users, whatever their permissions.
pub(super) fn list(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    readable(tenant, call)?;
    let mut list = list::read::<User>(call.list_query())?;
    if list.select.iter().flatten().any(|name| is_single_only(name)) {
        return Err(QueryError::SingleUserOnly.into());
    }
    if activity_allowed(tenant, call, list.select.as_deref())? {
        list.cap(ACTIVITY_PAGE);
    }
    let shape = Shape::new(list.select.as_deref(), basic_only(call).then_some(BASIC))?;
    let directory = &tenant.directory;
    lists::page(call, "users", &list, &visible(directory, call), |user| {
        let mut body = shape.object(user);
        drop_absent(&mut body);
        expanded(directory, user, &list.expand, call.now, &mut body)?;
        Ok(body)
    })
}

/// `GET /users/$count`: a number as plain text; needs `ConsistencyLevel: eventual`.
pub(super) fn count(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    readable(tenant, call)?;
    activity_allowed(tenant, call, None)?;
    lists::count(call, &visible(&tenant.directory, call))
}

/// All users that reads find.
fn visible<'a>(directory: &'a Directory, call: &Call<'_>) -> Source<'a, User> {
    let now = call.now;
    Source::new(directory.users(), move |id| directory.position(id), move |user: &User| user.is_visible(now))
}

fn selects_activity(select: Option<&[String]>) -> bool {
    select.into_iter().flatten().any(|name| name.eq_ignore_ascii_case("signInActivity"))
}

/// Whether the query uses `signInActivity`; an error if it may not. It needs a permission and a premium licence.
fn activity_allowed(tenant: &Tenant, call: &Call, select: Option<&[String]>) -> Result<bool, GraphError> {
    let selected = selects_activity(select);
    let filter = call.request.query("$filter").map(str::to_lowercase).unwrap_or_default();
    let filtered = filter.contains("signinactivity/");
    if !selected && !filtered {
        return Ok(false);
    }
    call.need_scope(&["AuditLog.Read.All"])?;
    if !tenant.settings.licence.is_premium() {
        return Err(GraphError::Premium);
    }
    // "Not combined with any other filter" is [documented]; the answer is [inferred].
    if filtered && (filter.contains(" and ") || filter.contains(" or ")) {
        return Err(QueryError::NeedsAdvanced.into());
    }
    Ok(true)
}

/// `GET /users/{id}/manager`.
pub(super) fn manager(tenant: &Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    readable(tenant, call)?;
    call.need_scope(FULL)?;
    let manager = found(tenant, call, name)?.manager.and_then(|id| tenant.directory.user(id));
    let manager = manager.ok_or_else(|| GraphError::NotFound("manager".into()))?;
    let select = call.select();
    let row = schema::tagged(manager, select.as_deref())?;
    let set = format!("{}/$entity", lists::selected("directoryObjects", select.as_deref()));
    Ok(lists::entity(call, &set, row.as_object().cloned().unwrap_or_default()))
}

/// Adds the expanded relations.
pub(super) fn expanded(
    directory: &Directory,
    user: &User,
    expand: &[Expansion],
    now: Timestamp,
    body: &mut Map<String, Value>,
) -> Result<(), GraphError> {
    for expansion in expand {
        let select = expansion.select.as_deref();
        match expansion.relation {
            Relation::Sponsors => {
                let shown = directory.sponsors_of(user, now);
                let sponsors = shown.into_iter().map(|id| schema::by_id(directory, id, select));
                body.insert("sponsors".into(), sponsors.collect::<Result<Vec<_>, _>>()?.into());
            }
            Relation::Manager => {
                let manager = user.manager.and_then(|id| directory.user(id));
                if let Some(manager) = manager {
                    body.insert("manager".into(), schema::tagged(manager, select)?);
                }
            }
        }
    }
    Ok(())
}

/// Whether the caller may read profiles of other users.
pub(super) fn readable(tenant: &Tenant, call: &Call) -> Result<(), GraphError> {
    others_readable(tenant, call)?;
    call.need_scope(&[FULL, BASIC_SCOPE].concat())
}

/// Whether the tenant's authorization policy allows the caller to read other users: `guestUserRoleId` for guests,
/// `allowedToReadOtherUsers` for members without a role. It does not restrict apps.
pub(super) fn others_readable(tenant: &Tenant, call: &Call) -> Result<(), GraphError> {
    let policy = &tenant.settings.authorization_policy;
    let allowed = match call.person {
        None => true,
        Some(_) if call.is_guest() => policy.guest_role == GuestRole::LikeMembers,
        Some(person) => {
            policy.default_user_role_permissions.allowed_to_read_other_users || !person.roles.is_empty()
        }
    };
    if allowed { Ok(()) } else { Err(GraphError::Denied) }
}

fn basic_only(call: &Call) -> bool {
    !call.has_any_scope(FULL)
}
