//! Tenants that can be found by their domains: this one and some of the fictitious partner companies. The other
//! companies have no tenant.

use uuid::{Uuid, uuid};

use crate::directory::{DEFAULT_DOMAIN, INITIAL_DOMAIN, TENANT_NAME};

/// The data that `tenantRelationships` returns.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OtherTenant {
    pub(crate) id: Uuid,
    pub(crate) name: &'static str,
    /// The primary domain first.
    pub(crate) domains: [&'static str; 2],
}

const fn tenant(id: Uuid, name: &'static str, primary: &'static str, initial: &'static str) -> OtherTenant {
    OtherTenant { id, name, domains: [primary, initial] }
}

const TENANTS: &[OtherTenant] = &[
    // This tenant: it can find itself too.
    tenant(uuid!("5bd2bd29-8a51-4a6c-9d0a-4c7f6f3b6c10"), TENANT_NAME, DEFAULT_DOMAIN, INITIAL_DOMAIN),
    tenant(
        uuid!("2c4b7a9e-5d18-4c63-9a0f-1e7d3b6f8a21"),
        "Fabrikam, Inc.",
        "fabrikam.com",
        "fabrikam.onmicrosoft.com",
    ),
    tenant(
        uuid!("6f1d0c37-92b4-47ea-8c5b-d3a94e60b7f2"),
        "A. Datum Corporation",
        "adatum.com",
        "adatum.onmicrosoft.com",
    ),
    tenant(
        uuid!("91e6a3d4-0b7c-4f52-b8a1-65c2f7d90e33"),
        "Adventure Works",
        "adventure-works.com",
        "adventureworks.onmicrosoft.com",
    ),
    tenant(
        uuid!("b75c21f8-46ad-4e09-97d3-0a8be14c5d64"),
        "Alpine Ski House",
        "alpineskihouse.com",
        "alpineskihouse.onmicrosoft.com",
    ),
    tenant(
        uuid!("d08f4b62-73c1-4a95-8e2d-b91705fac385"),
        "Litware, Inc.",
        "litwareinc.com",
        "litware.onmicrosoft.com",
    ),
    tenant(
        uuid!("3ae95d10-c84f-4b27-a6f0-7d52e381b496"),
        "Northwind Traders",
        "northwindtraders.com",
        "northwindtraders.onmicrosoft.com",
    ),
    tenant(
        uuid!("57b0e8c9-1f36-4d8a-9b74-c20d6a5f1ea7"),
        "Proseware, Inc.",
        "proseware.com",
        "proseware.onmicrosoft.com",
    ),
    tenant(
        uuid!("84d7f3a5-e92b-4c10-b35e-19f60c7d8ab8"),
        "Relecloud",
        "relecloud.com",
        "relecloud.onmicrosoft.com",
    ),
    tenant(
        uuid!("a6c82e4d-50f7-49b3-8d19-e37b04f52cc9"),
        "Tailspin Toys",
        "tailspintoys.com",
        "tailspintoys.onmicrosoft.com",
    ),
    tenant(
        uuid!("c91a6f05-8d3e-4274-a0cb-52e8d7b913da"),
        "Lamna Healthcare",
        "lamnahealthcare.com",
        "lamnahealthcare.onmicrosoft.com",
    ),
];

/// The tenant that owns this domain.
pub(crate) fn of_domain(domain: &str) -> Option<&'static OtherTenant> {
    TENANTS.iter().find(|tenant| tenant.domains.iter().any(|own| own.eq_ignore_ascii_case(domain)))
}

/// All tenants except this one.
pub(crate) fn others() -> impl Iterator<Item = &'static OtherTenant> {
    TENANTS.iter().filter(|tenant| tenant.domains[0] != DEFAULT_DOMAIN)
}

pub(crate) fn by_id(id: Uuid) -> Option<&'static OtherTenant> {
    TENANTS.iter().find(|tenant| tenant.id == id)
}

#[cfg(test)]
mod tests;
