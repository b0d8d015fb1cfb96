//! The archive of a release: dist/, the files for hosts, the licences and the changelog, in one folder. Its bytes depend on
//! the files' names and contents and on one given time alone.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};
use tar::{Builder, EntryType, Header};

use crate::fingerprint;
use crate::hosts;

/// What lies beside dist/ in the archive. The paths are those of the repository, so that the Dockerfile finds its files.
const BESIDE: [&str; 5] =
    ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "public/Dockerfile", "public/Dockerfile.dockerignore"];

/// The files of the archive: the name in it, and where the file is. Sorted by name.
pub(super) fn entries(root: &Path, dist: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut entries: Vec<_> = BESIDE.iter().map(|name| ((*name).to_owned(), root.join(name))).collect();
    entries.extend(hosts::NOT_SERVED.map(|name| (format!("public/{name}"), root.join("public").join(name))));
    for file in fingerprint::files(dist, &["."])? {
        let name = file.strip_prefix(".").unwrap_or(&file).to_string_lossy().replace('\\', "/");
        entries.push((format!("dist/{name}"), dist.join(&file)));
    }
    entries.sort();
    Ok(entries)
}

/// Packs files into a folder of a `.tar.gz`. They belong to no user, can be read by all, and are of the given time, in
/// seconds since 1970.
pub(super) fn pack(folder: &str, entries: &[(String, PathBuf)], time: u64) -> Result<Vec<u8>> {
    // The head of a gzip file would name a file, a time and a system.
    let packed = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    let mut archive = Builder::new(packed);
    for (name, path) in entries {
        let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(u64::try_from(bytes.len())?);
        header.set_mode(0o644);
        header.set_mtime(time);
        header.set_uid(0);
        header.set_gid(0);
        archive
            .append_data(&mut header, format!("{folder}/{name}"), bytes.as_slice())
            .with_context(|| format!("packing {name}"))?;
    }
    let mut packed = archive.into_inner().context("ending the archive")?;
    packed.flush()?;
    packed.finish().context("ending the archive")
}
