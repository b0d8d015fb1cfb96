//! Finds out who signs people in, before anything else is asked.

use crate::auth::authority::Authority;
use crate::auth::discovery::{self, DiscoveryProblem};

use super::config::{Config, ConfigProblem};
use super::ports::{HttpAsk, Transport};

/// The provider of a configuration: Entra as it is known, any other as its discovery document says.
///
/// # Errors
/// Why nobody can sign in there.
pub async fn find(config: &Config, transport: &dyn Transport) -> Result<Authority, ConfigProblem> {
    let cloud = &config.cloud;
    let Some(issuer) = &cloud.issuer else {
        return Ok(Authority::entra(&cloud.login, &config.tenant));
    };
    let ask = HttpAsk { method: "GET", url: discovery::address(issuer), headers: Vec::new(), body: None };
    match transport.send(ask).await {
        Ok(reply) if reply.status == 200 => discovery::read(&reply.body, issuer, &cloud.login),
        Ok(_) | Err(_) => Err(DiscoveryProblem::NotFound),
    }
    .map_err(ConfigProblem::Issuer)
}
