//! `/organization`: a list with the tenant, and its company branding.

mod branding;
mod logo;

use http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::single;
use crate::directory::{DEFAULT_DOMAIN, PRIVACY_STATEMENT, TENANT_ID, TENANT_NAME};
use crate::policies::licence::Licence;
use crate::tenant::Tenant;

const KIND: &str = "microsoft.graph.organization";
/// Permissions that show more than id, display name and verified domains.
const FULL: &[&str] = &["Organization.Read.All", "Organization.ReadWrite.All", "Directory.Read.All"];

/// Handles a call below `/organization`.
pub(super) fn handle(tenant: &Tenant, call: &Call, rest: &[&str]) -> Result<Reply, GraphError> {
    let known = match rest {
        [] | [_] | [_, "branding", ..] => true,
        [_, ..] => false,
    };
    if let (false, Some(last)) = (known, rest.last()) {
        return Err(GraphError::NoSegment((*last).to_owned()));
    }
    if call.request.method != Method::GET {
        return Err(GraphError::Method);
    }
    call.need_scope(&[FULL, &["User.Read", "User.Read.All"]].concat())?;
    match rest {
        [] => single::list(call, "organization", KIND, vec![body(tenant, call)]),
        [id, ..] if !id.eq_ignore_ascii_case(TENANT_ID) => Err(GraphError::NotFound((*id).to_owned())),
        [_] => single::object(call, "organization", KIND, body(tenant, call)),
        [_, _, rest @ ..] => branding::handle(tenant, call, rest),
    }
}

fn body(tenant: &Tenant, call: &Call) -> Value {
    let full = call.has_any_scope(FULL);
    let mut body = json!({
        "id": TENANT_ID,
        "deletedDateTime": null,
        "displayName": TENANT_NAME,
        "verifiedDomains": domains(tenant),
        "assignedPlans": [],
        "businessPhones": [],
        "city": null,
        "country": null,
        "countryLetterCode": null,
        "createdDateTime": null,
        "defaultUsageLocation": null,
        "marketingNotificationEmails": [],
        "mobileDeviceManagementAuthority": "unknown",
        "onPremisesLastSyncDateTime": null,
        "onPremisesSyncEnabled": null,
        "partnerTenantType": null,
        "postalCode": null,
        "preferredLanguage": null,
        "privacyProfile": null,
        "provisionedPlans": [],
        "securityComplianceNotificationMails": [],
        "securityComplianceNotificationPhones": [],
        "state": null,
        "street": null,
        "technicalNotificationMails": [],
        "tenantType": null,
    });
    if let (true, Some(members)) = (full, body.as_object_mut()) {
        members.extend(details(tenant));
    }
    body
}

/// The properties that need more than `User.Read`.
fn details(tenant: &Tenant) -> serde_json::Map<String, Value> {
    let plan = |service: &str, id: &str| {
        json!({
            "assignedDateTime": "2022-03-14T09:00:00Z",
            "capabilityStatus": "Enabled",
            "service": service,
            "servicePlanId": id,
        })
    };
    let mut plans = vec![plan("exchange", "9aaf7827-d63c-4b61-89c3-182f06f82e5c")];
    match tenant.settings.licence {
        Licence::Free => {}
        Licence::P1 => plans.push(plan("AADPremiumService", "41781fb2-bc02-4b7c-bd55-b576c07bb09d")),
        Licence::P2 => plans.push(plan("AADPremiumService", "eec0eb4f-6444-4f95-aba0-50c24d67f998")),
    }
    let details = json!({
        "assignedPlans": plans,
        "businessPhones": ["+1 425 555 0100"],
        "city": "Redmond",
        "countryLetterCode": "US",
        "createdDateTime": "2022-03-14T09:00:00Z",
        "postalCode": "98052",
        "preferredLanguage": "en",
        "privacyProfile": {
            "contactEmail": format!("privacy@{DEFAULT_DOMAIN}"),
            "statementUrl": PRIVACY_STATEMENT,
        },
        "state": "WA",
        "street": "1 Example Way",
        "technicalNotificationMails": [format!("it@{DEFAULT_DOMAIN}")],
        "tenantType": "AAD",
    });
    match details {
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            serde_json::Map::new()
        }
    }
}

/// The domain of the members and the initial one. Either can be the default domain.
fn domains(tenant: &Tenant) -> Vec<Value> {
    let default = tenant.primary_domain();
    let domain = |name: &str, initial: bool| {
        json!({
            "capabilities": "Email, OfficeCommunicationsOnline",
            "isDefault": name == default,
            "isInitial": initial,
            "name": name,
            "type": "Managed",
        })
    };
    vec![domain(DEFAULT_DOMAIN, false), domain(tenant.directory.initial_domain(), true)]
}
