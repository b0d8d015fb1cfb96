//! How long a user waits until the portal can be used, compared with another application. That application, its host
//! and a replacement for Microsoft's services are in `../shared/peer`, which is not part of this repository. A copy of
//! it is built and measured.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::chromium::Chromium;
use crate::contract;
use crate::fingerprint;
use crate::npm;
use crate::proc;
use crate::workspace::Workspace;

/// What is copied: everything except what npm installs and what its own runs leave behind.
const PEER: &[&str] = &["app", "bench", "fake", "bench.mjs", "package.json", "package-lock.json"];

/// Measures the build in `dists`, which has at most one entry; if there is none, a new build of the sources.
pub(crate) fn run(workspace: &Workspace, dists: &[PathBuf], rounds: u16, against: &str) -> Result<()> {
    npm::check_node()?;
    let chromium = Chromium::ready()?;
    let peer = peer(workspace)?;
    let dist = super::only_build(workspace, dists)?;
    let rounds = rounds.to_string();
    let mut first = proc::command("node");
    first.current_dir(&peer).args(["bench.mjs", "--only", "B1,B2", "--a", against, "--runs", &rounds, "--b"]);
    first.arg(format!("portal={}", dist.display())).arg("--chromium").arg(&chromium.browser);
    proc::run(&mut first)?;
    let mut then = proc::command("node");
    then.current_dir(&workspace.root).args([
        "tests/bench/start.js",
        "--against",
        against,
        "--rounds",
        &rounds,
    ]);
    then.arg("--peer").arg(&peer).arg("--portal").arg(dist);
    proc::run(then.env("GUESTLIST_CHROMIUM", &chromium.browser))
}

/// Copies the other application and builds the copy. Returns its directory.
pub(super) fn peer(workspace: &Workspace) -> Result<PathBuf> {
    let from = contract::shared(workspace).join("peer");
    ensure!(from.is_dir(), "{} is not here: there is nothing to measure beside", from.display());
    let to = workspace.scratch().join("peer");
    let stamp = to.join("copied");
    let inputs = fingerprint::of(&from, PEER, &[])?;
    if fs::read_to_string(&stamp).is_ok_and(|copied| copied == inputs) {
        return Ok(to);
    }
    for file in fingerprint::files(&from, PEER)? {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().unwrap_or(&to))?;
        fs::copy(from.join(&file), target).with_context(|| format!("copying {}", file.display()))?;
    }
    npm::install(&to).context("installing the packages of the other application")?;
    proc::run(proc::command("node").current_dir(&to).arg("app/build.mjs"))?;
    fs::write(&stamp, inputs)?;
    Ok(to)
}
