//! What the Invite page decides.

use crate::domain::email::{EmailProblem, name_and_address};
use crate::domain::invitation::{Field, FieldProblem, FieldWarning, Invitation, InvitationDraft, Rules};
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::users::Existing;

/// Form, or the result of the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Form,
    Sent,
}

/// What checking the whole form found. The form checks once for each change, and every field reads what is its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checked {
    /// What may be sent, or every problem in the order of the form.
    pub(super) outcome: Result<Invitation, Vec<(Field, FieldProblem)>>,
    warnings: Vec<(Field, FieldWarning)>,
}

/// Which fields the person is done with, so that it may be said what is wrong with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Visited {
    /// Fields that were left.
    pub(super) left: Vec<Field>,
    /// Whether sending was tried.
    pub(super) tried: bool,
}

impl Checked {
    pub(super) fn new(draft: &InvitationDraft, rules: &Rules) -> Self {
        let may_warn = [Field::Email, Field::Redirect];
        Self {
            outcome: draft.check(rules),
            warnings: may_warn
                .into_iter()
                .filter_map(|field| Some((field, draft.warning(field, rules)?)))
                .collect(),
        }
    }

    /// All problems, in the order of the form.
    pub(super) fn problems(&self) -> &[(Field, FieldProblem)] {
        self.outcome.as_ref().err().map_or(&[], Vec::as_slice)
    }

    /// The problem to show beside a field: once it was left, and all of them once sending was tried. An empty address is
    /// no problem before that: nobody likes to be scolded for passing by.
    pub(super) fn shown_problem(&self, field: Field, visited: &Visited) -> Option<&FieldProblem> {
        let (_, problem) = self.problems().iter().find(|(at, _)| *at == field)?;
        let passing_by = *problem == FieldProblem::Email(EmailProblem::Empty);
        let shown = visited.tried || (visited.left.contains(&field) && !passing_by);
        shown.then_some(problem)
    }

    /// The warning to show beside a field.
    pub(super) fn shown_warning(&self, field: Field, visited: &Visited) -> Option<FieldWarning> {
        let (_, warning) = self.warnings.iter().find(|(at, _)| *at == field)?;
        (visited.tried || visited.left.contains(&field)).then_some(*warning)
    }
}

/// An address pasted with its name fills both fields; a name that stands already is kept.
pub(super) fn tidy(draft: &mut InvitationDraft) {
    if let Some((name, address)) = name_and_address(&draft.email) {
        draft.email = address;
        if draft.name.trim().is_empty() {
            draft.name = name;
        }
    }
}

/// Somebody with an account of their own cannot be invited; say it as the service would.
pub(super) fn as_refusal(existing: &Existing) -> Option<GraphError> {
    existing.internal.then(|| {
        GraphError::without_answer(GraphErrorKind::AlreadyInternal {
            id: Some(existing.guest.id.clone()),
            blocked: existing.blocked,
        })
    })
}

/// The id of a field's control.
pub(super) fn control_id(field: Field) -> &'static str {
    match field {
        Field::Email => "invite-email",
        Field::Name => "invite-name",
        Field::Redirect => "invite-redirect",
        Field::Cc => "invite-cc",
        Field::InviteAs => "invite-as",
    }
}

#[cfg(test)]
mod tests;
