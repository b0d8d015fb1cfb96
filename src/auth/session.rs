//! The story of one sign-in in one tab. Tokens are not in here: they never reach a page.
//!
//! [`Session::step`] is the whole table of what may follow what; `app::portal` alone takes steps.

use serde::{Deserialize, Serialize};

use crate::domain::moment::Moment;
use crate::domain::rights::Rights;

use super::error::AuthProblem;

/// Where the sign-in stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Session {
    /// Nobody is signed in.
    SignedOut(SignedOutWhy),
    /// The browser is on its way to Microsoft's page: start nothing.
    Leaving,
    /// Finding out who is signed in: where every page begins. The worker is asked, or a code is being redeemed.
    Redeeming,
    /// Signed in.
    SignedIn(Account),
    /// Was signed in; Microsoft wants the person to do something before it goes on. What was typed is still there.
    NeedsInteraction(Account, AuthProblem),
}

/// What happens to a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The browser is sent to Microsoft's page, and nobody is signed in here any more.
    Leave,
    /// Somebody is signed in.
    Welcome(Account),
    /// Microsoft wants the person.
    Interrupt(AuthProblem),
    /// Nobody is signed in.
    Out(SignedOutWhy),
}

impl Session {
    /// What comes of a step; `None` for a step that cannot be taken from here, which changes nothing.
    ///
    /// Nobody takes another person's place: whoever is there has to be signed out first (S-19).
    #[must_use]
    pub fn step(&self, step: Step) -> Option<Self> {
        Some(match (self, step) {
            (
                Self::SignedOut(_) | Self::Redeeming | Self::SignedIn(_) | Self::NeedsInteraction(..),
                Step::Leave,
            ) => Self::Leaving,
            (Self::Redeeming, Step::Welcome(account)) => Self::SignedIn(account),
            (Self::SignedIn(before) | Self::NeedsInteraction(before, _), Step::Welcome(account))
                if before.key() == account.key() =>
            {
                Self::SignedIn(account)
            }
            (Self::SignedIn(account), Step::Interrupt(problem)) => {
                Self::NeedsInteraction(account.clone(), problem)
            }
            // The first reason to be signed out is the one to tell.
            (
                Self::Leaving | Self::Redeeming | Self::SignedIn(_) | Self::NeedsInteraction(..),
                Step::Out(why),
            ) => Self::SignedOut(why),
            (_, Step::Leave | Step::Welcome(_) | Step::Interrupt(_) | Step::Out(_)) => return None,
        })
    }

    /// Whose session it is, also when it needs the person.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::SignedIn(account) | Self::NeedsInteraction(account, _) => Some(account),
            Self::SignedOut(_) | Self::Leaving | Self::Redeeming => None,
        }
    }
}

/// Why nobody is signed in.
#[derive(Clone, Debug, PartialEq)]
pub enum SignedOutWhy {
    /// Nobody has signed in in this tab yet.
    Fresh,
    /// Signed out on purpose, here or in another tab.
    Left,
    /// Signed out here, but Microsoft could not be told: its session is still open.
    LeftOffline,
    /// It was not possible to sign in again without asking.
    Expired,
    /// Signing in failed.
    Refused(AuthProblem),
}

/// Somebody's sign-in, as the worker tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// Who it is.
    pub account: Account,
    /// When the sign-in ends, whatever is done until then: a browser app's refresh token has a fixed life.
    pub ends: Moment,
}

/// Who is signed in. The key of a person is `oid` and `tid` together, never a name or address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// `oid`: the object id in the tenant.
    pub oid: String,
    /// `tid`: the tenant.
    pub tid: String,
    /// `name`, for people to read.
    pub name: String,
    /// `preferred_username`, for people to read.
    pub username: String,
    /// The optional claim `login_hint`, or the user name: lets a later sign-in skip the account picker.
    pub login_hint: String,
    /// What this person may do.
    pub rights: Rights,
}

impl Account {
    /// Whether two sign-ins are one person in one tenant.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}.{}", self.oid, self.tid)
    }
}

#[cfg(test)]
mod tests;
