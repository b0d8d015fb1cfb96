//! The id token: who signed in. Its signature is not checked, since it comes straight from the token endpoint over
//! TLS (OpenID Connect Core §3.1.3.7, 6); everything that it says is.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::domain::guid::is_guid;
use crate::domain::rights::Rights;
use crate::wire;

use super::authority::Authority;
use super::error::{AuthKind, AuthProblem};
use super::session::Account;

/// How far the clocks of browser and service may be apart (S-06), after the computer's own error is taken out where it is
/// known: whoever tells the time sees to that.
const SKEW_SECONDS: i64 = 300;

/// The first part of the token (RFC 7515 §4).
#[derive(Deserialize)]
struct Header {
    alg: String,
}

/// The second part: what is read of the claims (OpenID Connect Core §2; Microsoft, ID token claims reference). A claim of
/// another type makes the token unreadable.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    exp: i64,
    oid: String,
    tid: String,
    nbf: Option<i64>,
    azp: Option<String>,
    nonce: Option<String>,
    name: Option<String>,
    preferred_username: Option<String>,
    login_hint: Option<String>,
    wids: Option<Vec<String>>,
}

/// No other party is trusted, so the app is the only audience there may be (OpenID Connect Core §3.1.3.7, 3 to 5).
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Only([String; 1]),
}

impl Audience {
    fn is(&self, app: &str) -> bool {
        match self {
            Self::One(audience) | Self::Only([audience]) => audience == app,
        }
    }
}

/// What an id token must say.
pub struct Expected<'a> {
    /// Who signs people in.
    pub authority: &'a Authority,
    /// The configured tenant, GUID or domain.
    pub tenant: &'a str,
    /// The app.
    pub client_id: &'a str,
    /// The nonce of this sign-in; a renewal has none.
    pub nonce: Option<&'a str>,
    /// Seconds since 1970.
    pub now: i64,
}

/// Reads and checks an id token; `scopes` are those of the access token that came with it.
///
/// # Errors
/// [`AuthKind::BadToken`] when any claim is not as expected, [`AuthKind::OtherTenant`] when it is another tenant's,
/// [`AuthKind::WrongClock`] when only its time is wrong.
pub fn read(token: &str, scopes: &str, expected: &Expected<'_>) -> Result<Account, AuthProblem> {
    let bad = || AuthProblem::own(AuthKind::BadToken);
    let mut parts = token.split('.');
    let (Some(header), Some(claims), Some(_signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(bad());
    };
    let header: Header = decode(header).ok_or_else(bad)?;
    let claims: Claims = decode(claims).ok_or_else(bad)?;
    let for_us = claims.aud.is(expected.client_id)
        && claims.azp.as_deref().is_none_or(|party| party == expected.client_id);
    let sound = header.alg == "RS256"
        && for_us
        && expected.authority.is_called(&claims.iss, |tenant| tenant == claims.tid)
        && expected.nonce.is_none_or(|nonce| claims.nonce.as_deref() == Some(nonce))
        && !claims.oid.is_empty()
        && is_guid(&claims.tid);
    if !sound {
        return Err(bad());
    }
    if is_guid(expected.tenant) && !claims.tid.eq_ignore_ascii_case(expected.tenant) {
        return Err(AuthProblem::own(AuthKind::OtherTenant));
    }
    let in_time = claims.exp.saturating_add(SKEW_SECONDS) > expected.now
        && claims.nbf.is_none_or(|not_before| not_before.saturating_sub(SKEW_SECONDS) <= expected.now);
    if !in_time {
        return Err(AuthProblem::own(AuthKind::WrongClock));
    }
    let username = claims.preferred_username.unwrap_or_default();
    Ok(Account {
        oid: claims.oid,
        tid: claims.tid,
        name: claims.name.filter(|name| !name.is_empty()).unwrap_or_else(|| username.clone()),
        login_hint: claims.login_hint.unwrap_or_else(|| username.clone()),
        username,
        rights: Rights::new(scopes, claims.wids),
    })
}

fn decode<T: DeserializeOwned>(part: &str) -> Option<T> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(part).ok()?).ok()?;
    wire::strict_object(&text).ok()
}

#[cfg(test)]
mod tests;
