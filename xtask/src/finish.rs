//! Finishes what Trunk has made: every script, style and wasm file moves to `assets/` under the hash of its content,
//! and whoever loads it names its integrity. The page loads the styles and boot.js; boot.js loads the glue and the
//! wasm, whose names and integrity it reads from its own tag; the worker's script has them written into it.
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

/// Where files live whose names change with their content: hosts let browsers keep them for good.
pub(crate) const ASSETS: &str = "assets";
const PAGE: &str = "index.html";
/// What a script says in place of a file's name and integrity, such as `%wasm%` and `%wasm-integrity%`.
const LOADED_BY_SCRIPTS: [&str; 2] = ["glue", "wasm"];

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    /// As the page writes it: `/assets/boot-0123456789abcdef.js`.
    url: String,
    integrity: String,
}

/// Turns Trunk's dist/ into the one that is shipped; with a policy, the page itself tells it to browsers.
pub(crate) fn finish(dist: &Path, policy: Option<&str>) -> Result<()> {
    let page = fs::read_to_string(dist.join(PAGE)).with_context(|| format!("reading {PAGE}"))?;
    let scripts = names_in_data(&page)?;
    fs::create_dir_all(dist.join(ASSETS))?;

    // Who names others comes after them: its content, and with it its name, depends on theirs.
    let mut files = loadable(dist)?;
    let names_others = |file: &String| {
        scripts.iter().any(|(name, old)| old == file && !LOADED_BY_SCRIPTS.contains(&name.as_str()))
    };
    files.sort_by_key(names_others);
    let mut named = BTreeMap::new();
    for file in &files {
        let mut bytes = fs::read(dist.join(file)).with_context(|| format!("reading {file}"))?;
        if names_others(file) {
            bytes = fill_in(&String::from_utf8(bytes)?, &scripts, &named)
                .with_context(|| format!("finishing {file}"))?
                .into_bytes();
        }
        if file.ends_with(".wasm")
            && let Some(fragment) = fragment_of_html(&bytes)
        {
            bail!(
                "the program holds HTML to be parsed: {fragment}. Trusted Types forbid that. Write one attribute \
                 of the element in braces: aria-hidden={{\"true\"}}"
            );
        }
        let new = name(file, &bytes);
        fs::write(dist.join(&new.url[1..]), &bytes).with_context(|| format!("writing {}", new.url))?;
        fs::remove_file(dist.join(file)).with_context(|| format!("removing {file}"))?;
        named.insert(file.clone(), new);
    }
    let page = html::rewrite(&page, |tag| point_to(tag, &named));
    let page = match policy {
        Some(policy) => with_policy(&page, policy)?,
        None => page,
    };
    for (file, new) in &named {
        let mentioned = page.contains(&new.url);
        if !mentioned {
            bail!("nothing on the page loads {file}");
        }
    }
    fs::write(dist.join(PAGE), page).with_context(|| format!("writing {PAGE}"))
}

/// What the tag of boot.js says about the other scripts and the wasm: `glue` → `guestlist-….js`.
fn names_in_data(page: &str) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for tag in html::tags(page).filter(|tag| tag.name == "script" && tag.get("data-wasm").is_some()) {
        for (name, value) in tag.values() {
            let name = if name == "src" { Some("boot") } else { name.strip_prefix("data-") };
            if let Some(name) = name {
                found.insert(name.to_owned(), value.trim_start_matches('/').to_owned());
            }
        }
    }
    if !LOADED_BY_SCRIPTS.iter().all(|name| found.contains_key(*name)) {
        bail!("{PAGE} names no glue and wasm: see pattern_script in Trunk.toml");
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

/// Writes the names of others into a script.
fn fill_in(
    text: &str,
    scripts: &BTreeMap<String, String>,
    named: &BTreeMap<String, Named>,
) -> Result<String> {
    let mut text = text.to_owned();
    for name in LOADED_BY_SCRIPTS {
        let file = scripts.get(name).context("the page does not name it")?;
        let Named { url, integrity } = named.get(file).with_context(|| format!("dist/ lacks {file}"))?;
        text = text.replace(&format!("%{name}%"), url).replace(&format!("%{name}-integrity%"), integrity);
    }
    Ok(text)
}

/// The name of a finished file: what it is, and the first digits of its hash.
fn name(file: &str, bytes: &[u8]) -> Named {
    let hash = Sha384::digest(bytes);
    let digits: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let stem = stem.split('-').next().unwrap_or_default(); // Trunk's own hash follows
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
mod tests {
    use std::path::PathBuf;

    use super::*;

    struct Dist(PathBuf);
    impl Dist {
        fn new(name: &str) -> Self {
            let dir = std::env::temp_dir().join(format!("guestlist-finish-{name}-{}", std::process::id()));
            drop(fs::remove_dir_all(&dir));
            fs::create_dir_all(&dir).unwrap();
            let dist = Self(dir);
            dist.put(
                "index.html",
                "<meta charset=utf-8><script data-glue=/app-1.js data-wasm=/app-1_bg.wasm data-vault=/vault.js src=/boot.js type=module>\
                 </script><link href=/base-2.css integrity=sha384-old rel=stylesheet><link href=/icon.svg rel=icon>\
                 <link crossorigin href=/app-1.js rel=modulepreload>",
            );
            dist.put("app-1.js", "glue");
            dist.put("app-1_bg.wasm", "\0asm");
            dist.put("boot.js", "boot");
            dist.put("vault.js", "import('%glue%', '%wasm%', '%wasm-integrity%')");
            dist.put("base-2.css", "css");
            dist.put("icon.svg", "svg");
            dist
        }
        fn put(&self, name: &str, text: &str) {
            fs::write(self.0.join(name), text).unwrap();
        }
        fn page(&self) -> String {
            fs::read_to_string(self.0.join(PAGE)).unwrap()
        }
        fn tags(&self) -> Vec<Tag> {
            html::tags(&self.page()).collect()
        }
    }
    impl Drop for Dist {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.0));
        }
    }

    #[test]
    fn s25_every_script_style_and_wasm_has_the_hash_of_its_content_in_its_name_and_its_integrity_where_it_is_loaded()
     {
        let dist = Dist::new("all");
        finish(&dist.0, None).unwrap();
        let holds = |url: &str, integrity: &str| {
            let bytes = fs::read(dist.0.join(&url[1..])).unwrap();
            assert_eq!(name("x.y", &bytes).integrity, integrity, "{url}");
        };
        let mut loaded = 0;
        for tag in dist.tags() {
            for (attribute, value) in tag.values().filter(|(_, value)| value.starts_with("/assets/")) {
                let beside = if attribute.starts_with("data-") {
                    format!("{attribute}-integrity")
                } else {
                    "integrity".into()
                };
                holds(value, tag.get(&beside).unwrap());
                loaded += 1;
            }
        }
        assert_eq!(loaded, 6, "{}", dist.page());
        let left: Vec<_> = fingerprint::files(&dist.0, &["."]).unwrap();
        assert_eq!(left.len(), 7);
        assert!(dist.page().contains("href=/icon.svg"), "what is no code keeps its name");
    }

    #[test]
    fn the_workers_script_says_what_it_loads() {
        let dist = Dist::new("vault");
        finish(&dist.0, None).unwrap();
        let tags = dist.tags();
        let boot = tags.iter().find(|tag| tag.name == "script").unwrap();
        let vault = fs::read_to_string(dist.0.join(&boot.get("data-vault").unwrap()[1..])).unwrap();
        let said = ["data-glue", "data-wasm", "data-wasm-integrity"].map(|name| boot.get(name).unwrap());
        assert_eq!(vault, format!("import('{}', '{}', '{}')", said[0], said[1], said[2]));
    }

    #[test]
    fn a_change_of_the_glue_alone_gives_new_names_to_all_that_name_it() {
        let names = |glue: &str| {
            let dist = Dist::new("change");
            dist.put("app-1.js", glue);
            finish(&dist.0, None).unwrap();
            let tags = dist.tags();
            let boot = tags.iter().find(|tag| tag.name == "script").unwrap();
            ["data-glue", "data-vault", "data-wasm"].map(|name| boot.get(name).unwrap().to_owned())
        };
        let (before, after) = (names("glue"), names("Glue"));
        assert!(before[0] != after[0] && before[1] != after[1]);
        assert_eq!(before[2], after[2]);
    }

    #[test]
    fn what_nothing_loads_and_what_lies_deeper_is_not_shipped_in_silence() {
        let dist = Dist::new("stray");
        dist.put("stray.js", "");
        assert_eq!(finish(&dist.0, None).unwrap_err().to_string(), "nothing on the page loads stray.js");
        let dist = Dist::new("deep");
        fs::create_dir(dist.0.join("snippets")).unwrap();
        dist.put("snippets/inline0.js", "");
        assert!(finish(&dist.0, None).unwrap_err().to_string().contains("snippets/inline0.js"));
    }

    #[test]
    fn a_page_can_tell_its_policy_itself_before_it_loads_anything() {
        let dist = Dist::new("meta");
        finish(&dist.0, Some("script-src 'self'")).unwrap();
        let tags = dist.tags();
        assert_eq!(tags[1].get("http-equiv"), Some("Content-Security-Policy"));
        assert_eq!(tags[1].get("content"), Some("script-src 'self'"));
        assert_eq!(tags[2].name, "script");
    }

    #[test]
    fn s22_a_program_with_html_in_it_is_not_shipped() {
        let dist = Dist::new("inert");
        dist.put("app-1_bg.wasm", "\0asm <span class=\"mark\"></span>brand");
        let error = finish(&dist.0, None).unwrap_err().to_string();
        assert!(error.contains("</span>"), "{error}");
        assert_eq!(fragment_of_html(b"a < b </ c <brand <img"), None);
        assert!(fragment_of_html(b"\0<hr class=\"line\">\0").is_some(), "what is never closed is HTML too");
    }
}
