//! The page that a guest sees after accepting (`inviteRedirectUrl`), and the rules for its URL.
//!
//! Must not know where the list of allowed hosts is from, nor how a problem is worded.

use super::http_url::{HttpUrl, ToAscii};
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
        if text.contains('\\') {
            return Err(RedirectProblem::NotAUrl);
        }
        let Some(read) = HttpUrl::parse(text, to_ascii) else {
            return Err(not_a_web_address(text));
        };
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
        let may_be_any = local || allowed.is_empty();
        let is_allowed = || spelled && allowed.iter().any(|allowed| covers(allowed, read.host()));
        if !may_be_any && !is_allowed() {
            return Err(RedirectProblem::HostNotAllowed(read.typed_host));
        }
        if !spelled {
            return Err(RedirectProblem::NotAUrl);
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
