//! The opening tags of our own page, to be looked at, changed and added to. html5gum reads the page as browsers do and tells
//! where each tag stands; what is not changed stays as it is, byte for byte.
//!
//! Knows nothing of what the attributes mean. What stands inside `<noscript>` counts as text, as in a browser that runs scripts.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// One opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: String,
    /// In the order in which they are written. To HTML an empty value is the same as none.
    attributes: Vec<(String, String)>,
    self_closing: bool,
    /// What is to be put behind the tag.
    text: String,
    gone: bool,
}

impl Tag {
    pub(crate) fn new(name: &str) -> Self {
        let (attributes, text) = (Vec::new(), String::new());
        Self { name: name.to_owned(), attributes, self_closing: false, text, gone: false }
    }

    /// The value of an attribute; none if that is empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.values().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.attributes.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.attributes.retain(|(known, _)| known != name);
    }

    /// Puts a text behind the tag, as text.
    pub(crate) fn put_text(&mut self, text: &str) {
        self.text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    }

    /// Takes the tag out of the page; only for elements that have no closing tag, such as `<link>`.
    pub(crate) fn take_out(&mut self) {
        self.gone = true;
    }

    /// Names and values of the attributes that have a value.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        pairs.filter(|(_, value)| !value.is_empty())
    }

    fn write(&self) -> String {
        if self.gone {
            return String::new();
        }
        let mut text = format!("<{}", self.name);
        for (name, value) in &self.attributes {
            text.push(' ');
            text.push_str(name);
            if !value.is_empty() {
                // In a value between double quotes only these two mean something else than themselves.
                let value = value.replace('&', "&amp;").replace('"', "&quot;");
                text.push_str(&format!("=\"{value}\""));
            }
        }
        text.push_str(if self.self_closing { "/>" } else { ">" });
        text + &self.text
    }
}

/// The opening tags of the page, in their order.
pub(crate) fn tags(page: &str) -> impl Iterator<Item = Tag> {
    find(page).into_iter().map(|(tag, _)| tag)
}

/// The page with every opening tag that `change` has changed written anew; all else stays as it is.
pub(crate) fn rewrite(page: &str, mut change: impl FnMut(&mut Tag)) -> String {
    let mut text = String::with_capacity(page.len());
    let mut written = 0;
    for (tag, place) in find(page) {
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

/// The page with `new` behind the first opening tag for which `is_it` holds; nothing if there is no such tag.
pub(crate) fn add_after(page: &str, is_it: impl Fn(&Tag) -> bool, new: &Tag) -> Option<String> {
    let (_, place) = find(page).into_iter().find(|(tag, _)| is_it(tag))?;
    let (before, after) = page.split_at_checked(place.end)?;
    Some(format!("{before}{}{after}", new.write()))
}

/// All opening tags and where they stand, from `<` to behind `>`.
fn find(page: &str) -> Vec<(Tag, Range<usize>)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut found = Vec::new();
    // The tag that is being read. Closing tags may have attributes, too, which mean nothing.
    let mut open: Option<(Tag, usize)> = None;
    let see = |event: CallbackEvent<'_>, span: Span<usize>| {
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
                    // Of those with one name the first counts.
                    let mut names = BTreeSet::new();
                    tag.attributes.retain(|(name, _)| names.insert(name.clone()));
                    found.push((tag, start..span.end));
                }
            }
            _ => {}
        }
        None::<Infallible>
    };
    let mut emitter = CallbackEmitter::new(see);
    // What stands inside <script>, <style> or <title> is no tag.
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(page, emitter).finish();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_however_they_are_quoted() {
        let page = r#"<!doctype html><P>1 < 2<link crossorigin href=/a.js title="a > b" lang='"'><br/></p>"#;
        let seen: Vec<_> = tags(page).collect();
        let names: Vec<_> = seen.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["p", "link", "br"]);
        assert_eq!(seen[1].get("href"), Some("/a.js"));
        assert_eq!(seen[1].get("title"), Some("a > b"));
        assert_eq!(seen[1].get("lang"), Some("\""));
        assert_eq!(seen[1].get("crossorigin"), None);
        assert_eq!(seen[1].values().count(), 3);
        assert_eq!(rewrite(page, |_| {}), page, "nothing was changed");
    }

    #[test]
    fn a_changed_tag_is_written_anew_and_the_rest_left_alone() {
        let page = "<head><script src=/boot.js async></script><i title=x>";
        let new = rewrite(page, |tag| {
            if tag.name == "script" {
                tag.set("src", "/b.js");
                tag.set("integrity", "sha384-x");
            }
        });
        assert_eq!(new, r#"<head><script async src="/b.js" integrity="sha384-x"></script><i title=x>"#);
    }

    /// Gives every tag a mark, so that what counts as a tag is seen.
    fn marked(page: &str) -> String {
        rewrite(page, |tag| tag.set("m", "1"))
    }

    #[test]
    fn what_only_looks_like_a_tag_is_none() {
        for same in [
            "<!-- <script src=/a.js> -- > <b> -->",
            "<!-->x--!><!--->",
            "a <3 b < c <> <",
            "</p class=x>",
            "<!doctype html SYSTEM '<p>'>",
            "<p class='never closed",
        ] {
            assert_eq!(marked(same), same);
        }
    }

    #[test]
    fn scripts_styles_and_titles_hold_text_up_to_their_end() {
        assert_eq!(
            marked("<script>if (a<b && '<i>') x('</scripts>')</script ><p>"),
            "<script m=\"1\">if (a<b && '<i>') x('</scripts>')</script ><p m=\"1\">"
        );
        assert_eq!(marked("<title><b></title><b>"), "<title m=\"1\"><b></title><b m=\"1\">");
        assert_eq!(marked("<style>a<b{}</style>"), "<style m=\"1\">a<b{}</style>");
    }

    #[test]
    fn character_references_in_values_are_read_and_written() {
        let page = "<a href='/?a=1&amp;b=2' title=&quot;&#x3c;&eacute;&quot; alt='a \"b\" &copy=1'>";
        let tag = tags(page).next().unwrap();
        assert_eq!(tag.get("href"), Some("/?a=1&b=2"));
        assert_eq!(tag.get("title"), Some("\"<é\""));
        assert_eq!(tag.get("alt"), Some("a \"b\" &copy=1"), "no reference: it goes on with an equals sign");
        let new = marked(page);
        let href = r#"href="/?a=1&amp;b=2""#;
        assert_eq!(
            new,
            format!(r#"<a {href} title="&quot;<é&quot;" alt="a &quot;b&quot; &amp;copy=1" m="1">"#)
        );
        let again = tags(&new).next().unwrap();
        assert!(tag.values().eq(again.values().take(3)), "what was written is read as the same");
    }

    #[test]
    fn a_slash_at_the_end_of_a_tag_stays_and_belongs_to_no_value() {
        assert_eq!(marked("<br/><path d=M0/><p />"), "<br m=\"1\"/><path d=\"M0/\" m=\"1\"><p m=\"1\"/>");
    }

    #[test]
    fn of_two_attributes_with_one_name_the_first_counts() {
        let tag = tags("<p ID=a id=b Class>").next().unwrap();
        assert_eq!(tag.attributes, [("id".to_owned(), "a".to_owned()), ("class".to_owned(), String::new())]);
    }

    #[test]
    fn tags_are_found_behind_line_ends_and_letters_of_any_width() {
        let page = "<title>Où ?</title>\r\n<p\r\n lang=fr>😀 s’arrête &nbsp;&lt;\r\n<b>";
        assert_eq!(
            marked(page),
            "<title m=\"1\">Où ?</title>\r\n<p lang=\"fr\" m=\"1\">😀 s’arrête &nbsp;&lt;\r\n<b m=\"1\">"
        );
    }

    #[test]
    fn a_tag_is_added_behind_the_one_that_is_meant() {
        let page = "<!-- <meta charset=x> --><meta charset=utf-8><meta charset=late>";
        let mut new = Tag::new("meta");
        new.set("content", "default-src 'self'; \"&");
        let is_it = |tag: &Tag| tag.name == "meta" && tag.get("charset").is_some();
        assert_eq!(
            add_after(page, is_it, &new).unwrap(),
            "<!-- <meta charset=x> --><meta charset=utf-8>\
             <meta content=\"default-src 'self'; &quot;&amp;\"><meta charset=late>"
        );
        assert_eq!(add_after("<p>", is_it, &new), None);
    }
}
