//! What a provider says of itself in its discovery document (OpenID Connect Discovery, RFC 8414).
//!
//! Knows what the document must say before anybody is sent there. Sends nothing itself.

use serde::Deserialize;

use crate::domain::cloud::Origin;
use crate::wire::{self, lenient};

use super::authority::Authority;

/// Why nobody can sign in with the configured provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiscoveryProblem {
    /// Its document could not be loaded, or is none.
    NotFound,
    /// The document is another issuer's (S-05).
    OtherIssuer,
    /// It lacks PKCE with S256, or an endpoint on the configured host.
    Unfit,
}

/// Whose document it is.
#[derive(Deserialize)]
struct Named {
    issuer: String,
}

/// What is read of it, by the names of the registry (OpenID Connect Discovery §3, RFC 8414 §2, RFC 9207 §3). A member of
/// another type makes the provider unfit, except the address for signing out, which it may lack.
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

/// Where the document of an issuer is.
#[must_use]
pub fn address(issuer: &str) -> String {
    format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
}

/// Reads the document of `issuer`, whose endpoints must be at `login`.
///
/// # Errors
/// What is wrong with it.
pub fn read(document: &str, issuer: &str, login: &Origin) -> Result<Authority, DiscoveryProblem> {
    let named: Named = wire::strict_object(document).map_err(|_| DiscoveryProblem::NotFound)?;
    if named.issuer != issuer {
        return Err(DiscoveryProblem::OtherIssuer);
    }
    let told: Metadata = wire::object(document).map_err(|_| DiscoveryProblem::Unfit)?;
    let end_session = told.end_session_endpoint.unwrap_or_default();
    let fits = |endpoint: &str| login.owns(endpoint) && !endpoint.contains(['?', '#']);
    let fit = fits(&told.authorization_endpoint)
        && fits(&told.token_endpoint)
        && (end_session.is_empty() || fits(&end_session))
        && told.code_challenge_methods_supported.iter().any(|method| method == "S256");
    if !fit {
        return Err(DiscoveryProblem::Unfit);
    }
    Ok(Authority {
        authorize: told.authorization_endpoint,
        token: told.token_endpoint,
        end_session,
        issuer: issuer.to_owned(),
        names_itself: told.authorization_response_iss_parameter_supported,
        renews_by_scope: false,
    })
}

#[cfg(test)]
mod tests;
