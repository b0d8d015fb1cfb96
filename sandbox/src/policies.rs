//! The tenant's policies on guests: allowed domains, cross-tenant access, authorization policy, and the licence.
//!
//! Settings and Graph change the same data. Must not know the caller, or the JSON of a response.

pub(crate) mod authorization;
pub(crate) mod cross_tenant;
pub(crate) mod tenants;

use serde::{Deserialize, Serialize};

use crate::settings::Settings;
use cross_tenant::Access;

/// The tenant's licence. It decides about sign-in reports, `signInActivity` and how far reports reach back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Licence {
    /// Entra ID Free.
    #[serde(rename = "free")]
    Free,
    P1,
    P2,
}

impl Licence {
    /// P1 is enough for every premium feature of the sandbox.
    pub(crate) fn is_premium(self) -> bool {
        match self {
            Self::Free => false,
            Self::P1 | Self::P2 => true,
        }
    }

    /// How many days reports reach back: 7 without a premium licence, 30 with one.
    pub(crate) fn retention_days(self) -> i64 {
        if self.is_premium() { 30 } else { 7 }
    }
}

/// Whether the allow or block list excludes the domain. Case does not matter. That an entry does not include subdomains
/// is inferred.
pub(crate) fn domain_refused(settings: &Settings, domain: &str) -> bool {
    let listed = |list: &[String]| list.iter().any(|name| name.eq_ignore_ascii_case(domain));
    if settings.allowed_domains.is_empty() {
        listed(&settings.blocked_domains)
    } else {
        !listed(&settings.allowed_domains)
    }
}

/// Whether cross-tenant access blocks guests of this domain: by the settings of the partner tenant that owns the
/// domain, else by the default. That the default also applies to domains without a tenant is inferred.
pub(crate) fn cross_tenant_blocked(settings: &Settings, domain: &str) -> bool {
    let access = &settings.cross_tenant_access;
    let partner = tenants::of_domain(domain).and_then(|owner| access.partners.get(&owner.id));
    partner.unwrap_or(&access.default).b2b_collaboration_inbound == Access::Blocked
}

/// Only one of the lists may have entries, and these must be domain names.
pub(crate) fn check_domains(settings: &Settings) -> Result<(), String> {
    if !settings.allowed_domains.is_empty() && !settings.blocked_domains.is_empty() {
        return Err("allowedDomains and blockedDomains cannot both be set".into());
    }
    let bad =
        |name: &&String| name.contains('@') || !name.contains('.') || name.contains(char::is_whitespace);
    match settings.allowed_domains.iter().chain(&settings.blocked_domains).find(bad) {
        Some(name) => Err(format!("'{name}' is not the name of a domain")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
