//! The search for an existing guest when the person leaves the address. Must not send an invitation.

use futures_util::future::abortable;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::invite::search;

use super::{AddressCheck, InviteContext, Sending};

impl InviteContext {
    /// The check of the address that the person has left.
    #[must_use]
    pub fn address_check(self) -> ReadSignal<AddressCheck> {
        self.address_check.read_only()
    }

    /// Call this when the person leaves the address. It searches for an existing guest, so that they know before they type
    /// more. A failure says nothing here, since the address is checked again before an invitation is sent.
    pub fn check_address(self) {
        self.look_up(false);
    }

    /// Call this when the person comes to invite a guest again. As [`Self::check_address`], but the question whether to
    /// send another invitation is asked at once.
    pub fn ask_about_guest(self) {
        self.look_up(true);
    }

    fn look_up(self, asks: bool) {
        let rules = untrack(|| self.rules());
        let Ok(email) = self.draft.with_untracked(|draft| draft.read_email(&rules)) else { return };
        let known = self.address_check.with_untracked(|check| check.is_of(&email));
        if known || self.sending.with_untracked(Sending::is_busy) {
            return;
        }
        self.address_check.set(AddressCheck::Running(email.clone()));
        let portal = self.session.portal();
        let (checking, stop) = abortable(async move {
            let found = search(&portal.client, &email).await;
            if let Ok(Some(known)) = &found
                && (asks && !known.is_internal() || self.has_lost_answer())
            {
                let after_lost_answer = untrack(|| self.is_in_doubt());
                self.sending.set(Sending::Found { known: Box::new(known.clone()), after_lost_answer });
            }
            self.address_check.set(match found {
                Ok(Some(known)) => AddressCheck::Known(email, Box::new(known)),
                Ok(None) => AddressCheck::Free(email),
                Err(_) => AddressCheck::None,
            });
        });
        self.stop_check.set_value(Some(stop));
        spawn_local(async move {
            let _ = checking.await;
        });
    }

    /// Whether the answer to an invitation to the address in the form was lost. If the guest exists now, it was made.
    fn has_lost_answer(self) -> bool {
        untrack(|| self.is_in_doubt()) && self.sending.with_untracked(|sending| sending.failed().is_some())
    }

    /// The address has changed, or is being checked before an invitation is sent.
    pub(super) fn stop_checking_address(self) {
        if let Some(stop) = self.stop_check.try_update_value(Option::take).flatten() {
            stop.abort();
        }
        if self.address_check.with_untracked(|check| matches!(check, AddressCheck::Running(_))) {
            self.address_check.set(AddressCheck::None);
        }
    }
}
