//! The tenant's policies on guests: who they are let in by, what they may see, which domains and tenants are welcome,
//! and the licences that some answers need.
//!
//! Knows Entra's vocabulary and its defaults; holds data that settings and Graph change alike. Must not know who asks,
//! or how a policy looks in an answer.

pub(crate) mod authorization;
pub(crate) mod cross_tenant;
pub(crate) mod tenants;

use serde::{Deserialize, Serialize};

use crate::settings::Settings;
use cross_tenant::Access;

/// What the tenant has licences for; decides about reports, `signInActivity` and how long reports reach back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Licence {
    /// Entra ID Free.
    #[serde(rename = "free")]
    Free,
    P1,
    P2,
}

impl Licence {
    /// Whether the tenant counts as premium: P1 is enough everywhere here.
    pub(crate) fn is_premium(self) -> bool {
        match self {
            Self::Free => false,
            Self::P1 | Self::P2 => true,
        }
    }

    /// How far back reports reach: 7 days without, 30 days with a premium licence.
    pub(crate) fn retention_days(self) -> i64 {
        if self.is_premium() { 30 } else { 7 }
    }
}

/// Whether the allow list or the block list keeps guests of this domain out. Names compare without case, and a name
/// stands for itself alone: that subdomains do not count is inferred.
pub(crate) fn domain_refused(settings: &Settings, domain: &str) -> bool {
    let listed = |list: &[String]| list.iter().any(|name| name.eq_ignore_ascii_case(domain));
    if settings.allowed_domains.is_empty() {
        listed(&settings.blocked_domains)
    } else {
        !listed(&settings.allowed_domains)
    }
}

/// Whether cross-tenant access keeps guests of this domain out: by what is set for the tenant that owns the domain, and
/// where nothing is, by the default. That the default also counts for domains in no tenant is inferred.
pub(crate) fn cross_tenant_blocked(settings: &Settings, domain: &str) -> bool {
    let access = &settings.cross_tenant_access;
    let partner = tenants::of_domain(domain).and_then(|owner| access.partners.get(&owner.id));
    partner.unwrap_or(&access.default).b2b_collaboration_inbound == Access::Blocked
}

/// Either list, not both, and names rather than addresses.
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
