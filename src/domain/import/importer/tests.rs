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

#[test]
fn what_the_person_has_changed_survives_a_change_of_the_columns() {
    let mut list = importer("Email\tName\nann@a.com\tAnn\nbo@b.com\tBo\nce@c.com\tCe\n").finish().unwrap();
    list.change([
        (1, RowEdit { decision: Decision::LeftOut, ..RowEdit::default() }),
        (2, RowEdit { address: Some("cecil@c.com".to_owned()), ..RowEdit::default() }),
    ]);
    let before: Vec<_> = (0..list.len()).map(|row| (list.kind(row), list.draft(row).email)).collect();
    for roles in [vec![(0, None)], vec![(0, None), (1, Some(ColumnRole::Address))], vec![]] {
        let choices = ColumnChoices { roles: roles.iter().copied().collect(), ..list.choices().clone() };
        list = Importer::again(list, choices, checks(), defaults()).finish().unwrap();
        assert_eq!(list.kind(1), VerdictKind::LeftOut, "{roles:?}");
    }
    let after: Vec<_> = (0..list.len()).map(|row| (list.kind(row), list.draft(row).email)).collect();
    assert_eq!(after, before);
}

#[test]
fn each_person_of_a_line_is_a_row_however_it_is_written() {
    for (text, people) in [
        ("ann@a.com, bob@b.com; carl@c.com", 3),
        ("Ann <ann@a.com>, Bob <bob@b.com>.", 2),
        ("Ann <ann@a.com>; Bob <bob@b.com>.\nCarl <carl@c.com>; Dora <dora@d.com>.", 4),
        ("“Lee, Ann” <ann@a.com>, ‘Bob’ <bob@b.com>.", 2),
        ("Ann <ann@a.com>; Bob <bob@b.com", 2),
        ("Ann <<ann@a.com>>, Bob <bob@b.com>", 2),
        ("ann@a.com, bob@b.com and carl@c.com", 3),
    ] {
        let list = importer(text).finish().unwrap();
        let text_of = |row| list.table().cell(list.place(row).unwrap().record, 0).to_owned();
        let rows: Vec<_> =
            (0..list.len()).map(|row| (list.kind(row), text_of(row), list.draft(row).name)).collect();
        let with_address = rows.iter().filter(|(_, text, _)| text.contains(['@', '%'])).count();
        assert_eq!(with_address, people, "{text}: {rows:?}");
    }
}
