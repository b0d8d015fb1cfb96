//! What the portal does after some time: it warns before the sign-in expires, and lets the person act when a page does not
//! leave. Must not know views.

use std::time::Duration;

use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::session::{Session, SignedOutReason, Transition};

use super::{Portal, PortalEvent};

/// How long Microsoft's page may take to open before this page says so. Also in public/boot.js.
const LEAVING_TAKES: Duration = Duration::from_secs(5);
/// A warning is shown when the sign-in expires within this time.
const EXPIRES_SOON: Duration = Duration::from_secs(30 * 60);
/// How often the expiry is checked. A single timer would not count the time during which the computer is asleep.
const CHECK_EVERY: Duration = Duration::from_secs(30);

impl Portal {
    /// Runs while a person is signed in. Emits an event when the sign-in expires soon (S-17), and interrupts the
    /// session when it has expired. If it is already running, a second call returns at once.
    pub async fn watch_expiry(&self) {
        if self.watching.replace(true) {
            return;
        }
        let mut emitted = false;
        while self.session.borrow().is_signed_in() {
            let now = self.now();
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
        let why = if after_sign_out { SignedOutReason::LeftOffline } else { SignedOutReason::NotLeft };
        self.transition(Transition::SignOut(why));
    }
}
