//! Validates the `Authorization` header of a Graph call.
//!
//! Knows which tokens are active. Must not know the call.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::SignIns;
use super::bearer::{Bearer, TokenError, is_audience, words};
use crate::directory::Directory;
use crate::keys::jws::Jws;
use crate::web::Request;

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
        // An id token has the same signature key, but the app as its audience: a new one would not help.
        if !is_audience(text("aud"), graph) {
            return Err(TokenError::Audience);
        }
        let token = self.active_tokens.get(text("uti")).filter(|token| token.until > now);
        let token = token.ok_or(TokenError::Expired)?;
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
