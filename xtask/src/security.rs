//! The table of security requirements with the tests that prove each. It is made from the tests' names and from their
//! results in the last run of each step. A requirement without a test counts as a failure, as one with a failing test
//! does.

mod mutate;
mod mutations;
mod names;
mod requirements;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::report::Tally;
use crate::test;
use crate::workspace::Workspace;
use names::Proof;
use requirements::REQUIREMENTS;

#[derive(Args)]
pub(crate) struct Options {
    /// Instead of the table: remove each control and check that its test fails.
    #[arg(long)]
    mutate: bool,
    /// Only these requirements, such as `11,12`.
    #[arg(value_delimiter = ',', value_name = "NUMBER", requires = "mutate")]
    numbers: Vec<u8>,
}

/// Runs the tests that name requirements and prints the table, or runs the removals.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<bool> {
    if options.mutate { mutate::run(workspace, &options.numbers) } else { test::security(workspace) }
}

/// Saves the output of a step's test runner, for the table.
pub(crate) fn keep(workspace: &Workspace, step: &str, output: &str) -> Result<()> {
    let file = kept(workspace, step);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&file, output).with_context(|| format!("writing {}", file.display()))
}

/// Counts checks that do not run in a test runner, and saves them for the table under names like those of tests.
pub(crate) fn prove(workspace: &Workspace, step: &str, checks: &[(&str, bool)]) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut output = String::new();
    for (name, passed) in checks {
        output.push_str(&format!("test {name} ... {}\n", if *passed { "ok" } else { "FAILED" }));
        tally += Tally::of_one(*passed);
    }
    print!("{output}");
    keep(workspace, step, &output)?;
    Ok(tally)
}

/// Deletes the outputs of earlier runs.
pub(crate) fn forget(workspace: &Workspace) -> Result<()> {
    match fs::remove_dir_all(workspace.scratch().join("results")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn kept(workspace: &Workspace, step: &str) -> PathBuf {
    workspace.scratch().join("results").join(step)
}

/// Prints the table. Each requirement counts as a test.
pub(crate) fn table(workspace: &Workspace) -> Result<Tally> {
    let mut proofs = Vec::new();
    for step in ["native", "supply", "browser", "reproduce"] {
        proofs.extend(names::in_output(&fs::read_to_string(kept(workspace, step)).unwrap_or_default()));
    }
    for step in ["journeys", "engines"] {
        if let Ok(report) = fs::read_to_string(kept(workspace, step)) {
            let report = serde_json::from_str(&report).context("reading Playwright's report")?;
            proofs.extend(names::in_report(&report));
        }
    }
    let (text, tally) = lines(&proofs);
    print!("{text}");
    Ok(tally)
}

fn lines(proofs: &[Proof]) -> (String, Tally) {
    let mut text = String::new();
    let mut tally = Tally::default();
    for requirement in &REQUIREMENTS {
        let of: Vec<_> = proofs.iter().filter(|proof| proof.numbers.contains(&requirement.number)).collect();
        let verdict = verdict(&of);
        tally += verdict.tally();
        text.push_str(&format!("S-{:02} {:6} {}\n", requirement.number, verdict.word(), requirement.demand));
        for proof in &of {
            let mark = if proof.passed { "ok" } else { "FAILED" };
            text.push_str(&format!("     {mark:6} {}\n", proof.name));
        }
        if matches!(verdict, Verdict::Unproven) {
            text.push_str("            no test names it\n");
        }
    }
    (text, tally)
}

enum Verdict {
    Holds,
    Broken,
    Unproven,
}

impl Verdict {
    fn word(&self) -> &'static str {
        match self {
            Self::Holds => "ok",
            Self::Broken => "FAILED",
            Self::Unproven => "OPEN",
        }
    }

    fn tally(&self) -> Tally {
        match self {
            Self::Holds => Tally::of_one(true),
            Self::Broken | Self::Unproven => Tally::of_one(false),
        }
    }
}

fn verdict(proofs: &[&Proof]) -> Verdict {
    if proofs.is_empty() {
        Verdict::Unproven
    } else if proofs.iter().all(|proof| proof.passed) {
        Verdict::Holds
    } else {
        Verdict::Broken
    }
}

#[cfg(test)]
mod tests;
