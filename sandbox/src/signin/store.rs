//! What the sign-in site remembers: browser sessions, open interactions, codes, refresh tokens and live access tokens.
//!
//! Knows lifetimes. Must not know HTTP. Nothing here has `Debug`: nearly every field is a secret.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use uuid::Uuid;

use super::consent::{OpenId, Scopes};
use super::key::SigningKey;

/// How long a code may wait; Entra's live about ten minutes.
pub(crate) const CODE_LIFE: SignedDuration = SignedDuration::from_mins(10);
/// A single-page app's refresh token and all its successors together.
pub(crate) const REFRESH_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// How long the account page may stand open.
pub(crate) const INTERACTION_LIFE: SignedDuration = SignedDuration::from_hours(1);

/// A well-formed request to `/authorize`: client, redirect URI and PKCE are checked already.
#[derive(Clone)]
pub(crate) struct AuthorizeRequest {
    pub(crate) redirect_uri: String,
    pub(crate) mode: ResponseMode,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: String,
    pub(crate) scopes: Scopes,
    pub(crate) prompt: Prompt,
    pub(crate) login_hint: Option<String>,
    pub(crate) correlation: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    Query,
    Fragment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prompt {
    /// None given: sign in at once if a session allows it.
    Absent,
    None,
    /// `login` or `select_account`: always ask. The sandbox has no passwords, so both show the account page.
    Ask,
}

/// A browser's session: who has signed in with it, oldest first.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) sid: Uuid,
    pub(crate) people: Vec<Uuid>,
}

/// What a person has been signed in for: the root of tokens.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) person: Uuid,
    pub(crate) sid: Uuid,
    pub(crate) open_id: OpenId,
    pub(crate) nonce: Option<String>,
    /// The refresh tokens of this sign-in die 24 hours after it.
    pub(crate) signed_in: Timestamp,
}

pub(crate) struct Code {
    pub(crate) grant: Grant,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) expires: Timestamp,
    pub(crate) used: bool,
}

pub(crate) struct Refresh {
    pub(crate) grant: Grant,
    pub(crate) revoked: bool,
}

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
}

/// Why Graph does not accept a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BearerProblem {
    Empty,
    Malformed,
    Signature,
    Expired,
}

pub(crate) struct SignIns {
    pub(crate) key: SigningKey,
    pub(crate) sessions: HashMap<String, Session>,
    pub(crate) interactions: HashMap<String, (AuthorizeRequest, Timestamp)>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) refreshes: HashMap<String, Refresh>,
    /// Permissions that people granted for themselves.
    pub(crate) consents: HashMap<Uuid, Vec<&'static str>>,
    /// `uti` of every access token in force, with its end.
    live: HashMap<String, Timestamp>,
}

impl SignIns {
    pub(crate) fn new(key: SigningKey) -> Self {
        Self {
            key,
            sessions: HashMap::new(),
            interactions: HashMap::new(),
            codes: HashMap::new(),
            refreshes: HashMap::new(),
            consents: HashMap::new(),
            live: HashMap::new(),
        }
    }

    /// Puts an access token in force.
    pub(crate) fn enliven(&mut self, uti: &str, until: Timestamp, now: Timestamp) {
        self.live.retain(|_, until| *until > now);
        self.live.insert(uti.to_owned(), until);
    }

    /// Ends every session and every token at once.
    pub(crate) fn end_everything(&mut self) {
        self.sessions.clear();
        self.live.clear();
        self.codes.clear();
        for refresh in self.refreshes.values_mut() {
            refresh.revoked = true;
        }
    }

    /// Reads the `Authorization` header of a call to Graph.
    pub(crate) fn bearer(&self, header: Option<&str>, now: Timestamp) -> Result<Bearer, BearerProblem> {
        let header = header.unwrap_or_default();
        let token = match header.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
            Some(_) | None => "",
        };
        if token.is_empty() {
            return Err(BearerProblem::Empty);
        }
        if token.split('.').count() != 3 {
            return Err(BearerProblem::Malformed);
        }
        let claims = self.key.verify(token).ok_or(BearerProblem::Signature)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
        // An id token is signed by the same key, but is not in force for Graph.
        if self.live.get(text("uti")).is_none_or(|until| *until <= now) {
            return Err(BearerProblem::Expired);
        }
        let wids = claims.get("wids").and_then(Value::as_array).into_iter().flatten();
        Ok(Bearer {
            person: Some(Uuid::try_parse(text("oid")).map_err(|_| BearerProblem::Malformed)?),
            app_id: text("appid").to_owned(),
            scopes: text("scp").split_whitespace().map(str::to_owned).collect(),
            wids: wids.filter_map(Value::as_str).map(str::to_owned).collect(),
        })
    }
}

impl Bearer {
    pub(crate) fn has_scope(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope.eq_ignore_ascii_case(name))
    }
}
