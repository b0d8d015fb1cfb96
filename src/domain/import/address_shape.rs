//! Quick looks at a text: whether it is an address, or has one in it.
//!
//! They decide how a text is read, thousands of times. Must not judge an address: `email` does.

/// In bytes: a longer cell is not searched for addresses.
pub const LONGEST_ADDRESS_CELL: usize = 4_096;

/// Whether a text is an address of plain letters, digits, `.`, `_` and `-`. Nothing about it has to be tidied, and
/// nothing about it calls for a warning.
#[must_use]
pub fn is_plain_address(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'_' | b'-');
    !name.is_empty()
        && domain.contains('.')
        && name.bytes().all(plain)
        && domain.bytes().all(plain)
        // Punycode stands for other letters.
        && !domain.as_bytes().windows(4).any(|label| label.eq_ignore_ascii_case(b"xn--"))
}

/// Whether a cell is one address and nothing else, but for marks around it. It may have a mistake.
#[must_use]
pub fn is_bare_address(text: &str) -> bool {
    const MARKS: [char; 14] = ['<', '>', '"', '\'', '(', ')', '[', ']', ';', ',', '“', '”', '\u{feff}', '='];
    let text = text.trim().trim_matches(MARKS).trim();
    is_plain_address(text) || (at_signs(text) == 1 && is_word(text) && has_both_parts(text))
}

/// Whether a cell is an address in brackets with a name: `Ann Lee <ann@fabrikam.com>`.
#[must_use]
pub fn is_bracketed_address(text: &str) -> bool {
    let text = without_end_mark(text);
    [('<', '>'), ('[', ']'), ('(', ')')].into_iter().any(|(open, close)| {
        let inner = text.strip_suffix(close).and_then(|rest| rest.rsplit_once(open));
        inner.is_some_and(|(_, inside)| at_signs(inside) == 1 && is_word(inside.trim()))
    })
}

/// A text without the separator or full stop behind its last bracket.
#[must_use]
pub fn without_end_mark(text: &str) -> &str {
    let text = text.trim().trim_end_matches([';', ',']).trim_end();
    text.strip_suffix('.').filter(|text| text.ends_with(['>', ')', ']'])).unwrap_or(text)
}

/// Whether a text has an `@`, written out or escaped as in a link.
#[must_use]
pub fn has_at_sign(text: &str) -> bool {
    at_signs(text) > 0 || text.contains("%40")
}

/// Whether a cell is an address, with or without a name.
#[must_use]
pub fn holds_one_address(text: &str) -> bool {
    is_bare_address(text) || is_bracketed_address(text)
}

/// The number of `@` in a text. East Asian keyboards have another one.
#[must_use]
pub fn at_signs(text: &str) -> usize {
    if text.is_ascii() {
        text.bytes().filter(|byte| *byte == b'@').count()
    } else {
        text.chars().filter(|c| matches!(c, '@' | '＠' | '\u{fe6b}')).count()
    }
}

/// Whether a text is the name that Entra gives to a guest's account (`ann_fabrikam.com#EXT#@contoso.onmicrosoft.com`).
#[must_use]
pub fn is_guest_upn(text: &str) -> bool {
    text.as_bytes().windows(5).any(|window| window.eq_ignore_ascii_case(b"#EXT#"))
}

fn is_word(text: &str) -> bool {
    !text.contains(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '<' | '>'))
}

fn has_both_parts(text: &str) -> bool {
    !text.starts_with(['@', '＠']) && !text.ends_with(['@', '＠'])
}

#[cfg(test)]
mod tests;
