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
mod tests {
    use super::*;
    use crate::domain::redirect::RedirectProblem;

    fn draft(email: &str) -> InvitationDraft {
        InvitationDraft { email: email.to_owned(), ..InvitationDraft::new("https://myapps.microsoft.com") }
    }

    fn checked(draft: &InvitationDraft) -> Checked {
        Checked::new(draft, &Rules::default())
    }

    fn left(field: Field) -> Visited {
        Visited { left: vec![field], tried: false }
    }

    fn tried() -> Visited {
        Visited { left: vec![], tried: true }
    }

    #[test]
    fn nobody_is_scolded_for_passing_by() {
        assert_eq!(checked(&draft("")).shown_problem(Field::Email, &left(Field::Email)), None);
        assert_eq!(checked(&draft("ann")).shown_problem(Field::Email, &Visited::default()), None);
        let no_at = FieldProblem::Email(EmailProblem::NoAt);
        assert_eq!(checked(&draft("ann")).shown_problem(Field::Email, &left(Field::Email)), Some(&no_at));
        let empty = FieldProblem::Email(EmailProblem::Empty);
        assert_eq!(checked(&draft("")).shown_problem(Field::Email, &tried()), Some(&empty));
    }

    #[test]
    fn one_check_finds_the_problems_and_warnings_of_all_fields() {
        let odd =
            InvitationDraft { redirect: "http://contoso.com".to_owned(), ..draft("o'brien@fabrikam.com") };
        let found = checked(&odd);
        let not_https = FieldProblem::Redirect(RedirectProblem::NotHttps);
        assert_eq!(found.problems(), [(Field::Redirect, not_https.clone())]);
        assert_eq!(found.shown_problem(Field::Redirect, &tried()), Some(&not_https));
        assert_eq!(found.shown_problem(Field::Name, &tried()), None);
        assert_eq!(found.shown_warning(Field::Email, &left(Field::Email)), Some(FieldWarning::Apostrophe));
        assert_eq!(found.shown_warning(Field::Email, &left(Field::Name)), None);
        assert_eq!(found.shown_warning(Field::Redirect, &tried()), None);
    }

    #[test]
    fn a_form_without_problems_is_what_may_be_sent() {
        let found = checked(&draft("ann@fabrikam.com"));
        assert_eq!(found.outcome, draft("ann@fabrikam.com").check(&Rules::default()));
        assert!(found.outcome.is_ok() && found.problems().is_empty());
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
