//! Takes lists of people in free text apart: what mail programs, chats and documents copy.
//!
//! `Ann Lee <ann@fabrikam.com>; "Ek, Bo" <bo@adatum.com>` are two entries, and so are two addresses with a blank between
//! them. Each entry is what `pasted` can read. Must not judge an entry.

use crate::domain::pasted::{self, Pasted};

use super::address_shape::{at_signs, is_plain_address, without_end_mark};

/// In bytes: a longer line is cut between its entries, so that no step takes long.
const LONGEST_LINE: usize = 16 * 1024;

/// What mail programs write before a list of recipients.
const RECIPIENT_LABELS: [&str; 11] =
    ["to:", "cc:", "bcc:", "an:", "kopie:", "à :", "à:", "aan:", "do:", "til:", "收件人:"];

/// The entries of a line. All of its text is in one of them, but for separators and a label such as `To:`.
#[must_use]
pub fn entries(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let line = without_label(line.trim());
    for (_, piece) in split(line, |c| matches!(c, ';' | '；' | '\t')) {
        if has_one_at_most(piece) {
            push(piece, &mut found);
        } else {
            by_commas(piece, &mut found);
        }
    }
    found
}

/// Where to cut a line that is very long: behind the last separator in its first part.
#[must_use]
pub fn cut(line: &str) -> usize {
    if line.len() <= LONGEST_LINE {
        return line.len();
    }
    let end = (0..=LONGEST_LINE).rev().find(|end| line.is_char_boundary(*end)).unwrap_or(line.len());
    let part = line.get(..end).unwrap_or(line);
    [&[';', '；'][..], &[',', '，', '\t'], &[' ']]
        .into_iter()
        .find_map(|separators| part.rfind(separators))
        .map_or(end, |at| at + line.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8))
}

fn push<'a>(piece: &'a str, found: &mut Vec<&'a str>) {
    let piece = piece.trim();
    if !piece.is_empty() {
        found.push(piece);
    }
}

/// Whether a text is one entry: it has one address, or none.
fn has_one_at_most(text: &str) -> bool {
    // `pasted` does not know East Asian commas.
    at_signs(text) <= 1 || (!text.contains(['，', '、']) && matches!(pasted::read(text), Pasted::One { .. }))
}

/// Commas separate entries, but also the family name from the given name: `Lee, Ann <ann@fabrikam.com>` is one entry. So
/// what has no address goes to the next address in brackets.
fn by_commas<'a>(text: &'a str, found: &mut Vec<&'a str>) {
    // Where what waits for its address begins.
    let mut waiting: Option<usize> = None;
    let mut waiting_pieces = Vec::new();
    for (begin, piece) in split(text, |c| matches!(c, ',' | '，' | '、')) {
        if at_signs(piece) == 0 {
            waiting.get_or_insert(begin);
            waiting_pieces.push(piece);
            continue;
        }
        let bracket =
            without_end_mark(piece).ends_with(['>', ')', ']']) && !piece.trim_start().starts_with('<');
        if let Some(start) = waiting.take().filter(|_| bracket && has_one_at_most(piece)) {
            push(text.get(start..begin + piece.len()).unwrap_or(piece), found);
        } else {
            waiting_pieces.iter().for_each(|piece| push(piece, found));
            by_blanks(piece, found);
        }
        waiting_pieces.clear();
        waiting = None;
    }
    waiting_pieces.iter().for_each(|piece| push(piece, found));
}

/// Cuts behind each word with an address, if there are several.
fn by_blanks<'a>(text: &'a str, found: &mut Vec<&'a str>) {
    if has_one_at_most(text) {
        return push(text, found);
    }
    let mut begin = 0;
    for (start, word) in split(text, char::is_whitespace) {
        let end = start + word.len();
        if at_signs(word) > 0 {
            push(text.get(begin..end).unwrap_or_default(), found);
            begin = end;
        }
    }
    push(text.get(begin..).unwrap_or_default(), found);
}

/// Splits outside of quotes and angle brackets; each piece has the place where it begins. Quotes and brackets that are not
/// closed in the text do not count.
fn split(text: &str, separates: impl Fn(char) -> bool) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    if is_plain_address(text) {
        pieces.push((0, text));
        return pieces;
    }
    let (mut begin, mut closing) = (0, None);
    for (at, c) in text.char_indices() {
        match (closing, c) {
            (Some(close), c) if c == close => closing = None,
            (Some(_), _) => {}
            (None, '"') => closing = closes(text, at, '"', false),
            (None, '<') => closing = closes(text, at, '>', true),
            (None, c) if separates(c) => {
                pieces.push((begin, text.get(begin..at).unwrap_or_default()));
                begin = at + c.len_utf8();
            }
            (None, _) => {}
        }
    }
    pieces.push((begin, text.get(begin..).unwrap_or_default()));
    pieces
}

/// The closing sign, if it comes soon, and before another opening one if these cannot be nested.
fn closes(text: &str, at: usize, close: char, alone: bool) -> Option<char> {
    let mut rest = text.get(at + 1..)?.chars().take(LONGEST_QUOTED);
    let first = rest.find(|c| *c == close || (alone && *c == '<'));
    first.filter(|c| *c == close)
}

/// In characters: the longest name in quotes. A quote that ends further away is an inch or a mistake.
const LONGEST_QUOTED: usize = 512;

fn without_label(line: &str) -> &str {
    let label = RECIPIENT_LABELS
        .iter()
        .find(|label| line.get(..label.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(label)));
    label.and_then(|label| line.get(label.len()..)).unwrap_or(line)
}

#[cfg(test)]
mod tests;
