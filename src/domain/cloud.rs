//! Which hosts the portal talks to. The only place where a base URL is born.

use url::Url;

/// Sign-in and Graph of one Microsoft cloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloud {
    /// Where people sign in, e.g. `https://login.microsoftonline.com`.
    pub login: Origin,
    /// Where Microsoft Graph answers, e.g. `https://graph.microsoft.com`.
    pub graph: Origin,
}

impl Cloud {
    /// The global cloud (also GCC).
    #[must_use]
    pub fn global() -> Self {
        Self {
            login: Origin("https://login.microsoftonline.com".to_owned()),
            graph: Origin("https://graph.microsoft.com".to_owned()),
        }
    }
}

/// Scheme, host and port, without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// An origin on this machine. Others are named by the cloud, never by a URL, so that a slip in the
    /// configuration cannot send a token to a foreign host.
    #[must_use]
    pub fn loopback(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let bare =
            url.path() == "/" && url.query().is_none() && url.fragment().is_none() && !has_user_info(&url);
        let web = matches!(url.scheme(), "http" | "https");
        (bare && web && is_loopback(&url)).then(|| Self(url.origin().ascii_serialization()))
    }

    /// `https://host[:port]`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an absolute URL lies on exactly this origin and hides no user name.
    #[must_use]
    pub fn owns(&self, url: &str) -> bool {
        Url::parse(url).is_ok_and(|url| !has_user_info(&url) && url.origin().ascii_serialization() == self.0)
    }
}

/// Whether a URL points at this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// Whether a URL carries a user name or password, the classic way to dress up a foreign host.
pub(crate) fn has_user_info(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_origins_may_be_named() {
        assert_eq!(Origin::loopback("http://127.0.0.1:8081").unwrap().as_str(), "http://127.0.0.1:8081");
        assert_eq!(Origin::loopback("https://localhost/").unwrap().as_str(), "https://localhost");
        for text in [
            "https://graph.microsoft.com",
            "http://127.0.0.1:1/path",
            "http://a@127.0.0.1:1",
            "http://127.0.0.1.evil.test",
            "ftp://localhost",
            "localhost:80",
            "",
        ] {
            assert!(Origin::loopback(text).is_none(), "{text}");
        }
    }

    #[test]
    fn s11_a_look_alike_is_not_ours() {
        let graph = Cloud::global().graph;
        assert!(graph.owns("https://graph.microsoft.com/v1.0/users?$skiptoken=x"));
        for url in [
            "http://graph.microsoft.com/v1.0/users",
            "https://graph.microsoft.com:8443/v1.0/users",
            "https://graph.microsoft.com.evil.test/v1.0/users",
            "https://graph.microsoft.com@evil.test/v1.0/users",
            "https://user@graph.microsoft.com/v1.0/users",
            "//graph.microsoft.com/v1.0/users",
            "/v1.0/users",
        ] {
            assert!(!graph.owns(url), "{url}");
        }
    }
}
