//! What the Invite page decides.

use crate::domain::email::name_and_address;
use crate::domain::invitation::{Field, FieldProblem, Invitation, InvitationDraft, Rules};
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::users::Existing;

/// Form, or the result of the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Form,
    Sent,
}

/// How far sending has come.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sending {
    /// Nothing is under way.
    Idle,
    /// Looking for an existing guest.
    Looking,
    /// The invitation is on its way.
    Posting,
    /// Somebody is there already: the person decides.
    Found(Box<Existing>, Box<Invitation>),
    /// Refused, or no answer.
    Failed(GraphError),
    /// An existing guest was left as they are.
    LeftAlone(String),
}

impl Sending {
    /// Whether something is under way, so that nothing else may start.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self, Self::Looking | Self::Posting)
    }

    /// Why it was refused.
    pub(super) fn failed(&self) -> Option<&GraphError> {
        if let Self::Failed(error) = self { Some(error) } else { None }
    }

    /// Who is there already, and what would be sent.
    pub(super) fn found(&self) -> Option<(&Existing, &Invitation)> {
        if let Self::Found(existing, invitation) = self { Some((existing, invitation)) } else { None }
    }

    /// Who was left as they are.
    pub(super) fn left_alone(&self) -> Option<&str> {
        if let Self::LeftAlone(name) = self { Some(name) } else { None }
    }
}

/// Problems are shown beside a field once it was left, and all of them once sending was tried. An empty address is no
/// problem before that: nobody likes to be scolded for passing by.
pub(super) fn shown_problem(
    draft: &InvitationDraft,
    field: Field,
    rules: &Rules,
    left: &[Field],
    tried: bool,
) -> Option<FieldProblem> {
    let passing_by = field == Field::Email && draft.email.trim().is_empty();
    let shown = tried || (left.contains(&field) && !passing_by);
    shown.then(|| draft.problem(field, rules)).flatten()
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
            blocked: false,
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
mod tests {
    use super::*;
    use crate::domain::email::EmailProblem;

    fn draft(email: &str) -> InvitationDraft {
        InvitationDraft { email: email.to_owned(), ..InvitationDraft::new("https://myapps.microsoft.com") }
    }

    #[test]
    fn nobody_is_scolded_for_passing_by() {
        let rules = Rules::default();
        assert_eq!(shown_problem(&draft(""), Field::Email, &rules, &[Field::Email], false), None);
        assert_eq!(shown_problem(&draft("ann"), Field::Email, &rules, &[], false), None);
        let no_at = Some(FieldProblem::Email(EmailProblem::NoAt));
        assert_eq!(shown_problem(&draft("ann"), Field::Email, &rules, &[Field::Email], false), no_at);
        let empty = Some(FieldProblem::Email(EmailProblem::Empty));
        assert_eq!(shown_problem(&draft(""), Field::Email, &rules, &[], true), empty);
    }

    #[test]
    fn a_pasted_name_goes_where_it_belongs() {
        let mut pasted = draft("Ann Lee <ann@fabrikam.com>");
        tidy(&mut pasted);
        assert_eq!((pasted.email.as_str(), pasted.name.as_str()), ("ann@fabrikam.com", "Ann Lee"));
        let mut named = InvitationDraft { name: "Dr. Lee".to_owned(), ..draft("Ann Lee <ann@fabrikam.com>") };
        tidy(&mut named);
        assert_eq!(named.name, "Dr. Lee");
    }
}
