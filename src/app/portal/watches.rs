//! What the portal does after some time: it warns before the sign-in expires, lets the person act when a page does not
//! leave, and looks for another worker when the last one has ended. Must not know views.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};

use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::session::{Session, SignedOutReason, Transition};

use super::{Portal, PortalEvent};

/// How long Microsoft's page may take to open before this page says so. Also in public/boot.js.
const LEAVING_TAKES: Duration = Duration::from_secs(5);
/// A warning is shown when the sign-in expires within this time.
const EXPIRES_SOON: Duration = Duration::from_secs(30 * 60);
/// How often the expiry is checked. A single timer would not count the time during which the computer is asleep.
const CHECK_EVERY: Duration = Duration::from_secs(30);

/// How long the next worker may take before the person is told that the last one has ended.
const NEXT_WORKER: Duration = Duration::from_secs(5);

impl Portal {
    /// Call this when the browser has ended the worker, and with it the tokens. It asks the next worker for a session,
    /// because another tab may have signed in meanwhile.
    pub async fn worker_is_lost(&self) {
        self.worker.lost();
        if self.session.borrow().account().is_none() {
            return;
        }
        let found = pin!(self.worker.session());
        match select(found, self.ports.clock.deadline(NEXT_WORKER)).await {
            Either::Left((Some(session), _)) => self.update_session(session, Transition::SignIn),
            Either::Left((None, _)) | Either::Right(_) => self.interrupted(AuthProblem::own(AuthKind::Lost)),
        }
    }

    /// Runs while a person is signed in. Emits an event when the sign-in expires soon (S-17), and interrupts the
    /// session when it has expired. If it is already running, a second call returns at once.
    pub async fn watch_expiry(&self) {
        if self.watching.replace(true) {
            return;
        }
        let mut emitted = false;
        while self.session.borrow().is_signed_in() {
            let now = self.ports.clock.uncorrected();
            if now >= self.expires_at.get() {
                self.interrupted(AuthProblem::own(AuthKind::Expired));
                break;
            }
            let soon = now > self.expires_at.get() - EXPIRES_SOON;
            if soon != emitted {
                self.emit(PortalEvent::ExpiresSoon(soon));
                emitted = soon;
            }
            self.ports.clock.sleep(CHECK_EVERY).await;
        }
        self.watching.set(false);
        if emitted {
            self.emit(PortalEvent::ExpiresSoon(false));
        }
    }

    /// Runs while the page is leaving. A navigation can be stopped by the person, or wait for a host that does not
    /// respond; then the person must be able to act. A navigation that is only slow continues.
    pub async fn watch_departure(&self) {
        let departure = self.departures.get().wrapping_add(1);
        self.departures.set(departure);
        self.ports.clock.sleep(LEAVING_TAKES).await;
        if self.departures.get() != departure {
            return;
        }
        if self.session.borrow().account().is_some() {
            return self.emit(PortalEvent::DidNotLeave);
        }
        if *self.session.borrow() != Session::Leaving {
            return;
        }
        let after_sign_out = self.open_session.borrow().is_some();
        if after_sign_out {
            self.sign_in_steps().session_stays_open();
        }
        let why = if after_sign_out { SignedOutReason::LeftOpen } else { SignedOutReason::NotLeft };
        self.transition(Transition::SignOut(why));
    }
}
