//! Results of lists, which are read again to retry: each file in `tests/fixtures/import`, and generated lists.

use std::fs;

use guestlist::domain::import::formula_mark::unprotect;
use guestlist::domain::import::importer::Importer;
use guestlist::domain::import::list::ImportList;
use guestlist::domain::import::own_columns::OwnColumn;
use guestlist::domain::import::result::{HeaderNames, ResultFormat, ResultStatus, RowResult};
use guestlist::domain::import::verdict::{FileSays, Look, Verdict, VerdictKind};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseError;

use super::generated::run;
use super::{checks, defaults, files, text_of};

struct French;

impl HeaderNames for French {
    fn own(&self, column: OwnColumn) -> String {
        let mail = if column == OwnColumn::Address { "e-mail " } else { "" };
        format!("Colonne {mail}{column:?}")
    }

    fn numbered(&self, number: usize) -> String {
        format!("Colonne {number}")
    }
}

/// The rows that will be sent end in turns: failed, sent, planned, unknown.
fn end_of(list: &ImportList, row: usize) -> RowResult {
    let without_run = RowResult::without_run(list, row, "so".to_owned());
    if without_run.status != ResultStatus::Planned {
        return without_run;
    }
    let turns = [ResultStatus::Failed, ResultStatus::Sent, ResultStatus::Planned, ResultStatus::Unknown];
    RowResult { status: turns[row % 4], link: Some(format!("https://login/{row}")), ..without_run }
}

fn result_of(list: &ImportList) -> String {
    let format = ResultFormat::of(list);
    let mut text = format.header(list, &French);
    for start in (0..list.len()).step_by(100) {
        text.push_str(&format.rows(list, start..(start + 100).min(list.len()), |row| end_of(list, row)));
    }
    text
}

/// What is different in the list that is read from a result.
fn differences(list: &ImportList, again: &ImportList) -> Vec<String> {
    let mut wrong = Vec::new();
    if list.len() != again.len() {
        return vec![format!("{} rows became {}", list.len(), again.len())];
    }
    for row in 0..list.len() {
        let (before, now) = (list.verdict(row), again.verdict(row));
        if list.draft(row) != again.draft(row) {
            wrong.push(format!("row {row}: {:?} became {:?}", list.draft(row), again.draft(row)));
        }
        let right = match end_of(list, row).status {
            ResultStatus::Failed | ResultStatus::Planned => now == Verdict::WillInvite,
            ResultStatus::Sent => now == Verdict::NotNeeded(FileSays::Sent),
            ResultStatus::Unknown => now == Verdict::NeedsALook(Look::OutcomeUnknown),
            ResultStatus::LeftOut => now.kind() == VerdictKind::NotNeeded,
            // The result has a column for each cell, so there is none too many. The row is not sent all the same.
            ResultStatus::Skipped if before == Verdict::NeedsALook(Look::Shifted) => now.kind().is_problem(),
            ResultStatus::Skipped => now.kind() == before.kind(),
        };
        if !right {
            wrong.push(format!("row {row}: {before:?} became {now:?}"));
        }
    }
    wrong
}

#[test]
fn a_result_is_read_again_and_retries_exactly_what_was_not_sent() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for file in files() {
        let Ok(text) = text_of(&fs::read(&file).unwrap()) else { continue };
        let Ok(list) = Importer::new(text, checks(), defaults()).finish() else { continue };
        let result = result_of(&list);
        if list.is_empty() {
            continue;
        }
        count += 1;
        let again = match Importer::new(result.clone(), checks(), defaults()).finish() {
            Ok(again) => again,
            Err(problem) => {
                wrong.push(format!("{}: {problem:?}\n{result}", file.display()));
                continue;
            }
        };
        let differences = differences(&list, &again);
        if !differences.is_empty() {
            wrong.push(format!("{}:\n  {}\n{result}", file.display(), differences.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 50, "{count} lists");
}

/// Cells of every kind, among them such that a spreadsheet would calculate, in the order of chance.
#[test]
fn s28_generated_lists_come_back_as_they_were() {
    let cell = select(vec![
        "",
        " ",
        "ann@fabrikam.com",
        "Ann <ann@fabrikam.com>",
        "bo@adatum.com",
        "-cy@fabrikam.com",
        "=1+1",
        "'=1",
        "'",
        "+49 30",
        "@home",
        "\t-",
        "\r\n=",
        "Ek, Bo",
        "a;b",
        "\"",
        "Änne",
        "true",
        "https://a.com",
        "Member",
    ]);
    let header = select(vec![
        "Email;Name;Note",
        "E-Mail;Vorname;Nachname",
        "Note;Email;Message",
        "a;b;c;d",
        "Cc;Mail;Redirect URL",
    ]);
    run(3_000, &(header, vec(vec(cell, 1..6), 1..12)), |(header, rows)| {
        let quoted = |cell: &&str| format!("\"{}\"", cell.replace('"', "\"\""));
        let lines = rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(";"));
        let text = [header.to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\n");
        let Ok(list) = Importer::new(text, checks(), defaults()).finish() else { return Ok(()) };
        if list.is_empty() {
            return Ok(());
        }
        let result = result_of(&list);
        let Ok(again) = Importer::new(result.clone(), checks(), defaults()).finish() else {
            return Err(TestCaseError::fail(result));
        };
        let differences = differences(&list, &again);
        prop_assert!(differences.is_empty(), "{}\n{}", differences.join("\n"), result);
        for row in 0..list.len() {
            let (was, is) = (list.place(row).unwrap().record, again.place(row).unwrap().record);
            for column in 0..list.table().width() {
                prop_assert_eq!(unprotect(again.table().cell(is, column)), list.table().cell(was, column));
            }
        }
        Ok(())
    });
}
