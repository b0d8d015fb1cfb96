//! `authorizationPolicy`: who may invite, and what guests and members may do.

use serde_json::{Map, Value, json};

use super::super::directory_error::DirectoryError;
use super::super::{admins, single};
use crate::audit::{Activity, NewEvent};
use crate::graph::admins::READ_POLICIES;
use crate::graph::call::Call;
use crate::graph::graph_error::GraphError;
use crate::graph::reply::Reply;
use crate::policies::authorization::AuthorizationPolicy;
use crate::settings::{InvitesFrom, Settings};
use crate::tenant::Tenant;

const KIND: &str = "microsoft.graph.authorizationPolicy";
const WRITE: &[&str] = &["Policy.ReadWrite.Authorization"];

pub(super) fn show(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(&[READ_POLICIES, WRITE].concat())?;
    single::object(call, "policies/authorizationPolicy", KIND, body(&tenant.settings))
}

pub(super) fn list(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(&[READ_POLICIES, WRITE].concat())?;
    single::list(call, "policies/authorizationPolicy", KIND, vec![body(&tenant.settings)])
}

/// `PATCH`, answered with 204. Members that are not named keep their values.
pub(super) fn change(tenant: &mut Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    admins::need_policy_writer(call)?;
    let (invites, rest) = read(call.object()?);
    let invites = match invites {
        Some(value) => serde_json::from_value::<InvitesFrom>(value).map_err(|_| wrong("allowInvitesFrom"))?,
        None => tenant.settings.allow_invites_from,
    };
    let mut next = tenant.settings.clone();
    let known = body(&tenant.settings);
    for (name, value) in &rest {
        if known.get(name).is_none() {
            return Err(DirectoryError::UnknownProperty { name: name.clone(), kind: KIND }.into());
        }
        let change = json!({ "authorizationPolicy": { name: value } });
        next = next.with(&change).map_err(|_| wrong(name))?;
    }
    let before = body(&tenant.settings);
    tenant.settings = Settings { allow_invites_from: invites, ..next };
    let new_event = audit_event(&before, &body(&tenant.settings));
    tenant.audit.record(call.now, &call.initiator(), [new_event]);
    Ok(Reply::no_content())
}

/// The audit event of a change: each member whose value is different.
fn audit_event(before: &Value, after: &Value) -> NewEvent {
    let new_event = NewEvent::to_policy(
        Activity::UpdateAuthorizationPolicy,
        "authorizationPolicy",
        "Authorization Policy",
    );
    let members = before.as_object().into_iter().flatten();
    let changed = members.filter_map(|(name, old)| Some((name, old, after.get(name)?)));
    let changed = changed.filter(|(_, old, new)| old != new);
    changed.fold(new_event, |new_event, (name, old, new)| {
        new_event.changed(name, Some(old.to_string()), Some(new.to_string()))
    })
}

/// The answer is [inferred] from that of users.
fn wrong(name: &str) -> DirectoryError {
    DirectoryError::BadValue { name: name.to_owned(), resource: "AuthorizationPolicy" }
}

/// `allowInvitesFrom`, and the other members to change. Read-only members that a client sends back are dropped.
fn read(mut members: Map<String, Value>) -> (Option<Value>, Map<String, Value>) {
    members.retain(|name, _| !name.starts_with('@') && !FIXED.contains(&name.as_str()));
    let invites = members.remove("allowInvitesFrom");
    (invites, members)
}

/// Read-only members of the policy. That they are ignored rather than rejected is [inferred].
const FIXED: &[&str] = &["id", "deletedDateTime", "displayName", "description"];

fn body(settings: &Settings) -> Value {
    let policy: &AuthorizationPolicy = &settings.authorization_policy;
    let mut body = json!(policy);
    if let Some(members) = body.as_object_mut() {
        members.insert("id".into(), "authorizationPolicy".into());
        members.insert("displayName".into(), "Authorization Policy".into());
        let says = "Used to manage authorization related settings across the company.";
        members.insert("description".into(), says.into());
        members.insert("deletedDateTime".into(), Value::Null);
        members.insert("allowInvitesFrom".into(), json!(settings.allow_invites_from));
    }
    body
}
