//! Where a guest lands after accepting (`inviteRedirectUrl`).

use super::web_address::WebAddress;

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
        // A browser reads a backslash as a slash and leaves control characters out; the service may not.
        if text.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(RedirectProblem::NotAUrl);
        }
        let Some(address) = WebAddress::parse(text) else {
            return Err(not_a_web_address(text));
        };
        let local = address.is_loopback();
        if !address.https && !local {
            return Err(RedirectProblem::NotHttps);
        }
        if address.user_info {
            return Err(RedirectProblem::UserInfo);
        }
        if local {
            return Ok(Self(text.to_owned()));
        }
        if address.is_ip() {
            return Err(RedirectProblem::IpAddress);
        }
        let host = address.host;
        if !allowed.is_empty() && !allowed.iter().any(|allowed| covers(allowed, &host)) {
            return Err(RedirectProblem::HostNotAllowed(host));
        }
        Ok(Self(text.to_owned()))
    }

    /// As typed, without blanks around it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the host has letters beyond a–z, written out or as `xn--`, so that it may pass for another.
    #[must_use]
    pub fn has_foreign_letters(&self) -> bool {
        let host = WebAddress::parse(&self.0).map(|address| address.host).unwrap_or_default();
        !host.is_ascii() || host.split('.').any(|label| label.starts_with("xn--"))
    }

    /// Hosts that older Microsoft templates carried and that no longer answer: guests end at an error page.
    #[must_use]
    pub fn is_known_dead(&self) -> bool {
        let host = WebAddress::parse(&self.0).map(|address| address.host);
        matches!(host.as_deref(), Some("myapps.azure.com" | "myapps.com" | "www.myapps.com"))
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

    /// Problems by name of the kind, so that the table stays readable; `None` passes.
    #[test]
    fn s35_where_a_guest_lands_is_https_a_name_and_allowed() {
        let allowed = ["contoso.com".to_owned(), "microsoft.com".to_owned()];
        let elsewhere = |host: &str| Some(RedirectProblem::HostNotAllowed(host.to_owned()));
        let table = [
            ("https://contoso.com", None),
            ("https://myapps.microsoft.com/?tenantid=x#y", None),
            ("https://apps.CONTOSO.com:8443/welcome", None),
            ("javascript:alert(1)//contoso.com", Some(RedirectProblem::NotAUrl)),
            ("JaVaScRiPt://contoso.com/%0aalert(1)", Some(RedirectProblem::NotHttps)),
            ("data:text/html,x", Some(RedirectProblem::NotHttps)),
            ("vbscript://contoso.com", Some(RedirectProblem::NotHttps)),
            ("file:///etc/passwd", Some(RedirectProblem::NotHttps)),
            ("blob:https://contoso.com/x", Some(RedirectProblem::NotAUrl)),
            ("http://contoso.com", Some(RedirectProblem::NotHttps)),
            ("//contoso.com/x", Some(RedirectProblem::NotAUrl)),
            ("https://203.0.113.7/x", Some(RedirectProblem::IpAddress)),
            ("https://0xcb007107/x", Some(RedirectProblem::IpAddress)),
            ("https://3405803783/x", Some(RedirectProblem::IpAddress)),
            ("https://[2001:db8::1]/x", Some(RedirectProblem::IpAddress)),
            ("https://contoso.com@evil.test/", Some(RedirectProblem::UserInfo)),
            ("https://contoso.com:x@evil.test/", Some(RedirectProblem::UserInfo)),
            ("https://contoso.com\\@evil.test/", Some(RedirectProblem::NotAUrl)),
            ("https:\\\\contoso.com", Some(RedirectProblem::NotAUrl)),
            ("https://conto\tso.com", Some(RedirectProblem::NotAUrl)),
            ("https://contoso.com/a\nb", Some(RedirectProblem::NotAUrl)),
            ("https://contoso.com.evil.test", elsewhere("contoso.com.evil.test")),
            ("https://evil.test/contoso.com", elsewhere("evil.test")),
            ("https://evil.test?contoso.com", elsewhere("evil.test")),
            ("https://evil.test#contoso.com", elsewhere("evil.test")),
            // A Cyrillic letter, and full stops of another script.
            ("https://cont\u{43e}so.com", elsewhere("cont\u{43e}so.com")),
            ("https://contoso\u{3002}com", elsewhere("contoso\u{3002}com")),
            ("https://evil.test\u{3002}contoso.com", elsewhere("evil.test\u{3002}contoso.com")),
            ("https://xn--contso-zqf.com", elsewhere("xn--contso-zqf.com")),
        ];
        for (typed, problem) in table {
            assert_eq!(RedirectTarget::parse(typed, &allowed).err(), problem, "{typed}");
        }
    }

    #[test]
    fn s35_a_host_that_may_pass_for_another_is_told() {
        for typed in [
            "https://xn--contso-zqf.com",
            "https://cont\u{43e}so.com",
            "https://a.xn--contso-zqf.com/x",
            "https://a.xn--bcher-kva.example/",
        ] {
            assert!(RedirectTarget::parse(typed, &[]).unwrap().has_foreign_letters(), "{typed}");
        }
        assert!(!RedirectTarget::parse("https://contoso.com/xn--x", &[]).unwrap().has_foreign_letters());
    }

    #[test]
    fn dead_hosts_are_known() {
        assert!(RedirectTarget::parse("https://myapps.azure.com/x", &[]).unwrap().is_known_dead());
        assert!(!RedirectTarget::parse("https://myapps.microsoft.com", &[]).unwrap().is_known_dead());
    }
}
