//! An authorization request, as it is stored while its page is open.

use std::sync::Arc;

use uuid::Uuid;

use super::claims_request::ClaimsRequest;
use super::sign_in_error::SignInError;
use crate::apps::scopes::Scopes;
use crate::apps::{App, RedirectKind};
use crate::keys::key;

/// A valid authorization request: client, redirect URI and PKCE are checked.
#[derive(Clone)]
pub(crate) struct AuthorizeRequest {
    pub(crate) app: Arc<App>,
    pub(crate) kind: RedirectKind,
    pub(crate) redirect: RedirectTarget,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: Option<Pkce>,
    pub(crate) scopes: Scopes,
    pub(crate) prompt: Prompt,
    pub(crate) login_hint: Option<String>,
    /// The session that a silent request names.
    pub(crate) sid: Option<Uuid>,
    pub(crate) claims: ClaimsRequest,
    pub(crate) client_info: bool,
    pub(crate) client_data: bool,
    pub(crate) correlation: Option<String>,
}

/// A PKCE code challenge with its method. Without a method Entra takes it as `plain`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Pkce {
    S256(String),
    Plain(String),
}

/// The length of a verifier, in characters (RFC 7636 §4.1).
pub(crate) const PKCE_LENGTH: std::ops::RangeInclusive<usize> = 43..=128;
/// The length of a challenge of SHA-256 in base64url without padding.
const HASHED: usize = 43;

impl Pkce {
    /// Whether the challenge has the right size [documented] for AADSTS501491. Other letters than those of base64url get
    /// the same answer [inferred].
    pub(crate) fn is_sized(&self) -> bool {
        let (text, sized) = match self {
            Self::S256(text) => (text, text.len() == HASHED),
            Self::Plain(text) => (text, PKCE_LENGTH.contains(&text.len())),
        };
        sized && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
    }

    pub(crate) fn matches(&self, verifier: &str) -> bool {
        match self {
            Self::S256(challenge) => key::challenge(verifier) == *challenge,
            Self::Plain(challenge) => verifier == challenge,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prompt {
    /// No prompt: sign in without a page if there is a session.
    Absent,
    /// `none`: show no page.
    Silent,
    /// `login`: the user must sign in again.
    Login,
    /// `consent`: show the consent page, even if all permissions are granted.
    Consent,
    /// `select_account`: show the account page; users with a session need not sign in again.
    SelectAccount,
}

/// What the open page waits for.
#[derive(Clone)]
pub(crate) enum Stage {
    /// An account. With `renew`, an existing session does not count.
    Account { renew: bool },
    /// A second factor.
    Approve(Uuid),
    /// Consent to these permissions.
    Consent { person: Uuid, names: Vec<&'static str> },
    /// An error page.
    Stopped(SignInError),
}

/// Where the response goes, and by which response mode.
#[derive(Clone)]
pub(crate) struct RedirectTarget {
    pub(crate) redirect_uri: String,
    pub(crate) mode: ResponseMode,
    pub(crate) state: Option<String>,
    /// The request was one to `/adminconsent`; the response contains `admin_consent`.
    pub(crate) admin_consent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    Query,
    Fragment,
    FormPost,
}
