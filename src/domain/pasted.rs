//! Reads an address, and the name beside it, out of what mail programs, web pages, contact cards and spreadsheets copy.
//!
//! Only a shape that leaves no doubt is taken apart: in `kim lee@fabrikam.com` the first word may belong to the address.
//! Must not judge the address: `email` does.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::invisible::{TextKind, half_width, visible};

/// What a pasted text contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// One address, without what was around it.
    One {
        address: String,
        /// The person's name, if the text had one.
        name: Option<String>,
    },
    /// Several addresses. The text is theirs, separated by semicolons.
    Several(String),
    /// No address that could be told apart from the rest. The text is without invisible characters.
    Other(String),
}

/// Opening and closing marks that people and programs put around an address or a name.
const PAIRS: [(char, char); 12] = [
    ('"', '"'),
    ('\'', '\''),
    ('‘', '’'),
    ('‚', '‘'),
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('«', '»'),
    ('»', '«'),
    ('<', '>'),
    ('[', ']'),
    ('(', ')'),
];

/// What separates addresses of a list.
const SEPARATORS: [char; 3] = [';', ',', '\n'];

#[must_use]
pub fn read(text: &str) -> Pasted {
    let text = half_width(&visible(text, TextKind::Message));
    let text = text.trim().trim_end_matches([';', ',']).trim();
    // A list of recipients in a sentence ends with a full stop.
    let text = text.strip_suffix('.').filter(|text| text.ends_with(['>', ')', ']'])).unwrap_or(text);
    let clean = || visible(text, TextKind::Code);
    let addresses = addresses(text);
    match addresses.as_slice() {
        [] => Pasted::Other(clean()),
        [address] => {
            let name = if unwrapped(text).eq_ignore_ascii_case(address) { Some("") } else { beside(text) };
            match name {
                Some(name) => {
                    // Phones type the typographic apostrophe, which no mailbox has.
                    let plain = address.replace('’', "'");
                    Pasted::One { address: plain, name: readable_name(name, address) }
                }
                None => Pasted::Other(clean()),
            }
        }
        _ if is_list(text) => Pasted::Several(visible(&text.replace('\n', "; "), TextKind::Code)),
        _ => Pasted::Other(clean()),
    }
}

/// The different addresses of a text, without their marks and schemes.
#[must_use]
pub fn addresses(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in outside_quotes(text).split(|c: char| is_around_addresses(c)) {
        let address = unwrapped(word);
        let parts = address.split_once('@');
        let is_address = parts.is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty());
        if is_address && !found.iter().any(|known| known.eq_ignore_ascii_case(&address)) {
            found.push(address.into_owned());
        }
    }
    found
}

/// Whether a character stands between or around addresses.
fn is_around_addresses(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ';' | ',' | '“' | '”' | '„' | '«' | '»')
}

/// Whether there is white space or a separator between the addresses, so that it is not one odd address.
fn is_list(text: &str) -> bool {
    text.contains(|c: char| c.is_whitespace() || SEPARATORS.contains(&c))
}

/// The text with blanks in place of names in quotes, whose signs are no separators. Quotes around an address stay.
fn outside_quotes(text: &str) -> Cow<'_, str> {
    if !text.contains('"') {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut quoted: Option<String> = None;
    let mut escaped = false;
    for c in text.chars() {
        match &mut quoted {
            None if c == '"' => quoted = Some(String::new()),
            None => out.push(c),
            Some(_) if c == '"' && !escaped => {
                let inside = quoted.take().unwrap_or_default();
                out.push(' ');
                if inside.contains('@') && !inside.contains(char::is_whitespace) {
                    out.push_str(&inside);
                }
                out.push(' ');
            }
            Some(inside) => inside.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    // A quote that does not end is no quote. Inside a word it stays, or the parts of the word would become one.
    if let Some(rest) = quoted {
        out.push(if out.ends_with(|c: char| !c.is_whitespace()) { '"' } else { ' ' });
        out.push_str(&rest);
    }
    Cow::Owned(out)
}

/// The name in a text with one address, if the text has a shape that tells them apart.
fn beside(text: &str) -> Option<&str> {
    for (open, close) in [('<', '>'), ('[', ']'), ('(', ')')] {
        let Some(inner) = text.strip_suffix(close) else { continue };
        let (before, inside) = inner.rsplit_once(open)?;
        if inside.contains('@') || unwrapped(inside).contains('@') {
            let name = before.trim_end_matches(open);
            // In `Ann <Bob <bob@fabrikam.com>`, something is missing.
            return (open != '<' || !name.contains('<')).then_some(name);
        }
        // `ann@fabrikam.com (Ann Lee)`
        return (open == '(' && is_one_word(before)).then_some(inside);
    }
    // Cells of a spreadsheet, or lines of a signature.
    let cells: Vec<&str> = text.split(['\t', '\n']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let [one, other] = cells.as_slice() else { return None };
    match (
        unwrapped(one).contains('@') && is_one_word(one),
        unwrapped(other).contains('@') && is_one_word(other),
    ) {
        (true, false) => Some(other),
        (false, true) => Some(one),
        _ => None,
    }
}

fn is_one_word(text: &str) -> bool {
    !text.trim().contains(char::is_whitespace)
}

/// A text without the marks, schemes and separators around it.
fn unwrapped(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    loop {
        let next = match &text {
            Cow::Borrowed(text) => unwrapped_once(text),
            Cow::Owned(decoded) => Cow::Owned(unwrapped_once(decoded).into_owned()),
        };
        if next == text {
            return next;
        }
        text = next;
    }
}

/// A text without the outermost marks, scheme and separators. Only an escaped address has to be written anew.
fn unwrapped_once(text: &str) -> Cow<'_, str> {
    let mut text = text.trim().trim_end_matches([';', ',', '.', ':']).trim();
    let mut inside = text.chars();
    let (first, last) = (inside.next(), inside.next_back());
    if first.zip(last).is_some_and(|pair| PAIRS.contains(&pair)) {
        text = inside.as_str().trim();
    }
    if let Some(rest) = without_scheme(text, "mailto:") {
        let address = rest.split('?').next().unwrap_or_default();
        return percent_decode_str(address).decode_utf8_lossy();
    }
    Cow::Borrowed(without_scheme(text, "smtp:").unwrap_or(text))
}

fn without_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let start = text.get(..scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then(|| text.get(scheme.len()..)).flatten()
}

/// A name without its quotes; `None` if nothing is left, or if it only repeats the address.
fn readable_name(text: &str, address: &str) -> Option<String> {
    let text = text.trim().trim_end_matches([';', ',', ':', '-', '–']).trim();
    let name = match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(quoted) => unescaped(quoted),
        None => {
            let pair = PAIRS.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
            pair.unwrap_or(text).to_owned()
        }
    };
    let name = visible(name.trim(), TextKind::Name);
    (!name.is_empty() && !unwrapped(&name).eq_ignore_ascii_case(address)).then_some(name)
}

/// A quoted string of a mail header: a backslash makes the next sign an ordinary one (RFC 5322 §3.2.4).
fn unescaped(quoted: &str) -> String {
    let mut out = String::new();
    let mut escaped = false;
    for c in quoted.chars() {
        if c == '\\' && !escaped {
            escaped = true;
        } else {
            escaped = false;
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests;
