//! What the Invite page decides.

use crate::domain::email::name_and_address;
use crate::domain::invitation::{Field, FieldProblem, InvitationDraft, Rules};
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::users::Existing;

/// Form, or the result of the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Form,
    Sent,
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
