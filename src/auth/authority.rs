//! The authority, which signs people in: its endpoints, and its name as an issuer.
//!
//! Entra's endpoints follow from its host and the tenant, so a sign-in begins without a request. Those of another
//! provider are read from its discovery document, see [`super::discovery`]. Must not send requests.

use crate::domain::cloud::Origin;
use crate::domain::tenant::{Tenant, TenantId};

/// Entra's placeholder for the tenant's id in an issuer.
pub(super) const ANY_TENANT: &str = "{tenantid}";

/// The provider that signs people in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    pub(super) authorize: String,
    pub(super) token: String,
    /// The address that ends a session, if the provider has one.
    pub(super) end_session: Option<String>,
    /// The issuer. If it contains [`ANY_TENANT`], each tenant has its own.
    pub(super) issuer: String,
    /// Whether every response of the sign-in page names the issuer (RFC 9207).
    pub(super) sends_iss: bool,
    /// Whether a renewal must name its scopes. Entra documents it so; by the standard, a renewal without scopes is for
    /// all granted ones (RFC 6749 §6).
    pub(super) renews_by_scope: bool,
}

impl Authority {
    #[must_use]
    pub fn entra(login: &Origin, tenant: &Tenant) -> Self {
        let (login, tenant) = (login.as_str(), tenant.as_str());
        let endpoint = |name: &str| format!("{login}/{tenant}/oauth2/v2.0/{name}");
        Self {
            authorize: endpoint("authorize"),
            token: endpoint("token"),
            end_session: Some(endpoint("logout")),
            issuer: format!("{login}/{ANY_TENANT}/v2.0"),
            // Entra's discovery document does not promise it.
            sends_iss: false,
            renews_by_scope: true,
        }
    }

    /// Whether `issuer` is this provider. For Entra, it must be the issuer of a tenant for which `is_ours` returns
    /// true.
    pub(super) fn is_issuer(&self, issuer: &str, is_ours: impl Fn(&TenantId) -> bool) -> bool {
        match self.issuer.split_once(ANY_TENANT) {
            None => issuer == self.issuer,
            Some((before, after)) => issuer
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after))
                .and_then(TenantId::parse)
                .is_some_and(|tenant| is_ours(&tenant)),
        }
    }

    /// Whether the `iss` of a response of the sign-in page is accepted (RFC 9207 §2.4). A missing one is accepted only
    /// if the provider does not promise to send it. `tenant` is the configured one.
    pub(super) fn accepts_issuer_of_answer(&self, iss: Option<&str>, tenant: &Tenant) -> bool {
        iss.map_or(!self.sends_iss, |iss| self.is_issuer(iss, |named| tenant.may_be(named)))
    }
}

#[cfg(test)]
mod tests;
