//! State of the sign-in site: browser sessions, open interactions, codes, refresh tokens and active access tokens.
//!
//! Knows lifetimes. Must not know HTTP. Nothing here has `Debug`, because nearly every field is a secret.

pub(crate) mod authorize_request;
pub(crate) mod bearer;
pub(crate) mod claims_request;
mod issuers;
mod loops;
pub(crate) mod sign_in_error;
mod token_check;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::apps::consent::Consents;
use crate::apps::scopes::OpenId;
use crate::apps::{App, Apps, RedirectKind, RedirectUri};
use crate::directory::Directory;
use crate::keys::key::SigningKey;
use authorize_request::{AuthorizeRequest, Pkce, Stage};
use issuers::Issuers;
use loops::Loops;

/// Lifetime of a code; Entra's is about ten minutes.
pub(crate) const CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(10);
/// Lifetime of a single-page app's refresh token, counted from the first one.
pub(crate) const SPA_REFRESH_LIFETIME: SignedDuration = SignedDuration::from_hours(24);
/// Lifetime of another app's refresh token, counted for each token.
pub(crate) const REFRESH_LIFETIME: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long a sign-in page can stay open.
pub(crate) const INTERACTION_LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// A user in a browser session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedIn {
    pub(crate) person: Uuid,
    pub(crate) sid: Uuid,
    /// The last sign-in.
    pub(crate) at: Timestamp,
    /// Whether a second factor was given since then.
    pub(crate) mfa: bool,
    /// Authentication contexts that were satisfied since then.
    pub(crate) contexts: Vec<String>,
}

/// A browser session: its users, oldest sign-in first.
#[derive(Clone, Default)]
pub(crate) struct Session {
    pub(crate) people: Vec<SignedIn>,
}

/// An authorization request that waits for a button of its page.
pub(crate) struct Interaction {
    pub(crate) authorization: AuthorizeRequest,
    pub(crate) stage: Stage,
    pub(crate) expires: Timestamp,
}

/// The authorization that a code and its tokens stand for.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) app: Arc<App>,
    /// The platform of the redirect URI. It decides who may redeem, and the lifetime of refresh tokens.
    pub(crate) kind: RedirectKind,
    pub(crate) signed_in: SignedIn,
    pub(crate) open_id: OpenId,
    pub(crate) nonce: Option<String>,
    /// The Graph address in the scopes.
    pub(crate) audience: Option<String>,
    /// Whether the client handles claims challenges.
    pub(crate) cp1: bool,
    /// When the code was issued. Refresh tokens of a single-page app expire 24 hours later.
    pub(crate) given: Timestamp,
}

pub(crate) struct Code {
    pub(crate) grant: Grant,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<Pkce>,
    pub(crate) expires: Timestamp,
    pub(crate) used: bool,
}

pub(crate) struct Refresh {
    pub(crate) grant: Grant,
    pub(crate) issued: Timestamp,
    pub(crate) ended: Option<Ended>,
}

/// Why a refresh token ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Treated like one past its lifetime.
    Expired,
    /// The sessions were revoked.
    Revoked,
}

/// A valid access token.
pub(super) struct ActiveToken {
    pub(super) until: Timestamp,
    /// `None` for an app-only token.
    person: Option<Uuid>,
    /// When the user's sessions were revoked.
    pub(super) revoked: Option<Timestamp>,
}

pub(crate) struct SignIns {
    pub(crate) key: SigningKey,
    pub(crate) apps: Apps,
    /// Redirect URIs of the portal, besides its own origin.
    redirect_uris: Vec<RedirectUri>,
    pub(crate) consents: Consents,
    pub(crate) issuers: Issuers,
    pub(crate) loops: Loops,
    pub(crate) sessions: HashMap<String, Session>,
    pub(crate) interactions: HashMap<String, Interaction>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) refreshes: HashMap<String, Refresh>,
    /// Users whose silent request was rejected because the second factor is missing.
    pub(crate) second_factor_due: HashSet<Uuid>,
    /// By the claim `uti`.
    pub(super) active_tokens: HashMap<String, ActiveToken>,
}

impl SignIns {
    pub(crate) fn new(key: SigningKey, redirect_uris: Vec<RedirectUri>, directory: &Directory) -> Self {
        Self {
            key,
            apps: Apps::seeded(&redirect_uris),
            redirect_uris,
            consents: Consents::seeded(directory),
            issuers: Issuers::default(),
            loops: Loops::default(),
            sessions: HashMap::new(),
            interactions: HashMap::new(),
            codes: HashMap::new(),
            refreshes: HashMap::new(),
            second_factor_due: HashSet::new(),
            active_tokens: HashMap::new(),
        }
    }

    /// Resets registrations and consents. Sessions and tokens stay.
    pub(crate) fn reset(&mut self, directory: &Directory) {
        self.apps = Apps::seeded(&self.redirect_uris);
        self.consents = Consents::seeded(directory);
        self.loops = Loops::default();
        self.second_factor_due.clear();
    }

    /// Stores an access token as valid.
    pub(crate) fn activate(&mut self, uti: &str, person: Option<Uuid>, until: Timestamp, now: Timestamp) {
        self.active_tokens.retain(|_, token| token.until > now);
        self.active_tokens.insert(uti.to_owned(), ActiveToken { until, person, revoked: None });
    }

    /// Ends all sessions and tokens, as if they had expired.
    pub(crate) fn expire_all(&mut self) {
        self.sessions.clear();
        self.active_tokens.clear();
        self.codes.clear();
        for refresh in self.refreshes.values_mut() {
            refresh.ended = Some(Ended::Expired);
        }
    }

    /// Revokes the sessions of one user or of all. They must sign in again. Access tokens stay valid only for clients
    /// that handle claims challenges, and those get a challenge.
    pub(crate) fn revoke(&mut self, whom: Option<Uuid>, now: Timestamp) {
        let meant = |person: Uuid| whom.is_none_or(|whom| whom == person);
        for session in self.sessions.values_mut() {
            session.people.retain(|signed_in| !meant(signed_in.person));
        }
        self.codes.retain(|_, code| !meant(code.grant.signed_in.person));
        for refresh in self.refreshes.values_mut().filter(|refresh| meant(refresh.grant.signed_in.person)) {
            refresh.ended = refresh.ended.or(Some(Ended::Revoked));
        }
        for token in self.active_tokens.values_mut().filter(|token| token.person.is_some_and(meant)) {
            token.revoked = Some(now);
        }
    }
}
