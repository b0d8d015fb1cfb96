//! Gathers what Trunk and xtask/wasm have made: a program's script gets the loaders of its other parts into it, and
//! the parts come beside it, as small as they can be.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::html;
use crate::tools::Tools;
use crate::workspace::Workspace;

/// Brings dist/ into the shape that `finish` expects: all scripts and wasm files at its top, scripts as short as they can be.
/// `small` makes the files as small as they can be, which takes its time.
pub(crate) fn collect(workspace: &Workspace, dist: &Path, tools: &Tools, small: bool) -> Result<()> {
    if small && reports(workspace).exists() {
        fs::remove_dir_all(reports(workspace))?;
    }
    copy(&left(workspace), &dist.join("snippets"))?;
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
        // The loaders ask the program's script for what the first part shares; Trunk has given it a name of its own.
        let loaders = parts.join("parts.js");
        let file = script.file_name().and_then(|name| name.to_str()).context("a script without a name")?;
        let text = fs::read_to_string(&loaders)?;
        let program = parts.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        fs::write(&loaders, text.replace(&format!("\"../../{program}.js\""), &format!("\"../../{file}\"")))?;
        tools.bundle(&script)?;
        for entry in fs::read_dir(&parts)? {
            let part = entry?.path();
            if part.extension().is_some_and(|ending| ending == "txt") {
                // Of what ships, and not of the demo.
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

/// Where xtask/wasm leaves what it makes beside a program's first part.
pub(crate) fn left(workspace: &Workspace) -> PathBuf {
    workspace.scratch().join("split")
}

/// Copies a directory and what is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// What each part of the programs consists of: the heaviest crates, a line for each part.
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
        let shown = crates.iter().take(MOST).map(|(size, name)| format!("{name} {}", size / 1_000));
        let rest: u64 = crates.iter().skip(MOST).map(|(size, _)| size / 1_000).sum();
        let part = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let shown = shown.collect::<Vec<_>>().join(", ");
        text.push_str(&format!("  {part}: {shown}, others {rest}\n"));
    }
    Ok(text)
}

/// How many crates of a part are named.
const MOST: usize = 14;

/// Where xtask/wasm's reports are kept, for builds that are up to date.
fn reports(workspace: &Workspace) -> PathBuf {
    workspace.scratch().join("crates")
}

/// Where the other parts of a script's program are, if it has any: the script imports their loaders.
fn parts_of(dist: &Path, script: &Path) -> Result<Option<PathBuf>> {
    let text = fs::read_to_string(script).with_context(|| format!("reading {}", script.display()))?;
    let named = text.split_once("./snippets/").and_then(|(_, rest)| rest.split_once("/parts.js"));
    Ok(named.map(|(program, _)| dist.join("snippets").join(program)))
}

/// What index.html says to wasm-opt about the programs: the other parts are made by the same options.
fn options(page: &Path) -> Result<Vec<String>> {
    let page = fs::read_to_string(page)?;
    let tag = html::tags(&page).find(|tag| tag.get("data-wasm-opt-params").is_some());
    let tag = tag.context("index.html says nothing to wasm-opt")?;
    let params = tag.get("data-wasm-opt-params").unwrap_or_default().split_whitespace().map(str::to_owned);
    let level = tag.get("data-wasm-opt").map(|level| format!("-O{level}"));
    Ok(level.into_iter().chain(params).collect())
}
