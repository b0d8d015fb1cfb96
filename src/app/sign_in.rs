//! From the first load to a signed-in person: what to do with the address one arrives at.
//!
//! In the tab's storage stand, each only as long as it is needed: the pending sign-in (one redirect), whom to sign in
//! again after a reload (until signing out), that somebody signed out, and that a permission was refused (one load each).

use crate::auth::callback::Callback;
use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::{self, CodeExchange, PendingLogin, Prompt, Purpose, Registration};
use crate::auth::session::{Account, SignedOutWhy};
use crate::domain::rights::Permission;

use super::gate::BASE_SCOPES;
use super::ports::{Clock, Navigator, TabStore};

const PENDING: &str = "guestlist.sign-in";
const AGAIN: &str = "guestlist.again";
const LEFT: &str = "guestlist.left";
const REFUSED: &str = "guestlist.refused";

/// What to do on arrival.
pub enum Arrival {
    /// Show the sign-in page.
    SignedOut(SignedOutWhy),
    /// The browser is on its way to sign in silently.
    Leaving,
    /// Redeem a code; the address bar shows the page to come back to already.
    Redeem(CodeExchange),
}

/// The tab, as far as signing in goes.
pub struct SignIn<'a> {
    /// The app.
    pub registration: &'a Registration,
    /// The tab's storage.
    pub store: &'a dyn TabStore,
    /// The address bar.
    pub navigator: &'a dyn Navigator,
    /// Chance.
    pub clock: &'a dyn Clock,
}

impl SignIn<'_> {
    /// Decides what to do. `fragment` is what the address's fragment was, if it looked like an answer; it has left
    /// the address bar already.
    #[must_use]
    pub fn arrive(&self, fragment: Option<&str>) -> Arrival {
        let pending: Option<PendingLogin> =
            self.store.take(PENDING).and_then(|text| serde_json::from_str(&text).ok());
        let left = self.store.take(LEFT).is_some();
        if let Some(callback) = fragment.and_then(Callback::read) {
            return self.come_back(pending, callback);
        }
        if left {
            return Arrival::SignedOut(SignedOutWhy::Left);
        }
        match self.store.get(AGAIN) {
            Some(hint) => self.leave_silently(hint, self.navigator.here()),
            None => Arrival::SignedOut(SignedOutWhy::Fresh),
        }
    }

    fn come_back(&self, pending: Option<PendingLogin>, callback: Callback) -> Arrival {
        let ours = pending.as_ref().map(|pending| (pending.silent, pending.return_to.clone()));
        match (flow::resume(self.registration, pending, callback), ours) {
            (Ok(exchange), Some((_, return_to))) => {
                self.navigator.replace(&return_to);
                Arrival::Redeem(exchange)
            }
            (Ok(_), None) => Arrival::SignedOut(SignedOutWhy::Refused(AuthProblem::own(AuthKind::Foreign))),
            (Err(problem), ours) => self.refused(problem, ours),
        }
    }

    fn refused(&self, problem: AuthProblem, ours: Option<(bool, String)>) -> Arrival {
        let (silent, return_to) = ours.unwrap_or((false, "/".to_owned()));
        let permission =
            matches!(problem.kind, AuthKind::Declined | AuthKind::NeedsAdmin | AuthKind::NotConsented);
        self.navigator.replace(&return_to);
        match self.store.get(AGAIN) {
            // Somebody signed in asked for one more permission and did not get it: they are still signed in.
            Some(hint) if permission && !silent => {
                self.store.put(
                    REFUSED,
                    if problem.kind == AuthKind::Declined { "declined" } else { "needs-admin" },
                );
                self.leave_silently(hint, return_to)
            }
            _ => {
                self.failed();
                let expired = silent && problem.asks_for_interaction();
                Arrival::SignedOut(if expired {
                    SignedOutWhy::Expired
                } else {
                    SignedOutWhy::Refused(problem)
                })
            }
        }
    }

    fn leave_silently(&self, hint: String, return_to: String) -> Arrival {
        let purpose = Purpose {
            scopes: BASE_SCOPES.to_vec(),
            prompt: Prompt::Silent,
            login_hint: Some(hint),
            return_to,
        };
        match self.leave(purpose) {
            Ok(()) => Arrival::Leaving,
            Err(problem) => Arrival::SignedOut(SignedOutWhy::Refused(problem)),
        }
    }

    /// Goes to the sign-in page. `account` is whom to suggest; `None` lets the person pick.
    ///
    /// # Errors
    /// When the configuration does not make URLs.
    pub fn sign_in(&self, account: Option<&Account>, pick: bool) -> Result<(), AuthProblem> {
        self.leave(Purpose {
            scopes: BASE_SCOPES.to_vec(),
            prompt: if pick { Prompt::PickAccount } else { Prompt::AsNeeded },
            login_hint: account.map(|account| account.login_hint.clone()),
            return_to: self.navigator.here(),
        })
    }

    /// Goes to the sign-in page to ask for permissions beyond reading.
    ///
    /// # Errors
    /// When the configuration does not make URLs.
    pub fn ask_for(&self, account: &Account, permissions: &[Permission]) -> Result<(), AuthProblem> {
        let more = permissions.iter().map(|one| one.scope()).filter(|scope| !BASE_SCOPES.contains(scope));
        self.leave(Purpose {
            scopes: BASE_SCOPES.into_iter().chain(more).collect(),
            prompt: Prompt::AsNeeded,
            login_hint: Some(account.login_hint.clone()),
            return_to: self.navigator.here(),
        })
    }

    /// Ends the session, here first, then at Microsoft.
    pub fn sign_out(&self, account: Option<&Account>) {
        for key in [PENDING, AGAIN, REFUSED, super::drafts::KEY] {
            self.store.remove(key);
        }
        self.store.put(LEFT, "1");
        let hint = account.map_or("", |account| account.login_hint.as_str());
        self.navigator.leave(&flow::logout_url(self.registration, hint));
    }

    /// A code was redeemed: a reload of this tab may sign in again without asking. Tells whether a permission was
    /// refused on the way, and whether by the person ([`AuthKind::Declined`]) or for want of an administrator.
    #[must_use]
    pub fn signed_in(&self, account: &Account) -> Option<AuthKind> {
        self.store.put(AGAIN, &account.login_hint);
        self.store
            .take(REFUSED)
            .map(|how| if how == "declined" { AuthKind::Declined } else { AuthKind::NeedsAdmin })
    }

    /// Signing in failed after all: neither a reload nor a later sign-in knows of this one.
    pub fn failed(&self) {
        self.store.remove(AGAIN);
        self.store.remove(REFUSED);
    }

    fn leave(&self, purpose: Purpose) -> Result<(), AuthProblem> {
        let (url, pending) = flow::begin(self.registration, purpose, &|bytes| self.clock.random(bytes))?;
        if let Ok(text) = serde_json::to_string(&pending) {
            self.store.put(PENDING, &text);
        }
        self.navigator.leave(&url);
        Ok(())
    }
}
