use super::*;
use crate::domain::guest::{Guest, GuestOrigin, UserId};
use crate::domain::invited::Invited;
use crate::domain::moment::Moment;
use crate::domain::redirect::RedirectProblem;
use crate::graph::users::Existing;

fn draft(email: &str) -> InvitationDraft {
    InvitationDraft { email: email.to_owned(), ..InvitationDraft::new("https://myapps.microsoft.com") }
}

fn checked(draft: &InvitationDraft) -> Checked {
    Checked::new(draft, &Rules::default())
}

fn left(field: Field) -> Visited {
    Visited { left: vec![field], ..Visited::default() }
}

fn tried() -> Visited {
    Visited { tried: true, ..Visited::default() }
}

#[test]
fn a_problem_is_shown_only_after_leaving_the_field_or_trying_to_send() {
    assert_eq!(checked(&draft("")).shown_problem(Field::Email, &left(Field::Email)), None);
    assert_eq!(checked(&draft("ann")).shown_problem(Field::Email, &Visited::default()), None);
    let no_at = FieldProblem::Email(EmailProblem::NoAt);
    assert_eq!(checked(&draft("ann")).shown_problem(Field::Email, &left(Field::Email)), Some(&no_at));
    let empty = FieldProblem::Email(EmailProblem::Empty);
    assert_eq!(checked(&draft("")).shown_problem(Field::Email, &tried()), Some(&empty));
}

#[test]
fn one_check_finds_the_problems_and_warnings_of_all_fields() {
    let odd = InvitationDraft { redirect: "http://contoso.com".to_owned(), ..draft("o'brien@fabrikam.com") };
    let found = checked(&odd);
    let not_https = FieldProblem::Redirect(RedirectProblem::NotHttps);
    assert_eq!(found.problems(), [(Field::Redirect, not_https.clone())]);
    assert_eq!(found.shown_problem(Field::Redirect, &tried()), Some(&not_https));
    assert_eq!(found.shown_problem(Field::Name, &tried()), None);
    assert_eq!(found.shown_warnings(Field::Email, &left(Field::Email)), [FieldWarning::Apostrophe]);
    assert_eq!(found.shown_warnings(Field::Email, &left(Field::Name)), []);
    assert_eq!(found.shown_warnings(Field::Redirect, &tried()), []);
}

#[test]
fn a_form_without_problems_gives_an_invitation() {
    let found = checked(&draft("ann@fabrikam.com"));
    assert_eq!(found.outcome, draft("ann@fabrikam.com").check(&Rules::default()));
    assert!(found.outcome.is_ok() && found.problems().is_empty());
}

#[test]
fn what_was_removed_is_said_until_the_text_is_changed() {
    let mut visited = Visited::default();
    visited.say(Field::Name, vec![FieldWarning::InvisibleRemoved]);
    visited.say(Field::Name, Vec::new());
    let found = checked(&draft("ann@fabrikam.com"));
    assert_eq!(found.shown_warnings(Field::Name, &visited), [FieldWarning::InvisibleRemoved]);
    visited.changed(Field::Name);
    assert_eq!(found.shown_warnings(Field::Name, &visited), []);
}

#[test]
fn enter_resends_to_a_guest_who_has_not_accepted_and_else_sends_nothing() {
    let listed_after = |state, after_lost_answer| {
        let id = UserId::parse("cbb896f9-8306-49d0-b56b-b8e39cd28825").unwrap();
        let (name, address, origin) =
            ("Ann".to_owned(), "ann@fabrikam.com".to_owned(), GuestOrigin::Invitation);
        let guest = Guest { name, address, state, origin, ..Guest::with_id(id) };
        let existing = Existing { guest, internal: false, blocked: false };
        Answer::first(&KnownGuest::Listed(existing), after_lost_answer)
    };
    let listed = |state| listed_after(state, false);
    assert_eq!(listed(GuestState::Pending), Answer::Resend);
    assert_eq!(listed(GuestState::NoState), Answer::Resend);
    assert_eq!(listed(GuestState::Accepted), Answer::Leave);
    assert_eq!(listed_after(GuestState::Pending, true), Answer::Leave, "it may have been sent a moment ago");
    let here = |in_doubt| {
        let (address, name) = ("ann@fabrikam.com".to_owned(), String::new());
        let invited =
            Invited { address, name, user: None, at: Moment::from_unix_millis(0), in_doubt, of_run: false };
        Answer::first(&KnownGuest::InvitedHere(invited), false)
    };
    assert_eq!([here(false), here(true)], [Answer::Resend, Answer::Leave]);
    assert_eq!(Answer::Leave.other(), Answer::Resend);
}
