//! The step `judges`: clients and tools that share nothing with the sandbox or the portal use the sandbox. They are
//! programs of others, in tests/judges: `msal` and `msgraph-sdk` for Python, `@pnp/graph`, schemathesis with Microsoft's
//! description, and the TypeScript compiler with Microsoft's types.

use std::io::stdout;

use anyhow::{Context, Result};

use crate::build;
use crate::contract;
use crate::npm;
use crate::proc;
use crate::python;
use crate::report::{self, Tally};
use crate::workspace::Workspace;

/// The file with the versions and checksums of all Python packages.
const LOCK: &str = "requirements.lock";

/// Installs what the judges need.
pub(crate) fn ready(workspace: &Workspace) -> Result<()> {
    npm::check_node()?;
    npm::install(&workspace.judges()).context("installing the packages of tests/judges")?;
    python::environment(workspace, "judges", &workspace.judges(), LOCK)?;
    Ok(())
}

/// Runs tests/judges/run.mjs. What Graph answers to them is not recorded for the step `contract`: schemathesis sends
/// queries that no client sends, and the contract does not know their right answers.
pub(crate) fn run(workspace: &Workspace) -> Result<Tally> {
    let python = python::environment(workspace, "judges", &workspace.judges(), LOCK)?;
    let sandbox = build::sandbox(workspace)?;
    let mut judges = proc::command("node");
    judges.current_dir(workspace.judges()).arg("run.mjs").arg(contract::recordings(workspace));
    judges.env("GUESTLIST_SANDBOX", sandbox).env("GUESTLIST_PYTHON", python);
    judges.env("GUESTLIST_SHARED", contract::shared(workspace));
    let (ok, output) = proc::tee(&mut judges, &mut stdout())?;
    Ok(report::parse_final_line(&output).with_exit(ok))
}
