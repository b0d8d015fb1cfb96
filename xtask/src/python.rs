//! Python 3: finds it, and installs packages into a virtual environment in the tool cache. Exactly what a lock file says
//! is installed, by its checksums, and only packages that are already built: nothing is compiled, and no set-up script
//! is run.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::debian;
use crate::fingerprint;
use crate::install::{into_place, tool_home};
use crate::proc;
use crate::quiet;
use crate::workspace::Workspace;

/// Debian 12's version, for which the lock file is made. Some of its packages need 3.10.
const OLDEST: (u32, u32) = (3, 11);
/// Debian's package for virtual environments. It brings Python itself.
const PACKAGE: &str = "python3-venv";
/// Where Debian's package puts Python. Another Python can be before it on PATH.
const DEBIANS: &str = "/usr/bin/python3";
/// Prints the version. Fails if one of the modules is missing that Debian leaves out of its package `python3`.
const PROBE: &str = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])";

/// The Python of a virtual environment with the packages that the file `lock` in `folder` names. It is installed if it is
/// missing. Its name has the file's fingerprint, so a changed file gets a new one.
///
/// An environment that was renamed has scripts with wrong paths in `bin`: start programs by `python -m` instead.
pub(crate) fn environment(workspace: &Workspace, name: &str, folder: &Path, lock: &str) -> Result<PathBuf> {
    let home = tool_home(workspace, name, &fingerprint::of(folder, &[lock], &[])?);
    let python = program(&home);
    if python.is_file() {
        return Ok(python);
    }
    let system = find()?;
    quiet::say(&format!("Installing the Python packages of {lock}. This takes a minute, once."));
    into_place(&home, |part| {
        proc::run(proc::command(&system).args(["-m", "venv"]).arg(part))?;
        let mut pip = proc::command(program(part));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]);
        pip.args(["--only-binary", ":all:", "--require-hashes", "--requirement"]).arg(folder.join(lock));
        proc::run(&mut pip)
    })?;
    Ok(python)
}

/// The path of Python in an environment.
fn program(home: &Path) -> PathBuf {
    if cfg!(windows) { home.join("Scripts").join("python.exe") } else { home.join("bin").join("python") }
}

/// A Python that can make virtual environments. On Debian, what is missing is installed.
fn find() -> Result<PathBuf> {
    let candidates = || {
        let on_path = proc::on_path(&["python3", "python"]);
        on_path.into_iter().chain([PathBuf::from(DEBIANS)]).find(|python| is_usable(python))
    };
    if let Some(python) = candidates() {
        return Ok(python);
    }
    let (major, minor) = OLDEST;
    debian::install(
        &[PACKAGE],
        &format!(
            "Python {major}.{minor} or later with the modules venv and ensurepip is needed for the step `judges`: \
             install it from https://www.python.org, then run the command again, or run the other steps with --only"
        ),
    )?;
    match candidates() {
        Some(python) => Ok(python),
        None => bail!("Debian's {PACKAGE} is installed, but no Python {major}.{minor} with venv is found"),
    }
}

fn is_usable(python: &Path) -> bool {
    let answer = proc::capture(proc::command(python).args(["-c", PROBE]));
    answer.ok().and_then(|answer| version(&answer)).is_some_and(|found| found >= OLDEST)
}

/// The version in the answer to [`PROBE`].
fn version(answer: &str) -> Option<(u32, u32)> {
    let (major, minor) = answer.trim().split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests;
