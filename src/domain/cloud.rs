//! Which hosts the portal talks to. The only place where a base URL is born.

use super::web_address::WebAddress;

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
        let address = WebAddress::parse(text)?;
        let bare = matches!(address.rest, "" | "/") && !address.user_info;
        (bare && address.is_loopback()).then(|| Self(address.origin()))
    }

    /// `https://host[:port]`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an absolute URL lies on exactly this origin and hides no user name: it begins with the origin, and there
    /// the host ends.
    #[must_use]
    pub fn owns(&self, url: &str) -> bool {
        let (own, rest) = (url.get(..self.0.len()), url.get(self.0.len()..).unwrap_or_default());
        own.is_some_and(|own| own.eq_ignore_ascii_case(&self.0)) && (rest.is_empty() || rest.starts_with('/'))
    }
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
