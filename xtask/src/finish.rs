//! Finishes what Trunk has made: every script, style and wasm file moves to `assets/` under the hash of its content,
//! and whoever loads it names its integrity. The page loads the styles and boot.js; boot.js loads the programs (each a
//! script, the glue, and a wasm file), whose names and integrity it reads from its own tag; the worker's script has those
//! of its program written into it, as a program's script has those of the program's other parts.
//!
//! Knows the shape of a finished dist/. Must not know how the files were compiled.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

use crate::fingerprint;
use crate::html::{self, Tag};
use crate::styles;

/// Where files live whose names change with their content: hosts let browsers keep them for good.
pub(crate) const ASSETS: &str = "assets";
pub(crate) const PAGE: &str = "index.html";
/// What boot.js loads.
const PROGRAMS: [&str; 4] = ["sign-in", "sign-in-wasm", "portal", "portal-wasm"];

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    /// As the page writes it: `/assets/boot-0123456789abcdef.js`.
    url: String,
    integrity: String,
}

/// Turns Trunk's dist/ into the one that is shipped; with a policy, the page itself tells it to browsers.
pub(crate) fn finish(dist: &Path, policy: Option<&str>) -> Result<()> {
    for file in loadable(dist)? {
        let bytes = fs::read(dist.join(&file)).with_context(|| format!("reading {file}"))?;
        if file.ends_with(".wasm")
            && let Some(fragment) = fragment_of_html(&bytes)
        {
            bail!(
                "the program holds HTML to be parsed: {fragment}. Trusted Types forbid that. Write one attribute \
                 of the element in braces: aria-hidden={{\"true\"}}"
            );
        }
    }
    arrange(dist, policy)
}

/// The same without looking for HTML in the program. A program that was compiled quickly may still hold what never runs.
pub(crate) fn arrange(dist: &Path, policy: Option<&str>) -> Result<()> {
    let page = fs::read_to_string(dist.join(PAGE)).with_context(|| format!("reading {PAGE}"))?;
    let page = styles::join(dist, &page)?;
    let scripts = names_in_data(&page)?;
    fs::create_dir_all(dist.join(ASSETS))?;

    // Who names others comes after them: its content, and with it its name, depends on theirs.
    let mut named = BTreeMap::new();
    let mut left = loadable(dist)?;
    while !left.is_empty() {
        let mut waiting = Vec::new();
        for file in &left {
            let bytes = fs::read(dist.join(file)).with_context(|| format!("reading {file}"))?;
            match fill_in(bytes, &scripts, &named) {
                Ok(bytes) => _ = named.insert(file.clone(), finish_file(dist, file, &bytes)?),
                Err(_) => waiting.push(file.clone()),
            }
        }
        if waiting.len() == left.len() {
            bail!("{} name files that are not there, or each other", waiting.join(", "));
        }
        left = waiting;
    }
    let page = html::rewrite(&page, |tag| point_to(tag, &named));
    let page = match policy {
        Some(policy) => with_policy(&page, policy)?,
        None => page,
    };
    let mut loading = page.clone();
    for Named { url, .. } in named.values().filter(|new| new.url.ends_with(".js")) {
        loading.push_str(&fs::read_to_string(dist.join(&url[1..]))?);
    }
    for (file, new) in &named {
        if !loading.contains(&new.url) {
            bail!("nothing loads {file}");
        }
    }
    fs::write(dist.join(PAGE), page).with_context(|| format!("writing {PAGE}"))
}

/// What the tag of boot.js says about the other scripts and the wasm: `portal` → `guestlist-….js`.
fn names_in_data(page: &str) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for tag in html::tags(page).filter(|tag| tag.name == "script" && tag.get("data-portal").is_some()) {
        for (name, value) in tag.values() {
            let name = if name == "src" { Some("boot") } else { name.strip_prefix("data-") };
            if let Some(name) = name {
                found.insert(name.to_owned(), value.trim_start_matches('/').to_owned());
            }
        }
    }
    if !PROGRAMS.iter().all(|name| found.contains_key(*name)) {
        bail!("{PAGE} does not name all of {}: see pattern_script in Trunk.toml", PROGRAMS.join(", "));
    }
    Ok(found)
}

/// Scripts, styles and wasm in dist/, which lie at its top.
fn loadable(dist: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in fingerprint::files(dist, &["."])? {
        let name = file.strip_prefix(".").unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if [".js", ".css", ".wasm"].iter().any(|kind| name.ends_with(kind)) {
            if name.contains('/') {
                bail!("{name} would not be found: only files at the top of dist/ are finished");
            }
            names.push(name);
        }
    }
    Ok(names)
}

/// Puts a file under its name.
fn finish_file(dist: &Path, file: &str, bytes: &[u8]) -> Result<Named> {
    let new = name(file, bytes);
    fs::write(dist.join(&new.url[1..]), bytes).with_context(|| format!("writing {}", new.url))?;
    fs::remove_file(dist.join(file)).with_context(|| format!("removing {file}"))?;
    Ok(new)
}

/// Writes the names of others into a script: `%sign-in%` and `%sign-in-integrity%` for what boot.js's tag calls so,
/// `%guestlist-list.wasm%` for a file of that name.
///
/// # Errors
/// The first name that is not known yet.
fn fill_in(
    bytes: Vec<u8>,
    scripts: &BTreeMap<String, String>,
    named: &BTreeMap<String, Named>,
) -> Result<Vec<u8>, String> {
    let Ok(text) = str::from_utf8(&bytes) else { return Ok(bytes) };
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, name, after)) = placeholder(rest) {
        let (of, integrity) = match name.strip_suffix("-integrity") {
            Some(of) => (of, true),
            None => (name, false),
        };
        let file = scripts.get(of).map_or(of, String::as_str);
        let new = named.get(file).ok_or_else(|| name.to_owned())?;
        filled.push_str(before);
        filled.push_str(if integrity { &new.integrity } else { &new.url });
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled.into_bytes())
}

/// The first `"%name%"` of a text, and what stands before and behind the name.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find("\"%") {
        let start = from + at + 2;
        let inside = text.get(start..)?;
        let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let length = inside.find(|c| !letter(c))?;
        if length > 0 && inside.get(length..)?.starts_with("%\"") {
            return Some((text.get(..start - 1)?, inside.get(..length)?, inside.get(length + 1..)?));
        }
        from = start;
    }
    None
}

/// The name of a finished file: what it is, and the first digits of its hash.
fn name(file: &str, bytes: &[u8]) -> Named {
    let hash = Sha384::digest(bytes);
    let digits: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    // Trunk's own hash.
    let hashed =
        |(_, end): &(&str, &str)| end.len() == 16 && end.bytes().all(|byte| byte.is_ascii_hexdigit());
    let stem = stem.rsplit_once('-').filter(hashed).map_or(stem, |(stem, _)| stem);
    Named {
        url: format!("/{ASSETS}/{stem}-{digits}.{extension}"),
        integrity: format!("sha384-{}", STANDARD.encode(hash)),
    }
}

/// Lets a tag load finished files, and only those.
fn point_to(tag: &mut Tag, named: &BTreeMap<String, Named>) {
    for (attribute, value) in tag.clone().values() {
        let Some(Named { url, integrity }) = value.strip_prefix('/').and_then(|file| named.get(file)) else {
            continue;
        };
        tag.set(attribute, url);
        if attribute.starts_with("data-") {
            tag.set(&format!("{attribute}-integrity"), integrity);
        } else if tag.get("as") == Some("fetch") {
            // Browsers check nothing there, and warn. Who fetches the file names its integrity.
        } else {
            tag.set("integrity", integrity);
        }
    }
}

/// A policy counts from its tag on, so it comes first; only the encoding must stand before it.
fn with_policy(page: &str, policy: &str) -> Result<String> {
    let mut meta = Tag::new("meta");
    meta.set("http-equiv", "Content-Security-Policy");
    meta.set("content", policy);
    let names_encoding = |tag: &Tag| tag.name == "meta" && tag.get("charset").is_some();
    html::add_after(page, names_encoding, &meta).context("the page names no encoding")
}

/// HTML that the program would hand to the browser's parser: a view without anything dynamic becomes such a text.
fn fragment_of_html(wasm: &[u8]) -> Option<String> {
    let closes = |bytes: &[u8]| matches!(bytes, [b'<', b'/', name, ..] if name.is_ascii_lowercase());
    // Elements that are never closed.
    const VOID: [&str; 8] = ["<br", "<hr", "<img", "<input", "<col", "<wbr", "<link", "<meta"];
    let opens = |bytes: &[u8]| {
        let name = VOID.iter().find(|name| bytes.starts_with(name.as_bytes()));
        name.is_some_and(|name| matches!(bytes.get(name.len()), Some(b' ' | b'>' | b'/')))
    };
    let at = (0..wasm.len()).find(|at| wasm.get(*at..).is_some_and(|rest| closes(rest) || opens(rest)))?;
    let around = wasm.get(at.saturating_sub(60)..(at + 20).min(wasm.len()))?;
    Some(String::from_utf8_lossy(around).escape_debug().to_string())
}

#[cfg(test)]
mod tests;
