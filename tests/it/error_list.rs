//! Writes docs/errors.md: the errors of sign-ins and of Graph that the portal knows, each with its cause, what to do, and
//! who can do it. The errors are in `fixtures/`, where the journeys find them, too; the texts are the portal's own.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::rc::Rc;

use guestlist::app::config::Config;
use guestlist::app::formats::{Formats, PluralCategory};
use guestlist::auth::error::AuthProblem;
use guestlist::domain::ago::Ago;
use guestlist::domain::moment::Moment;
use guestlist::graph::error::GraphError;
use guestlist::graph::http::GraphResponse;
use guestlist::ui::words::graph_errors::Attempt;
use guestlist::ui::words::{NAME_ENDS, NAME_STARTS, Words};
use leptos::prelude::{Owner, untrack};
use serde::Deserialize;
use serde_json::json;

const FILE: &str = "docs/errors.md";

/// An error of the sign-in pages or the token endpoint.
#[derive(Deserialize)]
struct SignInError {
    code: u32,
    error: String,
    kind: String,
    /// Who can act, as the portal's text names them, or `you`.
    who: String,
    meaning: String,
}

/// An error response of Graph.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusal {
    /// The request that gets it: to invite, or to list guests.
    request: String,
    status: u16,
    code: String,
    message: String,
    kind: String,
    who: String,
    meaning: String,
}

/// Formats that error texts do not use.
struct NoFormats;

impl Formats for NoFormats {
    fn date_time(&self, _: &str, _: Moment) -> String {
        String::new()
    }
    fn date(&self, _: &str, _: Moment) -> String {
        String::new()
    }
    fn time(&self, _: &str, _: Moment) -> String {
        String::new()
    }
    fn ago(&self, _: &str, _: Ago) -> String {
        String::new()
    }
    fn utc(&self, _: Moment) -> String {
        String::new()
    }
    fn number(&self, _: &str, number: usize) -> String {
        number.to_string()
    }
    fn plural(&self, _: &str, _: usize) -> PluralCategory {
        PluralCategory::Other
    }
    fn fold(&self) -> fn(&str) -> String {
        str::to_lowercase
    }
    fn decompose(&self) -> fn(&str) -> String {
        str::to_lowercase
    }
    fn compare(&self, _: &str, one: &str, other: &str) -> std::cmp::Ordering {
        one.cmp(other)
    }
    fn places(&self, _: &str, letters: &[char]) -> Vec<Option<u16>> {
        letters.iter().map(|letter| u16::try_from(u32::from(*letter)).ok()).collect()
    }
    fn language_name(&self, _: &str, tag: &str) -> String {
        tag.to_owned()
    }
}

#[test]
fn the_list_of_errors_is_up_to_date() {
    let list = with_words(written);
    if fs::read_to_string(FILE).unwrap_or_default() != list {
        fs::write(FILE, list).unwrap();
        panic!("{FILE} was not up to date. It is now: commit it.");
    }
}

#[test]
fn every_text_names_who_can_act() {
    let named = |who: &str, text: &str| who == "you" || text.contains(who);
    with_words(|words| {
        for error in sign_in_errors() {
            let text = said(words, &error);
            assert!(named(&error.who, &text), "{}: {text:?} does not name {:?}", error.code, error.who);
        }
        for refusal in refusals() {
            let (text, kind) = answered(words, &refusal);
            assert_eq!(kind, refusal.kind, "{}", refusal.message);
            assert!(named(&refusal.who, &text), "{}: {text:?} does not name {:?}", kind, refusal.who);
        }
    });
}

/// Uses the English texts.
fn with_words<T>(use_words: impl FnOnce(Words) -> T) -> T {
    Owner::new().with(|| untrack(|| use_words(Words::new(Rc::new(NoFormats)))))
}

fn sign_in_errors() -> Vec<SignInError> {
    serde_json::from_str(include_str!("../fixtures/sign_in_errors.json")).unwrap()
}

fn refusals() -> Vec<Refusal> {
    serde_json::from_str(include_str!("../fixtures/graph_errors.json")).unwrap()
}

const CLIENT_ID: &str = "00000000-0000-4000-8000-000000000000";

fn config() -> Config {
    let text = json!({
        "tenant": "contoso.com", "clientId": CLIENT_ID, "cloud": "global",
        "defaultRedirectUrl": "https://myapps.microsoft.com", "redirectHosts": [],
    });
    Config::parse(&text.to_string(), |host| Some(host.to_owned())).unwrap()
}

/// The text without the marks around names.
fn plain(text: &str) -> String {
    text.replace([NAME_STARTS, NAME_ENDS], "")
}

/// What the portal says about an error of a sign-in.
fn said(words: Words, error: &SignInError) -> String {
    let problem = AuthProblem::read(&error.error, &format!("AADSTS{}: {}", error.code, error.meaning));
    assert_eq!(format!("{:?}", problem.kind), error.kind);
    plain(&words.auth_problem(&problem, &config()).text).replace(CLIENT_ID, "<client id>")
}

/// What the portal says about a response of Graph, and its kind.
fn answered(words: Words, refusal: &Refusal) -> (String, String) {
    let body = json!({"error": {"code": refusal.code, "message": refusal.message}}).to_string();
    let status = refusal.status;
    let error = GraphError::read(&GraphResponse { status, retry_after: None, request_id: None, body });
    let attempt = if refusal.request == "invite" { Attempt::Invite } else { Attempt::ReadGuests };
    let kind = format!("{:?}", error.kind);
    let kind = kind.split(['(', ' ']).next().unwrap_or_default().to_owned();
    (plain(&words.graph_error(&error, attempt, &config()).text), kind)
}

/// The whole document: a section for each text, with the errors that it is shown for.
fn written(words: Words) -> String {
    let mut out = String::from(HEAD);
    let errors = sign_in_errors();
    let mut done = BTreeSet::new();
    for error in &errors {
        if !done.insert(&error.kind) {
            continue;
        }
        let rows = errors.iter().filter(|row| row.kind == error.kind);
        let rows = rows.map(|row| (format!("AADSTS{}", row.code), &row.meaning));
        section(&mut out, &said(words, error), &error.who, rows);
    }
    for (request, heading) in [("invite", "Inviting"), ("guests", "Listing guests")] {
        let _ = write!(out, "\n## {heading}\n");
        let mut refusals = refusals();
        refusals.retain(|refusal| refusal.request == request);
        let mut done = BTreeSet::new();
        for refusal in &refusals {
            let (text, _) = answered(words, refusal);
            if !done.insert(text.clone()) {
                continue;
            }
            let rows = refusals.iter().filter(|row| answered(words, row).0 == text);
            let name = |row: &Refusal| format!("{} `{}`, “{}”", row.status, row.code, row.message);
            section(&mut out, &text, &refusal.who, rows.map(|row| (name(row), &row.meaning)));
        }
    }
    out
}

fn section<'a>(out: &mut String, text: &str, who: &str, rows: impl Iterator<Item = (String, &'a String)>) {
    let _ = write!(out, "\n{text}\n\n- Who can act: {who}\n");
    for (code, meaning) in rows {
        let _ = writeln!(out, "- {code}: {meaning}");
    }
}

const HEAD: &str = "# Errors, and what to do

Written by `tests/it/error_list.rs` from `tests/fixtures/sign_in_errors.json` and `graph_errors.json` and the portal's texts.
Each paragraph is what the portal says; below it are the errors for which it says so. `tests/e2e/sign-in/codes.spec.js` and
`tests/e2e/invite/codes.spec.js` provoke each of them once.

An error that is not listed is told by its `error` or by its HTTP status. The portal always shows the number, the correlation
id or the request id under **Details**.

## Signing in
";
