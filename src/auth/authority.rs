//! Who signs people in: where its endpoints are, and by which name it must call itself.
//!
//! Entra's endpoints follow from its host and the tenant, so nothing is asked of anybody before a sign-in begins. Those of
//! another provider are found by its discovery document, see [`super::discovery`].

use crate::domain::cloud::Origin;
use crate::domain::guid::is_guid;

/// Entra's own way to write "any tenant" into an issuer.
const ANY_TENANT: &str = "{tenantid}";

/// The provider that signs people in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    pub(super) authorize: String,
    pub(super) token: String,
    /// Where a session ends; empty where the provider has no such place.
    pub(super) end_session: String,
    /// With [`ANY_TENANT`] in it, the issuer of each tenant.
    pub(super) issuer: String,
    /// Whether every answer of its sign-in page names the issuer (RFC 9207).
    pub(super) names_itself: bool,
    /// Whether a renewal says again which scopes it is for. Entra documents it so; by the standard, a renewal that says
    /// nothing is for all that was granted (RFC 6749 §6).
    pub(super) renews_by_scope: bool,
}

impl Authority {
    /// Entra at a host, for a tenant.
    #[must_use]
    pub fn entra(login: &Origin, tenant: &str) -> Self {
        let login = login.as_str();
        let endpoint = |name: &str| format!("{login}/{tenant}/oauth2/v2.0/{name}");
        Self {
            authorize: endpoint("authorize"),
            token: endpoint("token"),
            end_session: endpoint("logout"),
            issuer: format!("{login}/{ANY_TENANT}/v2.0"),
            // Entra's discovery document does not promise it.
            names_itself: false,
            renews_by_scope: true,
        }
    }

    /// Whether `issuer` is this provider's name: exactly, or in Entra's case that of a tenant for which `is_ours` holds.
    pub(super) fn is_called(&self, issuer: &str, is_ours: impl Fn(&str) -> bool) -> bool {
        match self.issuer.split_once(ANY_TENANT) {
            None => issuer == self.issuer,
            Some((before, after)) => issuer
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after))
                .is_some_and(|tenant| is_guid(tenant) && is_ours(tenant)),
        }
    }

    /// Whether the `iss` of an answer of the sign-in page lets it pass: a missing one only where none is promised
    /// (RFC 9207 §2.4). `tenant` is the configured one.
    pub(super) fn vouches_for(&self, iss: Option<&str>, tenant: &str) -> bool {
        let is_ours = |named: &str| !is_guid(tenant) || named.eq_ignore_ascii_case(tenant);
        iss.map_or(!self.names_itself, |iss| self.is_called(iss, is_ours))
    }
}

#[cfg(test)]
mod tests;
