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
mod tests {
    use super::*;

    fn look(host: &str) -> HostLook {
        let label = |label: &str| match label.is_ascii() {
            true => label.to_owned(),
            false => format!("xn--{}", idna::punycode::encode_str(label).unwrap()),
        };
        host_look(&host.split('.').map(label).collect::<Vec<_>>().join("."))
    }

    #[test]
    fn names_of_one_script_are_international() {
        assert_eq!(look("portal.contoso.com"), HostLook::Plain);
        for host in
            ["bücher.example", "пример.example", "例え.example", "δοκιμή.example", "a.łódź.example", "faß.de"]
        {
            assert_eq!(look(host), HostLook::International, "{host}");
        }
    }

    #[test]
    fn s35_names_that_pass_for_others_are_told() {
        for host in [
            "cont\u{43e}so.com",                // one Cyrillic letter
            "\u{441}\u{430}\u{440}\u{435}.com", // Cyrillic alone, reads "cape"
            "\u{3bf}\u{3bf}.com",               // Greek alone, reads "oo"
            "fabri\u{39a}am.com",               // a Greek capital
        ] {
            assert_eq!(look(host), HostLook::LookAlike, "{host}");
        }
        for coded in ["xn--99999999999.com", "xn--a.com"] {
            assert_eq!(host_look(coded), HostLook::LookAlike, "{coded}: a code for no letters");
        }
    }
}
