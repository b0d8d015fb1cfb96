//! `cargo xtask test` and `check`: installs what the steps need, runs all steps even if one fails, and prints a
//! summary.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;

use crate::chromium::Chromium;
use crate::contract;
use crate::engines;
use crate::judges;
use crate::npm;
use crate::report::{self, Outcome, Tally};
use crate::security;
use crate::steps::Step;
use crate::tools::{self, Tools};
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// Run only these steps (several are separated by commas).
    #[arg(long, value_enum, value_delimiter = ',', value_name = "STEP")]
    only: Vec<Step>,
    /// Arguments behind `--` are passed to Playwright, such as a file name or `-g` and a part of a title.
    #[arg(last = true)]
    playwright: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<bool> {
    let steps = if options.only.is_empty() { Step::ALL } else { &options.only };
    run_steps(workspace, steps, &options.playwright)
}

/// Runs the steps whose tests name security requirements, and the table. Only journeys that name one are run.
pub(crate) fn security(workspace: &Workspace) -> Result<bool> {
    let steps = [
        Step::Native,
        Step::Supply,
        Step::Browser,
        Step::Build,
        Step::Reproduce,
        Step::Journeys,
        Step::Engines,
        Step::Security,
    ];
    run_steps(workspace, &steps, &["--grep".to_owned(), r"S-\d\d.*:".to_owned()])
}

/// Runs the steps in order and prints the summary. True if nothing failed.
pub(crate) fn run_steps(workspace: &Workspace, steps: &[Step], playwright: &[String]) -> Result<bool> {
    let browser = needs(workspace, steps)?;
    // Results of earlier runs do not count, unless the table is the only step.
    if steps != [Step::Security] {
        security::forget(workspace)?;
    }
    let mut outcomes = Vec::new();
    let mut built = true;
    for &step in steps {
        println!("\n== {} ==", step.title());
        if matches!(step, Step::Reproduce | Step::Journeys | Step::Engines) && !built {
            println!("Not run: there is no release build to run them against.");
            outcomes.push(Outcome { title: step.title(), tally: None, took: Duration::ZERO });
            continue;
        }
        let start = Instant::now();
        let tally = step.run(workspace, browser.as_ref(), playwright).unwrap_or_else(|error| {
            println!("error: {error:#}");
            built &= step != Step::Build;
            Tally::of_one(false)
        });
        outcomes.push(Outcome { title: step.title(), tally: Some(tally), took: start.elapsed() });
    }
    let sum = report::sum(&outcomes);
    println!("\n== Summary ==\n{}\n{sum}", report::table(&outcomes));
    Ok(sum.failed == 0)
}

/// Installs what the steps need before the first step, so that a missing program is noticed at once.
fn needs(workspace: &Workspace, steps: &[Step]) -> Result<Option<Chromium>> {
    let any = |those: &[Step]| steps.iter().any(|step| those.contains(step));
    tools::wasm_target()?;
    if any(&[Step::Browser, Step::Build, Step::Reproduce]) {
        npm::check_node()?;
        Tools::ready(workspace)?;
    }
    if any(&[Step::Scripts]) {
        tools::biome(workspace)?;
    }
    if any(&[Step::Supply]) {
        tools::cargo_deny(workspace)?;
    }
    if any(&[Step::Contract]) && contract::is_here(workspace) {
        npm::check_node()?;
        npm::install(&workspace.contract()).context("installing the packages of tests/contract")?;
    }
    if any(&[Step::Judges]) {
        judges::ready(workspace)?;
    }
    if any(&[Step::Engines]) {
        engines::ready(workspace)?;
    }
    if !any(&[Step::Browser, Step::Journeys]) {
        return Ok(None);
    }
    npm::check_node()?;
    let chromium = Chromium::ready()?;
    if any(&[Step::Journeys]) {
        npm::install(&workspace.e2e()).context("installing the packages of tests/e2e")?;
    }
    Ok(Some(chromium))
}
