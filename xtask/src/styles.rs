//! Joins the page's style sheets into one file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::html::{self, Tag};

/// The name of the joined file.
const FILE: &str = "style.css";

/// Joins the style sheets in the order of the page. A browser has to load every style sheet before it runs a script,
/// and one file loads faster than many.
pub(crate) fn join(dist: &Path, page: &str) -> Result<String> {
    let href = |tag: &Tag| {
        let sheet = tag.name == "link" && tag.get("rel") == Some("stylesheet");
        tag.get("href").filter(|_| sheet).and_then(|href| href.strip_prefix('/')).map(str::to_owned)
    };
    let mut styles = String::new();
    for file in html::tags(page).filter_map(|tag| href(&tag)) {
        let path = dist.join(&file);
        styles.push_str(&fs::read_to_string(&path).with_context(|| format!("reading {file}"))?);
        fs::remove_file(&path)?;
    }
    fs::write(dist.join(FILE), styles)?;
    let mut first = true;
    Ok(html::rewrite(page, |tag| {
        if href(tag).is_some() {
            match std::mem::take(&mut first) {
                true => tag.set("href", &format!("/{FILE}")),
                false => tag.remove_from_page(),
            }
        }
    }))
}
