//! The state that all parts of the form share: one check of all fields, and a binding for each field. Must not know
//! markup.

use leptos::prelude::*;

use crate::app::invite::DuplicateCheck;
use crate::domain::capabilities::Verdict;
use crate::domain::invitation::{Field, Rules};
use crate::domain::rights::Permission;
use crate::ui::parts::{FieldBinding, focus};
use crate::ui::state::{
    InviteContext, Sending, SessionContext, expect_access, expect_invite, expect_session,
};
use crate::ui::words::{Words, expect_words};

use super::model::{self, Checked, Visited};
use super::rights::may_invite;

#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) invite: InviteContext,
    pub(super) rules: Memo<Rules>,
    /// Why an invitation is certain to fail, if it is.
    pub(super) barred: Memo<Option<Verdict>>,
    session: SessionContext,
    words: Words,
    /// The result of the check, which runs once for each change of the form.
    checked: Memo<Checked>,
    visited: RwSignal<Visited>,
}

impl Form {
    /// Uses the contexts of the app.
    pub(super) fn new() -> Self {
        let (invite, access) = (expect_invite(), expect_access());
        let rules = Memo::new(move |_| invite.rules());
        let check = move |_: Option<&Checked>| {
            invite.draft().with(|draft| rules.with(|rules| Checked::new(draft, rules)))
        };
        Self {
            invite,
            rules,
            barred: Memo::new(move |_| access.invite_barred()),
            session: expect_session(),
            words: expect_words(),
            checked: Memo::new(check),
            visited: RwSignal::new(Visited::default()),
        }
    }

    /// The values and callbacks of a field's control.
    pub(super) fn bind(self, field: Field) -> FieldBinding {
        let words = self.words;
        FieldBinding {
            id: model::control_id(field),
            value: Memo::new(move |_| self.invite.draft().with(|draft| draft.text(field).to_owned())),
            on_input: Callback::new(move |text| self.invite.edit(|draft| draft.set_text(field, text))),
            on_leave: Callback::new(move |()| {
                self.invite.edit(model::tidy);
                self.visited.update(|visited| visited.left.push(field));
            }),
            problem: Memo::new(move |_| {
                let (checked, visited) = (self.checked.read(), self.visited.read());
                let own = checked.shown_problem(field, &visited).map(|problem| words.field_problem(problem));
                own.or_else(|| self.invite.refused_value(field).map(|error| words.refused_value(&error)))
            }),
            warning: Memo::new(move |_| {
                let (checked, visited) = (self.checked.read(), self.visited.read());
                checked.shown_warning(field, &visited).map(|warning| words.field_warning(warning))
            }),
        }
    }

    /// Whether Microsoft sends its mail.
    pub(super) fn is_mailed(self) -> Memo<bool> {
        Memo::new(move |_| self.invite.draft().with(|draft| draft.send_mail))
    }

    /// The number of fields with a problem; 0 before the first attempt to send.
    pub(super) fn to_fix(self) -> usize {
        if self.visited.read().tried { self.checked.read().problems().len() } else { 0 }
    }

    /// Sends the invitation, or shows the problems and moves the focus to the first one.
    pub(super) fn submit(self) {
        if self.invite.sending().with_untracked(Sending::is_busy) || self.barred.get_untracked().is_some() {
            return;
        }
        self.invite.edit(model::tidy);
        self.visited.update(|visited| visited.tried = true);
        match self.checked.get_untracked().outcome {
            // After returning from Microsoft, the person must press Send again: a page load never sends anything.
            Ok(_) if !untrack(|| may_invite(self.session)) => self.session.ask_for(Permission::Invite),
            Ok(invitation) => {
                let invited_here = self.invite.invited_here(&invitation);
                self.invite.send(invitation, DuplicateCheck::Search { invited_here });
            }
            Err(problems) => {
                self.invite.dismiss();
                if let Some((field, _)) = problems.first() {
                    focus(model::control_id(*field));
                }
            }
        }
    }
}
