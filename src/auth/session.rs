//! The state of the sign-in in one tab, and the account that is signed in.
//!
//! [`Session::after`] is the complete table of transitions; only `app::portal` makes them. Must not know tokens, which
//! never reach a page.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::rights::Rights;
use crate::domain::tenant::{PersonKey, TenantId};

use super::error::AuthProblem;

/// The state of the sign-in.
#[derive(Clone, Debug, PartialEq)]
pub enum Session {
    /// No account is signed in.
    SignedOut(SignedOutReason),
    /// The browser is navigating to Microsoft's page, so nothing new may start.
    Leaving,
    /// The state of every page at its start: the worker is asked for its account, or redeems a code.
    Redeeming,
    SignedIn(Account),
    /// Microsoft requires an interaction before it gives new tokens. The page keeps what the person has typed.
    NeedsInteraction(Account, AuthProblem),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Transition {
    /// The browser navigates to Microsoft's page. From here on, no account is signed in.
    Leave,
    /// An account has signed in.
    SignIn(Account),
    /// The account's data has changed with a renewal. A renewal is not a sign-in, so an interruption stays.
    Update(Account),
    /// Microsoft requires an interaction.
    Interrupt(AuthProblem),
    SignOut(SignedOutReason),
}

impl Session {
    /// The state after a transition; `None` if this state does not allow it.
    ///
    /// A different person can be signed in only after the present one is signed out (S-19).
    #[must_use]
    pub fn after(&self, transition: Transition) -> Option<Self> {
        Some(match (self, transition) {
            (
                Self::SignedOut(_) | Self::Redeeming | Self::SignedIn(_) | Self::NeedsInteraction(..),
                Transition::Leave,
            ) => Self::Leaving,
            (Self::Redeeming, Transition::SignIn(account)) => Self::SignedIn(account),
            (Self::SignedIn(before) | Self::NeedsInteraction(before, _), Transition::SignIn(account))
                if before.key() == account.key() =>
            {
                Self::SignedIn(account)
            }
            (Self::SignedIn(before), Transition::Update(account)) if before.key() == account.key() => {
                Self::SignedIn(account)
            }
            (Self::NeedsInteraction(before, problem), Transition::Update(account))
                if before.key() == account.key() =>
            {
                Self::NeedsInteraction(account, problem.clone())
            }
            (Self::SignedIn(account), Transition::Interrupt(problem)) => {
                Self::NeedsInteraction(account.clone(), problem)
            }
            // A second sign-out changes nothing, so that the first reason stays visible.
            (
                Self::Leaving | Self::Redeeming | Self::SignedIn(_) | Self::NeedsInteraction(..),
                Transition::SignOut(why),
            ) => Self::SignedOut(why),
            (
                _,
                Transition::Leave
                | Transition::SignIn(_)
                | Transition::Update(_)
                | Transition::Interrupt(_)
                | Transition::SignOut(_),
            ) => return None,
        })
    }

    /// The account, also while an interaction is required.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::SignedIn(account) | Self::NeedsInteraction(account, _) => Some(account),
            Self::SignedOut(_) | Self::Leaving | Self::Redeeming => None,
        }
    }

    /// Whether requests to Graph are possible.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        matches!(self, Self::SignedIn(_))
    }
}

/// Why no account is signed in.
#[derive(Clone, Debug, PartialEq)]
pub enum SignedOutReason {
    /// There was no sign-in in this tab yet.
    Fresh,
    /// The person signed out here.
    Left,
    /// In another tab, the person signed out or another person signed in.
    LeftElsewhere,
    /// The person signed out here, but it is not certain that the session at Microsoft has ended.
    LeftOpen,
    /// The browser was told to open Microsoft's sign-in page, and still shows this page.
    NotLeft,
    /// The page was loaded so often in a short time that the portal no longer signs in by itself.
    Paused,
    /// The sign-in expired, and a silent one failed.
    Expired,
    /// The sign-in failed.
    Refused(AuthProblem),
}

/// The account and how long its sign-in lasts. The worker sends this to the pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountSession {
    pub account: Account,
    /// A duration, since the clocks of a page and the worker can differ. Renewals do not prolong a sign-in: the refresh
    /// token of a browser app has a fixed lifetime.
    pub expires_in: Duration,
}

/// The person who is signed in, from the claims of the id token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Account {
    /// The object id in the tenant.
    pub oid: String,
    pub tid: TenantId,
    /// `name`. It is only shown: it can change and is not unique.
    pub name: String,
    /// `preferred_username`. It is only shown, like the name.
    pub username: String,
    /// The optional claim `login_hint`, or the user name. With it, a later sign-in needs no account picker.
    pub login_hint: String,
    pub rights: Rights,
}

impl Account {
    #[must_use]
    pub fn key(&self) -> PersonKey {
        PersonKey { oid: self.oid.clone(), tid: self.tid.clone() }
    }
}

#[cfg(test)]
mod tests;
