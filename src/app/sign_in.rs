//! From the first load to a signed-in person: what to do with the address one arrives at.
//!
//! In the tab's storage stand, each only as long as it is needed: the pending sign-in (one redirect), whom to sign in
//! again after a reload (until signing out), that somebody signed out, and that a permission was refused (one load each),
//! when the browser was last sent round without asking, and what Microsoft wanted proved (minutes each).

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::auth::callback::Callback;
use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::{self, CodeExchange, PendingLogin, Prompt, Purpose, Registration};
use crate::auth::session::{Account, SignedOutWhy};
use crate::domain::moment::Moment;
use crate::domain::rights::Permission;
use crate::wire;

use super::ports::{Clock, Navigator, TabStore};
use super::token_broker::BASE_SCOPES;

/// So many silent redirects in a row without a sign-in are a loop.
const MOST_IN_A_ROW: u32 = 2;
/// And so many within a minute, whatever comes of them: a page that is loaded in circles.
const MOST_IN_A_MINUTE: usize = 10;
const MINUTE_MS: i64 = 60_000;
/// Who is asked for the same proof again within this time has not been able to give it.
const PROOF_MS: i64 = 5 * MINUTE_MS;

const PENDING: &str = "guestlist.sign-in";
const AGAIN: &str = "guestlist.again";
const LEFT: &str = "guestlist.left";
const REFUSED: &str = "guestlist.refused";
const SILENT: &str = "guestlist.silent";
const PROOF: &str = "guestlist.proof";

/// What to do on arrival.
pub enum Arrival {
    /// Show the sign-in page.
    SignedOut(SignedOutWhy),
    /// The browser is on its way to sign in silently.
    Leaving,
    /// Redeem a code; the address bar shows the page to come back to already.
    Redeem(CodeExchange),
    /// Ask the worker who is signed in, since another tab may have signed in. If nobody is, see [`SignIn::alone`].
    Ask,
}

/// What Microsoft wanted proved, and when.
#[derive(Serialize, Deserialize)]
struct Proof {
    at: Moment,
    claims: String,
}

/// Redirects to sign in without asking.
#[derive(Default, Serialize, Deserialize)]
struct Silent {
    /// How many there were since the last sign-in.
    in_a_row: u32,
    /// When there were some, within the last minute.
    recent: Vec<Moment>,
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
    pub fn arrive(&self, fragment: Option<&str>, worker_alive: bool) -> Arrival {
        let pending = self.store.take(PENDING);
        let left = self.store.take(LEFT).is_some();
        if let Some(callback) = fragment.and_then(Callback::read) {
            return self.come_back(pending, callback);
        }
        if left {
            return Arrival::SignedOut(SignedOutWhy::Left);
        }
        if worker_alive { Arrival::Ask } else { self.alone() }
    }

    /// What the sign-in program does on arrival without an answer, when no other tab has a session: it leaves silently, or
    /// offers to sign in. `None` where something must be said that only the portal has the words for; the portal then
    /// comes to the same by [`arrive`](Self::arrive).
    #[must_use]
    pub fn arrive_without_portal(&self) -> Option<Arrival> {
        if self.store.get(AGAIN).is_some() && is_too_often(&self.silent()) {
            return None;
        }
        let arrival = self.arrive(None, false);
        let said = !matches!(&arrival, Arrival::SignedOut(SignedOutWhy::Refused(_)));
        said.then_some(arrival)
    }

    /// No other tab has a session: signs in again without asking, where this tab had one before.
    #[must_use]
    pub fn alone(&self) -> Arrival {
        match self.store.get(AGAIN) {
            Some(hint) => self.leave_silently(hint, self.navigator.here()),
            None => Arrival::SignedOut(SignedOutWhy::Fresh),
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
            // A link that somebody made up changes nothing: what this tab has under way, or knows, stays.
            (Ok(_) | Err(_), _) => {
                if let Some(text) = text {
                    self.store.put(PENDING, &text);
                }
                Arrival::SignedOut(SignedOutWhy::Refused(AuthProblem::own(AuthKind::Foreign)))
            }
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
                // That nobody is signed in at Microsoft is no failure; whatever else it wants is told.
                let expired = silent && problem.kind == AuthKind::Expired;
                Arrival::SignedOut(if expired {
                    SignedOutWhy::Expired
                } else {
                    SignedOutWhy::Refused(problem)
                })
            }
        }
    }

    fn leave_silently(&self, hint: String, return_to: String) -> Arrival {
        if self.goes_in_circles() {
            self.failed();
            return Arrival::SignedOut(SignedOutWhy::Refused(AuthProblem::own(AuthKind::Loop)));
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
            Err(problem) => Arrival::SignedOut(SignedOutWhy::Refused(problem)),
        }
    }

    /// Goes to the sign-in page. `account` is whom to suggest; `None` lets the person pick. `claims` is what Microsoft
    /// wants proved.
    ///
    /// # Errors
    /// When the configuration does not make URLs.
    pub fn sign_in(
        &self,
        account: Option<&Account>,
        pick: bool,
        claims: Option<String>,
    ) -> Result<(), AuthProblem> {
        if let Some(claims) = &claims {
            self.put(PROOF, &Proof { at: self.clock.now(), claims: claims.clone() });
        }
        self.leave(Purpose {
            scopes: BASE_SCOPES.to_vec(),
            prompt: if pick { Prompt::PickAccount } else { Prompt::AsNeeded },
            login_hint: account.map(|account| account.login_hint.clone()),
            return_to: self.navigator.here(),
            claims,
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
            claims: None,
        })
    }

    /// Leaves nothing of anybody in the tab's storage.
    pub fn forget(&self) {
        for key in [PENDING, AGAIN, REFUSED, SILENT, PROOF, super::drafts::KEY] {
            self.store.remove(key);
        }
    }

    /// The browser goes to end the session at Microsoft, and comes back: the next page says so.
    pub fn leaves_for_good(&self) {
        self.store.put(LEFT, "1");
    }

    /// Tells whether Microsoft wants proved what was proved a moment ago: then trying once more would go on for ever, and
    /// the person is told instead (S-41).
    #[must_use]
    pub fn asked_again(&self, problem: AuthProblem) -> AuthProblem {
        let again = self.get::<Proof>(PROOF).is_some_and(|proof| {
            problem.claims.as_ref() == Some(&proof.claims) && self.is_recent(proof.at, PROOF_MS)
        });
        if again { AuthProblem { kind: AuthKind::AskedAgain, ..problem } } else { problem }
    }

    /// A code was redeemed: a reload of this tab may sign in again without asking. Tells whether a permission was
    /// refused on the way, and whether by the person ([`AuthKind::Declined`]) or for want of an administrator.
    #[must_use]
    pub fn signed_in(&self, account: &Account) -> Option<AuthKind> {
        self.store.put(AGAIN, &account.login_hint);
        let recent = self.silent().recent;
        if recent.is_empty() {
            self.store.remove(SILENT);
        } else {
            self.put(SILENT, &Silent { in_a_row: 0, recent });
        }
        self.store
            .take(REFUSED)
            .map(|how| if how == "declined" { AuthKind::Declined } else { AuthKind::NeedsAdmin })
    }

    /// Signing in failed after all: neither a reload nor a later sign-in knows of this one.
    pub fn failed(&self) {
        self.store.remove(AGAIN);
        self.store.remove(REFUSED);
    }

    /// Counts a silent redirect, or tells that it would be one too many.
    fn goes_in_circles(&self) -> bool {
        let mut silent = self.silent();
        if is_too_often(&silent) {
            self.store.remove(SILENT);
            return true;
        }
        silent.in_a_row += 1;
        silent.recent.push(self.clock.now());
        self.put(SILENT, &silent);
        false
    }

    fn silent(&self) -> Silent {
        let mut silent: Silent = self.get(SILENT).unwrap_or_default();
        silent.recent.retain(|at| self.is_recent(*at, MINUTE_MS));
        silent
    }

    fn is_recent(&self, at: Moment, milliseconds: i64) -> bool {
        (0..milliseconds).contains(&(self.clock.now().0 - at.0))
    }

    fn put(&self, key: &str, record: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(record) {
            self.store.put(key, &text);
        }
    }

    /// A record that cannot be read counts as missing.
    fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        wire::object(&self.store.get(key)?).ok()
    }

    fn leave(&self, purpose: Purpose) -> Result<(), AuthProblem> {
        let (url, pending) = flow::begin(self.registration, purpose)?;
        let pending = serde_json::to_string(&pending).unwrap_or_default();
        self.store.put(PENDING, &pending);
        // What comes back would be taken for somebody else's: better said before leaving.
        if self.store.get(PENDING).as_deref() != Some(&pending) {
            return Err(AuthProblem::own(AuthKind::NoStorage));
        }
        self.navigator.leave(url.as_str());
        Ok(())
    }
}

/// Whether another silent redirect would be one too many.
fn is_too_often(silent: &Silent) -> bool {
    silent.in_a_row >= MOST_IN_A_ROW || silent.recent.len() >= MOST_IN_A_MINUTE
}
