//! Requests about the signed-in person and their organization.
//!
//! Must not know what follows from a role or a setting: `domain::capabilities` decides that.

use crate::domain::capabilities::{Mailbox, UserType};
use crate::domain::clouds::CLOUDS;

use super::call::{Call, json, path};
use super::error::GraphError;
use super::wire;

/// The part of the tenant's data that the scope `User.Read` may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organization {
    pub name: String,
    /// Verified domains in lower case. An address in one of them cannot be invited.
    pub domains: Vec<String>,
    /// The default domain, for example `contoso.com`.
    pub default_domain: Option<String>,
    /// The domain that Microsoft assigned, for example `contoso.onmicrosoft.com`.
    pub initial_domain: Option<String>,
}

/// The signed-in person's user object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Me {
    /// Whether the person has a mail address. Without one, the service leaves out the personal message of an
    /// invitation.
    pub mailbox: Mailbox,
    /// Member or guest; `None` if Graph does not return it.
    pub user_type: Option<UserType>,
}

/// An active directory role of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyRole {
    /// `roleTemplateId`.
    pub id: String,
    /// The name in the directory; may be empty.
    pub name: String,
}

/// `GET /organization`. The response is a list with one entry.
#[must_use]
pub fn organization() -> Call<Organization> {
    Call::get(path("/organization", &[("$select", "id,displayName,verifiedDomains")]), |response| {
        let list: wire::List<wire::Organization> = json(response)?;
        let Some(organization) = list.value.into_iter().next() else { return Ok(Organization::default()) };
        let name = organization.display_name.unwrap_or_default();
        let mut found = Organization { name, ..Organization::default() };
        for domain in organization.verified_domains.unwrap_or_default() {
            let name = domain.name.unwrap_or_default().to_ascii_lowercase();
            if domain.is_default == Some(true) {
                found.default_domain = Some(name.clone());
            }
            // A tenant can have more of these, such as `contoso.mail.onmicrosoft.com`. The shortest is the initial one.
            let shorter = found.initial_domain.as_ref().is_none_or(|known| name.len() < known.len());
            if shorter && CLOUDS.iter().any(|cloud| name.ends_with(cloud.initial_domain)) {
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
    Call::get(path("/me", &[("$select", "id,mail,userType")]), |response| {
        let user: wire::User = json(response)?;
        Ok(Me {
            mailbox: match user.mail.as_deref() {
                None | Some("") => Mailbox::Missing,
                Some(_) => Mailbox::Present,
            },
            user_type: user.user_type.map(|kind| match kind.as_str() {
                "Guest" => UserType::Guest,
                _ => UserType::Member,
            }),
        })
    })
}

/// The person's active directory roles. The cast in the path makes this an advanced query, which needs `$count=true`.
///
/// If the app may not read roles, the service lists them with type and id only, and all other members are null (Graph,
/// "Limited information returned for inaccessible member objects"). Such a list is an error here.
#[must_use]
pub fn roles() -> Call<Vec<MyRole>> {
    let cast = "/me/transitiveMemberOf/microsoft.graph.directoryRole";
    let options = [("$select", "displayName,roleTemplateId"), ("$count", "true")];
    Call::get(path(cast, &options), |response| {
        let list: wire::List<wire::DirectoryRole> = json(response)?;
        let mut roles = Vec::new();
        for role in list.value {
            match (role.role_template_id, role.display_name) {
                (Some(id), name) => roles.push(MyRole { id, name: name.unwrap_or_default() }),
                (None, Some(_)) => {} // A role that the organization defined itself has no template.
                (None, None) => return Err(GraphError::withheld(response)),
            }
        }
        Ok(roles)
    })
}
