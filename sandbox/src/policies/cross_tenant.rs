//! Cross-tenant access settings: the default, and those of single partners.
//!
//! Only B2B collaboration, automatic consent and trust in multi-factor authentication are simulated.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `accessType`; here always for all users and all applications.
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
    /// By tenant id. In a change, `null` removes an entry.
    #[serde(deserialize_with = "crate::merge_patch::without_nulls")]
    pub(crate) partners: BTreeMap<Uuid, Rules>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Rules {
    pub(crate) b2b_collaboration_inbound: Access,
    pub(crate) b2b_collaboration_outbound: Access,
    pub(crate) automatic_user_consent_settings: AutomaticConsent,
    /// Whether multi-factor authentication in the guest's home tenant counts.
    pub(crate) is_mfa_accepted: bool,
}

/// If both tenants allow it, invitations are redeemed without a consent page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct AutomaticConsent {
    pub(crate) inbound_allowed: bool,
    pub(crate) outbound_allowed: bool,
}
