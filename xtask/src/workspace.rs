//! Directories: the checkout, cargo's target directory, and the tool cache, which is outside the checkout and shared by
//! all checkouts of a user.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::proc;

pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    pub(crate) tools: PathBuf,
}

impl Workspace {
    pub(crate) fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().context("the xtask package has no parent directory")?.to_path_buf();
        let target = root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
        let tools = tools_dir(env::consts::OS, |name| env::var_os(name).filter(|value| !value.is_empty()))
            .context("no home directory is set; name a directory for tools in GUESTLIST_TOOLS")?;
        Ok(Self { root, target, tools })
    }

    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    pub(crate) fn e2e(&self) -> PathBuf {
        self.root.join("tests").join("e2e")
    }

    pub(crate) fn contract(&self) -> PathBuf {
        self.root.join("tests").join("contract")
    }

    pub(crate) fn judges(&self) -> PathBuf {
        self.root.join("tests").join("judges")
    }

    /// The directory under target/ for files of the task runner: stamps, logs, generated configuration.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// Copies the sources as they are now into a directory that is emptied first: tracked files, and new files that are
    /// not ignored.
    pub(crate) fn copy_sources(&self, to: &Path) -> Result<()> {
        if to.exists() {
            fs::remove_dir_all(to).with_context(|| format!("removing {}", to.display()))?;
        }
        let mut git = proc::command("git");
        git.current_dir(&self.root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        for name in proc::capture(&mut git)?.split('\0').filter(|name| !name.is_empty()) {
            let (from, copy) = (self.root.join(name), to.join(name));
            // Git still lists a tracked file that was deleted.
            if !from.is_file() {
                continue;
            }
            if let Some(folder) = copy.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::copy(&from, &copy).with_context(|| format!("copying {name}"))?;
        }
        Ok(())
    }

    pub(crate) fn lock_file(&self) -> PathBuf {
        self.root.join("Cargo.lock")
    }
}

/// The tool cache: `GUESTLIST_TOOLS`, or the platform's directory for caches.
fn tools_dir(os: &str, var: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    if let Some(chosen) = var("GUESTLIST_TOOLS") {
        return Some(chosen.into());
    }
    let caches = match os {
        "windows" => var("LOCALAPPDATA").map(PathBuf::from),
        "macos" => var("HOME").map(|home| Path::new(&home).join("Library").join("Caches")),
        _ => var("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| var("HOME").map(|home| Path::new(&home).join(".cache"))),
    };
    caches.map(|caches| caches.join("guestlist").join("tools"))
}

#[cfg(test)]
mod tests;
