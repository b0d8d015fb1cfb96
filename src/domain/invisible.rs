//! Characters that a reader cannot see, and what becomes of them in texts that people type, paste or open by a link.
//!
//! They come with texts that are copied from web pages, contact cards and chat programs. In an address they would name
//! another mailbox; in a name they can turn the order of what follows it. Must not know which field a text is for.

use std::fmt::Write;

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

/// What a text is, which decides the characters that it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// An address, a URL or a search text: no invisible character belongs in it.
    Code,
    /// A name. Joiners and variation selectors are part of names in some scripts, and of emoji.
    Name,
    /// A text of several lines.
    Message,
}

/// The text without its invisible and control characters. White space that is no plain blank or line break becomes one.
#[must_use]
pub fn visible(text: &str, kind: TextKind) -> String {
    if is_printable_ascii(text) {
        // Most texts are, and lists have thousands of them.
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n");
    let kept = |c: char| -> Option<char> {
        match (c, kind) {
            ('\n' | '\t', TextKind::Message) => Some(c),
            ('\r' | '\u{85}' | '\u{2028}' | '\u{2029}', TextKind::Message) => Some('\n'),
            ('\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}', _) => Some(' '),
            _ if c.is_control() => None,
            _ if is_invisible(c) => (kind != TextKind::Code && joins(c)).then_some(c),
            _ => Some(c),
        }
    };
    text.chars().filter_map(kept).collect()
}

/// Whether a text is printable ASCII, of which nothing has to be removed.
#[must_use]
pub fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// The text with the number of each invisible or control character in its place, so that two addresses that differ look
/// different.
#[must_use]
pub fn revealed(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        if c.is_control() || is_invisible(c) {
            let _ = write!(shown, "[U+{:04X}]", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Whether a reader sees nothing at all: white space, controls and invisible characters only.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// The first invisible or control character.
#[must_use]
pub fn first_invisible(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_control() || is_invisible(*c))
}

/// Unicode's `Default_Ignorable_Code_Point`, which contains nearly all format characters; the others of them are
/// visible, but for those of interlinear annotations. The object replacement character takes the place of a picture that
/// was not copied, and the blank pattern of Braille looks like a space.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    // ASCII has none, and most characters are ASCII.
    !c.is_ascii()
        && (CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
            || matches!(c, '\u{fff9}'..='\u{fffc}' | '\u{2800}'))
}

/// Zero-width joiner and non-joiner, and variation selectors.
fn joins(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Replaces full-width letters, signs and dots by those of ASCII. Keyboards for Chinese, Japanese and Korean type them,
/// and neither an address nor a host has them.
#[must_use]
pub fn half_width(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3002}' | '\u{ff61}' => '.',
        '\u{fe6b}' => '@',
        _ => c,
    };
    text.chars().map(narrow).collect()
}

#[cfg(test)]
mod tests;
