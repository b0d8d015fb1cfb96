//! An http or https address as a person or a file names one: read by the crate `url`, as browsers read it, with rules on top.
//!
//! Browsers repair much; what is not written out in full (`https:host`, tabs, `%` in a host, an empty label) is no address
//! here. The crate reads ASCII hosts only (Cargo.toml says why). A host in other letters is written in ASCII by a function of
//! the browser, which the caller passes in. Mail domains are not read here.

use url::{Host, Url};

/// Writes an address with its host in ASCII, as the browser's own `URL` does; `None` where that refuses it.
pub type ToAscii = fn(&str) -> Option<String>;

/// An address with a host.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HttpUrl {
    /// As browsers read it, the host in ASCII.
    pub(crate) url: Url,
    /// The host as it was typed, in lower case as far as ASCII goes; an IPv6 address with its brackets.
    pub(crate) typed_host: String,
    /// Whether a user name or password stands before the host, the classic way to dress up a foreign one.
    pub(crate) user_info: bool,
}

impl HttpUrl {
    /// Reads an address whose host may have letters of any script.
    #[must_use]
    pub(crate) fn parse(text: &str, to_ascii: ToAscii) -> Option<Self> {
        let (scheme, after) = text.split_once("://")?;
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        // A browser takes a backslash for a slash: "https://evil.test\@contoso.com" is a page of evil.test.
        let authority = after.split(['/', '\\', '?', '#']).next().unwrap_or_default();
        let (user_info, place) =
            authority.rsplit_once('@').map_or((false, authority), |(_, place)| (true, place));
        let host_end = place.find(']').map_or_else(|| place.find(':'), |bracket| Some(bracket + 1));
        let typed_host = place.get(..host_end.unwrap_or(place.len()))?.to_ascii_lowercase();
        let sound = !typed_host.is_empty()
            && !typed_host.starts_with('.')
            && !typed_host.contains("..")
            && !authority.contains('%')
            && !text.contains(|c: char| c.is_control() || c.is_whitespace());
        if !sound {
            return None;
        }
        let url = match Url::parse(text) {
            Ok(url) => url,
            Err(_) if !typed_host.is_ascii() => Url::parse(&to_ascii(text)?).ok()?,
            Err(_) => return None,
        };
        Some(Self { url, typed_host, user_info })
    }

    /// Reads an address whose host is ASCII.
    #[must_use]
    pub(crate) fn parse_ascii(text: &str) -> Option<Self> {
        Self::parse(text, |_| None)
    }

    /// Whether the connection is encrypted.
    #[must_use]
    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether it points at this machine, by one of the names that people know.
    #[must_use]
    pub(crate) fn is_loopback(&self) -> bool {
        matches!(self.typed_host.as_str(), "localhost" | "127.0.0.1" | "[::1]")
    }

    /// Whether the host is a bare address and no name, however it is written: `2130706433` and `0x7f.1` are 127.0.0.1.
    #[must_use]
    pub(crate) fn is_ip(&self) -> bool {
        matches!(self.url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)))
    }

    /// The host in ASCII.
    #[must_use]
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether the host is the one that a person reads: a browser turns some letters and dots of other scripts into ASCII,
    /// such as `。` into a dot, and then the host is another one. A label in other letters must become one `xn--…` label.
    #[must_use]
    pub(crate) fn is_spelled_as_read(&self) -> bool {
        let (typed, read) = (self.typed_host.split('.'), self.host().split('.'));
        let same = |(typed, read): (&str, &str)| {
            if typed.is_ascii() { typed == read } else { read.starts_with("xn--") }
        };
        self.is_ip() || (typed.clone().count() == read.clone().count() && typed.zip(read).all(same))
    }
}

#[cfg(test)]
mod tests;
