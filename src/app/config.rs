//! `config.json`: which tenant, which app. Read at run time, so that one build serves every tenant.
//!
//! A portal that talks to the wrong tenant is worse than one that does not start: whatever is not understood stops
//! it, by name of the key (S-39).

use std::collections::BTreeMap;

use oauth2::ClientId;
use serde::{Deserialize, Deserializer};

use crate::auth::authority::Authority;
use crate::auth::discovery::DiscoveryProblem;
use crate::auth::flow::Registration;
use crate::domain::cloud::Cloud;
use crate::domain::guid::is_guid;
use crate::domain::http_url::ToAscii;
use crate::domain::redirect::RedirectTarget;
use crate::wire::UniqueNames;

/// A configuration that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The tenant, as GUID or verified domain.
    pub tenant: String,
    /// The app registration's "Application (client) ID".
    pub client_id: String,
    /// Sign-in and Graph hosts.
    pub cloud: Cloud,
    /// Where guests land when nothing else is said.
    pub default_redirect: RedirectTarget,
    /// Host names that a redirect URL may have; empty allows all.
    pub redirect_hosts: Vec<String>,
}

/// Why the portal does not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigProblem {
    /// The file could not be loaded.
    NotFound,
    /// It is not JSON.
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// It is JSON, but no object.
    NotAnObject,
    /// A key that does not exist, most likely a slip of the pen.
    UnknownKey(String),
    /// A key that must be there.
    MissingKey(&'static str),
    /// A value that cannot be right.
    BadValue(&'static str),
    /// Nobody can sign in at the provider that the cloud names.
    Issuer(DiscoveryProblem),
}

/// The file, as it is written. Members that must be there are `Option`s all the same, so that a missing one is told from
/// one that is wrong.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    #[serde(rename = "$schema")]
    _schema: Option<serde::de::IgnoredAny>,
    #[serde(default, deserialize_with = "given")]
    tenant: Option<String>,
    #[serde(default, deserialize_with = "given")]
    client_id: Option<String>,
    #[serde(default, deserialize_with = "given")]
    cloud: Option<CloudInFile>,
    #[serde(default, deserialize_with = "given")]
    default_redirect_url: Option<String>,
    #[serde(default)]
    redirect_hosts: Vec<String>,
}

/// `cloud`: a name, or hosts on this machine.
#[derive(Deserialize)]
#[serde(untagged)]
enum CloudInFile {
    Named(String),
    /// `login`, `graph` and perhaps `issuer`. A struct would also be read from a list.
    Loopback(BTreeMap<String, String>),
}

impl CloudInFile {
    fn read(self) -> Option<Cloud> {
        match self {
            Self::Named(name) => Cloud::named(&name),
            Self::Loopback(mut members) => {
                let (login, graph) = (members.remove("login")?, members.remove("graph")?);
                let issuer = members.remove("issuer");
                members.is_empty().then(|| Cloud::loopback(&login, &graph, issuer.as_deref()))?
            }
        }
    }
}

/// `null` is a value like any other, and no text.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(json: D) -> Result<Option<T>, D::Error> {
    T::deserialize(json).map(Some)
}

/// Keys of [`File`], to name the one that is wrong.
const KEYS: [&str; 5] = ["tenant", "clientId", "cloud", "defaultRedirectUrl", "redirectHosts"];

impl Config {
    /// Reads the file's text. `to_ascii` is how the browser writes an international host.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(text: &str, to_ascii: ToAscii) -> Result<Self, ConfigProblem> {
        let file = read(text.trim_start_matches('\u{feff}'))?;
        let sound = |key, value: Option<String>, is_sound: fn(&str) -> bool| {
            let value = value.ok_or(ConfigProblem::MissingKey(key))?;
            if is_sound(&value) { Ok(value) } else { Err(ConfigProblem::BadValue(key)) }
        };
        let tenant = sound("tenant", file.tenant, |text| is_guid(text) || is_domain(text))?;
        let client_id = sound("clientId", file.client_id, is_guid)?;
        let cloud = file.cloud.ok_or(ConfigProblem::MissingKey("cloud"))?;
        let cloud = cloud.read().ok_or(ConfigProblem::BadValue("cloud"))?;
        let redirect_hosts = file.redirect_hosts;
        if !redirect_hosts.iter().all(|host| is_domain(host) || host == "localhost") {
            return Err(ConfigProblem::BadValue("redirectHosts"));
        }
        let redirect = sound("defaultRedirectUrl", file.default_redirect_url, |_| true)?;
        let default_redirect = RedirectTarget::parse(&redirect, &redirect_hosts, to_ascii)
            .map_err(|_| ConfigProblem::BadValue("defaultRedirectUrl"))?;
        Ok(Self { tenant, client_id, cloud, default_redirect, redirect_hosts })
    }

    /// The app as it is registered, with the portal's own address as its redirect URI.
    #[must_use]
    pub fn registration(&self, authority: Authority, redirect_uri: String) -> Registration {
        Registration {
            authority,
            graph: self.cloud.graph.clone(),
            tenant: self.tenant.clone(),
            client_id: ClientId::new(self.client_id.clone()),
            redirect_uri,
        }
    }
}

/// Reads the text into [`File`], and names the key of what does not fit.
fn read(text: &str) -> Result<File, ConfigProblem> {
    let not_json =
        |error: serde_json::Error| ConfigProblem::NotJson { line: error.line(), column: error.column() };
    // A key that stands twice is told by its place.
    serde_json::from_str::<UniqueNames>(text).map_err(not_json)?;
    if !text.trim_start().starts_with('{') {
        return Err(ConfigProblem::NotAnObject);
    }
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(text)).map_err(|error| {
        let path = error.path().iter().next().map(ToString::to_string).unwrap_or_default();
        match KEYS.into_iter().find(|key| *key == path) {
            Some(key) => ConfigProblem::BadValue(key),
            None => ConfigProblem::UnknownKey(path),
        }
    })
}

fn is_domain(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let sound = |label: &&str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    labels.len() >= 2 && labels.iter().all(sound)
}

#[cfg(test)]
mod tests;
