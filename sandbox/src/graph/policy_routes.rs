//! `/policies`: the tenant's policies on guests.

mod authorization_policy;
mod cross_tenant_policy;

use http::Method;
use serde_json::json;

use super::call::Call;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::single;
use crate::settings::Settings;
use crate::tenant::Tenant;

/// Handles a call below `/policies`.
pub(super) fn handle(tenant: &mut Tenant, call: &Call, rest: &[&str]) -> Result<Reply, GraphError> {
    let read = call.request.method == Method::GET;
    match (rest, call.version) {
        (["authorizationPolicy"], "v1.0") if read => authorization_policy::show(tenant, call),
        (["authorizationPolicy"], "v1.0") if call.request.method == Method::PATCH => {
            authorization_policy::change(tenant, call)
        }
        // In beta `authorizationPolicy` is a list with one member, which has the same name [inferred].
        (["authorizationPolicy"], _) if read => authorization_policy::list(tenant, call),
        (["authorizationPolicy", "authorizationPolicy"], "beta") if read => {
            authorization_policy::show(tenant, call)
        }
        (["authorizationPolicy", "authorizationPolicy"], "beta") if call.request.method == Method::PATCH => {
            authorization_policy::change(tenant, call)
        }
        (["crossTenantAccessPolicy"], _) if read => cross_tenant_policy::policy(call),
        (["crossTenantAccessPolicy", "default"], _) if read => cross_tenant_policy::default(tenant, call),
        (["crossTenantAccessPolicy", "partners"], _) if read => cross_tenant_policy::partners(tenant, call),
        (["crossTenantAccessPolicy", "partners", id], _) if read => {
            cross_tenant_policy::partner(tenant, call, id)
        }
        (["b2bManagementPolicies"], "beta") if read => domain_lists(&tenant.settings, call),
        (["authorizationPolicy" | "crossTenantAccessPolicy", ..], _) if !read => Err(GraphError::Method),
        (["b2bManagementPolicies"], "beta") => Err(GraphError::Method),
        ([.., last], _) => Err(GraphError::NoSegment((*last).to_owned())),
        ([], _) => Err(GraphError::NoSegment("policies".into())),
    }
}

/// `GET /beta/policies/b2bManagementPolicies`: the allow or block list of domains, as a JSON string in an array. Empty
/// until there is a list.
fn domain_lists(settings: &Settings, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(&["Policy.Read.B2BManagementPolicy", "Policy.Read.All"])?;
    let (allowed, blocked) = (&settings.allowed_domains, &settings.blocked_domains);
    let mut policies = Vec::new();
    if !(allowed.is_empty() && blocked.is_empty()) {
        let definition = json!({
            "B2BManagementPolicy": {
                "InvitationsAllowedAndBlockedDomainsPolicy": {
                    "AllowedDomains": allowed,
                    "BlockedDomains": blocked,
                },
            },
        });
        policies.push(json!({
            "id": "b1c1f6a3-7a34-4f0e-9c58-2f4f9f1c7d15",
            "deletedDateTime": null,
            "definition": [definition.to_string()],
            "displayName": "B2BManagementPolicy",
            "isOrganizationDefault": true,
        }));
    }
    single::list(call, "policies/b2bManagementPolicies", "microsoft.graph.b2bManagementPolicy", policies)
}
