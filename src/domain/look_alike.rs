//! Host names with letters other than a–z, and whether they look like another name (Unicode Technical Standard #39).
//!
//! Must not know which hosts are allowed.

use unicode_security::MixedScript as _;
use unicode_security::is_potential_mixed_script_confusable_char as may_pass_for_another;

/// How a host name looks to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostLook {
    /// All of it is ASCII.
    Plain,
    /// It has other letters, such as `bücher.example`.
    International,
    /// It may be mistaken for another host: a label mixes scripts, or all letters of a label look like a–z, or a
    /// label's Punycode (`xn--…`) cannot be decoded.
    LookAlike,
}

/// Takes a host in ASCII, as a browser resolves it (`xn--…` for labels in other letters).
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

/// The host with the letters that its `xn--…` labels stand for. A label that cannot be decoded stays as it is.
#[must_use]
pub fn in_letters(ascii: &str) -> String {
    let label = |label: &str| {
        let coded = label.strip_prefix("xn--");
        coded.and_then(idna::punycode::decode_to_string).unwrap_or_else(|| label.to_owned())
    };
    ascii.split('.').map(label).collect::<Vec<_>>().join(".")
}

/// Whether every letter of the label can be mistaken for a letter of another script, so that the whole label can look
/// like ASCII. The crate also has "skeletons", which map each letter to the one it looks like; their tables would add
/// 68 kB (brotli).
fn looks_like_ascii(label: &str) -> bool {
    // Letters of western European languages are not counted, although ß looks like a Greek letter.
    label.chars().all(|c| c.is_ascii() || (c > '\u{ff}' && may_pass_for_another(c)))
}

#[cfg(test)]
mod tests;
