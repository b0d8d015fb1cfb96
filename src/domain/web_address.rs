//! Scheme, host and port of an absolute http or https address, cut where browsers cut them (WHATWG URL Standard).
//!
//! Stricter than a browser, which repairs much: what is not written out in full (`https:host`, tabs, `%` in a host) is no
//! address here. It knows no names beyond this machine's and changes nothing: an international name stays as typed. The
//! crate `url` would do it with tables of all the world's letters, for 13 kB of the first load.

/// The parts of an address that decide who is spoken to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WebAddress<'a> {
    /// Whether the connection is encrypted.
    pub(crate) https: bool,
    /// Lower case, as far as ASCII goes; an IPv6 address with its brackets.
    pub(crate) host: String,
    /// Where it is not the scheme's own.
    pub(crate) port: Option<u16>,
    /// Whether a user name or password stands before the host, the classic way to dress up a foreign one.
    pub(crate) user_info: bool,
    /// Path, query and fragment.
    pub(crate) rest: &'a str,
}

impl<'a> WebAddress<'a> {
    /// Reads an address.
    #[must_use]
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (scheme, after) = text.split_once("://")?;
        let https = scheme.eq_ignore_ascii_case("https");
        if !https && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        // A browser takes a backslash for a slash: "https://evil.test\@contoso.com" is a page of evil.test.
        let end = after.find(['/', '\\', '?', '#']).unwrap_or(after.len());
        let (authority, rest) = after.split_at(end);
        let (user, place) = authority.rsplit_once('@').map_or((false, authority), |(_, place)| (true, place));
        let bracket = place.find(']').map_or(0, |at| at + 1);
        let colon = place.get(bracket..)?.find(':').map_or(place.len(), |at| bracket + at);
        let (host, port) = place.split_at(colon);
        let port = match port.trim_start_matches(':') {
            "" => None,
            digits => Some(digits.parse().ok()?).filter(|port| *port != if https { 443 } else { 80 }),
        };
        is_host(host).then(|| Self { https, host: host.to_ascii_lowercase(), port, user_info: user, rest })
    }

    /// Whether it points at this machine.
    #[must_use]
    pub(crate) fn is_loopback(&self) -> bool {
        matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "[::1]")
    }

    /// Whether the host is a bare address and no name. A name whose last part is a number is one to browsers, however it
    /// is written: `2130706433` and `0x7f.1` are 127.0.0.1.
    #[must_use]
    pub(crate) fn is_ip(&self) -> bool {
        let last = self.host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
        let number = |text: &str, radix| !text.is_empty() && text.chars().all(|c| c.is_digit(radix));
        let hex = last.strip_prefix("0x").is_some_and(|digits| digits.is_empty() || number(digits, 16));
        self.host.starts_with('[') || number(last, 10) || hex
    }

    /// `scheme://host[:port]`.
    #[must_use]
    pub(crate) fn origin(&self) -> String {
        let scheme = if self.https { "https" } else { "http" };
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}://{}{port}", self.host)
    }
}

fn is_host(text: &str) -> bool {
    if let Some(address) = text.strip_prefix('[') {
        let digits = address.strip_suffix(']').unwrap_or_default();
        return digits.contains(':')
            && digits.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.'));
    }
    let in_name = |c: char| {
        if c.is_ascii() {
            c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')
        } else {
            !c.is_whitespace()
        }
    };
    !text.is_empty() && !text.starts_with('.') && !text.contains("..") && text.chars().all(in_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, bool)> {
        WebAddress::parse(text).map(|address| (address.origin(), address.user_info))
    }

    #[test]
    fn the_host_ends_where_a_browser_ends_it() {
        for (text, origin) in [
            ("https://contoso.com", "https://contoso.com"),
            ("HTTPS://Contoso.COM:443/a@b:1", "https://contoso.com"),
            ("http://contoso.com:80?x", "http://contoso.com"),
            ("https://contoso.com:8443#@evil.test", "https://contoso.com:8443"),
            ("https://evil.test\\.contoso.com/", "https://evil.test"),
            ("https://evil.test?.contoso.com/", "https://evil.test"),
            ("https://contoso.com:/", "https://contoso.com"),
            ("http://[::1]:8081/", "http://[::1]:8081"),
            ("https://bücher.example/", "https://bücher.example"),
        ] {
            assert_eq!(read(text), Some((origin.to_owned(), false)), "{text}");
        }
        for text in [
            "https://contoso.com@evil.test/",
            "https://a:b@evil.test",
            "https://@evil.test",
            "https://a@b@evil.test",
        ] {
            assert_eq!(read(text), Some(("https://evil.test".to_owned(), true)), "{text}");
        }
    }

    /// Each address of a list that attackers use means the same host to the crate `url`, which is what browsers do, or is
    /// refused here.
    #[test]
    fn never_another_host_than_browsers_read() {
        let pieces =
            ["contoso.com", "evil.test", "127.0.0.1", "[::1]", "0x7f.1", "a b", "%63", "é", "。", "x_y"];
        let joints = [
            "", "@", ":", ":1", ":99999", "\\", "/", "?", "#", ".", "..", "\t", "\n", "//", "[", "]", "/@",
            ":@",
        ];
        let mut compared = 0;
        for scheme in ["https://", "http://", "https:", "https:/", "https:\\\\", "ftp://", "//", "HTTPS://"] {
            for first in pieces {
                for joint in joints {
                    for second in pieces {
                        let text = format!("{scheme}{first}{joint}{second}");
                        let Some(ours) = WebAddress::parse(&text) else { continue };
                        let Ok(theirs) = url::Url::parse(&text) else { continue };
                        let known = (theirs.scheme() == "https", theirs.port(), theirs.host().is_some());
                        assert_eq!((ours.https, ours.port, true), known, "{text}");
                        let user = !theirs.username().is_empty() || theirs.password().is_some();
                        assert!(ours.user_info || !user, "{text}");
                        let is_ip = !matches!(theirs.host(), Some(url::Host::Domain(_)));
                        assert_eq!(ours.is_ip(), is_ip, "{text}");
                        if ours.host.is_ascii() && !is_ip {
                            assert_eq!(Some(ours.host.as_str()), theirs.host_str(), "{text}");
                        }
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared > 1_000, "{compared}");
    }

    #[test]
    fn what_is_no_full_address_is_refused() {
        for text in [
            "",
            "contoso.com",
            "/x",
            "//contoso.com",
            "https:contoso.com",
            "https:/contoso.com",
            "https://",
            "https:///x",
            "ftp://contoso.com",
            "javascript://contoso.com",
            " https://contoso.com",
            "https://con toso.com",
            "https://%63ontoso.com",
            "https://contoso.com:99999",
            "https://contoso.com:1:2",
            "https://[::1",
            "https://[x]",
            "https://con\ttoso.com",
            "https://.",
            "https://a..b",
        ] {
            assert_eq!(WebAddress::parse(text), None, "{text}");
        }
    }
}
