//! The id token: who signed in. Its signature is not checked, since it comes straight from the token endpoint over
//! TLS (OpenID Connect Core §3.1.3.7, 6); everything that it says is.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::domain::cloud::Origin;
use crate::domain::rights::Rights;

use super::error::{AuthKind, AuthProblem};
use super::session::Account;

/// How far the clocks of browser and service may be apart. Wide, because computers that belong to no domain are often
/// minutes off, and the token comes fresh from the token endpoint: its times protect against nothing else here.
const SKEW_SECONDS: i64 = 900;

#[derive(Deserialize)]
struct Header {
    alg: String,
}

#[derive(Deserialize)]
struct Claims {
    aud: String,
    iss: String,
    exp: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    oid: String,
    tid: String,
    name: Option<String>,
    preferred_username: Option<String>,
    login_hint: Option<String>,
    wids: Option<Vec<String>>,
}

/// What an id token must say.
pub struct Expected<'a> {
    /// The sign-in host.
    pub login: &'a Origin,
    /// The configured tenant, GUID or domain.
    pub tenant: &'a str,
    /// The app.
    pub client_id: &'a str,
    /// The nonce of this sign-in.
    pub nonce: &'a str,
    /// Seconds since 1970.
    pub now: i64,
}

/// Reads and checks an id token; `scopes` are those of the access token that came with it.
///
/// # Errors
/// [`AuthKind::BadToken`] when any claim is not as expected, [`AuthKind::OtherTenant`] when it is another tenant's.
pub fn read(token: &str, scopes: &str, expected: &Expected<'_>) -> Result<Account, AuthProblem> {
    let bad = || AuthProblem::own(AuthKind::BadToken);
    let mut parts = token.split('.');
    let (Some(header), Some(payload), Some(_signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(bad());
    };
    let header: Header = decode(header).ok_or_else(bad)?;
    let claims: Claims = decode(payload).ok_or_else(bad)?;
    let issuer = format!("{}/{}/v2.0", expected.login.as_str(), claims.tid);
    let in_time = claims.exp + SKEW_SECONDS > expected.now
        && claims.nbf.is_none_or(|not_before| not_before - SKEW_SECONDS < expected.now);
    let sound = header.alg == "RS256"
        && claims.aud == expected.client_id
        && claims.iss == issuer
        && claims.nonce.as_deref() == Some(expected.nonce)
        && in_time
        && is_guid(&claims.tid);
    if !sound {
        return Err(bad());
    }
    if is_guid(expected.tenant) && !claims.tid.eq_ignore_ascii_case(expected.tenant) {
        return Err(AuthProblem::own(AuthKind::OtherTenant));
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

fn decode<T: serde::de::DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

fn is_guid(text: &str) -> bool {
    text.len() == 36 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const TENANT: &str = "11111111-2222-4333-8444-555555555555";

    fn token(header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.sig", part(header), part(claims))
    }

    fn claims() -> Value {
        json!({
            "aud": "app", "iss": format!("https://login.microsoftonline.com/{TENANT}/v2.0"), "iat": 1_000, "nbf": 1_000,
            "exp": 4_600, "nonce": "n", "oid": "o", "tid": TENANT, "name": "Ada Berg", "preferred_username": "ada@contoso.com",
            "wids": ["fe930be7-5e62-47db-91af-98c3a49a38b1"],
        })
    }

    fn read_with(header: &Value, claims: &Value, tenant: &str) -> Result<Account, AuthKind> {
        let login = crate::domain::cloud::Cloud::global().login;
        let expected = Expected { login: &login, tenant, client_id: "app", nonce: "n", now: 2_000 };
        read(&token(header, claims), "User.Read", &expected).map_err(|problem| problem.kind)
    }

    #[test]
    fn a_sound_token_names_the_account() {
        for tenant in [TENANT, "contoso.com"] {
            let account = read_with(&json!({"alg": "RS256"}), &claims(), tenant).unwrap();
            assert_eq!((account.name.as_str(), account.login_hint.as_str()), ("Ada Berg", "ada@contoso.com"));
        }
    }

    #[test]
    fn each_bad_claim_is_refused() {
        let changes = [
            ("aud", json!("other")),
            ("iss", json!("https://login.microsoftonline.com/99999999-2222-4333-8444-555555555555/v2.0")),
            ("iss", json!(format!("https://evil.test/{TENANT}/v2.0"))),
            ("exp", json!(1_100)),
            ("nbf", json!(2_900)),
            ("nonce", json!("another")),
            ("nonce", Value::Null),
            ("tid", json!("contoso.com")),
            ("oid", Value::Null),
        ];
        for (claim, value) in changes {
            let mut bad = claims();
            bad[claim] = value;
            assert_eq!(read_with(&json!({"alg": "RS256"}), &bad, TENANT), Err(AuthKind::BadToken), "{claim}");
        }
        assert_eq!(read_with(&json!({"alg": "none"}), &claims(), TENANT), Err(AuthKind::BadToken));
    }

    #[test]
    fn another_tenant_is_told_apart() {
        let other = read_with(&json!({"alg": "RS256"}), &claims(), "99999999-2222-4333-8444-555555555555");
        assert_eq!(other, Err(AuthKind::OtherTenant));
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let login = crate::domain::cloud::Cloud::global().login;
        let expected = Expected { login: &login, tenant: TENANT, client_id: "app", nonce: "n", now: 2_000 };
        for text in ["", "a.b", "a.b.c", "....", "e30.e30.x"] {
            assert_eq!(read(text, "", &expected).unwrap_err().kind, AuthKind::BadToken, "{text}");
        }
    }
}
