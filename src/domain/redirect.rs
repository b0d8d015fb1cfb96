//! Where a guest lands after accepting (`inviteRedirectUrl`).

use url::Url;

use super::cloud::{has_user_info, is_loopback};

/// An https URL (http on this machine only), without user name, on an allowed host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectTarget(String);

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
    pub fn parse(typed: &str, allowed: &[String]) -> Result<Self, RedirectProblem> {
        let text = typed.trim();
        if text.is_empty() {
            return Err(RedirectProblem::Empty);
        }
        let url = Url::parse(text).map_err(|_| RedirectProblem::NotAUrl)?;
        let local = is_loopback(&url);
        match url.scheme() {
            "https" => {}
            "http" if local => {}
            _ if text.contains("://") || !text.contains('.') => return Err(RedirectProblem::NotHttps),
            _ => return Err(RedirectProblem::NotAUrl), // "example.com:8443" parses with the scheme example.com
        }
        if has_user_info(&url) {
            return Err(RedirectProblem::UserInfo);
        }
        let host = match url.host() {
            Some(url::Host::Domain(name)) => name.to_ascii_lowercase(),
            Some(url::Host::Ipv4(_) | url::Host::Ipv6(_)) if local => return Ok(Self(text.to_owned())),
            Some(url::Host::Ipv4(_) | url::Host::Ipv6(_)) => return Err(RedirectProblem::IpAddress),
            None => return Err(RedirectProblem::NotAUrl),
        };
        if !local && !allowed.is_empty() && !allowed.iter().any(|allowed| covers(allowed, &host)) {
            return Err(RedirectProblem::HostNotAllowed(host));
        }
        Ok(Self(text.to_owned()))
    }

    /// As typed, without blanks around it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Hosts that older Microsoft templates carried and that no longer answer: guests end at an error page.
    #[must_use]
    pub fn is_known_dead(&self) -> bool {
        let host = Url::parse(&self.0).ok().and_then(|url| url.host_str().map(str::to_ascii_lowercase));
        matches!(host.as_deref(), Some("myapps.azure.com" | "myapps.com" | "www.myapps.com"))
    }
}

fn covers(allowed: &str, host: &str) -> bool {
    let allowed = allowed.to_ascii_lowercase();
    host == allowed || host.strip_suffix(&allowed).is_some_and(|front| front.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_on_this_machine() {
        for url in [
            "https://myapps.microsoft.com",
            " https://contoso.com/a?b=c#d ",
            "http://127.0.0.1:8082/x",
            "http://localhost/",
            "https://[::1]:1/",
        ] {
            assert!(RedirectTarget::parse(url, &[]).is_ok(), "{url}");
        }
    }

    #[test]
    fn each_problem_is_told_apart() {
        let cases = [
            ("", RedirectProblem::Empty),
            ("contoso.com", RedirectProblem::NotAUrl),
            ("contoso.com:8443/x", RedirectProblem::NotAUrl),
            ("/welcome", RedirectProblem::NotAUrl),
            ("http://contoso.com", RedirectProblem::NotHttps),
            ("javascript:alert(1)", RedirectProblem::NotHttps),
            ("data:text/html,x", RedirectProblem::NotHttps),
            ("ftp://contoso.com", RedirectProblem::NotHttps),
            ("https://contoso.com@evil.test/", RedirectProblem::UserInfo),
            ("https://10.0.0.1/", RedirectProblem::IpAddress),
            ("https://", RedirectProblem::NotAUrl),
        ];
        for (typed, problem) in cases {
            assert_eq!(RedirectTarget::parse(typed, &[]), Err(problem), "{typed}");
        }
    }

    #[test]
    fn an_allow_list_covers_sub_domains_but_no_look_alikes() {
        let allowed = ["contoso.com".to_owned()];
        assert!(RedirectTarget::parse("https://contoso.com/", &allowed).is_ok());
        assert!(RedirectTarget::parse("https://Portal.Contoso.com/", &allowed).is_ok());
        for (url, host) in [
            ("https://evilcontoso.com", "evilcontoso.com"),
            ("https://contoso.com.evil.test", "contoso.com.evil.test"),
        ] {
            assert_eq!(
                RedirectTarget::parse(url, &allowed),
                Err(RedirectProblem::HostNotAllowed(host.to_owned()))
            );
        }
    }

    #[test]
    fn dead_hosts_are_known() {
        assert!(RedirectTarget::parse("https://myapps.azure.com/x", &[]).unwrap().is_known_dead());
        assert!(!RedirectTarget::parse("https://myapps.microsoft.com", &[]).unwrap().is_known_dead());
    }
}
