//! The organization, and the signed-in person's own record and roles.

use super::call::{Call, path};
use super::error::GraphError;
use super::wire;

/// The tenant, as `User.Read` shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organization {
    /// Display name.
    pub name: String,
    /// Verified domains in lower case: an address in one of these cannot be invited.
    pub domains: Vec<String>,
    /// The default one, where it is one that Microsoft gave: mail sent for such organizations is often not delivered.
    pub initial_domain: Option<String>,
}

/// How the domains end that Microsoft gives to every tenant, by cloud.
const INITIAL: [&str; 3] = [".onmicrosoft.com", ".onmicrosoft.us", ".partner.onmschina.cn"];

/// The person's own record, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Me {
    /// Whether they have a mail address. Without one the service drops the personal message.
    pub mailbox: bool,
    /// Whether they are a guest here, where it is said.
    pub guest: Option<bool>,
}

/// A directory role of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyRole {
    /// `roleTemplateId`.
    pub id: String,
    /// As the directory calls it.
    pub name: String,
}

/// `GET /organization`: an array of one.
#[must_use]
pub fn organization() -> Call<Organization> {
    Call::get(path("/organization", &[("$select", "id,displayName,verifiedDomains")]), |reply| {
        let list: wire::List<wire::Organization> = reply.json()?;
        let Some(organization) = list.value.into_iter().next() else { return Ok(Organization::default()) };
        let name = organization.display_name.unwrap_or_default();
        let mut found = Organization { name, ..Organization::default() };
        for domain in organization.verified_domains.unwrap_or_default() {
            let name = domain.name.unwrap_or_default().to_ascii_lowercase();
            if domain.is_default == Some(true) && INITIAL.iter().any(|end| name.ends_with(end)) {
                found.initial_domain = Some(name.clone());
            }
            found.domains.push(name);
        }
        Ok(found)
    })
}

/// `GET /me`.
#[must_use]
pub fn me() -> Call<Me> {
    Call::get(path("/me", &[("$select", "id,mail,userType")]), |reply| {
        let user: wire::User = reply.json()?;
        Ok(Me {
            mailbox: user.mail.is_some_and(|mail| !mail.is_empty()),
            guest: user.user_type.map(|kind| kind == "Guest"),
        })
    })
}

/// The person's directory roles that are active. A cast on a transitive list is an advanced query.
///
/// Where the app may not read roles, the service lists them with their type and id alone and all else null (Graph,
/// "Limited information returned for inaccessible member objects"): that is no list of roles.
#[must_use]
pub fn roles() -> Call<Vec<MyRole>> {
    let cast = "/me/transitiveMemberOf/microsoft.graph.directoryRole";
    let options = [("$select", "displayName,roleTemplateId"), ("$count", "true")];
    Call::get(path(cast, &options), |reply| {
        let list: wire::List<wire::DirectoryRole> = reply.json()?;
        let mut roles = Vec::new();
        for role in list.value {
            match (role.role_template_id, role.display_name) {
                (Some(id), name) => roles.push(MyRole { id, name: name.unwrap_or_default() }),
                (None, Some(_)) => {} // one that the organization made itself
                (None, None) => return Err(GraphError::withheld(reply)),
            }
        }
        Ok(roles)
    })
}
