//! As much of HTML as our own page has: its tags with their attributes, to be looked at and written anew. Knows
//! nothing of what the attributes mean.

/// One opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: String,
    attributes: Vec<(String, Option<String>)>,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name)?.1.as_deref()
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.attributes.retain(|(known, _)| known != name);
        self.attributes.push((name.to_owned(), Some(value.to_owned())));
    }

    /// Names and values of the attributes that have a value.
    pub(crate) fn values(&self) -> Vec<(String, String)> {
        let pair = |(name, value): &(String, Option<String>)| Some((name.clone(), value.clone()?));
        self.attributes.iter().filter_map(pair).collect()
    }

    fn read(text: &str) -> Self {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let (name, mut rest) = text.split_at(end);
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            if key.is_empty() {
                break;
            }
            rest = after;
            let mut value = None;
            if let Some(after) = rest.strip_prefix('=') {
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                let inner = after.get(quote.map_or(0, char::len_utf8)..).unwrap_or_default();
                let end = inner.find(|c: char| quote.map_or_else(|| c.is_whitespace(), |quote| c == quote));
                let (text, after) = inner.split_at(end.unwrap_or(inner.len()));
                value = Some(text.to_owned());
                rest = quote.and_then(|quote| after.strip_prefix(quote)).unwrap_or(after);
            }
            if key != "/" {
                attributes.push((key.to_ascii_lowercase(), value));
            }
        }
        Self { name: name.to_ascii_lowercase(), attributes }
    }

    fn write(&self) -> String {
        let mut text = format!("<{}", self.name);
        for (name, value) in &self.attributes {
            text.push(' ');
            text.push_str(name);
            if let Some(value) = value {
                let quote = if value.contains('"') { '\'' } else { '"' };
                text.extend(['=', quote]);
                text.push_str(value);
                text.push(quote);
            }
        }
        text.push('>');
        text
    }
}

/// The page with every opening tag that `change` has changed written anew; all else stays as it is.
pub(crate) fn rewrite(page: &str, mut change: impl FnMut(&mut Tag)) -> String {
    let mut text = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic());
        let end = is_tag.then(|| end_of_tag(after)).flatten();
        let Some((inside, after_tag)) = end.and_then(|end| after.split_at_checked(end)) else {
            text.push('<');
            rest = after;
            continue;
        };
        let tag = Tag::read(inside);
        let mut changed = tag.clone();
        change(&mut changed);
        if changed == tag {
            text.push('<');
            text.push_str(inside);
            text.push('>');
        } else {
            text.push_str(&changed.write());
        }
        rest = after_tag.get(1..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// Where the tag's `>` is: not one within quotes.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '>' => return Some(at),
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_however_they_are_quoted() {
        let page = r#"<!doctype html><P>1 < 2<link crossorigin href=/a.js title="a > b" lang='"'><br/></p>"#;
        let mut seen = Vec::new();
        let same = rewrite(page, |tag| seen.push(tag.clone()));
        assert_eq!(same, page, "nothing was changed");
        let names: Vec<_> = seen.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["p", "link", "br/"]);
        assert_eq!(seen[1].get("href"), Some("/a.js"));
        assert_eq!(seen[1].get("title"), Some("a > b"));
        assert_eq!(seen[1].get("lang"), Some("\""));
        assert_eq!(seen[1].get("crossorigin"), None);
        assert_eq!(seen[1].values().len(), 3);
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
}
