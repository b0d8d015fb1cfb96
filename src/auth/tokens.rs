//! Redeeming a code and renewing: requests and answers of the token endpoint, by the crate oauth2. Whoever calls gives the
//! way to send them; nothing here knows where that leads.
//!
//! The crate reads an answer into its own types. They end here: what is kept are [`Secret`]s, which cannot be copied, printed
//! or written down, as `AccessToken` and `RefreshToken` can.

use std::cell::Cell;
use std::fmt;
use std::pin::Pin;

use oauth2::basic::BasicTokenType;
use oauth2::{
    ExtraTokenFields, HttpRequest, HttpResponse, RefreshToken, RequestTokenError, StandardTokenResponse,
    TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::domain::secret::Secret;
use crate::wire::{self, lenient};

use super::claims;
use super::error::{AuthKind, AuthProblem};
use super::flow::{CodeExchange, Registration};
use super::id_token::{self, Expected};
use super::session::Account;

/// How long an access token lives, in seconds, where it is not told.
const USUAL_LIFE: u64 = 3_599;

/// Tokens of one sign-in. No `Debug`, no `Clone`, never stored.
pub struct Tokens {
    /// For Graph.
    pub access: Secret,
    /// For the next access token; a browser app's lives 24 hours.
    pub refresh: Option<Secret>,
    /// Seconds that the access token lives.
    pub expires_in: u64,
    /// Seconds that the refresh token and its successors live, where it is told.
    pub refresh_expires_in: Option<u64>,
}

/// Sends a request to the token endpoint, without credentials or cookies.
pub type SendRequest<'a> =
    dyn Fn(HttpRequest) -> Pin<Box<dyn Future<Output = Result<HttpResponse, NotSent>> + 'a>> + 'a;

/// Why there is no answer of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// The host could not be reached.
    Unreachable,
    /// What came is no JSON object, or one in which a name stands twice. It comes from something in between, such as a proxy.
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

/// What Entra adds to a token answer (Microsoft identity platform, authorization code flow).
#[derive(Serialize, Deserialize)]
pub(super) struct EntraFields {
    #[serde(default, deserialize_with = "lenient")]
    id_token: Option<String>,
    /// Whose account it is at home, for a client that keeps several. The portal keeps one, by `oid` and `tid`.
    #[serde(default, deserialize_with = "lenient")]
    client_info: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    refresh_token_expires_in: Option<u64>,
}

/// The crate wants it printable. The id token is about a person, so it is not shown.
impl fmt::Debug for EntraFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EntraFields")
    }
}

impl ExtraTokenFields for EntraFields {}

/// A token answer.
pub(super) type TokenReply = StandardTokenResponse<EntraFields, BasicTokenType>;

/// Why the token endpoint gives no tokens (RFC 6749 §5.2, with what Entra adds). All of it may be missing.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct TokenRefusal {
    #[serde(deserialize_with = "lenient")]
    error: Option<String>,
    #[serde(deserialize_with = "lenient")]
    error_description: Option<String>,
    /// `AADSTS` numbers, the most telling one first.
    #[serde(deserialize_with = "lenient")]
    error_codes: Option<Vec<u32>>,
    /// Which step is needed.
    #[serde(deserialize_with = "lenient")]
    suberror: Option<String>,
    /// What is to be proved, for the sign-in page.
    #[serde(deserialize_with = "lenient")]
    claims: Option<String>,
    #[serde(deserialize_with = "lenient")]
    trace_id: Option<String>,
    #[serde(deserialize_with = "lenient")]
    correlation_id: Option<String>,
}

impl oauth2::ErrorResponse for TokenRefusal {}

impl fmt::Display for TokenRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.error.as_deref().unwrap_or_default())
    }
}

impl TokenRefusal {
    fn problem(self) -> AuthProblem {
        let error = self.error.unwrap_or_default();
        AuthProblem::read(&error, &self.error_description.unwrap_or_default())
            .with_ids(
                self.error_codes.and_then(|codes| codes.first().copied()),
                self.correlation_id,
                self.trace_id,
            )
            .with_step(&self.suberror.unwrap_or_default(), self.claims)
    }
}

/// Redeems a code; `now` in seconds since 1970.
///
/// # Errors
/// Why there are no tokens, [`AuthKind::BadToken`] when the id token is not the one that was asked for.
pub async fn redeem(
    registration: &Registration,
    exchange: CodeExchange,
    now: i64,
    send: &SendRequest<'_>,
) -> Result<(Account, Tokens), AuthProblem> {
    let CodeExchange { code, verifier, nonce, scopes } = exchange;
    let client = registration.client()?;
    // The crate has no word for scopes here. Entra gives the tokens for the ones that are named (ibid., "scope").
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
    let account = id_token_of(&reply, &expected(registration, Some(&nonce), now))?;
    Ok((account, tokens(reply)))
}

/// Renews the access token. The old refresh token stays good where no new one comes. With a fresh id token comes what is
/// known of the person's rights by now; it has no nonce of its own, but must be about the same person.
///
/// # Errors
/// Why there are no new tokens; [`AuthProblem::asks_for_interaction`] tells whether signing in again would help.
pub async fn renew(
    registration: &Registration,
    before: &Account,
    refresh: &Secret,
    scopes: &[&str],
    now: i64,
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
        id_token_of(&reply, &expected(registration, None, now))?
    };
    if account.key() != before.key() {
        return Err(AuthProblem::own(AuthKind::BadToken));
    }
    let mut tokens = tokens(reply);
    tokens.refresh = tokens.refresh.or_else(|| Some(Secret::new(refresh.expose().to_owned())));
    Ok((account, tokens))
}

/// Sends, and notes the status, which the crate does not hand on. What it would read less strictly is not handed to it, and
/// what it would read too strictly is put right: `expires_in` is a text in the answers of some providers, such as Entra's v1.
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

/// What came of a request.
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
        Err(RequestTokenError::Request(NotSent::Unreadable) | RequestTokenError::Other(_)) => {
            AuthProblem::own(AuthKind::Temporary)
        }
        // A refusal may come with status 200.
        Err(RequestTokenError::Parse(_, body)) => match serde_json::from_slice::<TokenRefusal>(&body) {
            Ok(refusal) if refusal.error.as_deref().is_some_and(|error| !error.is_empty()) => {
                refusal.problem()
            }
            Ok(_) | Err(_) => AuthProblem::own(AuthKind::BadToken),
        },
    };
    // Whatever the body says, the host is busy or broken (RFC 6585 §4, RFC 9110 §15.6).
    let busy = status == 429 || status >= 500;
    Err(if busy { AuthProblem { kind: AuthKind::Temporary, ..problem } } else { problem })
}

fn expected<'a>(registration: &'a Registration, nonce: Option<&'a str>, now: i64) -> Expected<'a> {
    Expected {
        authority: &registration.authority,
        tenant: &registration.tenant,
        client_id: &registration.client_id,
        nonce,
        now,
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
        expires_in: reply.expires_in().map_or(USUAL_LIFE, |life| life.as_secs()),
        refresh_expires_in: reply.extra_fields().refresh_token_expires_in,
    }
}
