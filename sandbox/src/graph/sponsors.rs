//! `/users/{id}/sponsors` and its references.

use uuid::Uuid;

use super::call::{Call, USER_ADMINS};
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::{groups, lists, people, schema};
use crate::directory::User;
use crate::tenant::Tenant;

/// The maximum number of sponsors [documented].
pub(super) const MAX_SPONSORS: usize = 5;
const WRITE: &[&str] = &["User.ReadWrite.All", "Directory.ReadWrite.All"];

/// `GET /users/{id}/sponsors`.
pub(super) fn list(tenant: &Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    let guest = readable(tenant, call, name)?;
    let select = call.select();
    let directory = &tenant.directory;
    lists::mixed(call, "directoryObjects", &directory.sponsors_of(guest, call.now), |id| {
        Ok(schema::by_id(directory, *id, select.as_deref())?)
    })
}

/// `GET /users/{id}/sponsors/$count`.
pub(super) fn count(tenant: &Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    let guest = readable(tenant, call, name)?;
    lists::mixed_count(call, tenant.directory.sponsors_of(guest, call.now).len())
}

/// `GET /users/{id}/sponsors/{id}`.
pub(super) fn one(tenant: &Tenant, call: &Call, name: &str, sponsor: &str) -> Result<Reply, GraphError> {
    let guest = readable(tenant, call, name)?;
    let sponsor = lists::id(sponsor)?;
    if !tenant.directory.sponsors_of(guest, call.now).contains(&sponsor) {
        return Err(GraphError::NotFound(sponsor.to_string()));
    }
    let select = call.select();
    let row = schema::by_id(&tenant.directory, sponsor, select.as_deref())?;
    let row = row.as_object().cloned().unwrap_or_default();
    let set = format!("{}/$entity", lists::selected("directoryObjects", select.as_deref()));
    Ok(lists::entity(call, &set, row))
}

fn readable<'a>(tenant: &'a Tenant, call: &Call, name: &str) -> Result<&'a User, GraphError> {
    let found = people::find(tenant, call, name);
    let own = found.is_some_and(|user| call.bearer.person == Some(user.id));
    if own {
        call.need_scope(&[people::SELF, people::FULL].concat())?;
    } else {
        people::readable(tenant, call)?;
        call.need_scope(people::FULL)?;
    }
    found.ok_or_else(|| GraphError::NotFound(name.to_owned()))
}

/// `POST /users/{id}/sponsors/$ref`.
pub(super) fn add(tenant: &mut Tenant, call: &Call, name: &str) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    call.need_role(USER_ADMINS)?;
    let guest = people::found_to_write(tenant, call, name)?;
    let here = |id: &&Uuid| tenant.directory.object(**id).is_some();
    let (id, known) = (guest.id, guest.sponsors.iter().filter(here).copied().collect::<Vec<_>>());
    let sponsor = call.reference(&["users", "groups", "directoryObjects"])?;
    if !tenant.directory.is_found(sponsor, call.now) {
        return Err(GraphError::NotFound(sponsor.to_string()));
    }
    if tenant.directory.user(sponsor).is_some_and(|user| !user.is_writable(call.now)) {
        return Err(DirectoryError::NotReplicated.into());
    }
    if known.contains(&sponsor) {
        return Err(DirectoryError::AlreadyReferenced("sponsors").into());
    }
    if known.len() >= MAX_SPONSORS {
        return Err(DirectoryError::TooManySponsors.into());
    }
    tenant.directory.change(id, |guest| guest.sponsors.push(sponsor));
    Ok(Reply::no_content())
}

/// `DELETE /users/{id}/sponsors/{id}/$ref`.
pub(super) fn remove(
    tenant: &mut Tenant,
    call: &Call,
    name: &str,
    sponsor: &str,
) -> Result<Reply, GraphError> {
    call.need_scope(WRITE)?;
    call.need_role(USER_ADMINS)?;
    let guest = people::found_to_write(tenant, call, name)?;
    let sponsor = lists::id(sponsor)?;
    if !guest.sponsors.contains(&sponsor) {
        return Err(GraphError::NotFound(sponsor.to_string()));
    }
    let id = guest.id;
    tenant.directory.change(id, |guest| guest.sponsors.retain(|known| *known != sponsor));
    Ok(Reply::no_content())
}

/// `DELETE /users/{id}/sponsors/{id}` without `/$ref` deletes the sponsor itself, if the app may delete such objects;
/// else the answer is 403 [documented] user-delete-sponsors.md.
pub(super) fn delete_sponsor(
    tenant: &mut Tenant,
    call: &Call,
    name: &str,
    sponsor: &str,
) -> Result<Reply, GraphError> {
    let guest = people::found_to_write(tenant, call, name)?;
    let sponsor = lists::id(sponsor)?;
    if !guest.sponsors.contains(&sponsor) {
        return Err(GraphError::NotFound(sponsor.to_string()));
    }
    groups::delete_object(tenant, call, sponsor)
}
