//! The decisions of the page Invite. Must not know markup.

use crate::domain::email::{EmailProblem, name_and_address};
use crate::domain::invitation::{Field, FieldProblem, FieldWarning, Invitation, InvitationDraft, Rules};

/// What the page shows: the form, or the result of the last invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Form,
    Sent,
}

/// The result of checking the whole form. It is computed once for each change, and each field reads its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checked {
    /// The invitation, or every problem in the order of the form.
    pub(super) outcome: Result<Invitation, Vec<(Field, FieldProblem)>>,
    warnings: Vec<(Field, FieldWarning)>,
}

/// Which problems may be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Visited {
    /// Fields that had the focus and lost it.
    pub(super) left: Vec<Field>,
    /// Whether the person has pressed Send.
    pub(super) tried: bool,
}

impl Checked {
    pub(super) fn new(draft: &InvitationDraft, rules: &Rules) -> Self {
        let may_warn = [Field::Email, Field::Language, Field::Redirect];
        Self {
            outcome: draft.check(rules),
            warnings: may_warn
                .into_iter()
                .filter_map(|field| Some((field, draft.warning(field, rules)?)))
                .collect(),
        }
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

    pub(super) fn shown_warning(&self, field: Field, visited: &Visited) -> Option<FieldWarning> {
        let (_, warning) = self.warnings.iter().find(|(at, _)| *at == field)?;
        // A choice in a list is complete at once; typed text is complete when the field is left.
        let complete = field == Field::Language || visited.left.contains(&field);
        (visited.tried || complete).then_some(*warning)
    }
}

/// Splits an address that was pasted together with a name into both fields. A name that is already typed is kept.
pub(super) fn tidy(draft: &mut InvitationDraft) {
    if let Some((name, address)) = name_and_address(&draft.email) {
        draft.email = address;
        if draft.name.trim().is_empty() {
            draft.name = name;
        }
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
