//! The size of each file of the release build, raw and compressed with brotli, grouped by the time at which a browser
//! loads it, and the budget of each in xtask/budgets.json.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use brotli::enc::BrotliEncoderParams;

use crate::fingerprint;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Before the sign-in page works.
    Start,
    /// While the user signs in.
    Portal,
    /// When a page is opened, or earlier if the browser is idle.
    Page,
    /// Not by every visitor: other languages, editors, hosts, auditors.
    OnDemand,
}

impl Phase {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Start, "Until \"Sign in\" works"),
        (Self::Portal, "The portal, while somebody signs in"),
        (Self::Page, "Pages, when they are opened"),
        (Self::OnDemand, "By those who need it"),
    ];

    fn of(name: &str) -> Self {
        let stem = name_without_hash(name);
        match stem.as_str() {
            "index.html" | "config.json" | "icon.svg" | "boot.js" | "sign-in.js" | "sign-in.wasm" => {
                Self::Start
            }
            "guestlist.js" | "guestlist.wasm" | "portal.css" | "vault.js" | "sign-in-worker.wasm" => {
                Self::Portal
            }
            _ if stem.ends_with(".css") => Self::Start,
            _ if stem.ends_with(".wasm") => Self::Page,
            _ => Self::OnDemand,
        }
    }
}

pub(crate) struct FileSize {
    name: String,
    raw: u64,
    brotli: u64,
    phase: Phase,
}

/// All files of `dist`, grouped by when they are loaded, the largest first.
pub(crate) fn measure(dist: &Path) -> Result<Vec<FileSize>> {
    let files = fingerprint::files(dist, &["."])?;
    // One thread per file: there are few files, and the largest takes as long as all others together.
    let mut sizes = thread::scope(|scope| {
        let running: Vec<_> = files.iter().map(|file| scope.spawn(|| size(dist, file))).collect();
        let finished = running.into_iter().map(|thread| thread.join());
        finished
            .map(|size| size.map_err(|_| anyhow!("compressing a file failed"))?)
            .collect::<Result<Vec<_>>>()
    })?;
    sizes.sort_by(|a, b| (a.phase, b.brotli, &a.name).cmp(&(b.phase, a.brotli, &b.name)));
    Ok(sizes)
}

/// A table for the console, with a sum for each group.
pub(crate) fn table(sizes: &[FileSize]) -> String {
    let width = sizes.iter().map(|file| file.name.len()).max().unwrap_or(0).max(40);
    let row =
        |name: &str, raw, brotli| format!("{name:width$}  {:>11}  {:>11}\n", grouped(raw), grouped(brotli));
    let mut text = format!("{:width$}  {:>11}  {:>11}\n", "File in dist/", "raw, bytes", "brotli");
    for (phase, title) in Phase::ALL {
        let files: Vec<_> = sizes.iter().filter(|file| file.phase == phase).collect();
        let sum = |pick: fn(&FileSize) -> u64| files.iter().map(|file| pick(file)).sum();
        text.push('\n');
        text.push_str(&row(title, sum(|file| file.raw), sum(|file| file.brotli)));
        for file in files {
            text.push_str(&row(&format!("  {}", file.name), file.raw, file.brotli));
        }
    }
    text
}

/// Compares the files that every visitor loads with their budgets.
///
/// # Errors
/// Lists the files that exceed their budget by more than 5 %, those without a budget, and budgets without a file.
pub(crate) fn check_budgets(sizes: &[FileSize], budgets: &str) -> Result<()> {
    let budgets: BTreeMap<String, u64> =
        serde_json::from_str(budgets).context("reading xtask/budgets.json")?;
    let mut broken = Vec::new();
    let loaded = || sizes.iter().filter(|file| file.phase != Phase::OnDemand);
    for FileSize { name, brotli, .. } in loaded() {
        let name = name_without_hash(name);
        match budgets.get(&name) {
            Some(budget) if brotli * 20 > budget * 21 => {
                broken.push(format!(
                    "{name} has {} bytes (brotli), its budget is {}",
                    grouped(*brotli),
                    grouped(*budget)
                ));
            }
            Some(_) => {}
            None => broken.push(format!("{name} has no budget; it has {} bytes (brotli)", grouped(*brotli))),
        }
    }
    for name in budgets.keys().filter(|name| !loaded().any(|file| name_without_hash(&file.name) == **name)) {
        broken.push(format!("{name} has a budget and is not there"));
    }
    if broken.is_empty() {
        return Ok(());
    }
    bail!(
        "{}. A part may grow for a good reason: then its line in xtask/budgets.json changes in the same commit",
        broken.join("; ")
    )
}

/// A file's name without directory and hash: `guestlist.wasm`.
fn name_without_hash(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
    let hashed =
        |(_, end): &(&str, &str)| end.len() == 16 && end.bytes().all(|byte| byte.is_ascii_hexdigit());
    let stem = stem.rsplit_once('-').filter(hashed).map_or(stem, |(stem, _)| stem);
    format!("{stem}.{extension}")
}

/// A number with commas between groups of three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn size(dist: &Path, file: &Path) -> Result<FileSize> {
    let bytes = fs::read(dist.join(file)).with_context(|| format!("reading {}", file.display()))?;
    let file = file.strip_prefix(".").unwrap_or(file);
    let name = file.to_string_lossy().replace('\\', "/");
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut packed, &params)?;
    let raw = bytes.len() as u64;
    // Hosts send a file uncompressed if compression does not make it smaller (images).
    Ok(FileSize { phase: Phase::of(&name), name, raw, brotli: raw.min(packed.len() as u64) })
}

#[cfg(test)]
mod tests;
