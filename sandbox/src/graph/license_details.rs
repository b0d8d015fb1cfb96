//! `/users/{id}/licenseDetails`: the licences of a person.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use uuid::Uuid;

use super::call::Call;
use super::graph_error::GraphError;
use super::licences::{self, Product};
use super::reply::Reply;
use super::{people, single};
use crate::directory::TENANT_ID;
use crate::directory::{User, UserType};
use crate::tenant::Tenant;

/// [documented] user-list-licensedetails.md.
const READ: &[&str] = &[
    "LicenseAssignment.Read.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "User.Read.All",
    "User.ReadWrite.All",
];

/// The plan for Teams. It is switched off for everybody, because the sandbox has no chats [invented].
const TEAMS: &str = "TEAMS1";

/// `whose` is a user in the path; `None` means the caller.
pub(super) fn list(tenant: &Tenant, call: &Call, whose: Option<&str>) -> Result<Reply, GraphError> {
    let user = match whose {
        None => {
            call.need_scope(&[people::SELF, READ].concat())?;
            call.me()?
        }
        Some(name) => {
            let found = people::find(tenant, call, name);
            let own = found.is_some_and(|user| call.bearer.person == Some(user.id));
            if !(own && call.has_any_scope(people::SELF)) {
                call.need_scope(READ)?;
                people::others_readable(tenant, call)?;
            }
            found.ok_or_else(|| GraphError::NotFound(name.to_owned()))?
        }
    };
    let rows = if has_licences(user) {
        licences::products(tenant).iter().map(|product| row(user, product)).collect()
    } else {
        Vec::new()
    };
    let set = format!("users('{}')/licenseDetails", user.id);
    single::list(call, &set, "microsoft.graph.licenseDetails", rows)
}

/// Employees have every product of the tenant. A guest has none: an invitation assigns no licence, and sets no
/// `usageLocation`, without which none can be assigned [observed].
fn has_licences(user: &User) -> bool {
    user.user_type == Some(UserType::Member) && !user.is_external() && user.enabled
}

fn row(user: &User, product: &Product) -> Value {
    let plan = |(id, name): &(&str, &str)| {
        json!({
            "servicePlanId": id,
            "servicePlanName": name,
            "provisioningStatus": if *name == TEAMS { "Disabled" } else { "Success" },
            "appliesTo": "User",
        })
    };
    json!({
        "id": details_id(user.id, product),
        "skuId": product.id,
        "skuPartNumber": product.name,
        "servicePlans": product.plans.iter().map(plan).collect::<Vec<_>>(),
    })
}

/// 43 characters of base64url. [observed] In the documented example all licences of a tenant begin alike and end with
/// the id of the product; the rest is [invented].
fn details_id(user: Uuid, product: &Product) -> String {
    let number = |text: &str| Uuid::try_parse(text).unwrap_or_default();
    let mut bytes = Uuid::from_u128(number(TENANT_ID).as_u128() ^ user.as_u128()).to_bytes_le().to_vec();
    bytes.extend_from_slice(&number(product.id).to_bytes_le());
    URL_SAFE_NO_PAD.encode(bytes)
}
