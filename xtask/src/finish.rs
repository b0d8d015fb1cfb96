//! Finishes what Trunk has made. Each script, style sheet and wasm file moves to `assets/` and gets the hash of its
//! content in its name, and each reference to it gets its integrity hash. The page loads the styles and boot.js.
//! boot.js loads the programs (each a wasm file and the script that binds it), and reads their names and hashes from
//! attributes of its own tag. The name and hash of the worker's program are written into the worker's script, those of
//! a program's other parts into the program's script.
//!
//! Knows the layout of a finished dist/. Must not know how the files were compiled.

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

/// The directory for files with a hash in their name: hosts let browsers cache them without asking again.
pub(crate) const ASSETS: &str = "assets";
pub(crate) const PAGE: &str = "index.html";
/// What the tag of boot.js must name.
const PROGRAMS: [&str; 4] = ["sign-in", "sign-in-wasm", "portal", "portal-wasm"];

#[derive(Clone, Debug, PartialEq, Eq)]
struct FinishedFile {
    /// As the page refers to it: `/assets/boot-0123456789abcdef.js`.
    url: String,
    integrity: String,
}

/// Turns Trunk's dist/ into the one that is shipped. With `policy`, the page gets it in a `<meta>` tag. Fails if the
/// program contains HTML.
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
    finish_unchecked(dist, policy)
}

/// The same without the search for HTML in the program: a build without optimization may still contain code that is
/// never used.
pub(crate) fn finish_unchecked(dist: &Path, policy: Option<&str>) -> Result<()> {
    let page = fs::read_to_string(dist.join(PAGE)).with_context(|| format!("reading {PAGE}"))?;
    let page = styles::join(dist, &page)?;
    let scripts = names_in_attributes(&page)?;
    fs::create_dir_all(dist.join(ASSETS))?;

    // A file's name depends on its content, and its content on the names of the files it refers to. So a file is
    // finished after those.
    let mut finished = BTreeMap::new();
    let mut pending = loadable(dist)?;
    while !pending.is_empty() {
        let mut waiting = Vec::new();
        for file in &pending {
            let bytes = fs::read(dist.join(file)).with_context(|| format!("reading {file}"))?;
            match fill_placeholders(bytes, &scripts, &finished) {
                Ok(bytes) => _ = finished.insert(file.clone(), finish_file(dist, file, &bytes)?),
                Err(_) => waiting.push(file.clone()),
            }
        }
        if waiting.len() == pending.len() {
            bail!("{} name files that are not there, or each other", waiting.join(", "));
        }
        pending = waiting;
    }
    let page = html::rewrite(&page, |tag| rewrite_urls(tag, &finished));
    let page = match policy {
        Some(policy) => add_policy(&page, policy)?,
        None => page,
    };
    let mut loading = page.clone();
    for FinishedFile { url, .. } in finished.values().filter(|new| new.url.ends_with(".js")) {
        loading.push_str(&fs::read_to_string(dist.join(&url[1..]))?);
    }
    for (file, new) in &finished {
        if !loading.contains(&new.url) {
            bail!("nothing loads {file}");
        }
    }
    fs::write(dist.join(PAGE), page).with_context(|| format!("writing {PAGE}"))
}

/// The attributes of boot.js's tag that hold the names of other scripts and wasm files: `portal` → `guestlist-….js`.
fn names_in_attributes(page: &str) -> Result<BTreeMap<String, String>> {
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

/// Scripts, styles and wasm files at the top of dist/.
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

/// Moves a file to its final name.
fn finish_file(dist: &Path, file: &str, bytes: &[u8]) -> Result<FinishedFile> {
    let new = name(file, bytes);
    fs::write(dist.join(&new.url[1..]), bytes).with_context(|| format!("writing {}", new.url))?;
    fs::remove_file(dist.join(file)).with_context(|| format!("removing {file}"))?;
    Ok(new)
}

/// Fills in the placeholders of a script: `"%sign-in%"` and `"%sign-in-integrity%"` for names in the tag of boot.js,
/// `"%guestlist-list.wasm%"` for a file name.
///
/// # Errors
/// The first name that is not finished yet.
fn fill_placeholders(
    bytes: Vec<u8>,
    scripts: &BTreeMap<String, String>,
    finished: &BTreeMap<String, FinishedFile>,
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
        let new = finished.get(file).ok_or_else(|| name.to_owned())?;
        filled.push_str(before);
        filled.push_str(if integrity { &new.integrity } else { &new.url });
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled.into_bytes())
}

/// The first `"%name%"` or `'%name%'` of a text: the text before it, the name, the text behind it.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find('%') {
        let start = from + at + 1;
        let before = text.get(..start - 1)?;
        let inside = text.get(start..)?;
        let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let length = inside.find(|c| !letter(c))?;
        let behind = inside.get(length..)?;
        let closes = |quote: char| behind.strip_prefix('%').is_some_and(|rest| rest.starts_with(quote));
        let quoted = |quote: char| before.ends_with(quote) && closes(quote);
        if length > 0 && (quoted('"') || quoted('\'')) {
            return Some((before, inside.get(..length)?, inside.get(length + 1..)?));
        }
        from = start;
    }
    None
}

/// The final name: the file's own name and the first digits of its hash.
fn name(file: &str, bytes: &[u8]) -> FinishedFile {
    let hash = Sha384::digest(bytes);
    let digits: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    // Trunk puts a hash of its own into the name, which is removed here. It leaves out zeros at its beginning.
    let hashed = |(_, end): &(&str, &str)| {
        (10..=16).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let stem = stem.rsplit_once('-').filter(hashed).map_or(stem, |(stem, _)| stem);
    FinishedFile {
        url: format!("/{ASSETS}/{stem}-{digits}.{extension}"),
        integrity: format!("sha384-{}", STANDARD.encode(hash)),
    }
}

/// Replaces the URL in a tag with the finished file's, and adds its integrity.
fn rewrite_urls(tag: &mut Tag, finished: &BTreeMap<String, FinishedFile>) {
    for (attribute, value) in tag.clone().values() {
        let Some(FinishedFile { url, integrity }) =
            value.strip_prefix('/').and_then(|file| finished.get(file))
        else {
            continue;
        };
        tag.set(attribute, url);
        if attribute.starts_with("data-") {
            tag.set(&format!("{attribute}-integrity"), integrity);
        } else if tag.get("as") == Some("fetch") {
            // Browsers do not check `integrity` on these tags and log a warning. The script that fetches the file
            // passes the hash instead.
        } else {
            tag.set("integrity", integrity);
        }
    }
}

/// Adds a `<meta>` tag with the policy. A policy applies to what follows its tag, so only the encoding stands before
/// it.
fn add_policy(page: &str, policy: &str) -> Result<String> {
    let mut meta = Tag::new("meta");
    meta.set("http-equiv", "Content-Security-Policy");
    meta.set("content", policy);
    let names_encoding = |tag: &Tag| tag.name == "meta" && tag.get("charset").is_some();
    html::insert_after(page, names_encoding, &meta).context("the page names no encoding")
}

/// A text in the program that looks like HTML: Leptos compiles a view without dynamic parts to such a text and passes
/// it to the browser's HTML parser, which Trusted Types forbid.
fn fragment_of_html(wasm: &[u8]) -> Option<String> {
    let closes = |bytes: &[u8]| matches!(bytes, [b'<', b'/', name, ..] if name.is_ascii_lowercase());
    // Elements without closing tag.
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
