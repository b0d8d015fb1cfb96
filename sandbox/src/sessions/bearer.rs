//! The owner of an access token, and why a token is rejected.
//!
//! Knows when a claims challenge is due. Must not know the call.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::apps::scopes::{GRAPH_APP_ID, GRAPH_HOSTS};
use crate::settings::Settings;

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
