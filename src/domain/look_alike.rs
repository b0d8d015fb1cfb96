//! Host names in other letters than a–z, and whether they may pass for another name (Unicode Technical Standard #39).

use unicode_security::MixedScript as _;
use unicode_security::is_potential_mixed_script_confusable_char as may_pass_for_another;

/// How a host name looks to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostLook {
    /// In ASCII.
    Plain,
    /// In other letters, such as `bücher.example`.
    International,
    /// In letters that may be taken for others: a label mixes scripts, or all of its letters look like letters of a–z, or its
    /// code (`xn--…`) cannot be decoded to letters.
    LookAlike,
}

/// How a host looks, given in ASCII as a browser resolves it (`xn--…` for labels in other letters).
#[must_use]
pub fn host_look(ascii: &str) -> HostLook {
    let labels = ascii.split('.').filter_map(|label| label.strip_prefix("xn--"));
    let looks = labels.map(|coded| match idna::punycode::decode_to_string(coded) {
        Some(label)
            if label.is_single_script() && !looks_like_ascii(&label) && !label.contains(char::is_control) =>
        {
            HostLook::International
        }
        Some(_) | None => HostLook::LookAlike,
    });
    looks.fold(HostLook::Plain, |worst, look| match (worst, look) {
        (HostLook::LookAlike, _) | (_, HostLook::LookAlike) => HostLook::LookAlike,
        _ => look,
    })
}

/// Whether every letter of the label may be mistaken for one of another script, so that the label may pass for an ASCII one.
/// The crate also has "skeletons", which tell for which letter each may pass; they would add 68 kB (brotli) of tables.
fn looks_like_ascii(label: &str) -> bool {
    // Letters of western European languages do not count, although ß looks like a Greek letter.
    label.chars().all(|c| c.is_ascii() || (c > '\u{ff}' && may_pass_for_another(c)))
}

#[cfg(test)]
mod tests;
