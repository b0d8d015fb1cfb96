//! Installing programs: each lives in the tool cache in a directory named after its version, and appears there under
//! its name only when it is complete. Must not know what the programs are for.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::npm;
use crate::proc;
use crate::quiet;
use crate::workspace::Workspace;

/// Where a tool of one version lives. How it was compiled is no part of the name: any that runs will do.
pub(crate) fn tool_home(workspace: &Workspace, package: &str, version: &str) -> PathBuf {
    workspace.tools.join(format!("{package}-{version}"))
}

/// The path of a program that cargo installs, installing it first if it is missing.
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

/// The same with cargo's options and its environment.
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
    // Kept when the install is interrupted, so that the next attempt goes on from there.
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

/// Installs a package whose lock file is part of this program, and sees that its `program` answers with `version`.
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

/// Fills a directory beside `home` and gives it its name only when `fill` succeeded: what is there is whole.
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

/// PATH with `first` before all else.
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
