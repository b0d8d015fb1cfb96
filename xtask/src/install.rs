//! Installs programs into the tool cache. Each has a directory with its version in the name, which gets this name only
//! when the installation is complete. Must not know what the programs are for.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::npm;
use crate::proc;
use crate::quiet;
use crate::workspace::Workspace;

/// The directory of a tool. The options with which it was compiled are not part of the name: any build of this version
/// will do.
pub(crate) fn tool_home(workspace: &Workspace, package: &str, version: &str) -> PathBuf {
    workspace.tools.join(format!("{package}-{version}"))
}

/// Returns the path of a program. Installs it with cargo if it is missing.
pub(crate) fn cargo_tool(
    workspace: &Workspace,
    package: &str,
    version: &str,
    program: &str,
    locked: bool,
) -> Result<PathBuf> {
    let options: &[&str] = if locked { &["--locked"] } else { &[] };
    cargo_install(workspace, package, version, program, options, &[])
}

/// The same with options and environment variables for cargo.
pub(crate) fn cargo_install(
    workspace: &Workspace,
    package: &str,
    version: &str,
    program: &str,
    options: &[&str],
    environment: &[(&str, &str)],
) -> Result<PathBuf> {
    let home = tool_home(workspace, package, version);
    let path = home.join("bin").join(exe(program));
    if path.is_file() {
        return Ok(path);
    }
    quiet::say(&format!("Installing {package} {version}. This takes some minutes, once."));
    // This directory stays if the installation is interrupted, so that the next attempt reuses what is compiled.
    let objects = workspace.tools.join("build").join(format!("{package}-{version}"));
    into_place(&home, |part| {
        let mut install = proc::cargo();
        install.current_dir(&workspace.root);
        install.args(["install", package, "--version", version, "--no-track"]);
        install.args(options).envs(environment.iter().copied());
        install.arg("--target-dir").arg(&objects).arg("--root").arg(part);
        install.env("PATH", with_path(&[part.join("bin")])?); // else cargo advises to change PATH
        proc::run(&mut install)
    })?;
    drop(fs::remove_dir_all(&objects));
    Ok(path)
}

/// Installs an npm package whose lock file is compiled into this program, and checks that `program --version` prints
/// `version`.
pub(crate) fn npm_tool(home: &Path, manifest: &str, lock: &str, program: &str, version: &str) -> Result<()> {
    npm::check_node()?;
    into_place(home, |part| {
        fs::create_dir_all(part)?;
        fs::write(part.join("package.json"), manifest)?;
        fs::write(part.join("package-lock.json"), lock)?;
        npm::clean_install(part)?;
        let path = part.join("node_modules").join(program);
        let answer = proc::capture(proc::command("node").arg(path).arg("--version"))?;
        if !answer.contains(version) {
            bail!("{program} was installed but does not run; it answered: {answer}");
        }
        Ok(())
    })
}

/// Calls `fill` with a temporary directory beside `home`, and renames it to `home` if `fill` succeeds. So `home` is
/// never incomplete.
pub(crate) fn into_place(home: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let mut part = home.to_path_buf().into_os_string();
    part.push(format!(".part-{}", std::process::id()));
    let part = PathBuf::from(part);
    if part.exists() {
        fs::remove_dir_all(&part)?;
    }
    if let Some(parent) = home.parent() {
        fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
    }
    let filled = fill(&part).and_then(|()| {
        if home.exists() {
            fs::remove_dir_all(home)?;
        }
        fs::rename(&part, home).with_context(|| format!("moving {} into place", home.display()))
    });
    if filled.is_err() {
        drop(fs::remove_dir_all(&part));
    }
    filled
}

/// PATH with the directories of `first` in front.
pub(crate) fn with_path(first: &[PathBuf]) -> Result<OsString> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    env::join_paths(first.iter().cloned().chain(env::split_paths(&inherited)))
        .context("a tool directory's name cannot be part of PATH")
}

pub(crate) fn exe(program: &str) -> String {
    format!("{program}{}", env::consts::EXE_SUFFIX)
}

#[cfg(test)]
mod tests;
