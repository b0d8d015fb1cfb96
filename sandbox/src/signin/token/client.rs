//! Client authentication at the token endpoint: a secret, or an assertion signed with a certificate.
//!
//! The assertion must have a `jti`, but it may be used again: Entra accepts a repeated one [inferred], and MSAL for
//! Node sends the same assertion until it expires.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;

use crate::apps::App;
use crate::directory::TENANT_ID;
use crate::keys::jws::Jws;
use crate::sessions::sign_in_error::{AssertionError, SignInError};
use crate::web::{Form, Request};

/// The tolerance for a client's clock, in seconds [inferred].
const SKEW: i64 = 300;
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The client id and the credentials of a request.
pub(super) struct ClientAuthentication {
    pub(super) id: String,
    secret: Option<String>,
    assertion: Option<String>,
}

impl ClientAuthentication {
    /// Reads the form and `Authorization: Basic`.
    pub(super) fn read(request: &Request, form: &Form) -> Result<Self, SignInError> {
        let basic = request.header(header::AUTHORIZATION).and_then(basic);
        let (basic_id, basic_secret) = basic.unzip();
        let id = form.get("client_id").map(str::to_owned).or(basic_id);
        Ok(Self {
            id: id.ok_or(SignInError::MissingParameter("client_id"))?,
            secret: form.get("client_secret").map(str::to_owned).or(basic_secret),
            assertion: form.get("client_assertion").map(str::to_owned),
        })
    }

    pub(super) fn has_credential(&self) -> bool {
        self.secret.is_some() || self.assertion.is_some()
    }

    /// Verifies the credential. Returns whether it was a certificate. Requests from a page are rejected: [observed] 9002326.
    pub(super) fn authenticate(
        &self,
        app: &App,
        segment: &str,
        request: &Request,
        now: Timestamp,
    ) -> Result<bool, SignInError> {
        if let Some(origin) = request.origin() {
            return Err(SignInError::OriginForeign(origin.to_owned()));
        }
        if app.is_public() && self.has_credential() {
            return Err(SignInError::SecretFromPublicClient);
        }
        match (&self.assertion, &self.secret) {
            (Some(assertion), _) => {
                let form = request.form();
                if form.get("client_assertion_type") != Some(ASSERTION_TYPE) {
                    return Err(SignInError::MissingParameter("client_assertion_type"));
                }
                check_assertion(assertion, app, segment, &request.origins.login, now)
                    .map_err(SignInError::Assertion)?;
                Ok(true)
            }
            (None, Some(secret)) if app.has_secret(secret) => Ok(false),
            (None, Some(_)) => Err(SignInError::SecretWrong(app.identity.clone())),
            (None, None) => Err(SignInError::CredentialMissing),
        }
    }
}

/// The credentials in `Authorization: Basic`, which are form-encoded (RFC 6749, 2.3.1).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    let plain = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    Some((plain(id), plain(secret)))
}

fn check_assertion(
    assertion: &str,
    app: &App,
    segment: &str,
    login: &str,
    now: Timestamp,
) -> Result<(), AssertionError> {
    let jws = Jws::read(assertion).ok_or(AssertionError::Signature)?;
    // [observed] msal for Python writes the thumbprint with padding (`=`), other libraries without.
    let named = |x5t: &str, known: &str| !x5t.is_empty() && x5t.trim_end_matches('=') == known;
    let certificate = app
        .certificates
        .iter()
        .find(|known| named(jws.header("x5t#S256"), &known.x5t_s256) || named(jws.header("x5t"), &known.x5t));
    if !certificate.is_some_and(|certificate| jws.is_signed_by(&certificate.key)) {
        return Err(AssertionError::Signature);
    }
    let own = |name: &str| jws.claim(name).eq_ignore_ascii_case(&app.identity.id);
    if !own("iss") || !own("sub") || jws.claim("jti").is_empty() {
        return Err(AssertionError::Client);
    }
    // The called endpoint, or that of the tenant. MSAL uses the first, OpenID clients the issuer.
    let audience = jws.claim("aud");
    let fits = [segment, TENANT_ID].iter().any(|tenant| {
        let base = format!("{login}/{tenant}");
        ["/oauth2/v2.0/token", "/oauth2/token", "/v2.0", "/"]
            .iter()
            .any(|path| audience == format!("{base}{path}"))
    });
    if !fits {
        return Err(AssertionError::Audience);
    }
    let seconds = now.as_second();
    let over = jws.timestamp("exp").is_none_or(|end| end.saturating_add(SKEW) <= seconds);
    let early = jws.timestamp("nbf").is_some_and(|begin| begin.saturating_sub(SKEW) > seconds);
    if over || early { Err(AssertionError::Time) } else { Ok(()) }
}
