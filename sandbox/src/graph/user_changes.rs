//! Changes of users: `PATCH`, `DELETE`, restore, revoked sessions, conversion of a guest to an internal member.

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::call::{Call, USER_ADMINS};
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::schema::PATCHABLE_DETAILS;
use super::{lists, people, schema};
use crate::audit::{Activity, NewEvent};
use crate::directory::{self, Identity, Role, User, UserType};
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
    ("User-Phone.ReadWrite.All", &["mobilePhone", "faxNumber"]),
];
/// Properties of administrators that only Global Administrators may change; the list is [K] except for mails and
/// phones.
const SENSITIVE: &[&str] = &["accountEnabled", "mail", "mobilePhone", "otherMails", "userPrincipalName"];

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
    let body = call.object()?;
    let narrow = |name: &String| {
        NARROW.iter().any(|(scope, names)| names.contains(&name.as_str()) && call.has_any_scope(&[scope]))
    };
    if body.is_empty() || !body.keys().all(narrow) {
        call.need_scope(WRITE)?;
    }
    call.need_role(USER_ADMINS)?;
    let user = people::found(tenant, call, name)?;
    if body.keys().any(|name| SENSITIVE.contains(&name.as_str())) {
        check_target(call, user)?;
    }
    if user.synced.is_some() {
        return Err(DirectoryError::OnPremises("User").into());
    }
    let (id, mut next) = (user.id, user.clone());
    for (name, value) in &body {
        set(&mut next, name, value)?;
    }
    if let Some(other) = tenant.directory.user_by_upn(&next.upn).filter(|other| other.id != id) {
        return Err(DirectoryError::Conflict { name: "userPrincipalName", id: other.id }.into());
    }
    let taken = next.mail.as_deref().and_then(|mail| tenant.directory.user_by_address(mail));
    if let Some(other) = taken.filter(|other| other.id != id) {
        return Err(DirectoryError::Conflict { name: "proxyAddresses", id: other.id }.into());
    }
    let new_event = audit_event(user, &next, &body);
    tenant.directory.change(id, |user| *user = next);
    tenant.audit.record(call.now, &call.initiator(), [new_event]);
    Ok(Reply::no_content())
}

/// The audit event of a change. Property names begin with a capital letter, values are JSON arrays [K].
fn audit_event(before: &User, after: &User, body: &Map<String, Value>) -> NewEvent {
    let rows = body.keys().filter_map(|name| User::property(name));
    rows.fold(NewEvent::to_user(Activity::UpdateUser, before), |new_event, row| {
        let value = |user| json!([(row.get)(user).into_json(false)]).to_string();
        let mut name = row.name.to_owned();
        name.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
        new_event.changed(&name, Some(value(before)), Some(value(after)))
    })
}

/// Sets one property, named as in Graph.
fn set(user: &mut User, name: &str, value: &Value) -> Result<(), GraphError> {
    let wrong = || DirectoryError::BadValue { name: name.to_owned(), resource: "User" };
    let text = || match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => Err(wrong()),
    };
    let needed = || text()?.filter(|text| !text.trim().is_empty()).ok_or_else(wrong);
    match name {
        "accountEnabled" => user.enabled = value.as_bool().ok_or_else(wrong)?,
        "companyName" => user.company = text()?.map(Into::into),
        "displayName" => user.display_name = needed()?,
        "givenName" => user.given_name = text()?,
        "jobTitle" => user.job_title = text()?.map(Into::into),
        "mail" => user.set_mail(text()?),
        "otherMails" => {
            let texts =
                value.as_array().ok_or_else(wrong)?.iter().map(|item| item.as_str().map(str::to_owned));
            user.other_mails = texts.collect::<Option<_>>().ok_or_else(wrong)?;
        }
        "preferredLanguage" => user.preferred_language = text()?.map(Into::into),
        "surname" => user.surname = text()?,
        "userPrincipalName" => {
            let upn = needed()?;
            let domain = upn.rsplit_once('@').map_or("", |(_, domain)| domain);
            user.upn =
                Some(upn.clone()).filter(|_| directory::is_verified_domain(domain)).ok_or_else(wrong)?;
        }
        "userType" => user.user_type = Some(UserType::named(&needed()?).ok_or_else(wrong)?),
        // Annotations are ignored.
        _ if name.contains('@') => {}
        _ => match PATCHABLE_DETAILS.iter().find(|known| **known == name) {
            Some(detail) => user.details.set(detail, text()?),
            None if User::property(name).is_some_and(|row| row.shown()) => {
                return Err(DirectoryError::ReadOnly { name: name.to_owned(), resource: "User" }.into());
            }
            None => return Err(unknown(name)),
        },
    }
    Ok(())
}

fn unknown(name: &str) -> GraphError {
    DirectoryError::UnknownProperty { name: name.to_owned(), kind: User::TYPE }.into()
}

/// `DELETE /users/{id}`: a soft delete; the user can be restored for 30 days.
pub(super) fn delete(tenant: &mut Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    call.need_scope(DELETE)?;
    call.need_role(USER_ADMINS)?;
    let user = people::found(tenant, call, name)?;
    check_target(call, user)?;
    let (id, new_event) = (user.id, NewEvent::to_user(Activity::DeleteUser, user));
    tenant.directory.delete(id, call.now);
    tenant.audit.record(call.now, &call.initiator(), [new_event]);
    Ok(Reply::no_content())
}

/// `POST /users/{id}/revokeSignInSessions` ends the sessions of members. The sessions of guests end in their home
/// tenant only (documented).
pub(super) fn revoke_sessions(tenant: &mut Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    call.need_scope(&["User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All"])?;
    call.need_role(USER_ADMINS)?;
    let user = people::found(tenant, call, name)?;
    if !user.is_external() {
        let id = user.id;
        tenant.signins.revoke(Some(id), call.now);
    }
    let context = call.context("Edm.Boolean");
    Ok(Reply::ok(json!({ "@odata.context": context, "value": true })))
}

/// `POST /users/{id}/convertExternalToInternalMemberUser`, in beta only.
pub(super) fn convert(tenant: &mut Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    call.need_scope(&["User-ConvertToInternal.ReadWrite.All"])?;
    call.need_role(USER_ADMINS)?;
    let user = people::found(tenant, call, name)?;
    let (id, external) = (user.id, user.is_external());
    let body = call.object()?;
    let upn = body.get("userPrincipalName").and_then(Value::as_str);
    let password = body.get("passwordProfile").and_then(|profile| profile.get("password"));
    let (Some(upn), Some(_)) = (upn, password.and_then(Value::as_str)) else {
        return Err(DirectoryError::BadValue { name: "userPrincipalName".into(), resource: "User" }.into());
    };
    let domain = upn.rsplit_once('@').map_or("", |(_, domain)| domain);
    if !external || !directory::is_verified_domain(domain) {
        return Err(DirectoryError::BadValue { name: "userPrincipalName".into(), resource: "User" }.into());
    }
    if let Some(other) = tenant.directory.user_by_upn(upn) {
        return Err(DirectoryError::Conflict { name: "userPrincipalName", id: other.id }.into());
    }
    let upn = upn.to_owned();
    let mail = body.get("mail").and_then(Value::as_str).map(str::to_owned);
    let shown = tenant.directory.change(id, |user| {
        user.identities = vec![Identity::host(directory::INITIAL_DOMAIN, &upn)];
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

/// Deleted users can be restored for 30 days; documented.
fn is_restorable(deleted: Timestamp, now: Timestamp) -> bool {
    deleted.checked_add(SignedDuration::from_hours(30 * 24)).is_ok_and(|end| end > now)
}

/// `GET /directory/deletedItems/{id}`.
pub(super) fn deleted(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    call.need_scope(people::FULL)?;
    let user = find_deleted(tenant, call, id)?;
    Ok(lists::entity(call, "directoryObjects/$entity", tagged(user, call)?))
}

/// `POST /directory/deletedItems/{id}/restore`, and the same under `/users`.
pub(super) fn restore(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    call.need_scope(DELETE)?;
    call.need_role(USER_ADMINS)?;
    let user = find_deleted(tenant, call, id)?;
    let id = user.id;
    // Another user may have taken the name meanwhile.
    if let Some(other) = tenant.directory.user_by_upn(&user.upn) {
        return Err(DirectoryError::Conflict { name: "userPrincipalName", id: other.id }.into());
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
