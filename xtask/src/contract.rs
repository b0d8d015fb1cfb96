//! Compares the sandbox's responses with Microsoft's OpenAPI description of Graph: other steps record responses, and
//! the programs of tests/contract check the recordings.
//!
//! The description is in `../shared`, which is not part of this repository. Without it this step is skipped.

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

/// Makes a program of the step `step` record Graph's responses, into a directory that is emptied first.
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

/// True if the description is there.
pub(crate) fn is_here(workspace: &Workspace) -> bool {
    shared(workspace).join("facts").join("graph-openapi.json").is_file()
}

/// Sends the documented examples and every described operation to the sandbox, checks all recordings, and checks that broken copies of them are
/// noticed.
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
    let sandbox = build::sandbox(workspace)?;
    examples.env("GUESTLIST_SANDBOX", &sandbox);
    record(workspace, "examples", &mut examples)?;
    let mut tour = node(workspace, "tour.mjs");
    tour.env("GUESTLIST_SANDBOX", &sandbox);
    record(workspace, "tour", &mut tour)?;
    let mut sum = Tally::default();
    for mut program in [examples, tour, node(workspace, "check.mjs"), node(workspace, "mutate.mjs")] {
        program.arg(recordings(workspace));
        let (ok, output) = proc::tee(&mut program, &mut stdout())?;
        sum += report::parse_final_line(&output).with_exit(ok);
    }
    Ok(sum)
}

fn node(workspace: &Workspace, program: &str) -> Command {
    let mut node = proc::command("node");
    node.current_dir(workspace.contract()).arg(program).env("GUESTLIST_SHARED", shared(workspace));
    node
}

/// The directory with the description: `GUESTLIST_SHARED`, or `shared` beside the checkout.
pub(crate) fn shared(workspace: &Workspace) -> PathBuf {
    env::var_os("GUESTLIST_SHARED").map_or_else(|| workspace.root.join("..").join("shared"), PathBuf::from)
}

/// The directory with the recordings of all steps.
pub(crate) fn recordings(workspace: &Workspace) -> PathBuf {
    workspace.scratch().join("recordings")
}
