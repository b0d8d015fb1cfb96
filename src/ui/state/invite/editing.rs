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
            self.again.set_value(None);
        }
        self.draft.set(after);
        // What is sent is what is on the screen.
        self.take_back();
        if self.sending.with_untracked(|sending| sending.found().is_some() || sending.is_taken_back()) {
            self.sending.set(Sending::Idle);
        }
    }

    /// Makes a form for a guest whom the person wants to invite again. What was typed for another guest is set aside, and
    /// what was typed for this guest stays. An outcome about another guest is removed.
    pub fn invite_again(self, guest: Prefill) {
        let form = guest.form(empty_draft(self.session));
        if self.draft.with_untracked(|draft| !is_same_address(draft, &form)) {
            self.put_aside();
            // The guest before may have the same name.
            self.name_of_address.set_value(NameOfAddress::of(&form));
            self.edit(|draft| draft.clone_from(&form));
        }
        // The guest may have accepted since an earlier check.
        self.stop_checking_address();
        self.address_check.set(AddressCheck::None);
        self.again.set_value(Some(Again { form, shown: false }));
        if !self.sending.with_untracked(Sending::is_busy) {
            self.dismiss();
        }
    }

    /// Keeps the form for later, if the person has changed anything in it.
    fn put_aside(self) {
        let typed = self.draft.get_untracked();
        let untouched =
            self.again.with_value(|again| again.as_ref().is_some_and(|again| again.form == typed));
        if !untouched && typed != empty_draft(self.session) {
            // Before the others: the one that was brought back last is the last one to be offered again.
            self.set_aside.update(|aside| aside.insert(0, typed));
        }
    }

    /// What was typed for other guests before [`Self::invite_again`]. The last one is the next that comes back.
    #[must_use]
    pub fn set_aside(self) -> ReadSignal<Vec<InvitationDraft>> {
        self.set_aside.read_only()
    }

    /// Brings back what was set aside. The present form is set aside in its place.
    pub fn bring_back(self) {
        let Some(typed) = self.set_aside.try_update(Vec::pop).flatten() else { return };
        self.put_aside();
        // Its name was typed, as far as is known.
        self.name_of_address.set_value(NameOfAddress::default());
        self.edit(|draft| *draft = typed);
        if !self.sending.with_untracked(Sending::is_busy) {
            self.dismiss();
        }
    }

    /// Removes what was set aside and would come back next.
    pub fn discard_aside(self) {
        self.set_aside.update(|aside| drop(aside.pop()));
    }

    /// An invitation to this address was sent, so what is set aside for it is no longer needed.
    pub(super) fn discard_aside_of(self, sent: &InvitationDraft) {
        self.set_aside.update(|aside| aside.retain(|draft| !is_same_address(draft, sent)));
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
        self.again
            .try_update_value(|again| {
                again.as_mut().is_some_and(|again| !std::mem::replace(&mut again.shown, true))
            })
            .unwrap_or_default()
    }

    /// Whether the person knows from the guest list that the guest in the form exists.
    #[must_use]
    pub fn is_again(self) -> bool {
        self.again.with_value(Option::is_some)
    }

    /// Call this when the form is for another guest, without a change by the person.
    pub(super) fn forget_again(self) {
        self.name_of_address.set_value(NameOfAddress::default());
        self.again.set_value(None);
    }
}

/// Whether both forms are for the same guest. Two forms without an address are not.
fn is_same_address(one: &InvitationDraft, other: &InvitationDraft) -> bool {
    let (one, other) = (one.email.trim(), other.email.trim());
    !one.is_empty() && one.eq_ignore_ascii_case(other)
}
