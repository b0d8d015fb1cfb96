//! One sign-in from the button to the tokens: `begin` makes the address to go to and what to remember, `resume` puts
//! an answer together with what was remembered. Redeeming and renewing are requests that somebody else sends.
//!
//! The answer comes in the fragment, so that the code never reaches the host of the static files. The redirect
//! URI is one constant: the portal's own address (S-08).

use std::future::Future;

use oauth2::basic::{BasicErrorResponse, BasicErrorResponseType, BasicRevocationErrorResponse, BasicTokenType};
use oauth2::{
    AuthUrl, AuthorizationCode, Client, ClientId, CsrfToken, EndpointNotSet, EndpointSet, ExtraTokenFields, HttpRequest,
    HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope,
    StandardRevocableToken, StandardTokenResponse, TokenResponse as _, TokenUrl,
};
use serde::{Deserialize, Serialize};

use crate::domain::cloud::Origin;
use crate::domain::secret::Secret;

use super::callback::Callback;
use super::error::{AuthKind, AuthProblem};
use super::id_token::{self, Expected};
use super::session::Account;

/// Beside the Graph scopes: an id token, the profile claims in it, and a refresh token.
const OPENID_SCOPES: [&str; 3] = ["openid", "profile", "offline_access"];

/// What `config.json` and the portal's address say about the app.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The sign-in host.
    pub login: Origin,
    /// Graph, whose scopes are asked for.
    pub graph: Origin,
    /// Tenant, GUID or domain.
    pub tenant: String,
    /// The app's id.
    pub client_id: String,
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
}

/// What must survive the redirect: kept in this tab, read once. It holds the verifier, so it has no `Debug`.
#[derive(Serialize, Deserialize)]
pub struct PendingLogin {
    state: String,
    nonce: String,
    verifier: String,
    scopes: Vec<String>,
    /// Whether the sign-in page was told to ask nothing.
    pub silent: bool,
    /// The page to come back to.
    pub return_to: String,
}

/// A code and everything that redeeming it takes.
pub struct CodeExchange {
    code: Secret,
    verifier: Secret,
    nonce: String,
    scopes: Vec<String>,
}

/// Tokens of one sign-in. No `Debug`, no `Clone`, never stored.
pub struct Tokens {
    /// For Graph.
    pub access: Secret,
    /// For the next access token; a browser app's lives 24 hours.
    pub refresh: Option<Secret>,
    /// Seconds that the access token lives.
    pub expires_in: u64,
    /// The scopes that were granted, separated by blanks.
    pub scopes: String,
}

/// The id token rides along as an extra field.
#[derive(Debug, Serialize, Deserialize)]
struct IdTokenField {
    id_token: Option<String>,
}
impl ExtraTokenFields for IdTokenField {}

type TokenAnswer = StandardTokenResponse<IdTokenField, BasicTokenType>;
type EntraClient<HasAuth, HasToken> = Client<
    BasicErrorResponse,
    TokenAnswer,
    oauth2::StandardTokenIntrospectionResponse<oauth2::EmptyExtraTokenFields, BasicTokenType>,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    HasAuth,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    HasToken,
>;

impl Registration {
    fn endpoint(&self, name: &str) -> String {
        format!("{}/{}/oauth2/v2.0/{name}", self.login.as_str(), self.tenant)
    }

    /// # Errors
    /// [`AuthKind::Registration`] when the configured values do not make URLs.
    fn client(&self) -> Result<EntraClient<EndpointSet, EndpointSet>, AuthProblem> {
        let broken = |_| AuthProblem::own(AuthKind::Registration);
        Ok(EntraClient::<EndpointNotSet, EndpointNotSet>::new(ClientId::new(self.client_id.clone()))
            .set_auth_uri(AuthUrl::new(self.endpoint("authorize")).map_err(broken)?)
            .set_token_uri(TokenUrl::new(self.endpoint("token")).map_err(broken)?)
            .set_auth_type(oauth2::AuthType::RequestBody)
            .set_redirect_uri(RedirectUrl::new(self.redirect_uri.clone()).map_err(broken)?))
    }

    fn full_scopes(&self, short: &[&str]) -> Vec<String> {
        let graph = short.iter().map(|name| format!("{}/{name}", self.graph.as_str()));
        OPENID_SCOPES.into_iter().map(str::to_owned).chain(graph).collect()
    }
}

/// Begins a sign-in: where the browser must go, and what this tab must remember until it is back.
///
/// # Errors
/// [`AuthKind::Registration`] when the configured values do not make URLs.
pub fn begin(registration: &Registration, purpose: Purpose) -> Result<(String, PendingLogin), AuthProblem> {
    let client = registration.client()?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let nonce = CsrfToken::new_random().into_secret();
    let scopes = registration.full_scopes(&purpose.scopes);
    let mut request = client
        .authorize_url(CsrfToken::new_random)
        .set_pkce_challenge(challenge)
        .add_scopes(scopes.iter().cloned().map(Scope::new))
        .add_extra_param("response_mode", "fragment")
        .add_extra_param("client_info", "1")
        .add_extra_param("nonce", nonce.clone());
    request = match purpose.prompt {
        Prompt::Silent => request.add_extra_param("prompt", "none"),
        Prompt::PickAccount => request.add_extra_param("prompt", "select_account"),
        Prompt::AsNeeded => request,
    };
    if let Some(hint) = purpose.login_hint {
        request = request.add_extra_param("login_hint", hint);
    }
    let (url, state) = request.url();
    let pending = PendingLogin {
        state: state.into_secret(),
        nonce,
        verifier: verifier.into_secret(),
        scopes,
        silent: purpose.prompt == Prompt::Silent,
        return_to: purpose.return_to,
    };
    Ok((url.into(), pending))
}

/// Puts an answer together with what this tab remembered.
///
/// # Errors
/// What the sign-in page reported, or [`AuthKind::Foreign`] when the answer is not for this tab's sign-in: then no
/// request may follow (S-02, S-03).
pub fn resume(pending: Option<PendingLogin>, callback: Callback) -> Result<CodeExchange, AuthProblem> {
    let pending = pending
        .filter(|pending| callback.state() == Some(pending.state.as_str()))
        .ok_or_else(|| AuthProblem::own(AuthKind::Foreign))?;
    match callback {
        Callback::Code { code, .. } => Ok(CodeExchange {
            code,
            verifier: Secret::new(pending.verifier),
            nonce: pending.nonce,
            scopes: pending.scopes,
        }),
        Callback::Refused { problem, .. } => Err(problem),
        Callback::Malformed => Err(AuthProblem::own(AuthKind::Foreign)),
    }
}

/// Redeems a code. `send` is the way to the token endpoint; `now` in seconds since 1970.
///
/// # Errors
/// Why there are no tokens, [`AuthKind::BadToken`] when the id token is not the one that was asked for.
pub async fn redeem<Send, Answer>(
    registration: &Registration,
    exchange: CodeExchange,
    now: i64,
    send: &Send,
) -> Result<(Account, Tokens), AuthProblem>
where
    Send: Fn(HttpRequest) -> Answer,
    Answer: Future<Output = Result<HttpResponse, Unreachable>>,
{
    let client = registration.client()?;
    let answer = client
        .exchange_code(AuthorizationCode::new(exchange.code.expose().to_owned()))
        .set_pkce_verifier(PkceCodeVerifier::new(exchange.verifier.expose().to_owned()))
        .add_extra_param("scope", exchange.scopes.join(" "))
        .add_extra_param("client_info", "1")
        .request_async(send)
        .await
        .map_err(read_failure)?;
    let tokens = tokens(&answer, None);
    let expected = Expected {
        login: &registration.login,
        tenant: &registration.tenant,
        client_id: &registration.client_id,
        nonce: &exchange.nonce,
        now,
    };
    let id_token = answer.extra_fields().id_token.as_deref().unwrap_or_default();
    let account = id_token::read(id_token, &tokens.scopes, &expected)?;
    Ok((account, tokens))
}

/// Renews the access token. The old refresh token is dropped by the caller, whatever comes.
///
/// # Errors
/// Why there are no new tokens; [`AuthProblem::asks_for_interaction`] tells whether signing in again would help.
pub async fn renew<Send, Answer>(
    registration: &Registration,
    refresh: Secret,
    scopes: &[&str],
    send: &Send,
) -> Result<Tokens, AuthProblem>
where
    Send: Fn(HttpRequest) -> Answer,
    Answer: Future<Output = Result<HttpResponse, Unreachable>>,
{
    let client = registration.client()?;
    let old = RefreshToken::new(refresh.expose().to_owned());
    let answer = client
        .exchange_refresh_token(&old)
        .add_scopes(registration.full_scopes(scopes).into_iter().map(Scope::new))
        .request_async(send)
        .await
        .map_err(read_failure)?;
    Ok(tokens(&answer, Some(refresh)))
}

/// The address that ends the session at Microsoft and comes back here.
#[must_use]
pub fn logout_url(registration: &Registration, login_hint: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("post_logout_redirect_uri", &registration.redirect_uri)
        .append_pair("logout_hint", login_hint)
        .finish();
    format!("{}?{query}", registration.endpoint("logout"))
}

/// The token endpoint could not be reached, or its answer not be read.
#[derive(Debug, Clone, Copy)]
pub struct Unreachable;
impl std::fmt::Display for Unreachable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the sign-in service could not be reached")
    }
}
impl std::error::Error for Unreachable {}

fn tokens(answer: &TokenAnswer, old_refresh: Option<Secret>) -> Tokens {
    let scopes = answer.scopes().map(|scopes| scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" "));
    Tokens {
        access: Secret::new(answer.access_token().secret().clone()),
        refresh: answer.refresh_token().map(|token| Secret::new(token.secret().clone())).or(old_refresh),
        expires_in: answer.expires_in().map_or(3_599, |life| life.as_secs()),
        scopes: scopes.unwrap_or_default(),
    }
}

fn read_failure(failure: RequestTokenError<Unreachable, BasicErrorResponse>) -> AuthProblem {
    match failure {
        RequestTokenError::ServerResponse(answer) => {
            let error = match answer.error() {
                BasicErrorResponseType::InvalidGrant => "invalid_grant",
                BasicErrorResponseType::InvalidClient => "invalid_client",
                BasicErrorResponseType::InvalidScope => "invalid_scope",
                BasicErrorResponseType::UnauthorizedClient => "unauthorized_client",
                BasicErrorResponseType::Extension(other) => other.as_str(),
                BasicErrorResponseType::InvalidRequest | BasicErrorResponseType::UnsupportedGrantType => "invalid_request",
            };
            AuthProblem::read(error, answer.error_description().map_or("", String::as_str))
        }
        RequestTokenError::Request(Unreachable) => AuthProblem::own(AuthKind::Unreachable),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => AuthProblem::own(AuthKind::Temporary),
    }
}
