//! An http or https address from a person or a file, read by the crate `url` in the way browsers do, with extra rules.
//!
//! Browsers repair many mistakes. Here an address that is not written in full (`https:host`, tabs, `%` in a host, an
//! empty label) is refused. The crate is built for ASCII hosts only (Cargo.toml has the reason), so the caller passes
//! in a function of the browser that converts other hosts to ASCII. Must not know mail domains, nor which hosts are
//! allowed.

use url::{Host, Url};

/// Converts the host of an address to ASCII, as the browser's own `URL` does; `None` if `URL` refuses the address.
pub type ToAscii = fn(&str) -> Option<String>;

/// Whether a host is one of the three usual names of this machine.
#[must_use]
pub(crate) fn is_loopback_host(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HttpUrl {
    /// The address as browsers read it, with the host in ASCII.
    pub(crate) url: Url,
    /// The host as typed, with ASCII letters in lower case; an IPv6 address has its brackets.
    pub(crate) typed_host: String,
    /// Whether a user name or password is before the host. Attackers use it to show a trusted name before a foreign
    /// host.
    pub(crate) user_info: bool,
}

impl HttpUrl {
    /// Reads an address whose host may have letters of any script; `None` if it is not a full http or https address.
    #[must_use]
    pub(crate) fn parse(text: &str, to_ascii: ToAscii) -> Option<Self> {
        let (scheme, after) = text.split_once("://")?;
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        // A browser reads a backslash as a slash: "https://evil.test\@contoso.com" is a page of evil.test.
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

    #[must_use]
    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether the host is one of the three usual names of this machine.
    #[must_use]
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback_host(&self.typed_host)
    }

    /// Whether the host is an IP address in any notation: `2130706433` and `0x7f.1` are 127.0.0.1.
    #[must_use]
    pub(crate) fn is_ip(&self) -> bool {
        matches!(self.url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)))
    }

    /// The host in ASCII.
    #[must_use]
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether the browser's host is the one that a person reads. A browser converts some letters and dots of other
    /// scripts to ASCII, such as `。` to a dot, and the host is then a different one. So a label in ASCII must stay as
    /// it is, and a label in other letters must become one `xn--…` label.
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
