//! Reads the discovery document of an OpenID provider (OpenID Connect Discovery, RFC 8414).
//!
//! Knows what the document must contain before the browser is sent to the provider. Must not load it: the caller does.

use serde::Deserialize;

use crate::domain::cloud::Origin;
use crate::wire::{self, lenient};

use super::authority::{ANY_TENANT, Authority};

/// Why a sign-in at the configured provider is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiscoveryProblem {
    /// The document could not be loaded, or it is not a discovery document.
    NotFound,
    /// The document names another issuer (S-05).
    OtherIssuer,
    /// The provider lacks PKCE with S256, or an endpoint is not on the configured host.
    Unfit,
}

#[derive(Deserialize)]
struct Named {
    issuer: String,
}

/// The members that the portal needs (OpenID Connect Discovery §3, RFC 8414 §2, RFC 9207 §3). A member with a wrong
/// type makes the provider unfit, except `end_session_endpoint`, which is optional.
#[derive(Deserialize)]
struct Metadata {
    authorization_endpoint: String,
    token_endpoint: String,
    #[serde(default, deserialize_with = "lenient")]
    end_session_endpoint: Option<String>,
    #[serde(default)]
    code_challenge_methods_supported: Vec<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// An address on the sign-in host that responds to any browser, for the question whether the host is reachable.
#[must_use]
pub fn probe(authority: &Authority) -> String {
    address(&authority.issuer.replace(ANY_TENANT, "common"))
}

/// The address of an issuer's discovery document.
#[must_use]
pub fn address(issuer: &str) -> String {
    format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
}

/// Reads the document of `issuer`, whose endpoints must be at `login`.
///
/// # Errors
/// Why the document cannot be used.
pub fn read(document: &str, issuer: &str, login: &Origin) -> Result<Authority, DiscoveryProblem> {
    let named: Named = wire::strict_object(document).map_err(|_| DiscoveryProblem::NotFound)?;
    if named.issuer != issuer {
        return Err(DiscoveryProblem::OtherIssuer);
    }
    let metadata: Metadata = wire::object(document).map_err(|_| DiscoveryProblem::Unfit)?;
    let end_session = metadata.end_session_endpoint.filter(|endpoint| !endpoint.is_empty());
    let fits = |endpoint: &str| login.owns(endpoint) && !endpoint.contains(['?', '#']);
    let fit = fits(&metadata.authorization_endpoint)
        && fits(&metadata.token_endpoint)
        && end_session.as_deref().is_none_or(fits)
        && metadata.code_challenge_methods_supported.iter().any(|method| method == "S256");
    if !fit {
        return Err(DiscoveryProblem::Unfit);
    }
    Ok(Authority {
        authorize: metadata.authorization_endpoint,
        token: metadata.token_endpoint,
        end_session,
        issuer: issuer.to_owned(),
        sends_iss: metadata.authorization_response_iss_parameter_supported,
        renews_by_scope: false,
    })
}

#[cfg(test)]
mod tests;
