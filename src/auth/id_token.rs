//! Reads and checks the id token, which says which person signed in.
//!
//! Its claims are checked, its signature is not: it arrives directly from the token endpoint over TLS (OpenID Connect
//! Core §3.1.3.7, 6). Must not know how tokens are requested or kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::domain::moment::Moment;
use crate::domain::rights::Rights;
use crate::domain::tenant::{Tenant, TenantId};
use crate::wire;

use super::authority::Authority;
use super::error::{AuthKind, AuthProblem};
use super::session::Account;

/// The allowed difference between a clock and that of the service (S-06).
const SKEW_SECONDS: i64 = 300;

/// The present time by two clocks. The computer's may be wrong, and so may the one of the portal's host; a token is in
/// time if it is so by one of them.
#[derive(Clone, Copy, Debug)]
pub struct Clocks {
    /// By the portal's host.
    pub host: Moment,
    /// By this computer.
    pub computer: Moment,
}

/// The first part of a token (RFC 7515 §4).
#[derive(Deserialize)]
struct Header {
    alg: String,
}

/// The claims that the portal reads from the second part (OpenID Connect Core §2; Microsoft, ID token claims
/// reference). A claim with a wrong type makes the token unreadable.
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

/// Exactly one audience is accepted, because the app trusts no other party (OpenID Connect Core §3.1.3.7, 3 to 5).
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

/// The values that the claims are compared with.
pub struct Expected<'a> {
    pub authority: &'a Authority,
    pub tenant: &'a Tenant,
    pub client_id: &'a str,
    /// The nonce of this sign-in; `None` for a renewal.
    pub nonce: Option<&'a str>,
    pub clocks: Clocks,
}

/// Reads and checks an id token. `scopes` are those of the access token in the same response.
///
/// # Errors
/// [`AuthKind::BadToken`] if a claim is not as expected, [`AuthKind::OtherTenant`] if the token is for another tenant,
/// [`AuthKind::WrongClock`] if only its time is wrong.
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
    let tid = TenantId::parse(&claims.tid).ok_or_else(bad)?;
    let for_us = claims.aud.is(expected.client_id)
        && claims.azp.as_deref().is_none_or(|party| party == expected.client_id);
    let sound = header.alg == "RS256"
        && for_us
        && expected.authority.is_issuer(&claims.iss, |tenant| *tenant == tid)
        && expected.nonce.is_none_or(|nonce| claims.nonce.as_deref() == Some(nonce))
        && !claims.oid.is_empty();
    if !sound {
        return Err(bad());
    }
    if !expected.tenant.may_be(&tid) {
        return Err(AuthProblem::own(AuthKind::OtherTenant));
    }
    let in_time = |now: Moment| {
        claims.exp.saturating_add(SKEW_SECONDS) > now.unix_seconds()
            && claims
                .nbf
                .is_none_or(|not_before| not_before.saturating_sub(SKEW_SECONDS) <= now.unix_seconds())
    };
    if !in_time(expected.clocks.host) && !in_time(expected.clocks.computer) {
        return Err(AuthProblem::own(AuthKind::WrongClock));
    }
    let username = claims.preferred_username.unwrap_or_default();
    Ok(Account {
        oid: claims.oid,
        tid,
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
