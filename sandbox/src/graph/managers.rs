//! `/users/{id}/manager/$ref`: sets and removes the manager.

use uuid::Uuid;

use super::call::Call;
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::people;
use super::reply::Reply;
use crate::audit::{Activity, NewEvent};
use crate::directory::Object;
use crate::tenant::Tenant;

/// [documented] user-post-manager.md.
const WRITE: &[&str] = &["User.ReadWrite.All", "Directory.ReadWrite.All"];

/// `PUT /users/{id}/manager/$ref`. A manager who is set already is replaced.
pub(super) fn set(tenant: &mut Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    let id = changeable(tenant, call, name)?;
    let manager = call.reference(&["users", "directoryObjects"])?;
    // [documented] A user or a contact. In the sandbox, a contact cannot be a manager.
    let found = tenant.directory.user(manager).filter(|user| user.is_visible(call.now));
    let found = found.ok_or_else(|| GraphError::NotFound(manager.to_string()))?;
    if !found.is_writable(call.now) {
        return Err(DirectoryError::NotReplicated.into());
    }
    change(tenant, call, id, Some(manager))
}

/// `DELETE /users/{id}/manager/$ref`.
pub(super) fn remove(tenant: &mut Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    let id = changeable(tenant, call, name)?;
    let manager = tenant.directory.user(id).and_then(|user| user.manager);
    // [observed] The same text as for reading a manager who does not exist.
    if manager.and_then(|id| tenant.directory.user(id)).is_none() {
        return Err(GraphError::NotFound("manager".into()));
    }
    change(tenant, call, id, None)
}

fn changeable(tenant: &Tenant, call: &Call, name: &str) -> Result<Uuid, GraphError> {
    call.need_scope(WRITE)?;
    call.need_role(super::call::USER_ADMINS)?;
    Ok(people::found_to_write(tenant, call, name)?.id)
}

fn change(tenant: &mut Tenant, call: &Call, id: Uuid, manager: Option<Uuid>) -> Result<Reply, GraphError> {
    let before = tenant.directory.change(id, |user| std::mem::replace(&mut user.manager, manager)).flatten();
    if let Some(Object::User(user)) = tenant.directory.object(id) {
        let value = |id: Option<Uuid>| id.map(|id| format!("[\"{id}\"]"));
        // [documented] The name of the activity; that removing has the same is [inferred].
        let new_event =
            NewEvent::to_user(Activity::SetManager, user).changed("Manager", value(before), value(manager));
        tenant.audit.record(call.now, &call.initiator(), [new_event]);
    }
    Ok(Reply::no_content())
}
