//! Whether a package that Cargo.lock names has been withdrawn ("yanked") from the registry: asked of cargo's own copy of the
//! registry's index, which is refreshed first where there is a network.
//!
//! Knows lock file and index. `cargo deny` can tell the same, but only together with a database of advisories, which no
//! registry holds.

use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tame_index::index::{ComboIndexCache, IndexLocation, IndexUrl};
use tame_index::utils::flock::FileLock;

use crate::proc;
use crate::supply;
use crate::workspace::Workspace;

/// A package of Cargo.lock: name and version.
type Package = (String, String);

/// Packages of Cargo.lock that were withdrawn.
///
/// # Errors
/// When the index tells nothing of a package: then nothing can be said of it.
pub(crate) fn packages(workspace: &Workspace) -> Result<Vec<Package>> {
    // Asks for what could be updated, changes nothing, and brings the index up to date on the way.
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
    // What has a checksum comes from the registry.
    let packages: Vec<_> = supply::checksums(&lock).into_keys().collect();
    among(&packages, |name| {
        let entry = index.cached_krate(name.try_into()?, &FileLock::unlocked())?;
        let entry = entry.with_context(|| format!("cargo's index knows no {name}"))?;
        Ok(entry.versions.iter().map(|one| (one.version.to_string(), one.yanked)).collect())
    })
}

/// Those of `packages` that the index calls yanked. `versions` tells all versions of a name, and whether each is yanked.
fn among(
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
