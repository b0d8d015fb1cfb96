//! Redeems codes and renews tokens: requests to the token endpoint and its responses, by the crate oauth2.
//!
//! Must not send requests or store tokens: the caller passes in the function that sends, and keeps the result. The
//! crate's types `AccessToken` and `RefreshToken` can be cloned, printed and serialized, so they are converted to
//! [`Secret`] here.

use std::cell::Cell;
use std::fmt;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use oauth2::basic::BasicTokenType;
use oauth2::{HttpRequest, HttpResponse, RefreshToken, RequestTokenError, TokenResponse as _};
use serde_json::{Map, Value};

use crate::domain::secret::Secret;
use crate::wire;

use super::claims;
use super::error::{AuthKind, AuthProblem};
use super::flow::CodeExchange;
use super::id_token::{self, Clocks, Expected};
use super::registration::Registration;
use super::session::Account;
use super::token_answer::{TokenRefusal, TokenReply};

/// The lifetime of an access token if the response does not contain it.
const USUAL_LIFETIME: Duration = Duration::from_secs(3_599);

/// The tokens of one sign-in. They have neither `Debug` nor `Clone`, and are never stored.
pub struct Tokens {
    /// For requests to Graph.
    pub access: Secret,
    /// For the next access token. A browser app's refresh token expires 24 hours after the sign-in.
    pub refresh: Option<Secret>,
    /// The lifetime of the access token.
    pub expires_in: Duration,
    /// The common lifetime of the refresh token and its successors, if the response contains it.
    pub refresh_expires_in: Option<Duration>,
}

/// Sends a request to the token endpoint, without credentials or cookies.
pub type SendRequest<'a> = dyn Fn(HttpRequest) -> LocalBoxFuture<'a, Result<HttpResponse, NotSent>> + 'a;

/// Why there is no response of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// The host could not be reached.
    Unreachable,
    /// The response is not a JSON object, or a name occurs twice in it. It is probably from a proxy and not from Entra.
    Unreadable,
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreachable => "the token endpoint could not be reached",
            Self::Unreadable => "the answer of the token endpoint cannot be read",
        })
    }
}

impl std::error::Error for NotSent {}

/// Redeems a code.
///
/// # Errors
/// Why there are no tokens; [`AuthKind::BadToken`] if the id token does not match the sign-in.
pub async fn redeem(
    registration: &Registration,
    exchange: CodeExchange,
    clocks: Clocks,
    send: &SendRequest<'_>,
) -> Result<(Account, Tokens), AuthProblem> {
    let CodeExchange { code, verifier, nonce, scopes } = exchange;
    let client = registration.client()?;
    // The crate has no method for scopes in this request. Entra issues the tokens for the scopes that it names
    // (Microsoft identity platform, authorization code flow, "scope").
    let scopes = scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ");
    let request = client
        .exchange_code(code)
        .set_pkce_verifier(verifier)
        .add_extra_param("scope", scopes)
        .add_extra_param("claims", claims::request(None))
        .add_extra_param("client_info", "1");
    let status = Cell::new(0);
    let outcome = request.request_async(&|request| observed(send, request, &status)).await;
    let reply = read(outcome, status.get())?;
    let account = id_token_of(&reply, &expected(registration, Some(&nonce), clocks))?;
    Ok((account, tokens(reply)))
}

/// Renews the access token. Without a new refresh token in the response, the old one stays valid. A new id token
/// contains the person's present rights; it has no nonce, but it must be for the same person.
///
/// # Errors
/// Why there are no new tokens; [`AuthProblem::asks_for_interaction`] says whether a new sign-in would help.
pub async fn renew(
    registration: &Registration,
    before: &Account,
    refresh: &Secret,
    scopes: &[&str],
    clocks: Clocks,
    send: &SendRequest<'_>,
) -> Result<(Account, Tokens), AuthProblem> {
    let client = registration.client()?;
    let refresh_token = RefreshToken::new(refresh.expose().to_owned());
    let mut request =
        client.exchange_refresh_token(&refresh_token).add_extra_param("claims", claims::request(None));
    if registration.authority.renews_by_scope {
        request = request.add_scopes(registration.full_scopes(scopes));
    }
    let status = Cell::new(0);
    let outcome = request.request_async(&|request| observed(send, request, &status)).await;
    let reply = read(outcome, status.get())?;
    let account = if reply.extra_fields().id_token.as_deref().is_none_or(str::is_empty) {
        before.clone()
    } else {
        id_token_of(&reply, &expected(registration, None, clocks))?
    };
    if account.key() != before.key() {
        return Err(AuthProblem::own(AuthKind::BadToken));
    }
    let mut tokens = tokens(reply);
    tokens.refresh = tokens.refresh.or_else(|| Some(Secret::new(refresh.expose().to_owned())));
    Ok((account, tokens))
}

/// Sends a request and stores the status, which the crate does not return. A body with a repeated name is refused here,
/// because the crate would accept it. An `expires_in` that is a string, as in Entra's v1, becomes a number, because the
/// crate would refuse it.
async fn observed(
    send: &SendRequest<'_>,
    request: HttpRequest,
    status: &Cell<u16>,
) -> Result<HttpResponse, NotSent> {
    let mut response = send(request).await?;
    status.set(response.status().as_u16());
    let text = str::from_utf8(response.body()).map_err(|_| NotSent::Unreadable)?;
    let mut answer: Map<String, Value> = wire::strict_object(text).map_err(|_| NotSent::Unreadable)?;
    if let Some(life) = answer.get_mut("expires_in").filter(|life| !life.is_u64()) {
        *life = life.as_str().and_then(|text| text.parse::<u64>().ok()).map_or(Value::Null, Value::from);
        *response.body_mut() = Value::Object(answer).to_string().into_bytes();
    }
    Ok(response)
}

/// Converts the crate's result. `status` is the one of the HTTP response, or 0 if there was none.
fn read(
    outcome: Result<TokenReply, RequestTokenError<NotSent, TokenRefusal>>,
    status: u16,
) -> Result<TokenReply, AuthProblem> {
    let problem = match outcome {
        Ok(reply)
            if *reply.token_type() == BasicTokenType::Bearer && !reply.access_token().secret().is_empty() =>
        {
            return Ok(reply);
        }
        Ok(_) => AuthProblem::own(AuthKind::BadToken),
        Err(RequestTokenError::ServerResponse(refusal)) => refusal.problem(),
        Err(RequestTokenError::Request(NotSent::Unreachable)) => AuthProblem::own(AuthKind::Unreachable),
        Err(RequestTokenError::Request(NotSent::Unreadable)) => AuthProblem::own(AuthKind::Filtered),
        Err(RequestTokenError::Other(_)) => AuthProblem::own(AuthKind::Temporary),
        // An error response may have the status 200, and the crate then reads it as tokens.
        Err(RequestTokenError::Parse(_, body)) => match serde_json::from_slice::<TokenRefusal>(&body) {
            Ok(refusal) if refusal.error.as_deref().is_some_and(|error| !error.is_empty()) => {
                refusal.problem()
            }
            Ok(_) | Err(_) => AuthProblem::own(AuthKind::BadToken),
        },
    };
    // With these statuses the host is overloaded or broken, whatever the body says (RFC 6585 §4, RFC 9110 §15.6).
    let busy = status == 429 || status >= 500;
    Err(if busy { AuthProblem { kind: AuthKind::Temporary, ..problem } } else { problem })
}

fn expected<'a>(registration: &'a Registration, nonce: Option<&'a str>, clocks: Clocks) -> Expected<'a> {
    Expected {
        authority: &registration.authority,
        tenant: &registration.tenant,
        client_id: &registration.client_id,
        nonce,
        clocks,
    }
}

fn id_token_of(reply: &TokenReply, expected: &Expected<'_>) -> Result<Account, AuthProblem> {
    let token = reply.extra_fields().id_token.as_deref().unwrap_or_default();
    let granted = reply.scopes().into_iter().flatten().map(|scope| scope.as_str());
    id_token::read(token, &granted.collect::<Vec<_>>().join(" "), expected)
}

fn tokens(reply: TokenReply) -> Tokens {
    Tokens {
        access: Secret::new(reply.access_token().secret().clone()),
        refresh: reply.refresh_token().map(|token| Secret::new(token.secret().clone())),
        expires_in: reply.expires_in().unwrap_or(USUAL_LIFETIME),
        refresh_expires_in: reply.extra_fields().refresh_token_expires_in.map(Duration::from_secs),
    }
}
