//! What one keystroke costs: starts tests/e2e/bench/keystrokes.js, which measures and prints.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::build;
use crate::chromium::Chromium;
use crate::npm;
use crate::proc;
use crate::workspace::Workspace;

/// Measures the builds in `dists`; if there is none, a new build of the sources.
pub(crate) fn run(workspace: &Workspace, dists: &[PathBuf], rounds: u16) -> Result<()> {
    npm::check_node()?;
    let chromium = Chromium::ready()?;
    npm::install(&workspace.e2e()).context("installing the packages of tests/e2e")?;
    let sandbox = build::sandbox(workspace)?;
    let mut program = proc::command("node");
    program.current_dir(workspace.e2e()).args(["bench/keystrokes.js", "--rounds", &rounds.to_string()]);
    if dists.is_empty() {
        build::portal(workspace, &build::Options::default())?;
        program.arg(workspace.dist());
    }
    let here = env::current_dir().context("finding the current folder")?;
    program.args(dists.iter().map(|dist| here.join(dist)));
    program.env("GUESTLIST_CHROMIUM", &chromium.browser).env("GUESTLIST_SANDBOX", sandbox);
    proc::run(&mut program)
}
