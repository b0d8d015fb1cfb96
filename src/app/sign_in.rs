//! The steps of a sign-in in one tab: what to do when a page is loaded, and how to leave for the sign-in page. What is
//! stored between pages is in `records.rs`. Must not know tokens.

mod records;

use crate::auth::callback::Callback;
use crate::auth::discovery;
use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::{self, AccountPicker, CodeExchange, PendingLogin, Prompt, Purpose};
use crate::auth::registration::Registration;
use crate::auth::session::{Account, SignedOutReason};
use crate::domain::rights::{BASE_SCOPES, Permission};
use crate::wire;

use super::ports::{BrowserStore, Clock, HistoryEntry, Navigator, TabStore};
use records::{Dropped, Records, SessionAtMicrosoft};

pub use records::RefusedPermission;

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
    /// The same, in a tab whose person has signed out since. If it has none, call [`SignIn::left_elsewhere`].
    AskWorkerAfterSignOut,
    /// The last silent sign-in did not come back. Call [`SignIn::leave_if_reachable`].
    AskHost,
}

/// What a page has to tell after a sign-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AfterSignIn {
    /// The permission that was refused during the sign-in.
    pub refused_permission: Option<RefusedPermission>,
    /// Whether an answer that does not belong to a sign-in of this tab was ignored.
    pub ignored_answer: bool,
}

/// The ports that a sign-in needs.
pub struct SignIn<'a> {
    pub registration: &'a Registration,
    pub store: &'a dyn TabStore,
    pub browser_store: &'a dyn BrowserStore,
    pub navigator: &'a dyn Navigator,
    pub clock: &'a dyn Clock,
}

impl SignIn<'_> {
    fn records(&self) -> Records<'_> {
        Records {
            tab: self.store,
            browser: self.browser_store,
            clock: self.clock,
            registration: self.registration,
        }
    }

    /// Decides the first step of a page. `fragment` is the fragment of the address if it looked like a response of the
    /// sign-in page; it has already been removed from the address bar.
    #[must_use]
    pub fn arrive(&self, fragment: Option<&str>, worker_alive: bool) -> Arrival {
        let records = self.records();
        let left = records.take_signed_out();
        match records.drop_old() {
            Dropped::Nothing => {}
            // A person may have signed in again in another tab since.
            Dropped::AfterSignOut if worker_alive => return Arrival::AskWorkerAfterSignOut,
            Dropped::AfterSignOut => return self.left_elsewhere(),
            Dropped::SignInOfOtherRegistration if fragment.is_some() => {
                return Arrival::SignedOut(SignedOutReason::Refused(AuthProblem::own(
                    AuthKind::Reconfigured,
                )));
            }
            Dropped::SignInOfOtherRegistration => {}
        }
        let pending = records.take_pending();
        if let Some(callback) = fragment.and_then(Callback::read) {
            return self.come_back(pending, callback, worker_alive);
        }
        if pending.is_some() {
            records.remove_challenge();
        }
        if left {
            // After Back or a reload, the person did not come from Microsoft's page, which may not have ended the session.
            let ended = self.navigator.is_newly_opened();
            records.set_session_at_microsoft(if ended {
                SessionAtMicrosoft::Ended
            } else {
                SessionAtMicrosoft::Open
            });
            return Arrival::SignedOut(self.signed_out_before(SignedOutReason::Left));
        }
        if worker_alive { Arrival::AskWorker } else { self.without_session() }
    }

    /// The first step of the sign-in program, which runs if the address has no response and no other tab has a session:
    /// a silent sign-in, or the sign-in page. `None` if there is something to show that only the portal can show: it
    /// then calls [`arrive`](Self::arrive), which has the same result.
    #[must_use]
    pub fn arrive_without_portal(&self) -> Option<Arrival> {
        let records = self.records();
        let is_loop =
            records.are_present() && records.login_hint().is_some() && records.is_silent_too_often();
        if is_loop {
            return None;
        }
        let arrival = self.arrive(None, false);
        let for_portal = matches!(
            &arrival,
            Arrival::AskHost
                | Arrival::SignedOut(
                    SignedOutReason::Refused(_)
                        | SignedOutReason::Paused
                        | SignedOutReason::LeftElsewhere
                        | SignedOutReason::LeftOpen
                )
        );
        (!for_portal).then_some(arrival)
    }

    /// The step if no other tab has a session: a silent sign-in, if this tab had a session before.
    #[must_use]
    pub fn without_session(&self) -> Arrival {
        let records = self.records();
        match records.login_hint() {
            Some(_) if records.is_silent_unanswered() && !records.is_silent_too_often() => Arrival::AskHost,
            Some(hint) => self.leave_silently(hint, self.navigator.here()),
            None if records.take_ignored_answer() => foreign(),
            None => Arrival::SignedOut(self.signed_out_before(SignedOutReason::Fresh)),
        }
    }

    /// The step after [`Arrival::AskWorkerAfterSignOut`], if no other tab has a session.
    #[must_use]
    pub fn left_elsewhere(&self) -> Arrival {
        Arrival::SignedOut(self.signed_out_before(SignedOutReason::LeftElsewhere))
    }

    /// The step after [`Arrival::AskHost`]: a silent sign-in if the sign-in host responds. Otherwise the browser would
    /// show an error page of its own, or nothing.
    pub async fn leave_if_reachable(&self) -> Arrival {
        match self.records().login_hint() {
            Some(hint) if self.navigator.can_reach(&discovery::probe(&self.registration.authority)).await => {
                self.leave_silently(hint, self.navigator.here())
            }
            Some(_) => Arrival::SignedOut(SignedOutReason::Refused(AuthProblem::own(AuthKind::Unreachable))),
            None => Arrival::SignedOut(SignedOutReason::Fresh),
        }
    }

    /// Why no person is signed in, if no session at Microsoft is known to be open.
    fn signed_out_before(&self, otherwise: SignedOutReason) -> SignedOutReason {
        if self.records().session_at_microsoft() == SessionAtMicrosoft::Open {
            SignedOutReason::LeftOpen
        } else {
            otherwise
        }
    }

    fn come_back(&self, text: Option<String>, callback: Callback, worker_alive: bool) -> Arrival {
        let records = self.records();
        let pending = text.as_deref().and_then(|text| wire::object::<PendingLogin>(text).ok());
        let ours = pending.as_ref().map(|pending| (pending.silent, pending.return_to.clone()));
        match (flow::resume(self.registration, pending, callback), ours) {
            (Ok(exchange), Some((_, return_to))) => {
                records.answered();
                self.navigator.replace(&return_to);
                Arrival::Redeem(exchange)
            }
            (Err(problem), ours) if problem.kind != AuthKind::Foreign => {
                records.answered();
                self.refused(problem, ours)
            }
            // A forged link must change nothing, so a sign-in that this tab has begun stays pending, and a session that
            // exists is used.
            (Ok(_) | Err(_), _) => {
                if let Some(text) = text {
                    records.put_pending(&text);
                }
                match (worker_alive, records.login_hint()) {
                    (false, None) => foreign(),
                    (true, _) => {
                        records.put_ignored_answer();
                        Arrival::AskWorker
                    }
                    (false, Some(_)) => {
                        records.put_ignored_answer();
                        self.without_session()
                    }
                }
            }
        }
    }

    fn refused(&self, problem: AuthProblem, ours: Option<(bool, String)>) -> Arrival {
        let records = self.records();
        let (silent, return_to) = ours.unwrap_or((false, "/".to_owned()));
        let permission =
            matches!(problem.kind, AuthKind::Declined | AuthKind::NeedsAdmin | AuthKind::NotConsented);
        self.navigator.replace(&return_to);
        records.remove_challenge();
        match records.login_hint() {
            // A signed-in person requested a further permission and did not get it. They are still signed in.
            Some(hint) if permission && !silent => {
                records.put_refused_permission(if problem.kind == AuthKind::Declined {
                    RefusedPermission::Declined
                } else {
                    RefusedPermission::NeedsAdmin
                });
                self.leave_silently(hint, return_to)
            }
            _ => {
                records.failed();
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
        // A person has signed out in another tab since this page was loaded.
        if !self.records().are_present() {
            self.records().forget_person();
            return self.left_elsewhere();
        }
        if !self.records().begin_silent() {
            return Arrival::SignedOut(SignedOutReason::Paused);
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

    /// Navigates to the sign-in page. It suggests `account`, or the account that this tab would sign in silently. `claims` are those that Microsoft
    /// requires. If a session of a former person may still be open there, the page asks for the account.
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
        let records = self.records();
        if let Some(claims) = &claims {
            records.put_challenge(claims);
        }
        let pick =
            picker == AccountPicker::Always || records.session_at_microsoft() != SessionAtMicrosoft::Ended;
        let login_hint = match account {
            Some(account) => Some(account.login_hint.clone()),
            None => records.login_hint().filter(|_| !pick),
        };
        self.leave(Purpose {
            scopes: BASE_SCOPES.to_vec(),
            prompt: if pick { Prompt::PickAccount } else { Prompt::AsNeeded },
            login_hint,
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

    /// Call this when a person signs out, before the other tabs get to know it.
    pub fn begin_epoch(&self) {
        self.records().begin_epoch();
    }

    /// Whether no person has signed out in this browser since the page was loaded.
    #[must_use]
    pub fn is_of_this_epoch(&self) -> bool {
        self.records().are_present()
    }

    /// Call this after a sign-out if the session at Microsoft could not be ended.
    pub fn session_stays_open(&self) {
        self.records().set_session_at_microsoft(SessionAtMicrosoft::Open);
        // The navigation to Microsoft did not happen, so the next page of this tab does not come from there.
        let _ = self.records().take_signed_out();
    }

    /// Removes everything about a person from the tab's storage.
    pub fn forget(&self) {
        self.records().forget_person();
    }

    /// Call this before the browser navigates to Microsoft to end the session. The page after it then shows that the
    /// person has signed out. Until then the session counts as open: the person may close the tab on the way.
    pub fn leaves_after_sign_out(&self) {
        self.records().set_session_at_microsoft(SessionAtMicrosoft::Ending);
        self.records().put_signed_out();
    }

    /// Changes the kind of a problem if Microsoft requires the claims that a sign-in has just provided. Another sign-in
    /// would then have the same result again and again, so the portal shows an error instead (S-41).
    #[must_use]
    pub fn asked_again(&self, problem: AuthProblem) -> AuthProblem {
        let again = problem.claims.as_deref().is_some_and(|claims| self.records().has_just_met(claims));
        if again { AuthProblem { kind: AuthKind::AskedAgain, ..problem } } else { problem }
    }

    /// Call this after a sign-in. It lets a reload of this tab sign in silently.
    #[must_use]
    pub fn signed_in(&self, account: &Account) -> AfterSignIn {
        let records = self.records();
        records.signed_in(&account.login_hint);
        AfterSignIn {
            refused_permission: records.take_refused_permission(),
            ignored_answer: records.take_ignored_answer(),
        }
    }

    /// Call this after a failed sign-in, so that it has no effect on a reload or a later sign-in.
    pub fn failed(&self) {
        self.records().failed();
    }

    fn leave(&self, purpose: Purpose) -> Result<(), AuthProblem> {
        // A silent sign-in is begun by a reload, and must not add an entry for each.
        let entry = if purpose.prompt == Prompt::Silent {
            HistoryEntry::Replaced
        } else {
            self.records().begin_by_person();
            HistoryEntry::New
        };
        let (url, pending) = flow::begin(self.registration, purpose)?;
        let pending = serde_json::to_string(&pending).unwrap_or_default();
        // Without the stored values, the response could not be distinguished from a forged one. The error is shown now,
        // before the person signs in at Microsoft.
        if !self.records().put_pending(&pending) {
            return Err(AuthProblem::own(AuthKind::NoStorage));
        }
        self.navigator.leave(url.as_str(), entry);
        Ok(())
    }
}

/// The answer does not belong to a sign-in of this tab, and no person is signed in.
fn foreign() -> Arrival {
    Arrival::SignedOut(SignedOutReason::Refused(AuthProblem::own(AuthKind::Foreign)))
}
