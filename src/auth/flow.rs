//! One sign-in from the button to the tokens: `begin` makes the address to go to and what to remember, `resume` puts
//! an answer together with what was remembered. Redeeming and renewing are requests that somebody else sends.
//!
//! The answer comes in the fragment, so that the code never reaches the host of the static files. The redirect
//! URI is one constant: the portal's own address (S-08).
//!
//! All requests are written here, with the S256 challenge: the crate oauth2 would bring a second way to write, send and
//! read them and the crate `url`, for 20 kB of the visitor's first load, and lose Entra's `error_description`, which a
//! person needs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::domain::cloud::Origin;
use crate::domain::packed;
use crate::domain::secret::Secret;
use crate::domain::web_address::WebAddress;
use crate::json::Json;

use super::authority::Authority;
use super::callback::Callback;
use super::claims;
use super::error::{AuthKind, AuthProblem};
use super::id_token::{self, Expected};
use super::session::Account;

/// Beside the Graph scopes: an id token, the profile claims in it, and a refresh token.
const OPENID_SCOPES: [&str; 3] = ["openid", "profile", "offline_access"];

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
    /// What Microsoft wants proved, as it said.
    pub claims: Option<String>,
}

/// What must survive the redirect: kept in this tab, read once. It holds the verifier, so it has no `Debug`.
pub struct PendingLogin {
    state: String,
    nonce: String,
    verifier: String,
    scopes: String,
    /// Whether the sign-in page was told to ask nothing.
    pub silent: bool,
    /// The page to come back to.
    pub return_to: String,
}

impl PendingLogin {
    /// Itself as a text.
    #[must_use]
    pub(crate) fn pack(&self) -> String {
        let silent = if self.silent { "silent" } else { "" };
        packed::pack(&[
            ("state", &self.state),
            ("nonce", &self.nonce),
            ("verifier", &self.verifier),
            ("silent", silent),
            ("return_to", &self.return_to),
            ("scopes", &self.scopes),
        ])
    }

    /// Reads what [`Self::pack`] wrote.
    #[must_use]
    pub(crate) fn unpack(text: &str) -> Option<Self> {
        let texts = packed::unpack(text);
        let [state, nonce, verifier, silent, return_to, scopes] = texts.as_slice() else { return None };
        Some(Self {
            state: state.clone(),
            nonce: nonce.clone(),
            verifier: verifier.clone(),
            scopes: scopes.clone(),
            silent: !silent.is_empty(),
            return_to: return_to.clone(),
        })
    }
}

/// A code and everything that redeeming it takes.
pub struct CodeExchange {
    code: Secret,
    verifier: Secret,
    nonce: String,
    scopes: String,
}

impl CodeExchange {
    /// Itself as texts, for the way into the vault. Code and verifier are good for one use and for nothing else.
    #[must_use]
    pub(crate) fn pack(self) -> [String; 4] {
        let secret = |secret: Secret| secret.expose().to_owned();
        [secret(self.code), secret(self.verifier), self.nonce, self.scopes]
    }

    /// Reads what [`Self::pack`] wrote.
    #[must_use]
    pub(crate) fn unpack(texts: &[String]) -> Option<Self> {
        let [code, verifier, nonce, scopes] = texts else { return None };
        Some(Self {
            code: Secret::new(code.clone()),
            verifier: Secret::new(verifier.clone()),
            nonce: nonce.clone(),
            scopes: scopes.clone(),
        })
    }
}

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
    /// The scopes that were granted, separated by blanks.
    pub scopes: String,
}

impl Registration {
    pub(super) fn full_scopes(&self, short: &[&str]) -> Vec<String> {
        let graph = short.iter().map(|name| format!("{}/{name}", self.graph.as_str()));
        OPENID_SCOPES.into_iter().map(str::to_owned).chain(graph).collect()
    }
}

/// Begins a sign-in: where the browser must go, and what this tab must remember until it is back.
///
/// `random` fills bytes from a source that nobody can guess.
///
/// # Errors
/// [`AuthKind::Registration`] when the configured values do not make URLs.
pub fn begin(
    registration: &Registration,
    purpose: Purpose,
    random: &dyn Fn(&mut [u8]),
) -> Result<(String, PendingLogin), AuthProblem> {
    if WebAddress::parse(&registration.redirect_uri).is_none() {
        return Err(AuthProblem::own(AuthKind::Registration));
    }
    let pending = PendingLogin {
        state: unguessable(random),
        nonce: unguessable(random),
        verifier: unguessable(random),
        scopes: registration.full_scopes(&purpose.scopes).join(" "),
        silent: purpose.prompt == Prompt::Silent,
        return_to: purpose.return_to,
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", &registration.client_id)
        .append_pair("redirect_uri", &registration.redirect_uri)
        .append_pair("scope", &pending.scopes)
        .append_pair("state", &pending.state)
        .append_pair("nonce", &pending.nonce)
        .append_pair("code_challenge", &challenge(&pending.verifier))
        .append_pair("code_challenge_method", "S256")
        .append_pair("response_mode", "fragment")
        .append_pair("claims", &claims::request(purpose.claims.as_deref()))
        .append_pair("client_info", "1");
    match purpose.prompt {
        Prompt::Silent => drop(query.append_pair("prompt", "none")),
        Prompt::PickAccount => drop(query.append_pair("prompt", "select_account")),
        Prompt::AsNeeded => {}
    }
    if let Some(hint) = purpose.login_hint {
        query.append_pair("login_hint", &hint);
    }
    Ok((format!("{}?{}", registration.authority.authorize, query.finish()), pending))
}

/// What the sign-in page learns of a verifier (RFC 7636 §4.2, `S256`).
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// 32 bytes of chance as 43 characters: what PKCE asks of a verifier at least (RFC 7636 §4.1), and more than enough for
/// `state` and `nonce`.
fn unguessable(random: &dyn Fn(&mut [u8])) -> String {
    let mut bytes = [0; 32];
    random(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
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
    if state != pending.state {
        return Err(AuthProblem::own(AuthKind::Foreign));
    }
    if !registration.authority.vouches_for(iss, &registration.tenant) {
        return Err(AuthProblem::own(AuthKind::BadToken));
    }
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

/// A request to the token endpoint: a form, to be posted without credentials or cookies.
pub struct TokenAsk {
    /// The token endpoint.
    pub url: String,
    /// `application/x-www-form-urlencoded`. Holds secrets.
    pub form: Secret,
}

/// What redeems a code. The second part is needed to read the answer.
#[must_use]
pub fn redeem(registration: &Registration, exchange: CodeExchange) -> (TokenAsk, ExpectedNonce) {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &registration.client_id)
        .append_pair("grant_type", "authorization_code")
        .append_pair("code", exchange.code.expose())
        .append_pair("redirect_uri", &registration.redirect_uri)
        .append_pair("code_verifier", exchange.verifier.expose())
        .append_pair("scope", &exchange.scopes)
        .append_pair("claims", &claims::request(None))
        .append_pair("client_info", "1")
        .finish();
    let ask = TokenAsk { url: registration.authority.token.clone(), form: Secret::new(form) };
    (ask, ExpectedNonce(exchange.nonce))
}

/// The nonce that the id token must carry.
pub struct ExpectedNonce(String);

/// Reads the answer to [`redeem`]; `now` in seconds since 1970.
///
/// # Errors
/// Why there are no tokens, [`AuthKind::BadToken`] when the id token is not the one that was asked for.
pub fn redeemed(
    registration: &Registration,
    nonce: &ExpectedNonce,
    now: i64,
    status: u16,
    body: &str,
) -> Result<(Account, Tokens), AuthProblem> {
    let answer = read_answer(status, body)?;
    let expected = expected(registration, Some(&nonce.0), now);
    let account = read_id_token(&answer, &expected)?;
    Ok((account, tokens(&answer)))
}

/// What renews the access token. The old refresh token is dropped by the caller, whatever comes.
#[must_use]
pub fn renew(registration: &Registration, refresh: &Secret, scopes: &[&str]) -> TokenAsk {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("client_id", &registration.client_id)
        .append_pair("grant_type", "refresh_token")
        .append_pair("refresh_token", refresh.expose())
        .append_pair("claims", &claims::request(None));
    if registration.authority.renews_by_scope {
        form.append_pair("scope", &registration.full_scopes(scopes).join(" "));
    }
    TokenAsk { url: registration.authority.token.clone(), form: Secret::new(form.finish()) }
}

/// Reads the answer to [`renew`]. The old refresh token stays good where no new one comes. With a fresh id token comes
/// what is known of the person's rights by now; it has no nonce of its own, but must be about the same person.
///
/// # Errors
/// Why there are no new tokens; [`AuthProblem::asks_for_interaction`] tells whether signing in again would help.
pub fn renewed(
    registration: &Registration,
    before: &Account,
    refresh: Secret,
    now: i64,
    status: u16,
    body: &str,
) -> Result<(Account, Tokens), AuthProblem> {
    let answer = read_answer(status, body)?;
    let account = if answer.text("id_token").is_none_or(str::is_empty) {
        before.clone()
    } else {
        read_id_token(&answer, &expected(registration, None, now))?
    };
    if account.key() != before.key() {
        return Err(AuthProblem::own(AuthKind::BadToken));
    }
    let mut tokens = tokens(&answer);
    tokens.refresh = tokens.refresh.or(Some(refresh));
    Ok((account, tokens))
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

/// The address that ends the session at Microsoft and comes back here; where the provider has none, back here alone.
#[must_use]
pub fn logout_url(registration: &Registration, login_hint: &str) -> String {
    let end_session = &registration.authority.end_session;
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("post_logout_redirect_uri", &registration.redirect_uri)
        .append_pair("client_id", &registration.client_id)
        .append_pair("logout_hint", login_hint)
        .finish();
    if end_session.is_empty() { registration.redirect_uri.clone() } else { format!("{end_session}?{query}") }
}

fn read_id_token(answer: &Json, expected: &Expected<'_>) -> Result<Account, AuthProblem> {
    id_token::read(&answer.text_or_empty("id_token"), &answer.text_or_empty("scope"), expected)
}

fn tokens(answer: &Json) -> Tokens {
    let seconds = |name| answer.number(name).and_then(|seconds| u64::try_from(seconds).ok());
    Tokens {
        access: Secret::new(answer.text_or_empty("access_token")),
        refresh: answer.text("refresh_token").map(|token| Secret::new(token.to_owned())),
        expires_in: seconds("expires_in").unwrap_or(3_599),
        refresh_expires_in: seconds("refresh_token_expires_in"),
        scopes: answer.text_or_empty("scope"),
    }
}

/// The token endpoint's answers, good and bad. Every member may be missing: what must be there is checked.
fn read_answer(status: u16, body: &str) -> Result<Json, AuthProblem> {
    // An answer that is no JSON comes from something in between, such as a proxy.
    let answer = Json::read_object(body).ok_or_else(|| AuthProblem::own(AuthKind::Temporary))?;
    let text = |name| answer.text(name).unwrap_or_default();
    if status != 200 || !text("error").is_empty() {
        let problem = AuthProblem::read(text("error"), text("error_description"));
        return Err(problem.with_step(text("suberror"), text("claims").to_owned()));
    }
    if text("access_token").is_empty() || !text("token_type").eq_ignore_ascii_case("bearer") {
        return Err(AuthProblem::own(AuthKind::BadToken));
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    /// The example of RFC 7636, appendix B.
    #[test]
    fn s01_the_challenge_is_the_standards() {
        let challenge = super::challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
