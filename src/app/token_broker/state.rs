//! The tokens that the broker holds, and how they are told apart. Must not know how they are requested.

use std::rc::Rc;

use crate::auth::session::{Account, AccountSession};
use crate::auth::tokens::Tokens;
use crate::domain::moment::Moment;

pub(super) enum State {
    /// There are no tokens. The version is the one of the last token.
    SignedOut(TokenVersion),
    SignedIn(Held),
    /// The tokens are being renewed.
    Renewing(Held),
}

/// Tokens and their account.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) account: Account,
    /// When the sign-in expires, by this computer's clock.
    pub(super) expires_at: Moment,
    pub(super) tokens: Rc<Tokens>,
    /// When the access token should be renewed, by this computer's clock.
    pub(super) renew_at: Moment,
    pub(super) version: TokenVersion,
}

/// Identifies an access token, so that tokens are compared without comparing secrets.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TokenVersion {
    /// The number of sign-outs. A response to a request from before a sign-out is not returned after it.
    pub(super) sign_outs: u32,
    /// The number of tokens so far.
    pub(super) number: u32,
}

impl Held {
    /// What the pages get to know.
    pub(super) fn session(&self, now: Moment) -> AccountSession {
        AccountSession { account: self.account.clone(), expires_in: self.expires_at.since(now) }
    }
}

impl State {
    pub(super) fn held(&self) -> Option<&Held> {
        match self {
            Self::SignedIn(held) | Self::Renewing(held) => Some(held),
            Self::SignedOut(_) => None,
        }
    }

    pub(super) fn version(&self) -> TokenVersion {
        match self {
            Self::SignedIn(held) | Self::Renewing(held) => held.version,
            Self::SignedOut(last) => *last,
        }
    }
}
