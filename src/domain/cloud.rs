//! Which hosts the portal sends requests to. No other module makes a base URL.
//!
//! Knows names of clouds and loopback origins. Must not know the paths below an origin.

use super::clouds::CLOUDS;
use super::http_url::HttpUrl;

/// The two hosts of one cloud: sign-in and Graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloud {
    /// Where people sign in, e.g. `https://login.microsoftonline.com`.
    pub login: Origin,
    /// Where Microsoft Graph answers, e.g. `https://graph.microsoft.com`.
    pub graph: Origin,
    /// The issuer of an OpenID provider at `login` that is not Microsoft's. Its discovery document names its endpoints.
    /// `None` for Entra.
    pub issuer: Option<String>,
}

impl Cloud {
    /// One of Microsoft's clouds, by its name in config.json.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let cloud = CLOUDS.iter().find(|cloud| cloud.name == name)?;
        let (login, graph) = (Origin(cloud.login.to_owned()), Origin(cloud.graph.to_owned()));
        Some(Self { login, graph, issuer: None })
    }

    /// A cloud on this machine. `login` has Entra's paths, or is the OpenID provider named by `issuer`.
    #[must_use]
    pub fn loopback(login: &str, graph: &str, issuer: Option<&str>) -> Option<Self> {
        let (login, graph) = (Origin::loopback(login)?, Origin::loopback(graph)?);
        // The endpoints that receive codes and tokens follow from the issuer, so its host must be the configured one.
        let sound = issuer.is_none_or(|issuer| login.owns(issuer) && !issuer.contains(['?', '#']));
        sound.then(|| Self { login, graph, issuer: issuer.map(str::to_owned) })
    }
}

/// Scheme, host and port, without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// An origin on this machine. The configuration chooses all other hosts by the name of a cloud, never by a URL, so
    /// that a typing error in it cannot send a token to a foreign host.
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

    /// Whether an absolute URL has exactly this origin and no user name: it begins with the origin, and a slash or the
    /// end of the text follows. So `https://graph.microsoft.com@evil.test` is refused.
    #[must_use]
    pub fn owns(&self, url: &str) -> bool {
        let (own, rest) = (url.get(..self.0.len()), url.get(self.0.len()..).unwrap_or_default());
        own.is_some_and(|own| own.eq_ignore_ascii_case(&self.0)) && (rest.is_empty() || rest.starts_with('/'))
    }
}

#[cfg(test)]
mod tests;
