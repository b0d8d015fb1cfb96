//! Lists of guests as people have them: each file in `tests/fixtures/import` with what must come of it, in a file of JSON
//! beside it.
//!
//! In the JSON: `columns` are the columns that are used, by header or by number, `offered` those that could be, `question`
//! those about which the person is asked. `rows` have the number of a spreadsheet; a key that is missing is not compared,
//! but a row without `warnings` has none. `null` for an address or a name means that another key tells enough.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use guestlist::domain::import::columns::{ColumnUse, Question};
use guestlist::domain::import::importer::Importer;
use guestlist::domain::import::list::ImportList;
use guestlist::domain::import::source::{SourceProblem, inspect};
use guestlist::domain::import::table::NotRow;
use guestlist::domain::import::verdict::Verdict;
use serde_json::{Value, json};

mod decoding;
mod generated;
mod properties;
mod results;

use properties::{checks, defaults, to_invite};

const FOLDER: &str = "tests/fixtures/import";

#[test]
fn every_list_becomes_what_is_written_beside_it() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in files() {
        let expected = fs::read_to_string(file.with_extension("json")).expect("a file of JSON beside it");
        let expected: Value = serde_json::from_str(&expected).expect("JSON");
        let found = outcome(&fs::read(&file).unwrap());
        let differences = differences(&expected, &found);
        if !differences.is_empty() {
            wrong.push(format!("{}:\n  {}\n  found {found:#}", file.display(), differences.join("\n  ")));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count} lists\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 60, "{count} lists");
}

/// A list that is read one record at a time is the same as one that is read at once.
#[test]
fn the_size_of_a_step_changes_nothing() {
    for file in files() {
        let Ok(text) = text_of(&fs::read(&file).unwrap()) else { continue };
        let mut importer = Importer::new(text.clone(), checks(), defaults());
        while importer.advance(1) {}
        let steps = importer.finish().map(|list| told(&list));
        let at_once = Importer::new(text, checks(), defaults()).finish().map(|list| told(&list));
        assert_eq!(steps, at_once, "{}", file.display());
    }
}

/// What the list says that it will send passes the form's own check.
#[test]
fn what_will_be_sent_passes_the_check_of_the_form() {
    for file in files() {
        let Ok(text) = text_of(&fs::read(&file).unwrap()) else { continue };
        let Ok(list) = Importer::new(text, checks(), defaults()).finish() else { continue };
        for row in to_invite(&list) {
            assert!(list.draft(row).check(&checks().rules).is_ok(), "{}: row {row}", file.display());
        }
    }
}

fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending != "json")).collect();
    files.sort();
    files
}

fn text_of(bytes: &[u8]) -> Result<String, SourceProblem> {
    inspect(bytes).map(|detected| decoding::decode(bytes, detected.encoding))
}

/// What comes of a file, in the form of the expectation.
fn outcome(bytes: &[u8]) -> Value {
    let encoding = match inspect(bytes) {
        Ok(detected) => detected.encoding,
        Err(problem) => return json!({ "refused": format!("{problem:?}") }),
    };
    let text = decoding::decode(bytes, encoding);
    match Importer::new(text, checks(), defaults()).finish() {
        Ok(list) => {
            let mut told = told(&list);
            told["encodingIs"] = json!(encoding.label());
            told
        }
        Err(problem) => json!({ "refused": format!("{problem:?}") }),
    }
}

fn told(list: &ImportList) -> Value {
    let header = list.columns().header();
    let name = |column: usize| {
        header.map_or_else(|| (column + 1).to_string(), |at| list.table().cell(at, column).to_owned())
    };
    let uses = || list.columns().uses().iter().enumerate();
    let with = |found: &dyn Fn(ColumnUse) -> Option<String>| -> BTreeMap<String, String> {
        uses().filter_map(|(column, of)| Some((name(column), found(*of)?))).collect()
    };
    let offered = |of| if let ColumnUse::Offered(role) = of { Some(format!("{role:?}")) } else { None };
    let question = list.columns().question().map(|Question::WhichAddress(columns)| {
        columns.iter().map(|column| name(*column)).collect::<Vec<_>>()
    });
    const REASONS: [NotRow; 9] = [
        NotRow::Separator,
        NotRow::TypeLine,
        NotRow::Version,
        NotRow::Comment,
        NotRow::Ruler,
        NotRow::BeforeHeader,
        NotRow::Header,
        NotRow::RepeatedHeader,
        NotRow::Example,
    ];
    let not_rows: BTreeMap<String, usize> = REASONS
        .into_iter()
        .map(|why| (format!("{why:?}"), list.table().not_rows(why)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let headers: Vec<&str> = header.map(|at| list.table().cells(at).collect()).unwrap_or_default();
    json!({
        "columns": if list.has_columns() { json!(with(&|of| of.role().map(|role| format!("{role:?}")))) } else { Value::Null },
        "offered": with(&offered),
        "question": question,
        "headers": headers,
        "notRows": not_rows,
        "blank": list.table().blank_lines(),
        "suggestNoMail": list.columns().suggest_no_mail(),
        "rows": (0..list.len()).map(|row| row_told(list, row)).collect::<Vec<_>>(),
    })
}

fn row_told(list: &ImportList, row: usize) -> Value {
    let draft = list.draft(row);
    let verdict = list.verdict(row);
    let warnings: Vec<String> = list.warnings(row).iter().map(|warning| format!("{warning:?}")).collect();
    let mut told = json!({
        "row": list.number(row),
        "is": format!("{:?}", verdict.kind()),
        "address": draft.email,
        "name": draft.name,
        "redirect": draft.redirect,
        "message": draft.message,
        "language": draft.language,
        "cc": draft.cc,
        "sendMail": draft.send_mail,
        "inviteAs": format!("{:?}", draft.invite_as),
        "warnings": warnings,
    });
    match verdict {
        Verdict::Duplicate { of, other_name } => {
            told["of"] = json!(list.number(of));
            told["otherName"] = json!(other_name);
        }
        Verdict::NotAnAddress(why) => told["why"] = json!(format!("{why:?}")),
        Verdict::NotNeeded(why) => told["why"] = json!(format!("{why:?}")),
        Verdict::Problems(problems) => {
            told["problems"] = json!(problems.iter().map(|of| format!("{of:?}")).collect::<Vec<_>>());
        }
        Verdict::NeedsALook(look) => {
            told["look"] = json!(format!("{look:?}"));
            told["offers"] = json!(list.offers(row));
        }
        Verdict::WillInvite
        | Verdict::AlreadyGuest(_)
        | Verdict::InviteAgain(_)
        | Verdict::NewLink(_)
        | Verdict::InternalUser
        | Verdict::OwnOrganization
        | Verdict::NoAddress
        | Verdict::Unanswered
        | Verdict::LeftOut => {}
    }
    told
}

/// The keys in which an outcome differs from the expectation.
fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, expected: &Value, found: &Value| {
        if expected != found {
            differences.push(format!("{what}: expected {expected}, found {found}"));
        }
    };
    if expected.get("refused").is_some() || found.get("refused").is_some() {
        compare("refused", &expected["refused"], &found["refused"]);
        return differences;
    }
    for key in ["columns", "question"] {
        compare(key, &expected[key], &found[key]);
    }
    let or = |key: &str, default: Value| expected.get(key).cloned().unwrap_or(default);
    compare("notRows", &or("notRows", json!({})), &found["notRows"]);
    compare("suggestNoMail", &or("suggestNoMail", json!(false)), &found["suggestNoMail"]);
    compare("offered", &or("offered", json!({})), &found["offered"]);
    compare("encoding", &or("encodingIs", json!("utf-8")), &found["encodingIs"]);
    for key in ["headers", "blank"].into_iter().filter(|key| expected.get(key).is_some()) {
        compare(key, &expected[key], &found[key]);
    }
    let rows = |value: &Value| value["rows"].as_array().cloned().unwrap_or_default();
    compare("number of rows", &json!(rows(expected).len()), &json!(rows(found).len()));
    for (expected, found) in rows(expected).iter().zip(rows(found)) {
        for (key, value) in expected.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            compare(&format!("row {} {key}", expected["row"]), value, &found[key.as_str()]);
        }
        let told = expected.get("warnings").cloned().unwrap_or_else(|| json!([]));
        if !told.is_null() {
            compare(&format!("row {} warnings", expected["row"]), &told, &found["warnings"]);
        }
    }
    differences
}

#[test]
fn no_expectation_is_without_its_list() {
    for entry in fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()) {
        let stem = entry.file_stem().unwrap().to_owned();
        let lists = files().into_iter().filter(|file| file.file_stem() == Some(&stem)).count();
        assert_eq!(lists, 1, "{}", Path::new(&stem).display());
    }
}
