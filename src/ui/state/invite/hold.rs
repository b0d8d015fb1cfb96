//! The time in which an invitation can be taken back, before it is sent. Must not send it.

use std::pin::pin;
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use leptos::prelude::*;

use super::{InviteContext, Sending};

impl InviteContext {
    /// Waits for the time in which the person can take the invitation back. Returns `false` if they did.
    pub(super) async fn hold(self) -> bool {
        let portal = self.session.portal();
        if portal.config.undo.is_zero() {
            return true;
        }
        if self.sending.with_untracked(Sending::is_taken_back) {
            return false;
        }
        let (take_back, taken_back) = oneshot::channel();
        self.take_back.set_value(Some(take_back));
        self.held_until.set(Some(portal.now() + portal.config.undo));
        self.sending.set(Sending::Holding);
        let waiting = pin!(portal.sleep(portal.config.undo));
        let may_send = matches!(select(waiting, taken_back).await, Either::Left(_));
        self.take_back.set_value(None);
        self.held_until.set(None);
        may_send
    }

    /// The seconds until the invitation that waits is sent, at least 1.
    #[must_use]
    pub fn seconds_held(self) -> u64 {
        let portal = self.session.portal();
        let left = self.held_until.get().map_or(portal.config.undo, |end| end.since(portal.now()));
        (left + Duration::from_millis(500)).as_secs().max(1)
    }

    /// Takes back the invitation that waits to be sent, if there is one: nothing is sent, and the form keeps its text.
    pub fn take_back(self) {
        self.end_hold(Sending::TakenBack);
    }

    /// The same, because the person leaves the page.
    pub fn leave_page(self) {
        self.end_hold(Sending::LeftBefore);
    }

    fn end_hold(self, why: Sending) {
        if self.sending.with_untracked(|sending| *sending != Sending::Holding) {
            return;
        }
        self.sending.set(why);
        // There is none before the hold has begun.
        if let Some(take_back) = self.take_back.try_update_value(Option::take).flatten() {
            let _ = take_back.send(());
        }
    }
}
