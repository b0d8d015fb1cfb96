//! The steps of a sign-in in one tab: what to do when a page is loaded, and which values to store between pages.
//!
//! The tab's storage contains, each only as long as it is needed: the pending sign-in (one redirect), the account to
//! sign in again after a reload (until sign-out), that the person signed out and that a permission was refused (one
//! page load each), the times of silent redirects and the last claims challenge (minutes each). Must not know tokens.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::auth::callback::Callback;
use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::{self, AccountPicker, CodeExchange, PendingLogin, Prompt, Purpose};
use crate::auth::registration::Registration;
use crate::auth::session::{Account, SignedOutReason};
use crate::domain::moment::Moment;
use crate::domain::rights::{BASE_SCOPES, Permission};
use crate::wire;

use super::ports::{Clock, HistoryEntry, Navigator, TabStore};

/// The maximum number of silent redirects without a sign-in between them. More are a loop.
const MOST_IN_A_ROW: u32 = 2;
/// The maximum number of silent redirects within a minute, also with a sign-in between them: then a page is loaded
/// again and again.
const MOST_IN_A_MINUTE: usize = 10;
const MINUTE: Duration = Duration::from_secs(60);
/// If Microsoft sends the same claims challenge again within this time, the person was not able to satisfy it.
const CHALLENGE_TIME: Duration = Duration::from_secs(5 * 60);

// Keys of the tab's storage.
const PENDING_SIGN_IN: &str = "guestlist.sign-in";
const LOGIN_HINT: &str = "guestlist.again";
const SIGNED_OUT: &str = "guestlist.left";
const REFUSED_PERMISSION: &str = "guestlist.refused";
const SILENT_REDIRECTS: &str = "guestlist.silent";
const CLAIMS_CHALLENGE: &str = "guestlist.proof";

/// The first step of a page.
pub enum Arrival {
    /// Show the sign-in page.
    SignedOut(SignedOutReason),
    /// Nothing: the browser is navigating to a silent sign-in.
    Leaving,
    /// Redeem a code. The address bar already shows the page that the sign-in returns to.
    Redeem(CodeExchange),
    /// Ask the worker for a session, because another tab may have signed in. If it has none, call
    /// [`SignIn::without_session`].
    AskWorker,
}

/// Why a requested permission was not granted. The person stays signed in without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusedPermission {
    /// The person refused it.
    Declined,
    /// Only an administrator can grant it.
    NeedsAdmin,
}

/// A claims challenge that was sent to the sign-in page.
#[derive(Serialize, Deserialize)]
struct ClaimsChallenge {
    /// When the person came back signed in; `None` before that, and if they cancelled.
    met: Option<Moment>,
    claims: String,
}

/// Redirects to a sign-in with `prompt=none`.
#[derive(Default, Serialize, Deserialize)]
struct SilentRedirects {
    /// The number since the last sign-in.
    in_a_row: u32,
    /// The times of those within the last minute.
    recent: Vec<Moment>,
}

/// The ports that a sign-in needs.
pub struct SignIn<'a> {
    pub registration: &'a Registration,
    pub store: &'a dyn TabStore,
    pub navigator: &'a dyn Navigator,
    pub clock: &'a dyn Clock,
}

impl SignIn<'_> {
    /// Decides the first step of a page. `fragment` is the fragment of the address if it looked like a response of the
    /// sign-in page; it has already been removed from the address bar.
    #[must_use]
    pub fn arrive(&self, fragment: Option<&str>, worker_alive: bool) -> Arrival {
        let pending = self.store.take(PENDING_SIGN_IN);
        let left = self.store.take(SIGNED_OUT).is_some();
        if let Some(callback) = fragment.and_then(Callback::read) {
            return self.come_back(pending, callback);
        }
        if pending.is_some() {
            // The person came back without an answer, so the claims were not met.
            self.store.remove(CLAIMS_CHALLENGE);
        }
        if left {
            return Arrival::SignedOut(SignedOutReason::Left);
        }
        if worker_alive { Arrival::AskWorker } else { self.without_session() }
    }

    /// The first step of the sign-in program, which runs if the address has no response and no other tab has a session:
    /// a silent sign-in, or the sign-in page. `None` if there is an error to show, which only the portal can do: it
    /// then calls [`arrive`](Self::arrive), which finds the same error.
    #[must_use]
    pub fn arrive_without_portal(&self) -> Option<Arrival> {
        if self.store.get(LOGIN_HINT).is_some() && is_too_often(&self.silent()) {
            return None;
        }
        let arrival = self.arrive(None, false);
        let has_no_error = !matches!(&arrival, Arrival::SignedOut(SignedOutReason::Refused(_)));
        has_no_error.then_some(arrival)
    }

    /// The step if no other tab has a session: a silent sign-in, if this tab had a session before.
    #[must_use]
    pub fn without_session(&self) -> Arrival {
        match self.store.get(LOGIN_HINT) {
            Some(hint) => self.leave_silently(hint, self.navigator.here()),
            None => Arrival::SignedOut(SignedOutReason::Fresh),
        }
    }

    fn come_back(&self, text: Option<String>, callback: Callback) -> Arrival {
        let pending = text.as_deref().and_then(|text| wire::object::<PendingLogin>(text).ok());
        let ours = pending.as_ref().map(|pending| (pending.silent, pending.return_to.clone()));
        match (flow::resume(self.registration, pending, callback), ours) {
            (Ok(exchange), Some((_, return_to))) => {
                self.navigator.replace(&return_to);
                Arrival::Redeem(exchange)
            }
            (Err(problem), ours) if problem.kind != AuthKind::Foreign => self.refused(problem, ours),
            // A forged link must change nothing, so a sign-in that this tab has begun stays pending.
            (Ok(_) | Err(_), _) => {
                if let Some(text) = text {
                    self.store.put(PENDING_SIGN_IN, &text);
                }
                Arrival::SignedOut(SignedOutReason::Refused(AuthProblem::own(AuthKind::Foreign)))
            }
        }
    }

    fn refused(&self, problem: AuthProblem, ours: Option<(bool, String)>) -> Arrival {
        let (silent, return_to) = ours.unwrap_or((false, "/".to_owned()));
        let permission =
            matches!(problem.kind, AuthKind::Declined | AuthKind::NeedsAdmin | AuthKind::NotConsented);
        self.navigator.replace(&return_to);
        self.store.remove(CLAIMS_CHALLENGE);
        match self.store.get(LOGIN_HINT) {
            // A signed-in person requested a further permission and did not get it. They are still signed in.
            Some(hint) if permission && !silent => {
                let refused = if problem.kind == AuthKind::Declined {
                    RefusedPermission::Declined
                } else {
                    RefusedPermission::NeedsAdmin
                };
                self.put(REFUSED_PERMISSION, &refused);
                self.leave_silently(hint, return_to)
            }
            _ => {
                self.failed();
                // It is normal that there is no session at Microsoft. Any other reason is shown as an error.
                let expired = silent && problem.kind == AuthKind::Expired;
                Arrival::SignedOut(if expired {
                    SignedOutReason::Expired
                } else {
                    SignedOutReason::Refused(problem)
                })
            }
        }
    }

    fn leave_silently(&self, hint: String, return_to: String) -> Arrival {
        if self.goes_in_circles() {
            self.failed();
            return Arrival::SignedOut(SignedOutReason::Refused(AuthProblem::own(AuthKind::Loop)));
        }
        let purpose = Purpose {
            scopes: BASE_SCOPES.to_vec(),
            prompt: Prompt::Silent,
            login_hint: Some(hint),
            return_to,
            claims: None,
        };
        match self.leave(purpose) {
            Ok(()) => Arrival::Leaving,
            Err(problem) => Arrival::SignedOut(SignedOutReason::Refused(problem)),
        }
    }

    /// Navigates to the sign-in page. It suggests `account`, if there is one. `claims` are those that Microsoft
    /// requires.
    ///
    /// # Errors
    /// [`AuthKind::Registration`] if the configured values do not make URLs, [`AuthKind::NoStorage`] if the tab cannot
    /// store the pending sign-in.
    pub fn sign_in(
        &self,
        account: Option<&Account>,
        picker: AccountPicker,
        claims: Option<String>,
    ) -> Result<(), AuthProblem> {
        if let Some(claims) = &claims {
            self.put(CLAIMS_CHALLENGE, &ClaimsChallenge { met: None, claims: claims.clone() });
        }
        self.leave(Purpose {
            scopes: BASE_SCOPES.to_vec(),
            prompt: match picker {
                AccountPicker::IfNeeded => Prompt::AsNeeded,
                AccountPicker::Always => Prompt::PickAccount,
            },
            login_hint: account.map(|account| account.login_hint.clone()),
            return_to: self.navigator.here(),
            claims,
        })
    }

    /// Navigates to the sign-in page to request further permissions.
    ///
    /// # Errors
    /// As [`Self::sign_in`].
    pub fn ask_for(&self, account: &Account, permissions: &[Permission]) -> Result<(), AuthProblem> {
        let more = permissions.iter().map(|one| one.scope()).filter(|scope| !BASE_SCOPES.contains(scope));
        self.leave(Purpose {
            scopes: BASE_SCOPES.into_iter().chain(more).collect(),
            prompt: Prompt::AsNeeded,
            login_hint: Some(account.login_hint.clone()),
            return_to: self.navigator.here(),
            claims: None,
        })
    }

    /// Removes everything about a person from the tab's storage.
    pub fn forget(&self) {
        for key in [
            PENDING_SIGN_IN,
            LOGIN_HINT,
            REFUSED_PERMISSION,
            SILENT_REDIRECTS,
            CLAIMS_CHALLENGE,
            super::drafts::KEY,
        ] {
            self.store.remove(key);
        }
    }

    /// Call this before the browser navigates to Microsoft to end the session. The page after it then shows that the
    /// person has signed out.
    pub fn leaves_after_sign_out(&self) {
        self.store.put(SIGNED_OUT, "1");
    }

    /// Changes the kind of a problem if Microsoft requires the claims that a sign-in has just provided. Another sign-in
    /// would then have the same result again and again, so the portal shows an error instead (S-41).
    #[must_use]
    pub fn asked_again(&self, problem: AuthProblem) -> AuthProblem {
        let again = self.get::<ClaimsChallenge>(CLAIMS_CHALLENGE).is_some_and(|proof| {
            let met = proof.met.is_some_and(|at| self.is_recent(at, CHALLENGE_TIME));
            problem.claims.as_ref() == Some(&proof.claims) && met
        });
        if again { AuthProblem { kind: AuthKind::AskedAgain, ..problem } } else { problem }
    }

    /// Call this after a sign-in. It lets a reload of this tab sign in silently, and returns the permission that was
    /// refused during the sign-in.
    #[must_use]
    pub fn signed_in(&self, account: &Account) -> Option<RefusedPermission> {
        self.store.put(LOGIN_HINT, &account.login_hint);
        if let Some(challenge) = self.get::<ClaimsChallenge>(CLAIMS_CHALLENGE) {
            let met = challenge.met.or_else(|| Some(self.clock.now()));
            self.put(CLAIMS_CHALLENGE, &ClaimsChallenge { met, ..challenge });
        }
        let recent = self.silent().recent;
        if recent.is_empty() {
            self.store.remove(SILENT_REDIRECTS);
        } else {
            self.put(SILENT_REDIRECTS, &SilentRedirects { in_a_row: 0, recent });
        }
        let refused = self.store.take(REFUSED_PERMISSION)?;
        serde_json::from_str(&refused).ok()
    }

    /// Call this after a failed sign-in, so that it has no effect on a reload or a later sign-in.
    pub fn failed(&self) {
        self.store.remove(LOGIN_HINT);
        self.store.remove(REFUSED_PERMISSION);
    }

    /// Returns true if another silent redirect would be one too many; otherwise counts it.
    fn goes_in_circles(&self) -> bool {
        let mut silent = self.silent();
        if is_too_often(&silent) {
            self.store.remove(SILENT_REDIRECTS);
            return true;
        }
        silent.in_a_row += 1;
        silent.recent.push(self.clock.now());
        self.put(SILENT_REDIRECTS, &silent);
        false
    }

    fn silent(&self) -> SilentRedirects {
        let mut silent: SilentRedirects = self.get(SILENT_REDIRECTS).unwrap_or_default();
        silent.recent.retain(|at| self.is_recent(*at, MINUTE));
        silent
    }

    fn is_recent(&self, at: Moment, time: Duration) -> bool {
        let now = self.clock.now();
        at <= now && now.since(at) < time
    }

    fn put(&self, key: &str, record: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(record) {
            self.store.put(key, &text);
        }
    }

    /// A record that cannot be read is treated as missing.
    fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        wire::object(&self.store.get(key)?).ok()
    }

    fn leave(&self, purpose: Purpose) -> Result<(), AuthProblem> {
        // A silent sign-in is begun by a reload, and must not add an entry for each.
        let silent = purpose.prompt == Prompt::Silent;
        let entry = if silent { HistoryEntry::Replaced } else { HistoryEntry::New };
        let (url, pending) = flow::begin(self.registration, purpose)?;
        let pending = serde_json::to_string(&pending).unwrap_or_default();
        self.store.put(PENDING_SIGN_IN, &pending);
        // Without the stored values, the response could not be distinguished from a forged one. The error is shown now,
        // before the person signs in at Microsoft.
        if self.store.get(PENDING_SIGN_IN).as_deref() != Some(&pending) {
            return Err(AuthProblem::own(AuthKind::NoStorage));
        }
        self.navigator.leave(url.as_str(), entry);
        Ok(())
    }
}

/// Whether another silent redirect would be one too many.
fn is_too_often(silent: &SilentRedirects) -> bool {
    silent.in_a_row >= MOST_IN_A_ROW || silent.recent.len() >= MOST_IN_A_MINUTE
}
