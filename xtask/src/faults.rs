//! `cargo xtask faults`: what may go wrong while a list is invited, at each moment of a run, in a browser against the sandbox
//! tenant. The cells are in tests/e2e/faults; this starts them and they print the table.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::build;
use crate::chromium::Chromium;
use crate::npm;
use crate::proc;
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// Only these faults, by a part of their name, such as "tab crash"; "SIGKILL at" are those in the middle of a run.
    #[arg(long, value_name = "FAULT")]
    only: Option<String>,
    /// Only at this moment, by a part of its name, such as "before POST".
    #[arg(long, value_name = "MOMENT")]
    moment: Option<String>,
    /// The release build in this folder instead of a new one in dist/.
    #[arg(long, value_name = "DIR")]
    dist: Option<PathBuf>,
    /// How many cells run at the same time.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=8))]
    at_once: u8,
}

/// False if a cell failed.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<bool> {
    npm::check_node()?;
    let chromium = Chromium::ready()?;
    let e2e = workspace.e2e();
    npm::install(&e2e).context("installing the packages of tests/e2e")?;
    let sandbox = build::sandbox(workspace)?;
    let dist = match &options.dist {
        Some(dist) => env::current_dir().context("finding the current folder")?.join(dist),
        None => {
            build::portal(workspace, &build::Options::default())?;
            workspace.dist()
        }
    };
    ensure!(dist.is_dir(), "{} is not a folder", dist.display());
    let mut playwright = proc::command("node");
    playwright
        .current_dir(&e2e)
        .arg(e2e.join("node_modules").join("@playwright").join("test").join("cli.js"))
        .args(["test", "--config", "faults/playwright.config.js"])
        .args(["--workers", &options.at_once.to_string()]);
    if let Some(titles) = titles(options.only.as_deref(), options.moment.as_deref()) {
        playwright.args(["--grep", &titles]);
    }
    playwright.env("GUESTLIST_CHROMIUM", &chromium.browser);
    playwright.env("GUESTLIST_SANDBOX", sandbox).env("GUESTLIST_DIST", dist);
    proc::succeeds(&mut playwright)
}

/// A regular expression for the titles of the cells, which are a fault, a bar and a moment.
fn titles(fault: Option<&str>, moment: Option<&str>) -> Option<String> {
    let literal = |text: &str| {
        let escaped = text.chars().flat_map(|letter| {
            let special = (!letter.is_alphanumeric() && letter != ' ').then_some('\\');
            special.into_iter().chain([letter])
        });
        escaped.collect::<String>()
    };
    match (fault, moment) {
        (None, None) => None,
        (Some(fault), None) => Some(literal(fault)),
        (fault, Some(moment)) => {
            Some(format!("{}.* \\| .*{}", fault.map(literal).unwrap_or_default(), literal(moment)))
        }
    }
}

#[cfg(test)]
mod tests;
