//! Whose token is this: what Graph asks about the `Authorization` header of each call.
//!
//! Knows which tokens are in force, and when a claims challenge is due. Must not know what the call wants.

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

/// An access token that Graph accepts: who, and with which scopes and roles.
pub(crate) struct Bearer {
    /// Who signed in; `None` for an app that acts on its own behalf.
    pub(crate) person: Option<Uuid>,
    /// The app that the token was issued to.
    pub(crate) app_id: String,
    /// Delegated permissions (`scp`), or an app's own (`roles`) when nobody signed in.
    pub(crate) scopes: Vec<String>,
    /// Role template ids as of the sign-in: a change of roles needs a new token.
    pub(crate) wids: Vec<String>,
    /// The client handles claims challenges.
    pub(super) cp1: bool,
    /// The authentication contexts that the token carries.
    pub(super) contexts: Vec<String>,
    /// When the person's sessions were revoked, if they were after the token was issued.
    pub(super) revoked: Option<Timestamp>,
}

/// Why Graph does not accept a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenError {
    Empty,
    Malformed,
    Signature,
    Expired,
    /// The token is for another API, or for Graph in another cloud.
    Audience,
    /// The token names nobody in this tenant: another issuer's, or its person was deleted.
    UnknownUser,
}

impl SignIns {
    /// Reads the `Authorization` header of a call to Graph.
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
        // An id token is signed by the same key, but is not in force for Graph.
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
        // Who cannot be challenged is just turned away.
        if bearer.revoked.is_some() && !bearer.cp1 { Err(TokenError::Expired) } else { Ok(bearer) }
    }
}

impl Bearer {
    pub(crate) fn has_scope(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope.eq_ignore_ascii_case(name))
    }

    /// The claims of the challenge (`insufficient_claims`) that this token is due, if any: a new sign-in after sessions
    /// were revoked, or the authentication context that the tenant requires. Clients that did not declare `cp1` get none.
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

/// The words of a claim: separated by spaces in one text, or the texts of a list.
pub(super) fn words<'a>(claims: &'a Value, name: &str) -> impl Iterator<Item = String> + use<'a> {
    let (line, list) = match claims.get(name) {
        Some(Value::String(line)) => (line.as_str(), &[][..]),
        Some(Value::Array(list)) => ("", list.as_slice()),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => ("", &[][..]),
    };
    line.split_whitespace().chain(list.iter().filter_map(Value::as_str)).map(str::to_owned)
}

/// Whether a token for `audience` is for Graph at this address. Tokens are not interchangeable between clouds, so the
/// address of another cloud's Graph does not count.
pub(super) fn is_audience(audience: &str, graph: &str) -> bool {
    let audience = audience.trim_end_matches('/');
    let elsewhere = GRAPH_HOSTS.contains(&graph) && audience != graph;
    audience == GRAPH_APP_ID || audience == graph || GRAPH_HOSTS.contains(&audience) && !elsewhere
}
