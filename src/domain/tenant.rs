//! Tenants and the people in them, by their ids. Must not know tokens, from which these ids are read.

use serde::{Deserialize, Serialize};

use super::guid::is_guid;

/// A GUID in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct TenantId(String);

impl TryFrom<String> for TenantId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a tenant id is a GUID")
    }
}

impl TenantId {
    /// Reads an id (`tid`) in upper or lower case; `None` unless it is a GUID.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        is_guid(text).then(|| Self(text.to_ascii_lowercase()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A tenant as it is written in config.json.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tenant {
    Id(TenantId),
    /// A verified domain of the tenant, in lower case. The tenant's id is not known before a person signs in.
    Domain(String),
}

impl Tenant {
    /// Reads a GUID or a domain name; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let domain = || is_domain(text).then(|| Self::Domain(text.to_ascii_lowercase()));
        TenantId::parse(text).map(Self::Id).or_else(domain)
    }

    /// The text for the address of the sign-in page.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Id(id) => id.as_str(),
            Self::Domain(domain) => domain,
        }
    }

    /// Whether this can be the tenant with that id. For a domain the answer is always yes, because its id is not known.
    #[must_use]
    pub fn may_be(&self, id: &TenantId) -> bool {
        match self {
            Self::Id(own) => own == id,
            Self::Domain(_) => true,
        }
    }
}

/// The identity of a person: object id and tenant id. Names and addresses are not used, because they can change and be
/// given to another person (S-07).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonKey {
    /// The object id in the tenant.
    pub oid: String,
    pub tid: TenantId,
}

/// Whether a text is a domain name in ASCII with at least two labels.
#[must_use]
pub fn is_domain(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let sound = |label: &&str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    labels.len() >= 2 && labels.iter().all(sound)
}

#[cfg(test)]
mod tests;
