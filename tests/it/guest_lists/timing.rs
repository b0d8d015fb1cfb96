//! How long a long list takes, for a person to look at: nothing is asserted about the time.
//!
//! `cargo test --release --test it how_long -- --ignored --nocapture`

use std::fmt::Write;
use std::time::Instant;

use guestlist::domain::import::importer::Importer;
use guestlist::domain::import::verdict::VerdictKind;

use super::{checks, defaults};

/// How many records a step reads or checks.
const STEP: usize = 1_000;

#[test]
#[ignore = "measures; it proves nothing"]
fn how_long_a_long_list_takes() {
    for (name, line) in [
        ("name and address", line as fn(usize) -> String),
        ("as an export with 29 columns", |at| format!("{}{}", line(at).trim_end(), ",x".repeat(27) + "\n")),
        ("names of other letters", |at| format!("Änne Grün {at},änne.{at}@fabrikam.com\n")),
    ] {
        for rows in [10_000, 50_000] {
            let mut text = "Name,Email\n".to_owned();
            for at in 0..rows {
                let _ = write!(text, "{}", line(at));
            }
            let bytes = text.len();
            let begin = Instant::now();
            let mut importer = Importer::new(text, checks(), defaults());
            let mut longest = begin.elapsed();
            loop {
                let step = Instant::now();
                let more = importer.advance(STEP);
                longest = longest.max(step.elapsed());
                if !more {
                    break;
                }
            }
            let list = importer.finish().unwrap();
            let took = begin.elapsed();
            eprintln!("{rows} rows, {name} ({bytes} bytes): {took:?}, longest step {longest:?}");
            assert_eq!(list.tally().of(VerdictKind::WillInvite), rows);
        }
    }
}

fn line(at: usize) -> String {
    format!("Ann Lee {at},ann.lee{at}@fabrikam.com\n")
}
