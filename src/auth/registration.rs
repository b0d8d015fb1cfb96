//! The app's entry in Entra: authority, tenant, client id and the only redirect URI.
//!
//! Must not know which scopes a sign-in needs: the caller names them.

use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::{
    AuthUrl, ClientId, EndpointNotSet, EndpointSet, RedirectUrl, Scope, StandardRevocableToken, TokenUrl,
};

use crate::domain::cloud::Origin;
use crate::domain::tenant::Tenant;

use super::authority::Authority;
use super::error::{AuthKind, AuthProblem};
use super::token_answer::{TokenRefusal, TokenReply};

/// Scopes in addition to Graph's: for an id token, its profile claims, and a refresh token.
const OPENID_SCOPES: [&str; 3] = ["openid", "profile", "offline_access"];

/// The client of the crate oauth2, with the authorize endpoint and the token endpoint.
pub(super) type Client = oauth2::Client<
    TokenRefusal,
    TokenReply,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// The app registration, from `config.json` and the portal's address.
#[derive(Clone, Debug)]
pub struct Registration {
    pub authority: Authority,
    /// The origin of Graph, which is the prefix of its scopes.
    pub graph: Origin,
    pub tenant: Tenant,
    pub client_id: ClientId,
    /// The portal's own address, which is the only registered redirect URI.
    pub redirect_uri: String,
}

impl Registration {
    /// Identifies the registration: tenant, client id and Graph's host. A worker, its locks and channels, and the
    /// records of a tab belong to one registration.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {} {}", self.tenant.as_str(), self.client_id.as_str(), self.graph.as_str())
    }

    /// The scopes of OpenID Connect, and Graph's scopes with their prefix.
    pub(super) fn full_scopes(&self, short: &[&str]) -> Vec<Scope> {
        let graph = short.iter().map(|name| format!("{}/{name}", self.graph.as_str()));
        OPENID_SCOPES.into_iter().map(str::to_owned).chain(graph).map(Scope::new).collect()
    }

    /// The client has no secret, because a browser cannot keep one.
    pub(super) fn client(&self) -> Result<Client, AuthProblem> {
        let unfit = |_| AuthProblem::own(AuthKind::Registration);
        Ok(oauth2::Client::new(self.client_id.clone())
            .set_auth_uri(AuthUrl::new(self.authority.authorize.clone()).map_err(unfit)?)
            .set_token_uri(TokenUrl::new(self.authority.token.clone()).map_err(unfit)?)
            .set_redirect_uri(RedirectUrl::new(self.redirect_uri.clone()).map_err(unfit)?))
    }
}
