//! The decisions of the page Invite. Must not know markup.

use crate::app::invite::KnownGuest;
use crate::domain::email::EmailProblem;
use crate::domain::guest::GuestState;
use crate::domain::invitation::{
    FIELDS, Field, FieldProblem, FieldWarning, Invitation, InvitationDraft, Rules,
};

/// What the page shows: the form, or the result of the last invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Form,
    Sent,
}

/// An answer to the question about an existing guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Send another invitation.
    Resend,
    /// Send nothing.
    Leave,
}

impl Answer {
    /// The answer that is offered first, and given by Enter. Nothing is sent by Enter to a guest who has accepted, or who
    /// perhaps was invited a moment ago, by an attempt whose answer was lost.
    pub(super) fn first(known: &KnownGuest, after_lost_answer: bool) -> Self {
        let leave = match known {
            KnownGuest::Listed(existing) => after_lost_answer || existing.guest.state == GuestState::Accepted,
            KnownGuest::InvitedHere(invited) => invited.in_doubt,
        };
        if leave { Self::Leave } else { Self::Resend }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::Resend => Self::Leave,
            Self::Leave => Self::Resend,
        }
    }
}

/// The result of checking the whole form. It is computed once for each change, and each field reads its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checked {
    /// The invitation, or every problem in the order of the form.
    pub(super) outcome: Result<Invitation, Vec<(Field, FieldProblem)>>,
    warnings: Vec<(Field, FieldWarning)>,
}

/// Which problems and warnings may be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Visited {
    /// Fields that had the focus and lost it.
    pub(super) left: Vec<Field>,
    /// What was removed from the text of a field, until the text is changed.
    pub(super) tidied: Vec<(Field, Vec<FieldWarning>)>,
    /// Whether the person has pressed Send.
    pub(super) tried: bool,
}

impl Checked {
    pub(super) fn new(draft: &InvitationDraft, rules: &Rules) -> Self {
        let of_field = |field| draft.warnings(field, rules).into_iter().map(move |warning| (field, warning));
        Self { outcome: draft.check(rules), warnings: FIELDS.into_iter().flat_map(of_field).collect() }
    }

    /// In the order of the form.
    pub(super) fn problems(&self) -> &[(Field, FieldProblem)] {
        self.outcome.as_ref().err().map_or(&[], Vec::as_slice)
    }

    /// The problem to show beside a field, after the field was left or after Send. An empty address is shown as a
    /// problem only after Send, because the person may leave the field and come back.
    pub(super) fn shown_problem(&self, field: Field, visited: &Visited) -> Option<&FieldProblem> {
        let (_, problem) = self.problems().iter().find(|(at, _)| *at == field)?;
        let left_empty = *problem == FieldProblem::Email(EmailProblem::Empty);
        let shown = visited.tried || (visited.left.contains(&field) && !left_empty);
        shown.then_some(problem)
    }

    pub(super) fn shown_warnings(&self, field: Field, visited: &Visited) -> Vec<FieldWarning> {
        // A choice in a list is complete at once, and a message too long at any time; other text is complete when the
        // field is left.
        let complete = matches!(field, Field::Language | Field::Message) || visited.left.contains(&field);
        let tidied = visited.tidied.iter().filter(|(at, _)| *at == field).flat_map(|(_, said)| said);
        let own = self.warnings.iter().filter(|(at, _)| *at == field && (visited.tried || complete));
        tidied.chain(own.map(|(_, warning)| warning)).cloned().collect()
    }
}

impl Visited {
    /// After the text of a field was tidied.
    pub(super) fn say(&mut self, field: Field, said: Vec<FieldWarning>) {
        if !said.is_empty() {
            self.tidied.retain(|(at, _)| *at != field);
            self.tidied.push((field, said));
        }
    }

    /// After the text of a field was changed.
    pub(super) fn changed(&mut self, field: Field) {
        self.tidied.retain(|(at, _)| *at != field);
    }
}

/// The id of a field's control in the document.
pub(super) fn control_id(field: Field) -> &'static str {
    match field {
        Field::Email => "invite-email",
        Field::Name => "invite-name",
        Field::Message => "invite-message",
        Field::Language => "invite-language",
        Field::Redirect => "invite-redirect",
        Field::Cc => "invite-cc",
        Field::InviteAs => "invite-as",
    }
}

#[cfg(test)]
mod tests;
