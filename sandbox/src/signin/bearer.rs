//! Validates the bearer token of a Graph call.
//!
//! Knows which tokens are active, and when a claims challenge is due. Must not know the call.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::claims::GRAPH_APP_ID;
use super::jws::Jws;
use super::scopes::GRAPH_HOSTS;
use super::sign_in_store::SignIns;
use crate::directory::Directory;
use crate::settings::Settings;
use crate::web::Request;

/// A valid access token: its owner, scopes and roles.
pub(crate) struct Bearer {
    /// The user; `None` for an app-only token.
    pub(crate) person: Option<Uuid>,
    /// The client id of the app.
    pub(crate) app_id: String,
    /// Delegated permissions (`scp`), or application permissions (`roles`) of an app-only token.
    pub(crate) scopes: Vec<String>,
    /// Template ids of the user's roles at the time of the token. Later changes need a new token.
    pub(crate) wids: Vec<String>,
    /// The client handles claims challenges.
    pub(super) cp1: bool,
    /// The authentication contexts that the token carries.
    pub(super) contexts: Vec<String>,
    /// When the user's sessions were revoked, if that was after the token was issued.
    pub(super) revoked: Option<Timestamp>,
}

/// Why a token is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenError {
    Empty,
    Malformed,
    Signature,
    Expired,
    /// The audience is another API, or Graph in another cloud.
    Audience,
    /// The token names no user of this tenant: it comes from another issuer, or the user was deleted.
    UnknownUser,
}

impl SignIns {
    /// Validates the `Authorization` header of a Graph call.
    pub(crate) fn bearer(
        &mut self,
        request: &Request,
        directory: &Directory,
        now: Timestamp,
    ) -> Result<Bearer, TokenError> {
        let token = match request.header(http::header::AUTHORIZATION).unwrap_or_default().split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
            Some(_) | None => "",
        };
        if token.is_empty() {
            return Err(TokenError::Empty);
        }
        if token.split('.').count() != 3 {
            return Err(TokenError::Malformed);
        }
        let graph = request.origins.graph.as_str();
        match self.key.verify(token) {
            Some(claims) => self.own_token(&claims, graph, now),
            None => {
                let jws = Jws::read(token).ok_or(TokenError::Signature)?;
                self.issuers.bearer(&jws, graph, directory, now)
            }
        }
    }

    fn own_token(&self, claims: &Value, graph: &str, now: Timestamp) -> Result<Bearer, TokenError> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
        // An id token has the same signature key but is not an active access token.
        let token = self.active_tokens.get(text("uti")).filter(|token| token.until > now);
        let token = token.ok_or(TokenError::Expired)?;
        if !is_audience(text("aud"), graph) {
            return Err(TokenError::Audience);
        }
        let bearer = Bearer {
            person: match text("idtyp") {
                "app" => None,
                _ => Some(Uuid::try_parse(text("oid")).map_err(|_| TokenError::Malformed)?),
            },
            app_id: text("appid").to_owned(),
            scopes: words(claims, "scp").chain(words(claims, "roles")).collect(),
            wids: words(claims, "wids").collect(),
            cp1: words(claims, "xms_cc").any(|capability| capability.eq_ignore_ascii_case("cp1")),
            contexts: words(claims, "acrs").collect(),
            revoked: token.revoked,
        };
        // A client without `cp1` cannot handle a challenge, so it gets an expired-token error.
        if bearer.revoked.is_some() && !bearer.cp1 { Err(TokenError::Expired) } else { Ok(bearer) }
    }
}

impl Bearer {
    pub(crate) fn has_scope(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope.eq_ignore_ascii_case(name))
    }

    /// The claims for a challenge (`insufficient_claims`), if one is due: a new sign-in after revoked sessions, or a
    /// required authentication context. Only for clients that declared `cp1`.
    pub(crate) fn challenge(&self, settings: &Settings) -> Option<Value> {
        if !self.cp1 {
            return None;
        }
        if let Some(revoked) = self.revoked {
            let since = revoked.as_second().to_string();
            return Some(json!({ "access_token": { "nbf": { "essential": true, "value": since } } }));
        }
        let context = settings.required_auth_context.as_ref();
        context
            .filter(|context| !self.contexts.contains(context))
            .map(|context| json!({ "access_token": { "acrs": { "essential": true, "value": context } } }))
    }
}

/// The words of a claim: a string with spaces, or an array of strings.
pub(super) fn words<'a>(claims: &'a Value, name: &str) -> impl Iterator<Item = String> + use<'a> {
    let (line, list) = match claims.get(name) {
        Some(Value::String(line)) => (line.as_str(), &[][..]),
        Some(Value::Array(list)) => ("", list.as_slice()),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => ("", &[][..]),
    };
    line.split_whitespace().chain(list.iter().filter_map(Value::as_str)).map(str::to_owned)
}

/// Whether a token with this `audience` is valid for the Graph at `graph`. Tokens are not interchangeable between
/// clouds, so the address of another cloud's Graph is rejected.
pub(super) fn is_audience(audience: &str, graph: &str) -> bool {
    let audience = audience.trim_end_matches('/');
    let elsewhere = GRAPH_HOSTS.contains(&graph) && audience != graph;
    audience == GRAPH_APP_ID || audience == graph || GRAPH_HOSTS.contains(&audience) && !elsewhere
}
