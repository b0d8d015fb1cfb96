//! `GET /subscribedSkus`: the tenant's licences. Ids of products and plans are Microsoft's published ones [inferred].

use serde_json::{Value, json};

use super::call::Call;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::single;
use crate::directory::TENANT_ID;
use crate::policies::licence::Licence;
use crate::tenant::Tenant;

pub(super) struct Product {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    subscription: &'static str,
    /// Id and name.
    pub(super) plans: &'static [(&'static str, &'static str)],
}

const OFFICE: Product = Product {
    id: "3b555118-da6a-4418-894f-7df1e2096870",
    name: "O365_BUSINESS_ESSENTIALS",
    subscription: "0c3b3f60-4f12-4a7e-8d5d-6b1c80a9e7f1",
    plans: &[
        ("9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD"),
        ("57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"),
    ],
};

const P1: Product = Product {
    id: "078d2b04-f1bd-4111-bbd4-b4b1b354cef4",
    name: "AAD_PREMIUM",
    subscription: "6a9d2c04-83be-4f57-9c11-52e0d7f4b3a2",
    plans: &[
        ("41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM"),
        ("8a256a2b-b617-496d-b51b-e76466e88db0", "MFA_PREMIUM"),
    ],
};

const P2: Product = Product {
    id: "84a661c4-e949-4bd2-a560-ed7766fcaf2b",
    name: "AAD_PREMIUM_P2",
    subscription: "b7f4e815-1d60-4b93-a2c8-f03e9ad65c17",
    plans: &[
        ("41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM"),
        ("8a256a2b-b617-496d-b51b-e76466e88db0", "MFA_PREMIUM"),
        ("eec0eb4f-6444-4f95-aba0-50c24d67f998", "AAD_PREMIUM_P2"),
    ],
};

/// Mailboxes and Teams are always included; premium plans follow the setting `licence`.
pub(super) fn list(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    const READ: &[&str] = &[
        "LicenseAssignment.Read.All",
        "Organization.Read.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ];
    call.need_scope(READ)?;
    let products = products(tenant).iter().map(body).collect();
    single::list(call, "subscribedSkus", "microsoft.graph.subscribedSku", products)
}

/// The products that the tenant has.
pub(super) fn products(tenant: &Tenant) -> Vec<Product> {
    let premium = match tenant.settings.licence {
        Licence::Free => None,
        Licence::P1 => Some(P1),
        Licence::P2 => Some(P2),
    };
    [Some(OFFICE), premium].into_iter().flatten().collect()
}

fn body(product: &Product) -> Value {
    let plan = |(id, name): &(&str, &str)| {
        json!({
            "servicePlanId": id,
            "servicePlanName": name,
            "provisioningStatus": "Success",
            "appliesTo": "User",
        })
    };
    json!({
        "id": format!("{TENANT_ID}_{}", product.id),
        "accountId": TENANT_ID,
        "accountName": "contoso",
        "appliesTo": "User",
        "capabilityStatus": "Enabled",
        "consumedUnits": 10,
        "prepaidUnits": { "enabled": 25, "suspended": 0, "warning": 0, "lockedOut": 0 },
        "servicePlans": product.plans.iter().map(plan).collect::<Vec<_>>(),
        "skuId": product.id,
        "skuPartNumber": product.name,
        "subscriptionIds": [product.subscription],
    })
}
