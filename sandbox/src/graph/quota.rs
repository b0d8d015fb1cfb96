//! How many objects the directory may hold, and how many one person may create.

use super::call::Call;
use super::quota_error::Quota;
use super::user_changes;
use crate::directory::{DeletionState, User};
use crate::tenant::Tenant;

/// Whether the caller may create one more object. Users who can still be restored count too [documented]; that those
/// who cannot be restored any more count a quarter for 30 days is left out.
pub(super) fn check(tenant: &Tenant, call: &Call) -> Result<(), Quota> {
    let directory = &tenant.directory;
    let counts = |user: &&User| {
        user.deletion_state == DeletionState::Present
            || user.deleted().is_some_and(|at| user_changes::is_restorable(at, call.now))
    };
    // That any directory role lifts the limit of a person is [inferred]: the documentation speaks of administrators.
    let limited = call.person.filter(|person| person.roles.is_empty());
    if let (Some(person), Some(most)) = (limited, tenant.settings.person_quota)
        && directory.created_by(person.id).filter(counts).count() >= most as usize
    {
        return Err(Quota::Person);
    }
    if let Some(most) = tenant.settings.directory_quota {
        let users = directory.users().iter().filter(counts).count();
        if users + directory.groups.len() + directory.contacts.len() >= most as usize {
            return Err(Quota::Tenant);
        }
    }
    Ok(())
}
