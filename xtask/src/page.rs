//! Writes the texts of locales/, the languages and the clouds into the page, which is visible before a program runs. An element with
//! `data-text="sign_in.button"` gets the English text as content and each language's text in `data-en`, `data-fr`, …,
//! from which boot.js takes the one to show. The placeholder `page` of a text is filled in with the text that
//! `data-text-page` names.

use anyhow::{Context, Result};

use crate::clouds::CLOUDS;
use crate::html::{self, Tag};
use crate::texts::Texts;

/// Returns the page with its texts. Fails if a tag names a text that does not exist.
pub(crate) fn with_texts(page: &str, texts: &Texts) -> Result<String> {
    let mut missing = None;
    let page = html::rewrite(page, |tag| {
        if let Some(Err(error)) = translate(tag, texts).transpose() {
            missing.get_or_insert(error);
        }
    });
    missing.map_or(Ok(page), Err)
}

/// The page with an option for each language in the list that has the attribute `data-languages`.
pub(crate) fn with_languages(page: &str, texts: &Texts) -> Result<String> {
    let is_list = |tag: &Tag| tag.name == "select" && tag.has("data-languages");
    let mut page = page.to_owned();
    for (language, name) in texts.languages().iter().rev() {
        let mut option = Tag::new("option");
        option.set("value", language);
        option.set("lang", language);
        option.set_text(name);
        page = html::insert_after(&page, is_list, &option).context("the page has no list of languages")?;
    }
    Ok(html::rewrite(&page, |tag| tag.remove("data-languages")))
}

/// The page with the hosts of all clouds in an attribute of its root: boot.js names the one that a policy blocks.
pub(crate) fn with_clouds(page: &str) -> String {
    let mut hosts: Vec<&str> = CLOUDS.iter().flat_map(|cloud| [cloud.login, cloud.graph]).collect();
    hosts.sort_unstable();
    hosts.dedup();
    html::rewrite(page, |tag| {
        if tag.name == "html" {
            tag.set("data-clouds", &hosts.join(" "));
        }
    })
}

/// Adds the texts to a tag that has `data-text`; `None` if it has not.
fn translate(tag: &mut Tag, texts: &Texts) -> Result<Option<()>> {
    let Some(key) = tag.get("data-text").map(str::to_owned) else { return Ok(None) };
    let translations = |key: &str, values: &[(&str, &str)]| {
        texts.text(key, values).with_context(|| format!("{key} is no plain text of locales/"))
    };
    let inner = match tag.get("data-text-page") {
        Some(inner) => Some(translations(inner, &[])?),
        None => None,
    };
    let mut localized = Vec::new();
    for (at, (language, text)) in translations(&key, &[("page", "\u{1a}")])?.into_iter().enumerate() {
        let inner = inner.as_ref().and_then(|inner| inner.get(at)).map_or("", |(_, inner)| inner);
        localized.push((language, text.replace('\u{1a}', inner)));
    }
    tag.remove("data-text");
    tag.remove("data-text-page");
    if let Some((_, english)) = localized.first() {
        tag.set_text(english);
    }
    for (language, text) in localized {
        tag.set(&format!("data-{language}"), &text);
    }
    Ok(Some(()))
}

#[cfg(test)]
mod tests;
