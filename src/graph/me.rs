//! The organization, and the signed-in person's own record.

use serde::Deserialize;

use super::call::{Call, path};
use super::wire;

/// The tenant, as `User.Read` shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organization {
    /// Display name.
    pub name: String,
    /// Verified domains in lower case: an address in one of these cannot be invited.
    pub domains: Vec<String>,
}

/// `GET /organization`: an array of one.
#[must_use]
pub fn organization() -> Call<Organization> {
    Call::get(path("/organization", &[("$select", "id,displayName,verifiedDomains")]), |reply| {
        let list: wire::List<wire::Organization> = reply.json()?;
        let first = list.value.into_iter().next();
        Ok(first.map_or_else(Organization::default, |org| Organization {
            name: org.display_name.unwrap_or_default(),
            domains: org
                .verified_domains
                .into_iter()
                .flatten()
                .map(|domain| domain.name.to_ascii_lowercase())
                .collect(),
        }))
    })
}

/// `GET /me`: whether the inviter has a mail address. Without one the service drops the personal message.
#[must_use]
pub fn has_mailbox() -> Call<bool> {
    #[derive(Deserialize)]
    struct Me {
        mail: Option<String>,
    }
    Call::get(path("/me", &[("$select", "id,mail")]), |reply| {
        Ok(reply.json::<Me>()?.mail.is_some_and(|mail| !mail.is_empty()))
    })
}
