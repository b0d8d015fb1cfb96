//! `crossTenantAccessPolicy`: the default and the settings of single partners, in the service's full shape.

use serde_json::{Value, json};
use uuid::Uuid;

use super::super::service_error::ServiceError;
use super::super::single;
use crate::graph::admins::READ_POLICIES;
use crate::graph::call::Call;
use crate::graph::graph_error::GraphError;
use crate::graph::reply::Reply;
use crate::policies::cross_tenant::{Access, Rules};
use crate::tenant::Tenant;

const SET: &str = "policies/crossTenantAccessPolicy";
const PARTNER: &str = "microsoft.graph.crossTenantAccessPolicyConfigurationPartner";

pub(super) fn policy(call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(READ_POLICIES)?;
    let body = json!({
        "id": "5c027107-6ba7-42e7-9583-7df394bffd0a",
        "deletedDateTime": null,
        "displayName": "CrossTenantAccessPolicy",
        "description": null,
        "allowedCloudEndpoints": [],
    });
    single::object(call, SET, "microsoft.graph.crossTenantAccessPolicy", body)
}

pub(super) fn default(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(READ_POLICIES)?;
    let rules = tenant.settings.cross_tenant_access.default;
    let mut body = configuration(&rules);
    if let Some(members) = body.as_object_mut() {
        members.insert("id".into(), "5c027107-6ba7-42e7-9583-7df394bffd0a".into());
        members.insert("isServiceDefault".into(), (rules == Rules::default()).into());
        members.insert(
            "invitationRedemptionIdentityProviderConfiguration".into(),
            json!({
                "primaryIdentityProviderPrecedenceOrder":
                    ["externalFederation", "azureActiveDirectory", "socialIdentityProviders"],
                "fallbackIdentityProvider": "defaultConfiguredIdp",
            }),
        );
    }
    single::object(
        call,
        &format!("{SET}/default"),
        "microsoft.graph.crossTenantAccessPolicyConfigurationDefault",
        body,
    )
}

pub(super) fn partners(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    call.need_scope(READ_POLICIES)?;
    let all = &tenant.settings.cross_tenant_access.partners;
    let partners = all.iter().map(|(id, rules)| partner_body(*id, rules)).collect();
    single::list(call, &format!("{SET}/partners"), PARTNER, partners)
}

/// 404 for a partner without settings: the default applies.
pub(super) fn partner(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    call.need_scope(READ_POLICIES)?;
    let known = Uuid::try_parse(id).ok();
    let found = known.and_then(|id| Some((id, tenant.settings.cross_tenant_access.partners.get(&id)?)));
    let (id, rules) = found.ok_or_else(|| ServiceError::NoPartner(id.to_owned()))?;
    single::object(call, &format!("{SET}/partners"), PARTNER, partner_body(id, rules))
}

fn partner_body(id: Uuid, rules: &Rules) -> Value {
    let mut body = configuration(rules);
    if let Some(members) = body.as_object_mut() {
        members.insert("tenantId".into(), id.to_string().into());
        members.insert("isServiceProvider".into(), Value::Null);
        members.insert("isInMultiTenantOrganization".into(), false.into());
    }
    body
}

/// The members that default and partners share. Direct connect always has the service's default.
fn configuration(rules: &Rules) -> Value {
    json!({
        "automaticUserConsentSettings": rules.automatic_user_consent_settings,
        "b2bCollaborationInbound": collaboration(rules.b2b_collaboration_inbound),
        "b2bCollaborationOutbound": collaboration(rules.b2b_collaboration_outbound),
        "b2bDirectConnectInbound": collaboration(Access::Blocked),
        "b2bDirectConnectOutbound": collaboration(Access::Blocked),
        "inboundTrust": {
            "isMfaAccepted": rules.is_mfa_accepted,
            "isCompliantDeviceAccepted": false,
            "isHybridAzureADJoinedDeviceAccepted": false,
        },
        "tenantRestrictions": null,
    })
}

fn collaboration(access: Access) -> Value {
    let to = |target: &str, kind: &str| json!({ "accessType": access, "targets": [{ "target": target, "targetType": kind }] });
    json!({ "usersAndGroups": to("AllUsers", "user"), "applications": to("AllApplications", "application") })
}
