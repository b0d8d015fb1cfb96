//! The sign-out, here and at Microsoft. Must not know where it is shown.

use crate::app::ports::HistoryEntry;
use crate::auth::flow;
use crate::auth::session::{SignedOutReason, Transition};

use super::Portal;

impl Portal {
    /// Removes the tokens and data in all tabs, and ends the session at Microsoft. If Microsoft cannot be reached, or if
    /// this page must `stay` to tell the outcome of a request, the session's reason is [`SignedOutReason::LeftOpen`].
    pub async fn sign_out(&self, stay: bool) {
        let session = self.session();
        let hint = session.account().map(|account| account.login_hint.as_str());
        self.open_session.replace(Some(flow::logout_url(&self.registration, hint)));
        self.sign_in_steps().begin_epoch();
        self.worker.forget();
        self.forget();
        if stay {
            self.sign_in_steps().session_stays_open();
            self.transition(Transition::SignOut(SignedOutReason::LeftOpen));
        } else {
            self.end_session().await;
        }
    }

    /// Tries (again) to end the session at Microsoft. The page may be another one than that of the sign-out; then it does
    /// not know the account, and Microsoft's page asks for it.
    pub async fn end_session(&self) {
        let known = self.open_session.borrow().clone();
        let url = known.unwrap_or_else(|| flow::logout_url(&self.registration, None));
        self.open_session.replace(Some(url.clone()));
        self.transition(Transition::Leave);
        let page = url.split('?').next().unwrap_or_default();
        if self.ports.navigator.can_reach(page).await {
            self.sign_in_steps().leaves_after_sign_out();
            self.ports.navigator.leave(&url, HistoryEntry::New);
        } else {
            self.sign_in_steps().session_stays_open();
            self.transition(Transition::SignOut(SignedOutReason::LeftOpen));
        }
    }
}
