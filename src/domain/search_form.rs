//! The form in which texts are searched: without case, accents and what a reader cannot see, so that "muller" finds "Müller"
//! and "ångström" finds "Angstrom".
//!
//! Must not know what is searched.

use super::invisible::is_invisible;

/// Converts a text of any script to lower case, with accents as parts of their letters (Unicode normalization form C):
/// directories contain both forms, and keyboards type both. The caller passes it in: browsers have such functions, and
/// Rust's tables for the lower case alone would add 5 kB to the download. Two texts that differ in it are different.
pub type Fold = fn(&str) -> String;

/// Converts a text to Unicode's normalization form KD and to lower case: a letter with an accent becomes the letter and the
/// accent, a ligature or full-width letter becomes ordinary letters.
pub type Decompose = fn(&str) -> String;

/// Adds the form of a text to `out`. White space, line breaks too, becomes a blank, so that no text contains another control
/// character.
pub fn add_search_form(text: &str, decompose: Decompose, out: &mut String) {
    if text.is_ascii() {
        out.extend(text.bytes().filter_map(|byte| shown(char::from(byte.to_ascii_lowercase()))));
        return;
    }
    for c in decompose(text).chars() {
        if is_mark(c) || is_invisible(c) {
            continue;
        }
        match letters(c) {
            Some(letters) => out.push_str(letters),
            None => out.extend(shown(c)),
        }
    }
}

/// The form of a text, see [`add_search_form`].
#[must_use]
pub fn search_form(text: &str, decompose: Decompose) -> String {
    let mut form = String::with_capacity(text.len());
    add_search_form(text, decompose, &mut form);
    form
}

fn shown(c: char) -> Option<char> {
    if c.is_whitespace() {
        return Some(' ');
    }
    (!c.is_control()).then_some(c)
}

/// Accents and points that are written above, below or through letters. Signs that are letters of their own in their script,
/// such as the vowels of Devanagari and the voicing marks of Japanese, are none.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' // Latin, Greek, Cyrillic
        | '\u{483}'..='\u{487}' // Church Slavonic
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}' // Hebrew points
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' // Arabic vowels
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters that Unicode does not take apart, although people type others for them.
fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "n",
        'ŧ' => "t",
        'þ' => "th",
        'ς' => "σ",
        // Keyboards type the straight one.
        '’' | '‘' | 'ʼ' => "'",
        '‐' | '‑' | '–' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
