//! `tenantRelationships`: finds the tenant of a domain or of an id.

use http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::call::Call;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::service_error::ServiceError;
use crate::policies::tenants::{self, OtherTenant};
use crate::tenant::Tenant;

const READ: &[&str] = &["CrossTenantInformation.ReadBasic.All"];

/// Handles the functions below `/tenantRelationships`. A function and its argument are one path segment.
pub(super) fn handle(tenant: &Tenant, call: &Call, function: &str) -> Result<Reply, GraphError> {
    // In a cloud without these functions the segment is unknown [inferred].
    if !tenant.directory.cloud().finds_tenants() {
        return Err(GraphError::NoSegment(function.to_owned()));
    }
    let (found, error) = if let Some(domain) = argument(function, BY_DOMAIN) {
        (tenants::of_domain(domain), ServiceError::NoTenantOfDomain(domain.to_owned()))
    } else if let Some(id) = argument(function, BY_ID) {
        (Uuid::try_parse(id).ok().and_then(tenants::by_id), ServiceError::NoTenant(id.to_owned()))
    } else {
        return Err(GraphError::NoSegment(function.to_owned()));
    };
    if call.request.method != Method::GET {
        return Err(GraphError::Method);
    }
    call.need_scope(READ)?;
    let mut body = body(found.ok_or(error)?);
    if let Some(members) = body.as_object_mut() {
        let context = call.context("microsoft.graph.tenantInformation");
        members.insert("@odata.context".into(), context.into());
    }
    Ok(Reply::ok(body))
}

const BY_DOMAIN: (&str, &str) = ("findTenantInformationByDomainName", "domainName");
const BY_ID: (&str, &str) = ("findTenantInformationByTenantId", "tenantId");

/// The argument in `name(parameter='…')`; the name may have its namespace.
fn argument<'a>(function: &'a str, (name, parameter): (&str, &str)) -> Option<&'a str> {
    let bare = function.strip_prefix("microsoft.graph.").unwrap_or(function);
    let rest = bare.strip_prefix(name)?.strip_prefix('(')?.strip_prefix(parameter)?;
    rest.strip_prefix("='")?.strip_suffix("')")
}

fn body(tenant: &OtherTenant) -> Value {
    let [primary, _] = tenant.domains;
    json!({
        "tenantId": tenant.id,
        "displayName": tenant.name,
        "federationBrandName": null,
        "defaultDomainName": primary,
    })
}

#[cfg(test)]
mod tests;
