//! A guest list of 100,000 and 300,000: absolute figures against the sandbox tenant with its untidy guests
//! (tests/e2e/bench/guests.js), then B3 to B6 of `../shared/peer` beside the other application, both as its documentation shows
//! it and as its authors tuned it.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::build;
use crate::chromium::Chromium;
use crate::npm;
use crate::proc;
use crate::workspace::Workspace;

use super::start;

/// The other application, in both forms.
const PEERS: [&str; 2] = ["peer-tuned", "peer"];
/// The delay of each response, in milliseconds.
const LATENCY: &str = "150";

/// Measures the build in `dists`, which has at most one entry; if there is none, a new build of the sources. `sizes` are numbers
/// of guests, separated by commas.
pub(crate) fn run(workspace: &Workspace, dists: &[PathBuf], rounds: u16, sizes: &str) -> Result<()> {
    npm::check_node()?;
    let chromium = Chromium::ready()?;
    npm::install(&workspace.e2e()).context("installing the packages of tests/e2e")?;
    let sandbox = build::sandbox(workspace)?;
    let dist = super::only_build(workspace, dists)?;
    let rounds = rounds.to_string();
    let mut alone = proc::command("node");
    alone
        .current_dir(workspace.e2e())
        .args(["bench/guests.js", "--rounds", &rounds, "--sizes", sizes])
        .arg(&dist);
    alone.env("GUESTLIST_CHROMIUM", &chromium.browser).env("GUESTLIST_SANDBOX", sandbox);
    proc::run(&mut alone)?;
    let peer = start::peer(workspace)?;
    for against in PEERS {
        println!("\nBeside {against}, {LATENCY} ms for a page:\n");
        let mut beside = proc::command("node");
        beside.current_dir(&peer).args(["bench.mjs", "--only", "B3,B4,B5,B6", "--latency", LATENCY]);
        beside.args(["--sizes", sizes, "--sessions", &rounds, "--a", against]);
        beside.arg("--b").arg(format!("portal={}", dist.display())).arg("--chromium").arg(&chromium.browser);
        proc::run(&mut beside)?;
    }
    Ok(())
}
