//! Checks whether packages of Cargo.lock have been withdrawn ("yanked") from the registry. It reads cargo's copy of the
//! registry's index, which is updated first if there is a network.
//!
//! Knows lock file and index. `cargo deny` can check this too, but only together with a database of advisories, which
//! is not in a registry.

use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tame_index::index::{ComboIndexCache, IndexLocation, IndexUrl};
use tame_index::utils::flock::FileLock;

use crate::proc;
use crate::supply;
use crate::workspace::Workspace;

/// Name and version.
type Package = (String, String);

/// The packages of Cargo.lock that were withdrawn.
///
/// # Errors
/// If the index does not list a package, so that nothing is known about it.
pub(crate) fn packages(workspace: &Workspace) -> Result<Vec<Package>> {
    // Cargo updates the index and does not write the lock file.
    let mut refresh = proc::cargo();
    refresh.current_dir(&workspace.root).args(["update", "--dry-run", "--quiet"]);
    if !refresh.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
        println!(
            "The registry could not be asked: withdrawn packages are looked for in what cargo knew last."
        );
    }
    let lock = fs::read_to_string(workspace.lock_file()).context("reading Cargo.lock")?;
    let url = IndexUrl::crates_io(Some(workspace.root.clone().try_into()?), None, None)?;
    let index = ComboIndexCache::new(IndexLocation::new(url))?;
    // A package with a checksum comes from the registry.
    let packages: Vec<_> = supply::checksums(&lock).into_keys().collect();
    find_yanked(&packages, |name| {
        let entry = index.cached_krate(name.try_into()?, &FileLock::unlocked())?;
        let entry = entry.with_context(|| format!("cargo's index knows no {name}"))?;
        Ok(entry.versions.iter().map(|one| (one.version.to_string(), one.yanked)).collect())
    })
}

/// Those of `packages` that are yanked. `versions` returns all versions of a name, and whether each is yanked.
fn find_yanked(
    packages: &[Package],
    versions: impl Fn(&str) -> Result<Vec<(String, bool)>>,
) -> Result<Vec<Package>> {
    let mut found = Vec::new();
    for package @ (name, version) in packages {
        let all = versions(name)?;
        match all.iter().find(|(one, _)| one == version) {
            Some((_, true)) => found.push(package.clone()),
            Some((_, false)) => {}
            None => bail!("cargo's index knows no {name} {version}"),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
