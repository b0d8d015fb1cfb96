//! Sums up test results: reads the totals that the test runners of cargo and Playwright (and our own programs) print,
//! and writes the final line.

use std::fmt;
use std::ops::AddAssign;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

/// How many tests passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    /// A check that counts as one test.
    pub(crate) fn of_one(passed: bool) -> Self {
        Self { passed: passed.into(), failed: (!passed).into(), skipped: 0 }
    }

    /// Adds a failure that the totals do not show: the runner failed without a failing test (it did not compile, or
    /// crashed), or it succeeded without running any test.
    pub(crate) fn with_exit(mut self, succeeded: bool) -> Self {
        if self.failed == 0 && (!succeeded || self.passed == 0) {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// The final line. [`parse_final_line`] and scripts of users read this format.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// The result of a step and its duration.
pub(crate) struct Outcome {
    pub(crate) title: &'static str,
    /// `None` if the step was not run.
    pub(crate) tally: Option<Tally>,
    pub(crate) took: Duration,
}

pub(crate) fn sum(outcomes: &[Outcome]) -> Tally {
    let mut sum = Tally::default();
    outcomes.iter().filter_map(|outcome| outcome.tally).for_each(|tally| sum += tally);
    sum
}

/// One line per step with its share of the total time, and a line with the sum.
pub(crate) fn table(outcomes: &[Outcome]) -> String {
    let all: Duration = outcomes.iter().map(|outcome| outcome.took).sum();
    let result = |tally: Option<Tally>| tally.map_or_else(|| "not run".to_owned(), |tally| tally.to_string());
    let rows = outcomes.iter().map(|outcome| (outcome.title, result(outcome.tally), outcome.took));
    let rows: Vec<_> = rows.chain([("All steps", String::new(), all)]).collect();
    let width = rows.iter().map(|(_, result, _)| result.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (title, result, took) in rows {
        let seconds = took.as_secs_f64();
        let percent = if all.is_zero() { 0.0 } else { 100.0 * seconds / all.as_secs_f64() };
        text.push_str(&format!("{title:14} {result:width$} {seconds:8.1} s {percent:4.0} %\n"));
    }
    text
}

/// The sum of all `test result:` lines, in the format of libtest and of wasm-bindgen's test runner.
pub(crate) fn cargo_tests(output: &str) -> Tally {
    let mut sum = Tally::default();
    for line in output.lines() {
        let line = without_colour(line);
        let Some(totals) = line.strip_prefix("test result: ") else { continue };
        let count = |what: &str| {
            let mut words = totals.split([' ', ';', '.']).filter(|word| !word.is_empty());
            let mut before = words.next();
            words
                .find_map(|word| {
                    let number = before.replace(word);
                    (word == what).then_some(number).flatten()
                })
                .and_then(|number| number.parse().ok())
                .unwrap_or(0)
        };
        sum += Tally { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
    }
    sum
}

/// The totals of a program whose last line has the format of our final line.
pub(crate) fn parse_final_line(output: &str) -> Tally {
    let mut tally = Tally::default();
    for part in output.trim_end().lines().last().unwrap_or_default().split(", ") {
        match part.split_once(' ').and_then(|(count, what)| Some((count.parse().ok()?, what))) {
            Some((count, "passed")) => tally.passed = count,
            Some((count, "failed")) => tally.failed = count,
            Some((count, "skipped")) => tally.skipped = count,
            Some(_) | None => return Tally::default(),
        }
    }
    tally
}

/// The totals in Playwright's JSON report. A test that passed after a retry counts as passed.
pub(crate) fn playwright(report: &str) -> Result<Tally> {
    let report: Value = serde_json::from_str(report).context("reading Playwright's report")?;
    let stats = report.get("stats").context("Playwright's report has no totals")?;
    let count = |name: &str| stats.get(name).and_then(Value::as_u64).unwrap_or(0);
    let mut tally = Tally {
        passed: count("expected") + count("flaky"),
        failed: count("unexpected"),
        skipped: count("skipped"),
    };
    // Errors outside tests, such as a test file that does not load or a tenant that does not start.
    let errors = report.get("errors").and_then(Value::as_array).map_or(0, Vec::len);
    if errors > 0 && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// The line without ANSI escape sequences.
fn without_colour(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            rest.find(char::is_ascii_alphabetic);
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests;
