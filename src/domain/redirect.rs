//! The page that a guest sees after accepting (`inviteRedirectUrl`), and the rules for its URL.
//!
//! Must not know where the list of allowed hosts is from, nor how a problem is worded.

use super::http_url::{HttpUrl, ToAscii};
use super::invisible::{TextKind, first_invisible, half_width, visible};
use super::look_alike::{HostLook, host_look};

/// An https URL (http on this machine only), without user name, on an allowed host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectTarget {
    address: String,
    /// The host in ASCII.
    host: String,
}

/// What is wrong with a typed URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectProblem {
    Empty,
    /// Not an absolute URL.
    NotAUrl,
    /// White space inside.
    Blank,
    /// An invisible or control character inside.
    Invisible(char),
    /// What follows the host is no port.
    BadPort,
    /// There is no such host: an empty label, a full stop at the end, or letters that a browser reads as others.
    BadHost,
    /// Neither https nor http on this machine.
    NotHttps,
    /// It contains a user name or password.
    UserInfo,
    /// An IP address instead of a host name: a real portal for guests has a name.
    IpAddress,
    /// The host, which is not in the organization's list.
    HostNotAllowed(String),
}

impl RedirectTarget {
    /// Reads typed text. `allowed` are host names, each with its sub-domains; an empty list allows all.
    ///
    /// # Errors
    /// The first problem. They are checked in the order in which a person would fix them.
    pub fn parse(typed: &str, allowed: &[String], to_ascii: ToAscii) -> Result<Self, RedirectProblem> {
        let text = typed.trim();
        if text.is_empty() {
            return Err(RedirectProblem::Empty);
        }
        // A browser reads a backslash as a slash; the service may read it differently.
        if text.contains('\\') || !has_web_scheme(text) {
            return Err(not_a_web_address(text));
        }
        if text.contains(char::is_whitespace) {
            return Err(RedirectProblem::Blank);
        }
        if let Some(unseen) = first_invisible(text) {
            return Err(RedirectProblem::Invisible(unseen));
        }
        if !has_sound_port(text) {
            return Err(RedirectProblem::BadPort);
        }
        let read = HttpUrl::parse(text, to_ascii).ok_or(RedirectProblem::BadHost)?;
        let local = read.is_loopback();
        if !read.is_https() && !local {
            return Err(RedirectProblem::NotHttps);
        }
        if read.user_info {
            return Err(RedirectProblem::UserInfo);
        }
        if !local && read.is_ip() {
            return Err(RedirectProblem::IpAddress);
        }
        let spelled = read.is_spelled_as_read();
        let is_allowed = || spelled && allowed.iter().any(|allowed| covers(allowed, read.host()));
        if !allowed.is_empty() && !is_allowed() {
            return Err(RedirectProblem::HostNotAllowed(read.typed_host));
        }
        if !spelled || read.host().ends_with('.') {
            return Err(RedirectProblem::BadHost);
        }
        let host = read.host().to_owned();
        // The service receives the host in ASCII, so that it cannot convert it differently from the browser.
        let address = if read.typed_host.is_ascii() { text.to_owned() } else { String::from(read.url) };
        Ok(Self { address, host })
    }

    /// The address as typed, without spaces around it, and with the host in ASCII.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.address
    }

    #[must_use]
    pub fn host_look(&self) -> HostLook {
        host_look(&self.host)
    }

    /// Whether the host is one that older Microsoft templates used and that is out of service: a guest would see an
    /// error page.
    #[must_use]
    pub fn is_known_dead(&self) -> bool {
        matches!(self.host.as_str(), "myapps.azure.com" | "myapps.com" | "www.myapps.com")
    }
}

/// The URL without what is often copied with it: invisible characters, and marks around it. Full-width signs of its
/// host become ASCII.
#[must_use]
pub fn tidied(typed: &str) -> String {
    let text = visible(typed, TextKind::Code);
    let mut text = text.trim();
    for (open, close) in [('<', '>'), ('"', '"'), ('“', '”'), ('\'', '\'')] {
        text = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).unwrap_or(text).trim();
    }
    let start = text.find("://").map_or(0, |colon| colon + 3);
    let (scheme, rest) = text.split_at(start);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    format!("{scheme}{}{path}", half_width(host))
}

fn has_web_scheme(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, rest)| (scheme, !rest.is_empty()));
    scheme.is_some_and(|(scheme, rest)| {
        rest && (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
    })
}

/// Whether nothing but a colon and a number follows the host. Browsers read `:+8443` in different ways.
fn has_sound_port(text: &str) -> bool {
    let after = text.split_once("://").map_or("", |(_, after)| after);
    let authority = after.split(['/', '?', '#']).next().unwrap_or_default();
    let place = authority.rsplit('@').next().unwrap_or_default();
    let port = match place.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(_, port)| port),
        None => place.find(':').and_then(|colon| place.get(colon..)).unwrap_or_default(),
    };
    let number = port.strip_prefix(':').unwrap_or_default();
    port.is_empty()
        || (number.chars().all(|c| c.is_ascii_digit()) && number.parse::<u16>().is_ok_and(|n| n > 0))
}

/// Distinguishes another scheme (`ftp://…`, `javascript:…`) from no scheme: in `contoso.com:8443`, the part before the
/// colon is a host.
fn not_a_web_address(text: &str) -> RedirectProblem {
    let Some((scheme, after)) = text.split_once(':') else { return RedirectProblem::NotAUrl };
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if is_scheme && !web && (after.starts_with("//") || !text.contains('.')) {
        RedirectProblem::NotHttps
    } else {
        RedirectProblem::NotAUrl
    }
}

fn covers(allowed: &str, host: &str) -> bool {
    let allowed = allowed.to_ascii_lowercase();
    host == allowed || host.strip_suffix(&allowed).is_some_and(|front| front.ends_with('.'))
}

#[cfg(test)]
mod tests;
