//! Cross-tenant access: what holds for other tenants by default, and for single ones.
//!
//! A small part of the service's settings: whether guests may come or go, whose consent is taken as given, and whose
//! multi-factor authentication counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `accessType`, here always for all users and all applications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Access {
    #[default]
    Allowed,
    Blocked,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct CrossTenantAccess {
    pub(crate) default: Rules,
    /// By tenant id; `null` in a change takes one away.
    #[serde(deserialize_with = "crate::settings::without_nulls")]
    pub(crate) partners: BTreeMap<Uuid, Rules>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Rules {
    pub(crate) b2b_collaboration_inbound: Access,
    pub(crate) b2b_collaboration_outbound: Access,
    pub(crate) automatic_user_consent_settings: AutomaticConsent,
    /// Whether a second factor that the guest gave at home counts here.
    pub(crate) is_mfa_accepted: bool,
}

/// With both sides' consent given here, invitations are redeemed without a consent page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct AutomaticConsent {
    pub(crate) inbound_allowed: bool,
    pub(crate) outbound_allowed: bool,
}
