//! Links to the Microsoft Entra admin center. Must not know which guest is shown where.

use super::cloud::Origin;
use super::clouds::CLOUDS;
use super::guest::UserId;
use super::tenant::TenantId;

/// The page of a user in the admin center of the cloud that `graph` belongs to; `None` for a cloud on this machine, which has
/// none. The link names the tenant, because a person can be signed in there to another one.
#[must_use]
pub fn page_of_user(graph: &Origin, tenant: &TenantId, user: UserId) -> Option<String> {
    let cloud = CLOUDS.iter().find(|cloud| cloud.graph == graph.as_str())?;
    let (host, tenant) = (cloud.admin_center, tenant.as_str());
    Some(format!(
        "{host}/{tenant}/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/{user}"
    ))
}

#[cfg(test)]
mod tests;
