//! The state that all parts of the form share: one check of all fields, and a binding for each field. Must not know
//! markup.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use crate::app::invite::DuplicateCheck;
use crate::domain::capabilities::Verdict;
use crate::domain::invitation::{FIELDS, Field, FieldProblem, Rules};
use crate::domain::rights::Permission;
use crate::ui::parts::{FieldBinding, focus, focus_at_edge, is_in_field};
use crate::ui::state::{
    InviteContext, Sending, SessionContext, expect_access, expect_invite, expect_session,
};
use crate::ui::words::{Words, expect_words};

use super::model::{self, Answer, Checked, Visited};
use super::rights::may_invite;

/// The id of the button to send. While there is a question, it is the first answer.
pub(super) const SEND: &str = "invite-send";

#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) invite: InviteContext,
    pub(super) rules: Memo<Rules>,
    /// Why an invitation is certain to fail, if it is.
    pub(super) barred: Memo<Option<Verdict>>,
    pub(super) session: SessionContext,
    words: Words,
    /// The result of the check, which runs once for each change of the form.
    checked: Memo<Checked>,
    visited: RwSignal<Visited>,
    /// Fields that were left while a button of the mouse, or a finger, is down. A text that appears then would move what
    /// is being pressed, and the click would be lost.
    left_while_pressed: StoredValue<Option<Vec<Field>>>,
}

impl Form {
    /// Uses the contexts of the app.
    pub(super) fn new() -> Self {
        let (invite, access) = (expect_invite(), expect_access());
        let rules = Memo::new(move |_| invite.rules());
        let check = move |_: Option<&Checked>| {
            invite.draft().with(|draft| rules.with(|rules| Checked::new(draft, rules)))
        };
        let form = Self {
            invite,
            rules,
            barred: Memo::new(move |_| access.invite_barred()),
            session: expect_session(),
            words: expect_words(),
            checked: Memo::new(check),
            visited: RwSignal::new(Visited::default()),
            left_while_pressed: StoredValue::new(None),
        };
        form.watch_pointer();
        form
    }

    fn watch_pointer(self) {
        let down = window_event_listener(ev::pointerdown, move |_| {
            self.left_while_pressed.set_value(Some(Vec::new()));
        });
        let released = move || {
            // The click comes after these events.
            let show = move || {
                let left =
                    self.left_while_pressed.try_update_value(Option::take).flatten().unwrap_or_default();
                for field in left {
                    self.leave(field);
                }
            };
            set_timeout(show, Duration::ZERO);
        };
        let up = window_event_listener(ev::pointerup, move |_| released());
        let cancelled = window_event_listener(ev::pointercancel, move |_| released());
        on_cleanup(move || {
            down.remove();
            up.remove();
            cancelled.remove();
        });
    }

    /// A field has lost the focus.
    fn leave(self, field: Field) {
        self.tidy(field);
        self.visited.update(|visited| visited.left.push(field));
        if field == Field::Email && self.barred.get_untracked().is_none() {
            self.invite.check_address();
        }
    }

    fn tidy(self, field: Field) {
        let mut said = Vec::new();
        self.invite.edit(|draft| said = draft.tidy(field));
        self.visited.update(|visited| visited.say(field, said));
    }

    /// Reads a text that is pasted into an empty field. Returns whether it was more than the plain text of the field:
    /// then the browser must not insert it, since a field of one line would join the lines.
    fn paste(self, field: Field, text: String) -> bool {
        let mut pasted = self.invite.draft().get_untracked();
        pasted.set_text(field, text.clone());
        let said = pasted.tidy(field);
        if pasted.text(field) == text.trim() {
            return false;
        }
        self.invite.edit(|draft| *draft = pasted);
        self.visited.update(|visited| {
            visited.changed(field);
            visited.say(field, said);
        });
        true
    }

    /// The values and callbacks of a field's control.
    pub(super) fn bind(self, field: Field) -> FieldBinding {
        let words = self.words;
        FieldBinding {
            id: model::control_id(field),
            value: Memo::new(move |_| self.invite.draft().with(|draft| draft.text(field).to_owned())),
            on_input: Callback::new(move |text| {
                self.invite.edit(|draft| draft.set_text(field, text));
                self.visited.update(|visited| visited.changed(field));
            }),
            on_paste: Callback::new(move |text| self.paste(field, text)),
            on_leave: Callback::new(move |()| {
                let pressed = self.left_while_pressed.try_update_value(|left| match left {
                    Some(left) => {
                        left.push(field);
                        true
                    }
                    None => false,
                });
                if pressed != Some(true) {
                    self.leave(field);
                }
            }),
            problem: Memo::new(move |_| {
                let (checked, visited) = (self.checked.read(), self.visited.read());
                let own = checked.shown_problem(field, &visited).map(|problem| words.field_problem(problem));
                own.or_else(|| self.invite.refused_value(field).map(|error| words.refused_value(&error)))
            }),
            warning: Memo::new(move |_| {
                let (checked, visited) = (self.checked.read(), self.visited.read());
                let said = checked.shown_warnings(field, &visited);
                let said: Vec<_> = said.iter().map(|warning| words.field_warning(warning)).collect();
                (!said.is_empty()).then(|| said.join(" "))
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

    /// Whether one of the fields with a problem is among the folded options. `false` before the first attempt to send.
    pub(super) fn has_problem_in_options(self) -> bool {
        let in_options = |(field, _): &(Field, FieldProblem)| matches!(field, Field::Cc | Field::Redirect);
        self.visited.read().tried && self.checked.read().problems().iter().any(in_options)
    }

    /// The answer that comes first, while there is a question about an existing guest.
    pub(super) fn first_answer(self) -> Option<Answer> {
        self.invite
            .sending()
            .with(|sending| Some(Answer::first(sending.found()?, sending.is_found_after_lost_answer())))
    }

    /// Answers the question about an existing guest.
    pub(super) fn answer(self, answer: Answer) {
        match answer {
            Answer::Resend => {
                // The question, which may have the focus, is removed.
                focus_at_edge(SEND);
                self.check_and_send(DuplicateCheck::Skip);
            }
            Answer::Leave => {
                let name = self
                    .invite
                    .sending()
                    .with_untracked(|sending| Some(sending.found()?.shown_name().to_owned()));
                if let Some(name) = name {
                    self.invite.leave_alone(name);
                    focus(model::control_id(Field::Email));
                }
            }
        }
    }

    /// Closes the question without an answer.
    pub(super) fn close_question(self) {
        self.invite.dismiss();
        if !is_in_field() {
            focus_at_edge(SEND);
        }
    }

    /// Call this when the form is shown. A person who comes from "Invite again" is asked at once about the guest.
    pub(super) fn arrive(self) {
        let may_send = untrack(|| self.barred.get().is_none() && may_invite(self.session));
        if self.invite.arrives_again() && may_send {
            self.invite.ask_about_guest();
        }
    }

    /// Sends the invitation, or shows the problems and moves the focus to the first one.
    pub(super) fn submit(self) {
        self.check_and_send(DuplicateCheck::Search);
    }

    fn check_and_send(self, check: DuplicateCheck) {
        if self.invite.sending().with_untracked(Sending::is_busy) || self.barred.get_untracked().is_some() {
            return;
        }
        for field in FIELDS {
            self.tidy(field);
        }
        self.visited.update(|visited| visited.tried = true);
        match self.checked.get_untracked().outcome {
            // After returning from Microsoft, the person must press Send again: a page load never sends anything.
            Ok(_) if !untrack(|| may_invite(self.session)) => self.session.ask_for(Permission::Invite),
            Ok(invitation) => self.invite.send(invitation, check),
            Err(problems) => {
                self.invite.dismiss();
                if let Some((field, _)) = problems.first() {
                    focus(model::control_id(*field));
                }
            }
        }
    }
}
