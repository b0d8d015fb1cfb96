//! What the sign-in site remembers: browser sessions, open interactions, codes, refresh tokens and live access tokens.
//!
//! Knows lifetimes. Must not know HTTP. Nothing here has `Debug`: nearly every field is a secret.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::apps::{App, Apps, RedirectKind, RedirectUri};
use super::authorize::{AuthorizeRequest, Pkce, Stage};
use super::consent::Consents;
use super::issuers::Issuers;
use super::key::SigningKey;
use super::loops::Loops;
use super::scopes::OpenId;
use crate::directory::Directory;

/// How long a code may wait; Entra's live about ten minutes.
pub(crate) const CODE_LIFE: SignedDuration = SignedDuration::from_mins(10);
/// A single-page app's refresh token and all its successors together.
pub(crate) const SPA_REFRESH_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// Any other app's refresh token, each for itself.
pub(crate) const REFRESH_LIFE: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long a sign-in page may stand open.
pub(crate) const INTERACTION_LIFE: SignedDuration = SignedDuration::from_hours(1);

/// One person's sign-in within a browser's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedIn {
    pub(crate) person: Uuid,
    pub(crate) sid: Uuid,
    /// When the person last proved who they are.
    pub(crate) at: Timestamp,
    /// Whether a second factor was given since.
    pub(crate) mfa: bool,
    /// The authentication contexts that were satisfied since.
    pub(crate) contexts: Vec<String>,
}

/// A browser's session: who has signed in with it, oldest first.
#[derive(Clone, Default)]
pub(crate) struct Session {
    pub(crate) people: Vec<SignedIn>,
}

/// A request to authorize that waits for a button of the page it led to.
pub(crate) struct Interaction {
    pub(crate) authorization: AuthorizeRequest,
    pub(crate) stage: Stage,
    pub(crate) expires: Timestamp,
}

/// What a person has been signed in for: the root of tokens.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) app: Arc<App>,
    /// Whom the code was sent to: it decides who may redeem and for how long.
    pub(crate) kind: RedirectKind,
    pub(crate) signed_in: SignedIn,
    pub(crate) open_id: OpenId,
    pub(crate) nonce: Option<String>,
    /// The Graph address that the scopes were written with.
    pub(crate) audience: Option<String>,
    /// Whether the client handles claims challenges.
    pub(crate) cp1: bool,
    /// When the code was given. The refresh tokens of a single-page app die 24 hours later.
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

/// How a refresh token ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// As if its life were over.
    Expired,
    /// Sessions were revoked.
    Revoked,
}

/// An access token in force.
pub(super) struct ActiveToken {
    pub(super) until: Timestamp,
    /// `None` for an app's own.
    person: Option<Uuid>,
    /// When its person's sessions were revoked.
    pub(super) revoked: Option<Timestamp>,
}

pub(crate) struct SignIns {
    pub(crate) key: SigningKey,
    pub(crate) apps: Apps,
    /// What the portal's registration has more than its own origin.
    redirect_uris: Vec<RedirectUri>,
    pub(crate) consents: Consents,
    pub(crate) issuers: Issuers,
    pub(crate) loops: Loops,
    pub(crate) sessions: HashMap<String, Session>,
    pub(crate) interactions: HashMap<String, Interaction>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) refreshes: HashMap<String, Refresh>,
    /// Who was refused silently for want of a second factor.
    pub(crate) second_factor_due: HashSet<Uuid>,
    /// By the `uti` of the token.
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

    /// Registrations and consents as at the beginning. Sessions and tokens stay.
    pub(crate) fn reset(&mut self, directory: &Directory) {
        self.apps = Apps::seeded(&self.redirect_uris);
        self.consents = Consents::seeded(directory);
        self.loops = Loops::default();
        self.second_factor_due.clear();
    }

    /// Puts an access token in force.
    pub(super) fn activate(&mut self, uti: &str, person: Option<Uuid>, until: Timestamp, now: Timestamp) {
        self.active_tokens.retain(|_, token| token.until > now);
        self.active_tokens.insert(uti.to_owned(), ActiveToken { until, person, revoked: None });
    }

    /// Ends every session and every token at once, as if their time were over.
    pub(crate) fn expire_all(&mut self) {
        self.sessions.clear();
        self.active_tokens.clear();
        self.codes.clear();
        for refresh in self.refreshes.values_mut() {
            refresh.ended = Some(Ended::Expired);
        }
    }

    /// Revokes the sessions of one person or of everybody: a new sign-in is needed, and access tokens live on only for
    /// clients that are told so by a challenge.
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
