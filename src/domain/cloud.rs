//! Which hosts the portal talks to. The only place where a base URL is born.

use super::http_url::HttpUrl;

/// Sign-in and Graph of one cloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloud {
    /// Where people sign in, e.g. `https://login.microsoftonline.com`.
    pub login: Origin,
    /// Where Microsoft Graph answers, e.g. `https://graph.microsoft.com`.
    pub graph: Origin,
    /// An OpenID provider at `login` that is none of Microsoft's: its endpoints are found by its discovery document.
    pub issuer: Option<String>,
}

/// Microsoft's clouds: name in config.json, sign-in, Graph (Graph's deployments; both US clouds share one sign-in).
const NAMED: [(&str, &str, &str); 4] = [
    ("global", "https://login.microsoftonline.com", "https://graph.microsoft.com"),
    ("usgov", "https://login.microsoftonline.us", "https://graph.microsoft.us"),
    ("usgov-dod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"),
    ("china", "https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"),
];

impl Cloud {
    /// One of Microsoft's clouds, by its name in config.json.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (_, login, graph) = NAMED.iter().find(|(known, ..)| *known == name)?;
        Some(Self { login: Origin((*login).to_owned()), graph: Origin((*graph).to_owned()), issuer: None })
    }

    /// A cloud on this machine: Entra's paths below `login`, or the provider that calls itself `issuer` there.
    #[must_use]
    pub fn loopback(login: &str, graph: &str, issuer: Option<&str>) -> Option<Self> {
        let (login, graph) = (Origin::loopback(login)?, Origin::loopback(graph)?);
        // A token answer is sent to what the issuer names: it must be the host that the configuration names.
        let sound = issuer.is_none_or(|issuer| login.owns(issuer) && !issuer.contains(['?', '#']));
        sound.then(|| Self { login, graph, issuer: issuer.map(str::to_owned) })
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
        let read = HttpUrl::parse_ascii(text)?;
        let url = &read.url;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && !read.user_info;
        (bare && read.is_loopback()).then(|| Self(url.origin().ascii_serialization()))
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
mod tests;
