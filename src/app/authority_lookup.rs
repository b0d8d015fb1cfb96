//! Finds the authority of a configuration, before any other request is sent. Must not know what a discovery document
//! contains: `auth::discovery` reads it.

use crate::auth::authority::Authority;
use crate::auth::discovery::{self, DiscoveryProblem};

use super::config::{Config, ConfigProblem};
use super::ports::{HttpRequest, Transport};

/// Entra's endpoints are known; those of another provider are loaded with its discovery document.
///
/// # Errors
/// [`ConfigProblem::Issuer`] if the document cannot be loaded or used.
pub async fn find(config: &Config, transport: &dyn Transport) -> Result<Authority, ConfigProblem> {
    let cloud = &config.cloud;
    let Some(issuer) = &cloud.issuer else {
        return Ok(Authority::entra(&cloud.login, &config.tenant));
    };
    match transport.send(HttpRequest::get(discovery::address(issuer))).await {
        Ok(response) if response.status == 200 => discovery::read(&response.body, issuer, &cloud.login),
        Ok(_) | Err(_) => Err(DiscoveryProblem::NotFound),
    }
    .map_err(ConfigProblem::Issuer)
}
