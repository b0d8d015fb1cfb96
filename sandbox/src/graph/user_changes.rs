//! Changes of users: `PATCH`, `DELETE`, restore, revoked sessions, conversion of a guest to an internal member.

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::call::{Call, USER_ADMINS};
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::{addresses, annotations, lists, people, schema, user_values, value_forms};
use crate::audit::{Activity, NewEvent};
use crate::directory::{Identity, Role, User, UserType};
use crate::odata::QueryError;
use crate::odata::entity::{Entity as _, date_time};
use crate::odata::list::Source;
use crate::tenant::Tenant;

const WRITE: &[&str] = &["User.ReadWrite.All", "Directory.ReadWrite.All"];
const DELETE: &[&str] = &["User.DeleteRestore.All", "User.ReadWrite.All", "Directory.ReadWrite.All"];

/// Permissions for single properties.
const NARROW: &[(&str, &[&str])] = &[
    ("User.EnableDisableAccount.All", &["accountEnabled"]),
    ("User-Mail.ReadWrite.All", &["mail", "otherMails"]),
    ("User-PasswordProfile.ReadWrite.All", &["passwordProfile"]),
    ("User-Phone.ReadWrite.All", &["businessPhones", "mobilePhone", "faxNumber"]),
];
/// Properties of administrators that only Global Administrators may change; the list is [inferred] except for mails and
/// phones.
const SENSITIVE: &[&str] = &[
    "accountEnabled",
    "businessPhones",
    "mail",
    "mobilePhone",
    "otherMails",
    "passwordProfile",
    "userPrincipalName",
];
/// The properties of their own that people may change without a role, besides those of `user_values::is_about`
/// [inferred]: the documentation says that there are some.
const OWN: &[&str] = &["businessPhones", "mobilePhone", "preferredLanguage"];
/// Properties that need one more permission [documented].
const EXTRA: &[(&str, &str)] = &[
    ("employeeLeaveDateTime", "User-LifeCycleInfo.ReadWrite.All"),
    ("passwordProfile", "User-PasswordProfile.ReadWrite.All"),
];

/// Only Global Administrators may change and delete users with roles. Guest Inviters count as users without a role.
fn check_target(call: &Call, user: &User) -> Result<(), GraphError> {
    let ordinary = user.roles.iter().all(|role| *role == Role::GuestInviter);
    if ordinary || call.person.is_none() || call.has_role(Role::GlobalAdministrator) {
        Ok(())
    } else {
        Err(GraphError::Denied)
    }
}

/// `PATCH /users/{id}`: all properties of the body, or none if one is invalid.
pub(super) fn patch(tenant: &mut Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    let body = annotations::without(call.object()?, User::TYPE, &[])?;
    let own = call.bearer.person.is_some()
        && people::find(tenant, call, name).map(|user| user.id) == call.bearer.person;
    check_rights(call, &body, own)?;
    let user = people::found_to_write(tenant, call, name)?;
    if !own && body.keys().any(|name| SENSITIVE.contains(&name.as_str())) {
        check_target(call, user)?;
    }
    if user.synced.is_some() {
        return Err(DirectoryError::OnPremises("User").into());
    }
    let (id, mut next) = (user.id, user.clone());
    user_values::set_all(&tenant.directory, &mut next, &body)?;
    if let Some(other) = tenant.directory.user_by_upn(&next.upn).filter(|other| other.id != id) {
        return Err(DirectoryError::Conflict { name: "userPrincipalName", id: other.id }.into());
    }
    if next.mail != user.mail
        && let Some(other) =
            next.mail.as_deref().and_then(|mail| addresses::owner(&tenant.directory, mail, id))
    {
        return Err(DirectoryError::Conflict { name: "proxyAddresses", id: other }.into());
    }
    let new_event = audit_event(user, &next, &body);
    tenant.directory.change(id, |user| *user = next);
    tenant.audit.record(call.now, &call.initiator(), [new_event]);
    Ok(Reply::no_content())
}

/// `PATCH /me`.
pub(super) fn patch_me(tenant: &mut Tenant, call: &Call) -> Result<Reply, GraphError> {
    let own = call.me()?.id.to_string();
    patch(tenant, call, &own)
}

/// Whether the caller may change these properties. People change a few of their own with `User.ReadWrite` and without a
/// role.
fn check_rights(call: &Call, body: &Map<String, Value>, own: bool) -> Result<(), GraphError> {
    let own_few = body.keys().all(|name| OWN.contains(&name.as_str()) || user_values::is_about(name));
    if own && own_few && !body.is_empty() && call.has_any_scope(&["User.ReadWrite"]) {
        return Ok(());
    }
    for (name, scope) in EXTRA {
        if body.contains_key(*name) {
            call.need_scope(&[scope])?;
        }
    }
    // Apps without a user cannot write what people tell about themselves [documented].
    if call.person.is_none() && body.keys().any(|name| user_values::is_about(name)) {
        return Err(GraphError::Denied);
    }
    let narrow = |name: &String| {
        NARROW.iter().any(|(scope, names)| names.contains(&name.as_str()) && call.has_any_scope(&[scope]))
    };
    if body.is_empty() || !body.keys().all(narrow) {
        call.need_scope(WRITE)?;
    }
    call.need_role(USER_ADMINS)
}

/// The audit event of a change. Property names begin with a capital letter, values are JSON arrays [inferred].
fn audit_event(before: &User, after: &User, body: &Map<String, Value>) -> NewEvent {
    let rows = body.keys().filter_map(|name| User::property(name));
    rows.fold(NewEvent::to_user(Activity::UpdateUser, before), |new_event, row| {
        let value = |user| json!([(row.get)(user).into_json(false)]).to_string();
        let mut name = row.name.to_owned();
        name.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
        new_event.changed(&name, Some(value(before)), Some(value(after)))
    })
}

/// `DELETE /users/{id}`: a soft delete; the user can be restored for 30 days.
pub(super) fn delete(tenant: &mut Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    call.need_scope(DELETE)?;
    call.need_role(USER_ADMINS)?;
    let user = people::found_to_write(tenant, call, name)?;
    check_target(call, user)?;
    let (id, new_event) = (user.id, NewEvent::to_user(Activity::DeleteUser, user));
    tenant.directory.delete(id, call.now);
    tenant.audit.record(call.now, &call.initiator(), [new_event]);
    Ok(Reply::no_content())
}

/// `POST /users/{id}/revokeSignInSessions` ends the sessions of members. The sessions of guests end in their home
/// tenant only [documented]. The property of the user is set in any case [documented] user-revokesigninsessions.md.
pub(super) fn revoke_sessions(tenant: &mut Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    call.need_scope(&["User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All"])?;
    call.need_role(USER_ADMINS)?;
    let user = people::found_to_write(tenant, call, name)?;
    let (id, external) = (user.id, user.is_external());
    tenant.directory.change(id, |user| user.sessions_valid_from = Some(call.now));
    if !external {
        tenant.signins.revoke(Some(id), call.now);
    }
    let context = call.context("Edm.Boolean");
    Ok(Reply::ok(json!({ "@odata.context": context, "value": true })))
}

/// `POST /users/{id}/convertExternalToInternalMemberUser`, in beta only.
pub(super) fn convert(tenant: &mut Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    call.need_scope(&["User-ConvertToInternal.ReadWrite.All"])?;
    call.need_role(USER_ADMINS)?;
    let user = people::found_to_write(tenant, call, name)?;
    let (id, external) = (user.id, user.is_external());
    let body = call.object()?;
    let wrong = |name: &str| DirectoryError::BadValue { name: name.to_owned(), resource: "User" };
    let upn =
        body.get("userPrincipalName").and_then(Value::as_str).ok_or_else(|| wrong("userPrincipalName"))?;
    let password = body.get("passwordProfile").and_then(|profile| profile.get("password"));
    if password.and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err(wrong("passwordProfile").into());
    }
    let domain = value_forms::domain_of_sign_in_name(upn);
    if !external || !domain.is_some_and(|domain| tenant.directory.is_verified_domain(domain)) {
        return Err(wrong("userPrincipalName").into());
    }
    if let Some(other) = tenant.directory.user_by_upn(upn) {
        return Err(DirectoryError::Conflict { name: "userPrincipalName", id: other.id }.into());
    }
    let mail = body.get("mail").filter(|mail| !mail.is_null());
    let mail = mail.map(|mail| mail.as_str().filter(|mail| value_forms::is_mail(mail)));
    let mail = mail.map(|mail| mail.ok_or_else(|| wrong("mail"))).transpose()?.map(str::to_owned);
    if let Some(other) = mail.as_deref().and_then(|mail| addresses::owner(&tenant.directory, mail, id)) {
        return Err(DirectoryError::Conflict { name: "proxyAddresses", id: other }.into());
    }
    let upn = upn.to_owned();
    let initial_domain = tenant.directory.initial_domain();
    let shown = tenant.directory.change(id, |user| {
        user.identities = vec![Identity::host(initial_domain, &upn)];
        user.upn = upn;
        user.user_type = Some(UserType::Member);
        (user.creation_type, user.state, user.state_changed) = (None, None, None);
        if mail.is_some() {
            user.set_mail(mail);
        }
        json!({
            "displayName": user.display_name,
            "userPrincipalName": user.upn,
            "mail": user.mail,
            "convertedToInternalUserDateTime": date_time(call.now),
        })
    });
    // An open invitation could otherwise turn the user into a guest again.
    tenant.invitations.withdraw(id);
    let rows = shown.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
    Ok(lists::entity(call, "microsoft.graph.conversionUserDetails", rows))
}

/// `POST /users`: Graph creates users; the sandbox does not support it, because the portal never does so.
pub(super) fn create(call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    Err(QueryError::SingleUserOnly.into())
}

/// `GET /directory/deletedItems/microsoft.graph.user`.
pub(super) fn list_deleted(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(people::FULL)?;
    lists::list(call, "users", &all_deleted(tenant, call))
}

/// `GET /directory/deletedItems/microsoft.graph.user/$count`.
pub(super) fn count_deleted(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(people::FULL)?;
    lists::count(call, &all_deleted(tenant, call))
}

/// The deleted users who can be restored.
fn all_deleted<'a>(tenant: &'a Tenant, call: &Call<'_>) -> Source<'a, User> {
    let (directory, now) = (&tenant.directory, call.now);
    Source::new(
        directory.users(),
        |id| directory.position(id),
        move |user: &User| user.deleted().is_some_and(|at| is_restorable(at, now)),
    )
}

/// Deleted users can be restored for 30 days [documented].
pub(super) fn is_restorable(deleted: Timestamp, now: Timestamp) -> bool {
    deleted.checked_add(SignedDuration::from_hours(30 * 24)).is_ok_and(|end| end > now)
}

/// `GET /directory/deletedItems/{id}`.
pub(super) fn deleted(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    call.need_scope(people::FULL)?;
    let user = find_deleted(tenant, call, id)?;
    Ok(lists::entity(call, "directoryObjects/$entity", tagged(user, call)?))
}

/// `GET /directory/deletedItems/microsoft.graph.user/{id}`: with the cast it is a user like any other [inferred].
pub(super) fn deleted_user(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    call.need_scope(people::FULL)?;
    lists::single(call, "users", find_deleted(tenant, call, id)?)
}

/// `POST /directory/deletedItems/{id}/restore`, and the same under `/users`.
pub(super) fn restore(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    call.need_scope(DELETE)?;
    call.need_role(USER_ADMINS)?;
    let user = find_deleted(tenant, call, id)?;
    let id = user.id;
    // Another user may have taken the name or the address meanwhile. The service drops the address instead if the body
    // has `autoReconcileProxyConflict` [documented]; here that is ignored [invented].
    if let Some(other) = tenant.directory.user_by_upn(&user.upn) {
        return Err(DirectoryError::Conflict { name: "userPrincipalName", id: other.id }.into());
    }
    if let Some(other) = addresses::rival(&tenant.directory, user) {
        return Err(DirectoryError::Conflict { name: "proxyAddresses", id: other }.into());
    }
    tenant.directory.restore(id);
    let user = tenant.directory.user(id).ok_or_else(|| GraphError::NotFound(id.to_string()))?;
    tenant.audit.record(call.now, &call.initiator(), [NewEvent::to_user(Activity::RestoreUser, user)]);
    Ok(lists::entity(call, "directoryObjects/$entity", tagged(user, call)?))
}

/// `DELETE /directory/deletedItems/{id}`: for good.
pub(super) fn purge(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    call.need_scope(DELETE)?;
    call.need_role(USER_ADMINS)?;
    let user = find_deleted(tenant, call, id)?;
    let (id, new_event) = (user.id, NewEvent::to_user(Activity::HardDeleteUser, user));
    tenant.directory.purge(id);
    tenant.audit.record(call.now, &call.initiator(), [new_event]);
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

fn find_deleted<'a>(tenant: &'a Tenant, call: &Call, id: &str) -> Result<&'a User, GraphError> {
    let id: Uuid = lists::id(id)?;
    let there = |user: &&User| user.deleted().is_some_and(|at| is_restorable(at, call.now));
    let found = tenant.directory.any_user(id).filter(there);
    found.ok_or_else(|| GraphError::NotFound(id.to_string()))
}

fn tagged(user: &User, call: &Call) -> Result<Map<String, Value>, GraphError> {
    let row = schema::tagged(user, call.select().as_deref())?;
    Ok(row.as_object().cloned().unwrap_or_default())
}
