//! Changes of the form, by the person or by "Invite again" in the guest list. Must not send.

use leptos::prelude::*;

use crate::domain::invitation::InvitationDraft;
use crate::domain::prefill::{NameOfAddress, Prefill};

use super::sending::Again;
use super::{AddressCheck, InviteContext, Sending, empty_draft};

impl InviteContext {
    /// Changes the form. A question about the form as it was is closed, since its answer would be about another one.
    pub fn edit(self, change: impl FnOnce(&mut InvitationDraft)) {
        let before = self.draft.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return;
        }
        self.name_of_address.update_value(|name| name.follow(&before, &mut after));
        if after.email != before.email {
            self.stop_checking_address();
            self.address_check.set(AddressCheck::None);
            self.again.set_value(Again::No);
        }
        self.draft.set(after);
        // What is sent is what is on the screen.
        self.take_back();
        if self.sending.with_untracked(|sending| sending.found().is_some() || sending.is_taken_back()) {
            self.sending.set(Sending::Idle);
        }
    }

    /// Makes a form for a guest whom the person wants to invite again. What was typed for another guest is set aside. An
    /// outcome about another guest is removed.
    pub fn invite_again(self, guest: Prefill) {
        let form = guest.form(empty_draft(self.session));
        self.set_aside.update(|aside| {
            let typed = self.draft.get_untracked();
            if !typed.email.trim().is_empty() && typed.email != form.email {
                *aside = Some(typed);
            }
        });
        self.edit(|draft| *draft = form);
        // The guest may have accepted since an earlier check.
        self.stop_checking_address();
        self.address_check.set(AddressCheck::None);
        self.again.set_value(Again::Chosen);
        if !self.sending.with_untracked(Sending::is_busy) {
            self.dismiss();
        }
    }

    /// What was typed for another guest before [`Self::invite_again`].
    #[must_use]
    pub fn set_aside(self) -> ReadSignal<Option<InvitationDraft>> {
        self.set_aside.read_only()
    }

    /// Brings back what was set aside, in place of the present form.
    pub fn bring_back(self) {
        if let Some(typed) = self.set_aside.try_update(Option::take).flatten() {
            self.edit(|draft| *draft = typed);
        }
    }

    /// Whether the form is for the next guest and still has the message or a switched-off mail of the last one.
    #[must_use]
    pub fn keeps_options(self) -> bool {
        let empty = empty_draft(self.session);
        self.draft.with(|draft| {
            draft.email.is_empty() && (draft.message != empty.message || draft.send_mail != empty.send_mail)
        })
    }

    /// Empties the form.
    pub fn start_over(self) {
        self.edit(|draft| *draft = empty_draft(self.session));
    }

    /// Call this when the form is shown. Returns `true` once after [`Self::invite_again`].
    #[must_use]
    pub fn arrives_again(self) -> bool {
        let chosen = self.again.get_value() == Again::Chosen;
        if chosen {
            self.again.set_value(Again::Shown);
        }
        chosen
    }

    /// Whether the person knows from the guest list that the guest in the form exists.
    #[must_use]
    pub fn is_again(self) -> bool {
        self.again.get_value() != Again::No
    }

    /// Call this when the form is for another guest, without a change by the person.
    pub(super) fn forget_again(self) {
        self.name_of_address.set_value(NameOfAddress::default());
        self.again.set_value(Again::No);
    }
}
