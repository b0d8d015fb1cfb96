//! Whether files changed: one short text for the names and contents of many files. It guards against doing
//! work twice, not against anyone's malice.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The fingerprint of `paths` under `root` (files, or directories with all that is in them) and of `words`.
/// A path that does not exist counts as absent: making it later changes the fingerprint.
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
mod tests {
    use super::*;

    struct Scratch(PathBuf);
    impl Scratch {
        fn new(name: &str) -> Self {
            let dir = std::env::temp_dir().join(format!("guestlist-{name}-{}", std::process::id()));
            fs::create_dir_all(dir.join("src/deep")).unwrap();
            fs::write(dir.join("src/deep/a.rs"), "a").unwrap();
            fs::write(dir.join("src/b.rs"), "b").unwrap();
            Self(dir)
        }
        fn print(&self) -> String {
            of(&self.0, &["src", "Trunk.toml"], &["tool 1"]).unwrap()
        }
    }
    impl Drop for Scratch {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.0));
        }
    }

    #[test]
    fn every_change_of_an_input_changes_the_fingerprint() {
        let dir = Scratch::new("fingerprint");
        let mut seen = vec![dir.print()];
        assert_eq!(seen[0], dir.print(), "the same files have the same fingerprint");

        fs::write(dir.0.join("src/deep/a.rs"), "A").unwrap();
        seen.push(dir.print());
        fs::rename(dir.0.join("src/b.rs"), dir.0.join("src/c.rs")).unwrap();
        seen.push(dir.print());
        fs::write(dir.0.join("Trunk.toml"), "").unwrap();
        seen.push(dir.print());
        fs::remove_file(dir.0.join("src/c.rs")).unwrap();
        seen.push(dir.print());
        seen.push(of(&dir.0, &["src", "Trunk.toml"], &["tool 2"]).unwrap());

        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), all);
    }

    #[test]
    fn other_files_do_not_count() {
        let dir = Scratch::new("other-files");
        let before = dir.print();
        fs::write(dir.0.join("README.md"), "new").unwrap();
        assert_eq!(dir.print(), before);
    }

    #[test]
    fn files_are_listed_with_their_folders_in_order() {
        let dir = Scratch::new("listing");
        assert_eq!(files(&dir.0, &["src"]).unwrap(), [PathBuf::from("src/b.rs"), "src/deep/a.rs".into()]);
    }
}
