//! Node.js and npm: checks that they are there, and installs exactly what a lock file says. Install scripts are never
//! run, and no browser is downloaded.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::fingerprint;
use crate::proc;

const OLDEST_NODE: u32 = 20;
const STAMP: &str = ".guestlist-installed";

/// Fails with an instruction if Node.js is missing or too old.
pub(crate) fn check_node() -> Result<()> {
    let found = proc::capture(proc::command("node").arg("--version")).unwrap_or_default();
    if node_major(&found).is_some_and(|major| major >= OLDEST_NODE) {
        return Ok(());
    }
    let found = if found.is_empty() { "none was found".to_owned() } else { format!("found {found}") };
    bail!(
        "Node.js {OLDEST_NODE} or later is needed ({found}): install it from https://nodejs.org, then run the \
         command again"
    );
}

fn node_major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs the packages of `dir`, unless its node_modules was installed from the same lock file.
pub(crate) fn install(dir: &Path) -> Result<()> {
    let modules = dir.join("node_modules");
    let lock = fingerprint::of(dir, &["package.json", "package-lock.json"], &[])?;
    let stamp = modules.join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    check_node()?;
    clean_install(dir)?;
    fs::create_dir_all(&modules)?;
    Ok(fs::write(stamp, lock)?)
}

/// `npm ci` in `dir`: replaces node_modules with what the lock file says.
pub(crate) fn clean_install(dir: &Path) -> Result<()> {
    proc::run(npm().current_dir(dir).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        "--loglevel=error",
    ]))
}

fn npm() -> Command {
    // On Windows npm is a script, and only its full name is found.
    let mut npm = proc::command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    npm
}

#[cfg(test)]
mod tests;
