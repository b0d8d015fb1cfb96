//! The tenant's policies on guests: allowed domains, cross-tenant access, authorization policy, and the licence.
//!
//! Settings and Graph change the same data. Must not know the caller, or the JSON of a response.

pub(crate) mod authorization;
pub(crate) mod cross_tenant;
pub(crate) mod licence;
pub(crate) mod tenants;

use crate::settings::Settings;
use cross_tenant::Access;

/// Whether the allow or block list excludes the domain. Case does not matter. That an entry does not include subdomains
/// is [inferred].
pub(crate) fn domain_refused(settings: &Settings, domain: &str) -> bool {
    let listed = |list: &[String]| list.iter().any(|name| name.eq_ignore_ascii_case(domain));
    if settings.allowed_domains.is_empty() {
        listed(&settings.blocked_domains)
    } else {
        !listed(&settings.allowed_domains)
    }
}

/// Whether cross-tenant access blocks guests of this domain: by the settings of the partner tenant that owns the
/// domain, else by the default. That the default also applies to domains without a tenant is [inferred].
pub(crate) fn cross_tenant_blocked(settings: &Settings, domain: &str) -> bool {
    let access = &settings.cross_tenant_access;
    let partner = tenants::of_domain(domain).and_then(|owner| access.partners.get(&owner.id));
    partner.unwrap_or(&access.default).b2b_collaboration_inbound == Access::Blocked
}

#[cfg(test)]
mod tests;
