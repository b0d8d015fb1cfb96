//! A sign-in from the button to the code. `begin` makes the address of the sign-in page and the values to store until
//! the response; `resume` checks the response against them. Redeeming the code and renewing tokens is in
//! [`super::tokens`].
//!
//! The crate oauth2 makes the address, `state` and the PKCE pair. The response is in the fragment of the address, so
//! that the code never reaches the host of the static files. The redirect URI is always the portal's own address
//! (S-08). Must not know where the values are stored, nor navigate.

use oauth2::{AuthorizationCode, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope};
use serde::{Deserialize, Serialize};
use url::Url;

use super::callback::Callback;
use super::claims;
use super::error::{AuthKind, AuthProblem};
use super::registration::Registration;

/// The number of random bytes in `state` and `nonce`, the same as in the PKCE verifier.
const RANDOM_BYTES: u32 = 32;

/// What the sign-in page may ask the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Nothing: it returns a code from its existing session, or an error (`prompt=none`).
    Silent,
    /// Everything that it needs.
    AsNeeded,
    /// Which account to use, also if only one is signed in.
    PickAccount,
}

/// When the person is asked which account to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountPicker {
    /// Only if Microsoft cannot choose one itself.
    IfNeeded,
    /// Always, because the person may want another account.
    Always,
}

/// The parameters of a sign-in.
pub struct Purpose {
    /// Graph scopes without their prefix.
    pub scopes: Vec<&'static str>,
    pub prompt: Prompt,
    /// The account that the sign-in page should suggest.
    pub login_hint: Option<String>,
    /// The page that is shown after the sign-in: a path of this portal.
    pub return_to: String,
    /// The claims that Microsoft requires, unchanged.
    pub claims: Option<String>,
}

/// The values that must survive the redirect. They are stored in the tab and read once. It has no `Debug` because it
/// contains the verifier.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PendingLogin {
    state: CsrfToken,
    nonce: String,
    verifier: PkceCodeVerifier,
    scopes: Vec<Scope>,
    /// Whether the sign-in used [`Prompt::Silent`].
    pub silent: bool,
    /// The page that is shown after the sign-in.
    pub return_to: String,
}

/// A code and everything that is needed to redeem it. It is serialized because the page sends it to the worker, which
/// redeems it. It is never stored. Code and verifier work only once.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeExchange {
    pub(super) code: AuthorizationCode,
    pub(super) verifier: PkceCodeVerifier,
    pub(super) nonce: String,
    pub(super) scopes: Vec<Scope>,
}

/// Returns the address of the sign-in page, and the values that this tab must store until the response.
///
/// # Errors
/// [`AuthKind::Registration`] if the configured values do not make URLs.
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

/// Checks a response of the sign-in page against the stored values.
///
/// # Errors
/// The error of the sign-in page; [`AuthKind::Foreign`] if the response does not belong to a sign-in of this tab: then
/// no request may be sent (S-02, S-03); [`AuthKind::BadToken`] if another issuer sent it (S-04).
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
    if !registration.authority.accepts_issuer_of_answer(iss, &registration.tenant) {
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

/// The address that ends the session at Microsoft and then returns to the portal. For a provider without such an
/// endpoint, it is the portal's own address.
#[must_use]
pub fn logout_url(registration: &Registration, login_hint: Option<&str>) -> String {
    let mut parameters = vec![
        ("post_logout_redirect_uri", registration.redirect_uri.as_str()),
        ("client_id", registration.client_id.as_str()),
    ];
    parameters.extend(login_hint.map(|hint| ("logout_hint", hint)));
    let endpoint = registration.authority.end_session.as_deref();
    let address = endpoint.and_then(|endpoint| Url::parse_with_params(endpoint, parameters).ok());
    address.map_or_else(|| registration.redirect_uri.clone(), String::from)
}

#[cfg(test)]
mod tests;
