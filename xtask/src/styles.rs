//! Joins the page's style sheets into two files: one for the sign-in page and all others, and one that boot.js adds before the
//! portal.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::html::{self, Tag};

/// The names of the joined files.
const FIRST: &str = "style.css";
const LATER: &str = "portal.css";
/// The attribute of boot.js's tag that names the second one.
const ATTRIBUTE: &str = "data-portal-style";

/// Joins the style sheets in the order of the page. A browser has to load every style sheet before it runs a script,
/// and one file loads faster than many. Those with the attribute `data-for="portal"` are joined into a file of their own.
pub(crate) fn join(dist: &Path, page: &str) -> Result<String> {
    let href = |tag: &Tag| {
        let sheet = tag.name == "link" && tag.get("rel") == Some("stylesheet");
        tag.get("href").filter(|_| sheet).and_then(|href| href.strip_prefix('/')).map(str::to_owned)
    };
    let is_later = |tag: &Tag| tag.get("data-for") == Some("portal");
    let (mut first, mut later) = (String::new(), String::new());
    for (file, of) in html::tags(page).filter_map(|tag| Some((href(&tag)?, is_later(&tag)))) {
        let path = dist.join(&file);
        let sheet = fs::read_to_string(&path).with_context(|| format!("reading {file}"))?;
        if of { &mut later } else { &mut first }.push_str(&sheet);
        fs::remove_file(&path)?;
    }
    fs::write(dist.join(FIRST), first)?;
    fs::write(dist.join(LATER), later)?;
    let mut named = false;
    Ok(html::rewrite(page, |tag| {
        if tag.get("data-portal").is_some() {
            tag.set(ATTRIBUTE, &format!("/{LATER}"));
        } else if href(tag).is_some() {
            match is_later(tag) || std::mem::replace(&mut named, true) {
                true => tag.remove_from_page(),
                false => tag.set("href", &format!("/{FIRST}")),
            }
        }
    }))
}
