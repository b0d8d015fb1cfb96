//! A hash of the names and contents of files, with which a build finds out that nothing changed. The hash is not
//! cryptographic: it saves work and is no protection against an attacker.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The fingerprint of the files under `paths` (files or directories, relative to `root`) and of `words`. A missing path
/// is allowed; creating it changes the fingerprint.
pub(crate) fn of(root: &Path, paths: &[&str], words: &[&str]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    for file in files(root, paths)? {
        let bytes =
            fs::read(root.join(&file)).with_context(|| format!("reading {}", root.join(&file).display()))?;
        file.hash(&mut hasher);
        bytes.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// All files under `paths`, relative to `root`, sorted.
pub(crate) fn files(root: &Path, paths: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    while let Some(path) = waiting.pop() {
        let full = root.join(&path);
        if full.is_dir() {
            for entry in fs::read_dir(&full).with_context(|| format!("listing {}", full.display()))? {
                waiting.push(path.join(entry?.file_name()));
            }
        } else if full.is_file() {
            found.push(path);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

#[cfg(test)]
mod tests;
