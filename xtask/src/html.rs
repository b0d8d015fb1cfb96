//! Reads and changes the opening tags of our own page. html5gum reads the page as browsers do and reports the position
//! of each tag; everything that is not changed stays byte for byte.
//!
//! Must not know what the attributes mean. The content of `<noscript>` is text here, as it is in a browser that runs
//! scripts.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: String,
    /// In source order. In HTML, an empty value and a missing value are the same.
    attributes: Vec<(String, String)>,
    self_closing: bool,
    /// Text to insert behind the tag.
    text: String,
    removed: bool,
}

impl Tag {
    pub(crate) fn new(name: &str) -> Self {
        let (attributes, text) = (Vec::new(), String::new());
        Self { name: name.to_owned(), attributes, self_closing: false, text, removed: false }
    }

    /// The value of an attribute; `None` if it is missing or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.values().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Whether it has an attribute, with a value or without.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(known, _)| known == name)
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.attributes.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.attributes.retain(|(known, _)| known != name);
    }

    /// Inserts a text behind the tag, escaped.
    pub(crate) fn set_text(&mut self, text: &str) {
        self.text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    }

    /// Removes the tag from the page. Only for elements without a closing tag, such as `<link>`.
    pub(crate) fn remove_from_page(&mut self) {
        self.removed = true;
    }

    /// Names and values of the attributes that have a value.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        pairs.filter(|(_, value)| !value.is_empty())
    }

    fn write(&self) -> String {
        if self.removed {
            return String::new();
        }
        let mut text = format!("<{}", self.name);
        for (name, value) in &self.attributes {
            text.push(' ');
            text.push_str(name);
            if !value.is_empty() {
                // Inside double quotes, only these two characters need escaping.
                let value = value.replace('&', "&amp;").replace('"', "&quot;");
                text.push_str(&format!("=\"{value}\""));
            }
        }
        text.push_str(if self.self_closing { "/>" } else { ">" });
        text + &self.text
    }
}

/// The opening tags of the page, in order.
pub(crate) fn tags(page: &str) -> impl Iterator<Item = Tag> {
    find_tags(page).into_iter().map(|(tag, _)| tag)
}

/// The page after `change` was called with each opening tag. Tags that it does not change stay byte for byte.
pub(crate) fn rewrite(page: &str, mut change: impl FnMut(&mut Tag)) -> String {
    let mut text = String::with_capacity(page.len());
    let mut written = 0;
    for (tag, place) in find_tags(page) {
        let mut changed = tag.clone();
        change(&mut changed);
        if changed != tag {
            text.push_str(page.get(written..place.start).unwrap_or_default());
            text.push_str(&changed.write());
            written = place.end;
        }
    }
    text.push_str(page.get(written..).unwrap_or_default());
    text
}

/// The page with `new` behind the first opening tag for which `matches` is true; `None` if there is no such tag.
pub(crate) fn insert_after(page: &str, matches: impl Fn(&Tag) -> bool, new: &Tag) -> Option<String> {
    let (_, place) = find_tags(page).into_iter().find(|(tag, _)| matches(tag))?;
    let (before, after) = page.split_at_checked(place.end)?;
    Some(format!("{before}{}{after}", new.write()))
}

/// All opening tags with their byte ranges, from `<` to behind `>`.
fn find_tags(page: &str) -> Vec<(Tag, Range<usize>)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut found = Vec::new();
    // The tag that is being read. A closing tag may have attributes, too, which are ignored.
    let mut open: Option<(Tag, usize)> = None;
    let handle_event = |event: CallbackEvent<'_>, span: Span<usize>| {
        match (event, &mut open) {
            (CallbackEvent::OpenStartTag { name }, _) => open = Some((Tag::new(&text(name)), span.start)),
            (CallbackEvent::AttributeName { name }, Some((tag, _))) => {
                tag.attributes.push((text(name), String::new()));
            }
            (CallbackEvent::AttributeValue { value }, Some((tag, _))) => {
                if let Some((_, last)) = tag.attributes.last_mut() {
                    *last = text(value);
                }
            }
            (CallbackEvent::CloseStartTag { self_closing }, _) => {
                if let Some((mut tag, start)) = open.take() {
                    tag.self_closing = self_closing;
                    // Of several attributes with the same name, HTML uses the first.
                    let mut names = BTreeSet::new();
                    tag.attributes.retain(|(name, _)| names.insert(name.clone()));
                    found.push((tag, start..span.end));
                }
            }
            _ => {}
        }
        None::<Infallible>
    };
    let mut emitter = CallbackEmitter::new(handle_event);
    // Without this, the content of <script>, <style> and <title> would be read as tags.
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(page, emitter).finish();
    found
}

#[cfg(test)]
mod tests;
