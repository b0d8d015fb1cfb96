//! The page's style sheets, joined into one file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::html::{self, Tag};

/// All style sheets together.
const FILE: &str = "style.css";

/// Puts the page's style sheets into one file, in their order: a browser gets and reads each on its own before it runs a script.
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
                false => tag.take_out(),
            }
        }
    }))
}
