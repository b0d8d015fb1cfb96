//! One sign-in from the button to the code: `begin` makes the address to go to and what to remember, `resume` puts an
//! answer together with what was remembered. What follows, redeeming the code and renewing, is in [`super::tokens`].
//!
//! The crate oauth2 makes the address, `state` and the PKCE pair. The answer comes in the fragment, so that the code never
//! reaches the host of the static files. The redirect URI is one constant: the portal's own address (S-08).

use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, CsrfToken, EndpointNotSet, EndpointSet, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, StandardRevocableToken, TokenUrl,
};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::domain::cloud::Origin;

use super::authority::Authority;
use super::callback::Callback;
use super::claims;
use super::error::{AuthKind, AuthProblem};
use super::tokens::{TokenRefusal, TokenReply};

/// Beside the Graph scopes: an id token, the profile claims in it, and a refresh token.
const OPENID_SCOPES: [&str; 3] = ["openid", "profile", "offline_access"];

/// Random bytes in `state` and `nonce`: as many as in the PKCE verifier.
const RANDOM_BYTES: u32 = 32;

/// The crate's client with the endpoints that are used here: to sign in, and for tokens.
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

/// What `config.json` and the portal's address say about the app.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Who signs people in.
    pub authority: Authority,
    /// Graph, whose scopes are asked for.
    pub graph: Origin,
    /// Tenant, GUID or domain.
    pub tenant: String,
    /// The app's id.
    pub client_id: ClientId,
    /// The portal's own address: the one registered redirect URI.
    pub redirect_uri: String,
}

/// How much the sign-in page may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Nothing at all: answer from the session there, or fail (`prompt=none`).
    Silent,
    /// Whatever it needs.
    AsNeeded,
    /// Let the person pick an account, also when only one is signed in.
    PickAccount,
}

/// What a sign-in is for.
pub struct Purpose {
    /// Graph scopes by their short names.
    pub scopes: Vec<&'static str>,
    /// How much may be asked.
    pub prompt: Prompt,
    /// Whom the page should suggest.
    pub login_hint: Option<String>,
    /// The page to come back to: a path of this portal.
    pub return_to: String,
    /// What Microsoft wants proved, as it said.
    pub claims: Option<String>,
}

/// What must survive the redirect: kept in this tab, read once. It holds the verifier, so it has no `Debug`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PendingLogin {
    state: CsrfToken,
    nonce: String,
    verifier: PkceCodeVerifier,
    scopes: Vec<Scope>,
    /// Whether the sign-in page was told to ask nothing.
    pub silent: bool,
    /// The page to come back to.
    pub return_to: String,
}

/// A code and everything that is needed to redeem it. It can be serialized because the page sends it to the worker, which
/// redeems it. It is never stored; code and verifier are of use once.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeExchange {
    pub(super) code: AuthorizationCode,
    pub(super) verifier: PkceCodeVerifier,
    pub(super) nonce: String,
    pub(super) scopes: Vec<Scope>,
}

impl Registration {
    /// Graph's scopes by their full names, with those of OpenID Connect.
    pub(super) fn full_scopes(&self, short: &[&str]) -> Vec<Scope> {
        let graph = short.iter().map(|name| format!("{}/{name}", self.graph.as_str()));
        OPENID_SCOPES.into_iter().map(str::to_owned).chain(graph).map(Scope::new).collect()
    }

    /// The app as oauth2 knows it. It has no secret: a browser cannot keep one.
    pub(super) fn client(&self) -> Result<Client, AuthProblem> {
        let unfit = |_| AuthProblem::own(AuthKind::Registration);
        Ok(oauth2::Client::new(self.client_id.clone())
            .set_auth_uri(AuthUrl::new(self.authority.authorize.clone()).map_err(unfit)?)
            .set_token_uri(TokenUrl::new(self.authority.token.clone()).map_err(unfit)?)
            .set_redirect_uri(RedirectUrl::new(self.redirect_uri.clone()).map_err(unfit)?))
    }
}

/// Begins a sign-in: where the browser must go, and what this tab must remember until it is back.
///
/// # Errors
/// [`AuthKind::Registration`] when the configured values do not make URLs.
pub fn begin(registration: &Registration, purpose: Purpose) -> Result<(Url, PendingLogin), AuthProblem> {
    let client = registration.client()?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let nonce = CsrfToken::new_random_len(RANDOM_BYTES).into_secret();
    let scopes = registration.full_scopes(&purpose.scopes);
    let mut request = client
        .authorize_url(|| CsrfToken::new_random_len(RANDOM_BYTES))
        .add_scopes(scopes.clone())
        .set_pkce_challenge(challenge)
        .add_extra_param("nonce", nonce.clone())
        .add_extra_param("response_mode", "fragment")
        .add_extra_param("claims", claims::request(purpose.claims.as_deref()))
        .add_extra_param("client_info", "1");
    request = match purpose.prompt {
        Prompt::Silent => request.add_extra_param("prompt", "none"),
        Prompt::PickAccount => request.add_extra_param("prompt", "select_account"),
        Prompt::AsNeeded => request,
    };
    if let Some(hint) = purpose.login_hint {
        request = request.add_extra_param("login_hint", hint);
    }
    let (address, state) = request.url();
    let silent = purpose.prompt == Prompt::Silent;
    Ok((address, PendingLogin { state, nonce, verifier, scopes, silent, return_to: purpose.return_to }))
}

/// Puts an answer together with what this tab remembered.
///
/// # Errors
/// What the sign-in page reported, or [`AuthKind::Foreign`] when the answer is not for this tab's sign-in: then no
/// request may follow (S-02, S-03). [`AuthKind::BadToken`] when it is not this provider's (S-04).
pub fn resume(
    registration: &Registration,
    pending: Option<PendingLogin>,
    callback: Callback,
) -> Result<CodeExchange, AuthProblem> {
    let (Some(pending), Some((state, iss))) = (pending, callback.origin()) else {
        return Err(AuthProblem::own(AuthKind::Foreign));
    };
    if state != pending.state.secret() {
        return Err(AuthProblem::own(AuthKind::Foreign));
    }
    if !registration.authority.vouches_for(iss, &registration.tenant) {
        return Err(AuthProblem::own(AuthKind::BadToken));
    }
    match callback {
        Callback::Code { code, .. } => Ok(CodeExchange {
            code,
            verifier: pending.verifier,
            nonce: pending.nonce,
            scopes: pending.scopes,
        }),
        Callback::Refused { problem, .. } => Err(problem),
        Callback::Malformed => Err(AuthProblem::own(AuthKind::Foreign)),
    }
}

/// The address that ends the session at Microsoft and comes back here; where the provider has none, back here alone.
#[must_use]
pub fn logout_url(registration: &Registration, login_hint: &str) -> String {
    let parameters = [
        ("post_logout_redirect_uri", registration.redirect_uri.as_str()),
        ("client_id", registration.client_id.as_str()),
        ("logout_hint", login_hint),
    ];
    let address = Url::parse_with_params(&registration.authority.end_session, parameters);
    address.map_or_else(|_| registration.redirect_uri.clone(), String::from)
}

#[cfg(test)]
mod tests;
