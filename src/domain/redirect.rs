//! Where a guest lands after accepting (`inviteRedirectUrl`).

use super::http_url::{HttpUrl, ToAscii};
use super::look_alike::{HostLook, host_look};

/// An https URL (http on this machine only), without user name, on an allowed host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectTarget {
    address: String,
    /// In ASCII.
    host: String,
}

/// What is wrong with a typed URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectProblem {
    /// Nothing was typed.
    Empty,
    /// Not an absolute URL.
    NotAUrl,
    /// Neither https nor http on this machine.
    NotHttps,
    /// It carries a user name or password.
    UserInfo,
    /// A bare IP address, which no organization hands out to its guests.
    IpAddress,
    /// The organization allows other hosts only.
    HostNotAllowed(String),
}

impl RedirectTarget {
    /// Reads what was typed. `allowed` are host names (each stands for its sub-domains too); empty allows all.
    ///
    /// # Errors
    /// The first problem, in the order in which a person would fix them.
    pub fn parse(typed: &str, allowed: &[String], to_ascii: ToAscii) -> Result<Self, RedirectProblem> {
        let text = typed.trim();
        if text.is_empty() {
            return Err(RedirectProblem::Empty);
        }
        // A browser reads a backslash as a slash; the service may not.
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
        // The service is given a host that it need not translate.
        let address = if read.typed_host.is_ascii() { text.to_owned() } else { String::from(read.url) };
        Ok(Self { address, host })
    }

    /// The address without blanks around it, the host in ASCII; otherwise as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// How the host looks to a reader.
    #[must_use]
    pub fn host_look(&self) -> HostLook {
        host_look(&self.host)
    }

    /// Hosts that older Microsoft templates carried and that no longer answer: guests end at an error page.
    #[must_use]
    pub fn is_known_dead(&self) -> bool {
        matches!(self.host.as_str(), "myapps.azure.com" | "myapps.com" | "www.myapps.com")
    }
}

/// Another scheme (`ftp://…`, `javascript:…`), or no scheme at all: `contoso.com:8443` has none, whatever stands before
/// its colon.
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
