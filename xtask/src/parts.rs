//! Collects what Trunk and xtask/wasm have made. A program may consist of several wasm files (parts): the loaders of
//! the other parts are bundled into the program's script, and the parts' files move beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::html;
use crate::tools::Tools;
use crate::workspace::Workspace;

/// Brings dist/ into the layout that `finish` expects: all scripts and wasm files at its top. With `small`, scripts and
/// wasm files are minified, which takes long.
pub(crate) fn collect(workspace: &Workspace, dist: &Path, tools: &Tools, small: bool) -> Result<()> {
    if small && reports(workspace).exists() {
        fs::remove_dir_all(reports(workspace))?;
    }
    copy_dir(&output_dir(workspace), &dist.join("snippets"))?;
    let options = options(&workspace.root.join("index.html"))?;
    let mut scripts = Vec::new();
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "js") {
            scripts.push(path);
        }
    }
    for script in scripts {
        let Some(parts) = parts_of(dist, &script)? else {
            if small {
                tools.minify(&script)?;
            }
            continue;
        };
        // The loaders import the program's script, which has a hash of Trunk's in its name.
        let loaders = parts.join("parts.js");
        let file = script.file_name().and_then(|name| name.to_str()).context("a script without a name")?;
        let text = fs::read_to_string(&loaders)?;
        let program = parts.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        fs::write(&loaders, text.replace(&format!("\"../../{program}.js\""), &format!("\"../../{file}\"")))?;
        tools.bundle(&script)?;
        for entry in fs::read_dir(&parts)? {
            let part = entry?.path();
            if part.extension().is_some_and(|ending| ending == "txt") {
                // The demo has no report.
                if small {
                    let kept = reports(workspace);
                    fs::create_dir_all(&kept)?;
                    fs::copy(&part, kept.join(part.file_name().unwrap_or_default()))?;
                }
            } else if part.extension().is_some_and(|ending| ending == "wasm") {
                let options: Vec<_> = options.iter().map(String::as_str).collect();
                if small {
                    tools.optimize(&part, &options)?;
                }
                fs::rename(&part, dist.join(part.file_name().unwrap_or_default()))?;
            }
        }
    }
    let snippets = dist.join("snippets");
    if snippets.exists() {
        fs::remove_dir_all(snippets)?;
    }
    Ok(())
}

/// The directory in which xtask/wasm puts the other parts of the programs.
pub(crate) fn output_dir(workspace: &Workspace) -> PathBuf {
    workspace.scratch().join("split")
}

/// Copies a directory with its content.
fn copy_dir(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_dir(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The composition of each part for the console: one line with the largest crates.
pub(crate) fn composition(workspace: &Workspace) -> Result<String> {
    let mut text = String::from("Parts by crate, in kB before wasm-opt and compression\n");
    let mut files =
        fs::read_dir(reports(workspace))?.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    for file in files {
        let report = fs::read_to_string(&file)?;
        let crates = report.lines().filter_map(|line| line.split_once('\t'));
        let crates: Vec<_> =
            crates.filter_map(|(size, name)| Some((size.parse::<u64>().ok()?, name))).collect();
        let shown = crates.iter().take(CRATES_SHOWN).map(|(size, name)| format!("{name} {}", size / 1_000));
        let rest: u64 = crates.iter().skip(CRATES_SHOWN).map(|(size, _)| size / 1_000).sum();
        let part = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let shown = shown.collect::<Vec<_>>().join(", ");
        text.push_str(&format!("  {part}: {shown}, others {rest}\n"));
    }
    Ok(text)
}

/// How many crates are listed per part.
const CRATES_SHOWN: usize = 14;

/// The directory for xtask/wasm's reports. It outlives the build, since a build that is up to date prints them as well.
fn reports(workspace: &Workspace) -> PathBuf {
    workspace.scratch().join("crates")
}

/// The directory with the other parts of a script's program; `None` if there are none. The script then imports their
/// loaders.
fn parts_of(dist: &Path, script: &Path) -> Result<Option<PathBuf>> {
    let text = fs::read_to_string(script).with_context(|| format!("reading {}", script.display()))?;
    // Other scripts below `snippets` are those of `src/browser`.
    let named = text.split_once("/parts.js").and_then(|(before, _)| before.rsplit_once("./snippets/"));
    Ok(named.map(|(_, program)| dist.join("snippets").join(program)))
}

/// The options of wasm-opt in index.html. Trunk applies them to the first part; the other parts get the same.
fn options(page: &Path) -> Result<Vec<String>> {
    let page = fs::read_to_string(page)?;
    let tag = html::tags(&page).find(|tag| tag.get("data-wasm-opt-params").is_some());
    let tag = tag.context("index.html says nothing to wasm-opt")?;
    let params = tag.get("data-wasm-opt-params").unwrap_or_default().split_whitespace().map(str::to_owned);
    let level = tag.get("data-wasm-opt").map(|level| format!("-O{level}"));
    Ok(level.into_iter().chain(params).collect())
}
