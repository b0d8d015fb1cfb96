use super::*;
use crate::domain::import::columns::{ColumnRole, Question};
use crate::domain::import::edit::Decision;
use crate::domain::import::verdict::VerdictKind;
use crate::domain::invitation::Rules;

fn checks() -> Checks {
    Checks { rules: Rules::default(), fold: str::to_lowercase }
}

fn defaults() -> InvitationDraft {
    InvitationDraft::new("https://contoso.com")
}

fn importer(text: &str) -> Importer {
    Importer::new(text.to_owned(), checks(), defaults())
}

#[test]
fn a_list_is_made_in_steps() {
    let mut importer = importer("Email\nann@a.com\nbo@b.com\n");
    assert_eq!(importer.progress(), Progress::Reading(0, 25));
    assert!(importer.advance(1));
    assert_eq!(importer.progress(), Progress::Reading(6, 25));
    assert!(importer.advance(5));
    assert_eq!(importer.progress(), Progress::Checking(0, 3));
    assert!(importer.advance(2));
    assert!(!importer.advance(2));
    assert_eq!(importer.progress(), Progress::Done);
    assert_eq!(importer.finish().unwrap().len(), 2);
}

#[test]
fn too_many_rows_are_refused_with_their_number() {
    let rows = |count: usize| format!("Email,Name\n{}", "ann@a.com,Ann\n".repeat(count));
    let mut most = importer(&rows(MOST_ROWS));
    most.advance(usize::MAX);
    assert_eq!(most.progress(), Progress::Checking(0, MOST_ROWS + 1));
    for count in [MOST_ROWS + 1, MOST_ROWS + 20_000] {
        assert_eq!(importer(&rows(count)).finish().err(), Some(SourceProblem::TooManyRows(count)));
    }
}

#[test]
fn an_answer_checks_the_list_again_and_keeps_corrections() {
    let mut list = importer("Ann,ann@a.com,max@m.com\nBo,bo@b.com,max@m.com\n").finish().unwrap();
    assert_eq!(list.tally().of(VerdictKind::Unanswered), 2);
    assert_eq!(list.tally().of(VerdictKind::WillInvite), 0);
    let Some(Question::WhichAddress(asked)) = list.columns().question().cloned() else {
        panic!("no question")
    };
    let mut choices = list.choices().clone();
    choices.answer_which_address(&asked, &[1]);
    list = Importer::again(list, choices.clone(), checks(), defaults()).finish().unwrap();
    let invited = (0..list.len()).filter(|row| list.kind(*row) == VerdictKind::WillInvite);
    let addresses: Vec<String> = invited.map(|row| list.draft(row).email).collect();
    assert_eq!(addresses, ["ann@a.com", "bo@b.com"]);

    let left_out = RowEdit { decision: Decision::LeftOut, ..RowEdit::default() };
    list.change([(1, left_out)]);
    choices.roles.insert(0, Some(ColumnRole::Name));
    list = Importer::again(list, choices.clone(), checks(), defaults()).finish().unwrap();
    assert_eq!((list.kind(1), list.draft(0).name.as_str()), (VerdictKind::LeftOut, "Ann"));

    choices.answer_which_address(&asked, &[1, 2]);
    list = Importer::again(list, choices, checks(), defaults()).finish().unwrap();
    assert_eq!(
        (list.len(), list.tally().of(VerdictKind::WillInvite)),
        (4, 2),
        "Max is there twice, and Bo is left out"
    );
}

#[test]
fn other_defaults_check_the_list_again() {
    let list = importer("ann@a.com\n").finish().unwrap();
    let choices = list.choices().clone();
    let list = Importer::again(list, choices, checks(), InvitationDraft::new("")).finish().unwrap();
    assert_eq!(list.kind(0), VerdictKind::Problems);
}
