//! The sandbox's answers against Microsoft's own description of Graph: where the other steps record them, and the
//! programs of tests/contract that judge them.
//!
//! The description lies in `../shared`, which is no part of this repository: without it there is nothing to judge by.

use std::env;
use std::fs;
use std::io::stdout;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::build;
use crate::proc;
use crate::report::{self, Tally};
use crate::workspace::Workspace;

/// Lets a program of the step `step` record what Graph answers, into a directory that is empty before.
pub(crate) fn record(workspace: &Workspace, step: &str, program: &mut Command) -> Result<()> {
    if !is_here(workspace) {
        return Ok(());
    }
    let directory = recordings(workspace).join(step);
    if directory.exists() {
        fs::remove_dir_all(&directory).context("removing the last run's recordings")?;
    }
    fs::create_dir_all(&directory)?;
    program.env("GUESTLIST_RECORD", directory);
    Ok(())
}

/// Whether there is a description to judge by.
pub(crate) fn is_here(workspace: &Workspace) -> bool {
    shared(workspace).join("facts").join("graph-openapi.json").is_file()
}

/// Plays the documented examples, judges all recordings, and judges broken copies of them.
pub(crate) fn run(workspace: &Workspace) -> Result<Tally> {
    if !is_here(workspace) {
        println!("skipped: {} is not here", shared(workspace).display());
        return Ok(Tally { passed: 0, failed: 0, skipped: 1 });
    }
    for step in ["native", "journeys"] {
        let files = fs::read_dir(recordings(workspace).join(step)).map_or(0, Iterator::count);
        println!(
            "Recordings of the step `{step}`: {files}{}",
            if files == 0 { " (run it first)" } else { "" }
        );
    }
    let mut examples = node(workspace, "examples.mjs");
    examples.env("GUESTLIST_SANDBOX", build::sandbox(workspace)?);
    record(workspace, "examples", &mut examples)?;
    let mut sum = Tally::default();
    for mut program in [examples, node(workspace, "check.mjs"), node(workspace, "mutate.mjs")] {
        program.arg(recordings(workspace));
        let (ok, output) = proc::tee(&mut program, &mut stdout())?;
        sum += report::closing(&output).with_exit(ok);
    }
    Ok(sum)
}

fn node(workspace: &Workspace, program: &str) -> Command {
    let mut node = proc::command("node");
    node.current_dir(workspace.contract()).arg(program).env("GUESTLIST_SHARED", shared(workspace));
    node
}

/// The directory with the description: beside the checkout, or where the user says.
pub(crate) fn shared(workspace: &Workspace) -> PathBuf {
    env::var_os("GUESTLIST_SHARED").map_or_else(|| workspace.root.join("..").join("shared"), PathBuf::from)
}

fn recordings(workspace: &Workspace) -> PathBuf {
    workspace.scratch().join("recordings")
}
