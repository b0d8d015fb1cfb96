//! An invitation that is under way when the person is signed out. Must not send.

use leptos::prelude::*;

use crate::app::invite::InviteOutcome;
use crate::graph::error::GraphError;

use super::{AfterSignOut, InviteContext, LateOutcome, Sending};

impl InviteContext {
    /// Shows the outcome of the invitation that was being sent at the sign-out.
    pub(super) fn outcome_after_sign_out(self, outcome: &Result<InviteOutcome, GraphError>) {
        let outcome = LateOutcome::of(outcome);
        self.after_sign_out.update(|shown| {
            if let Some(shown) = shown {
                shown.outcome = outcome;
            }
        });
    }

    pub(in crate::ui::state) fn signed_in(self) {
        self.after_sign_out.set(None);
    }

    /// The person is being signed out. If an invitation is under way, the page after it tells what becomes of it.
    pub(in crate::ui::state) fn will_be_cleared(self) {
        let sending = self.sending.get_untracked();
        if sending.is_busy() {
            // The form may already have the text for the next guest.
            let tried = self.tried.get_untracked();
            let address = tried.map(|tried| tried.email).unwrap_or_default();
            let holding = sending == Sending::Holding;
            let outcome = if holding { LateOutcome::NotSent } else { LateOutcome::Waiting };
            self.after_sign_out.set(Some(AfterSignOut { address, outcome }));
        }
    }
}
