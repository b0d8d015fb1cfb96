//! `cargo xtask release`: an archive of the finished files, its bill of materials, a statement of what it was made from, and
//! the checksums of these three. The same commit gives the same bytes: nothing in them depends on when or where they
//! were made. docs/release.md tells how to check them.
//!
//! Knows what belongs to a release. Must not know how dist/ is built.

mod archive;
mod provenance;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::build;
use crate::proc;
use crate::supply;
use crate::tools;
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// Where to write the files. By default `xtask/release` in cargo's target directory.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Build the same sources a second time, elsewhere and from nothing, and compare the files.
    #[arg(long)]
    verify: bool,
    /// Where the repository is published, for the statement: git+https://…
    #[arg(long, value_name = "URI")]
    repository: Option<String>,
    /// Who builds, for the statement.
    #[arg(long, value_name = "URI", default_value = "urn:guestlist:builder:own-machine")]
    builder: String,
}

/// What a release is made from, besides the files.
struct Origin {
    version: String,
    /// The hash of the commit.
    commit: String,
    /// When it was made, in seconds since 1970: the time of each file in the archive.
    committed: u64,
    repository: Option<String>,
    builder: String,
    /// The compiler and the tools, as (name, version).
    tools: Vec<(String, String)>,
}

/// False if the second build gave other files.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<bool> {
    let origin = origin(workspace, options)?;
    build::portal(workspace, &build::Options::default())?;
    if options.verify && !supply::verify(workspace, &build::Options::default())? {
        return Ok(false);
    }
    let out = options.out.clone().unwrap_or_else(|| workspace.scratch().join("release"));
    fs::create_dir_all(&out).with_context(|| format!("creating {}", out.display()))?;
    for (name, bytes) in files(&workspace.root, &workspace.dist(), &origin)? {
        let path = out.join(name);
        fs::write(&path, &bytes).with_context(|| format!("writing {}", path.display()))?;
        println!("{} ({} bytes)", path.display(), bytes.len());
    }
    Ok(true)
}

/// Fails if the commit would not say what is released: if something is not committed, or if CHANGELOG.md has no heading
/// for the version.
fn origin(workspace: &Workspace, options: &Options) -> Result<Origin> {
    let git =
        |arguments: &[&str]| proc::capture(proc::command("git").current_dir(&workspace.root).args(arguments));
    let changed = git(&["status", "--porcelain"])?;
    if !changed.is_empty() {
        bail!("commit first, since a release names its commit. Not committed:\n{changed}");
    }
    let read =
        |name: &str| fs::read_to_string(workspace.root.join(name)).with_context(|| format!("reading {name}"));
    let version = version(&read("Cargo.toml")?)?;
    if !tells_of(&read("CHANGELOG.md")?, &version) {
        bail!("CHANGELOG.md has no heading `## {version}`");
    }
    let rustc = proc::capture(proc::command("rustc").current_dir(&workspace.root).arg("--version"))?;
    let named = format!("{}, {}", rustc.split(" (").next().unwrap_or_default(), tools::versions(workspace)?);
    let tools = named.split(", ").filter_map(|tool| tool.split_once(' '));
    Ok(Origin {
        version,
        commit: git(&["rev-parse", "HEAD"])?,
        committed: git(&["log", "-1", "--format=%ct"])?.parse().context("reading the commit's time")?,
        repository: options.repository.clone(),
        builder: options.builder.clone(),
        tools: tools.map(|(name, version)| (name.to_owned(), version.to_owned())).collect(),
    })
}

/// The portal's version, from the root's Cargo.toml.
fn version(manifest: &str) -> Result<String> {
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    Ok(line.context("Cargo.toml names no version")?.to_owned())
}

/// True if the changelog has a heading for the version; a date may follow it.
fn tells_of(changelog: &str, version: &str) -> bool {
    let headings = changelog.lines().filter_map(|line| line.strip_prefix("## "));
    headings.into_iter().any(|heading| heading.split_whitespace().next() == Some(version))
}

/// The files of a release with their names; the last are the checksums of the others.
fn files(root: &Path, dist: &Path, origin: &Origin) -> Result<Vec<(String, Vec<u8>)>> {
    let name = format!("guestlist-{}", origin.version);
    let bill = fs::read(dist.join(supply::BILL)).with_context(|| format!("reading {}", supply::BILL))?;
    let mut files = vec![
        (format!("{name}.tar.gz"), archive::pack(&name, &archive::entries(root, dist)?, origin.committed)?),
        (format!("{name}.cdx.json"), bill),
    ];
    let lock = fs::read(root.join("Cargo.lock")).context("reading Cargo.lock")?;
    let subjects: Vec<_> = files.iter().map(|(name, bytes)| (name.clone(), supply::sha256(bytes))).collect();
    let statement = provenance::statement(&subjects, origin, &supply::sha256(&lock));
    files.push((format!("{name}.provenance.json"), format!("{statement:#}\n").into_bytes()));
    let sums = files.iter().map(|(name, bytes)| format!("{}  {name}\n", supply::sha256(bytes)));
    let sums = sums.collect::<String>().into_bytes();
    files.push((supply::SUMS.to_owned(), sums));
    Ok(files)
}

#[cfg(test)]
mod tests;
