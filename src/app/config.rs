//! Reads `config.json`, which names the tenant and the app. It is loaded at run time, so that one build serves every
//! tenant.
//!
//! An unknown key or value is an error that names the key (S-39): it is better that the portal does not start than that
//! it uses the wrong tenant. Must not know how the file is loaded, nor how a problem is worded.

use std::collections::BTreeMap;
use std::time::Duration;

use oauth2::ClientId;
use serde::{Deserialize, Deserializer};

use crate::auth::authority::Authority;
use crate::auth::discovery::DiscoveryProblem;
use crate::auth::registration::Registration;
use crate::domain::bulk::pacing::Quota;
use crate::domain::cloud::Cloud;
use crate::domain::guid::is_guid;
use crate::domain::http_url::{ToAscii, is_loopback_host};
use crate::domain::invisible::{TextKind, visible};
use crate::domain::redirect::RedirectTarget;
use crate::domain::tenant::{Tenant, is_domain};
use crate::wire::{self, UniqueNames};

/// A checked configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub tenant: Tenant,
    /// The app registration's "Application (client) ID".
    pub client_id: ClientId,
    pub cloud: Cloud,
    /// The redirect URL that a new Invite form contains.
    pub default_redirect: RedirectTarget,
    /// The allowed hosts of a redirect URL; empty allows all.
    pub redirect_hosts: Vec<String>,
    /// How long an invitation can be taken back before it is sent; zero if it is sent at once.
    pub undo: Duration,
    /// How fast a bulk invitation may send.
    pub bulk_quota: Quota,
    /// The organization's name on the sign-in page, where no person is signed in whose directory could tell it.
    pub organization_name: Option<String>,
}

/// The most characters of an organization's name.
const LONGEST_NAME: usize = 100;

/// Why the portal does not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigProblem {
    /// The file could not be loaded.
    NotFound,
    /// There is nothing in it.
    Empty,
    /// It is saved as UTF-16.
    Utf16,
    /// It is saved in another encoding than UTF-8.
    NotUtf8,
    /// The host sent a web page in place of the file.
    WebPage,
    /// It has typographic quotes in this line, counted from 1.
    TypographicQuotes { line: usize },
    /// A key that occurs twice.
    DuplicateKey(String),
    /// It is not JSON.
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// It is JSON, but not an object.
    NotAnObject,
    /// A key that does not exist, most likely a typing error.
    UnknownKey(String),
    /// A required key is missing.
    MissingKey(&'static str),
    /// The value of this key has a wrong type or content.
    BadValue(&'static str),
    /// A sign-in at the configured OpenID provider is not possible.
    Issuer(DiscoveryProblem),
}

/// The JSON of the file. Required members are `Option`s too, so that a missing one and a wrong one have different
/// errors.
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
    #[serde(default, deserialize_with = "given")]
    undo_seconds: Option<u64>,
    #[serde(default, deserialize_with = "given")]
    bulk_burst: Option<u32>,
    #[serde(default, deserialize_with = "given")]
    bulk_per_minute: Option<u32>,
    #[serde(default, deserialize_with = "given")]
    organization_name: Option<String>,
}

/// The member `cloud`: a name, or hosts on this machine.
#[derive(Deserialize)]
#[serde(untagged)]
enum CloudInFile {
    Named(String),
    /// `login`, `graph` and optionally `issuer`. It is a map because serde would read a struct from a list as well.
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

/// Reads `null` as a wrong value. By default, serde would read it as a missing one.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(json: D) -> Result<Option<T>, D::Error> {
    T::deserialize(json).map(Some)
}

/// The keys of [`File`], for errors.
const KEYS: [&str; 9] = [
    "tenant",
    "clientId",
    "cloud",
    "defaultRedirectUrl",
    "redirectHosts",
    "undoSeconds",
    "bulkBurst",
    "bulkPerMinute",
    "organizationName",
];

/// How many seconds an invitation can be taken back, if config.json does not say it.
const UNDO_SECONDS: u64 = 5;
/// More would be a wait that a person does not understand.
const MOST_UNDO_SECONDS: u64 = 60;

/// The quotes that word processors put in place of straight ones.
const TYPOGRAPHIC_QUOTES: [char; 7] = ['“', '”', '„', '‘', '’', '«', '»'];

impl Config {
    /// `to_ascii` is the browser's conversion of an international host.
    ///
    /// # Errors
    /// The first problem.
    pub fn parse(text: &str, to_ascii: ToAscii) -> Result<Self, ConfigProblem> {
        let file = read(text.trim_start_matches('\u{feff}'))?;
        let tenant = file.tenant.ok_or(ConfigProblem::MissingKey("tenant"))?;
        let tenant = Tenant::parse(&tenant).ok_or(ConfigProblem::BadValue("tenant"))?;
        let client_id = file.client_id.ok_or(ConfigProblem::MissingKey("clientId"))?;
        let client_id = Some(client_id.to_ascii_lowercase())
            .filter(|id| is_guid(id))
            .ok_or(ConfigProblem::BadValue("clientId"))?;
        let cloud = file.cloud.ok_or(ConfigProblem::MissingKey("cloud"))?;
        let cloud = cloud.read().ok_or(ConfigProblem::BadValue("cloud"))?;
        let redirect_hosts = file.redirect_hosts;
        if !redirect_hosts.iter().all(|host| is_domain(host) || is_loopback_host(host)) {
            return Err(ConfigProblem::BadValue("redirectHosts"));
        }
        let redirect = file.default_redirect_url.ok_or(ConfigProblem::MissingKey("defaultRedirectUrl"))?;
        let default_redirect = RedirectTarget::parse(&redirect, &redirect_hosts, to_ascii)
            .map_err(|_| ConfigProblem::BadValue("defaultRedirectUrl"))?;
        let undo = file.undo_seconds.unwrap_or(UNDO_SECONDS);
        if undo > MOST_UNDO_SECONDS {
            return Err(ConfigProblem::BadValue("undoSeconds"));
        }
        let bulk_quota = quota(file.bulk_burst, file.bulk_per_minute)?;
        let organization_name = file.organization_name.map(|name| name.trim().to_owned());
        if organization_name.as_deref().is_some_and(|name| !is_plain_name(name)) {
            return Err(ConfigProblem::BadValue("organizationName"));
        }
        Ok(Self {
            tenant,
            client_id: ClientId::new(client_id),
            cloud,
            default_redirect,
            redirect_hosts,
            undo: Duration::from_secs(undo),
            bulk_quota,
            organization_name,
        })
    }

    /// The app registration. `redirect_uri` is the portal's own address.
    #[must_use]
    pub fn registration(&self, authority: Authority, redirect_uri: String) -> Registration {
        Registration {
            authority,
            graph: self.cloud.graph.clone(),
            tenant: self.tenant.clone(),
            client_id: self.client_id.clone(),
            redirect_uri,
        }
    }
}

/// No more than the quota of Microsoft, and more than nothing.
fn quota(burst: Option<u32>, per_minute: Option<u32>) -> Result<Quota, ConfigProblem> {
    let most = Quota::WRITES;
    let at_once = burst.unwrap_or(most.at_once);
    if !(1..=most.at_once).contains(&at_once) {
        return Err(ConfigProblem::BadValue("bulkBurst"));
    }
    let per_second = per_minute.map_or(most.per_second, |per_minute| f64::from(per_minute) / 60.0);
    if per_second <= 0.0 || per_second > most.per_second {
        return Err(ConfigProblem::BadValue("bulkPerMinute"));
    }
    Ok(Quota { at_once, per_second })
}

/// Whether a text can stand in a line as a name: not empty, not too long, and without invisible characters.
fn is_plain_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.chars().count()) && visible(name, TextKind::Name) == name
}

fn not_json(text: &str, error: &serde_json::Error) -> ConfigProblem {
    let (line, column) = (error.line(), error.column());
    if let Some(key) = wire::repeated_name(error) {
        return ConfigProblem::DuplicateKey(key);
    }
    // Inside a string they would be no problem, so the line of the error is the one that counts.
    let wrong_line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    if wrong_line.contains(TYPOGRAPHIC_QUOTES) {
        ConfigProblem::TypographicQuotes { line }
    } else {
        ConfigProblem::NotJson { line, column }
    }
}

/// Reads the text into [`File`]. Errors name the key.
fn read(text: &str) -> Result<File, ConfigProblem> {
    if text.trim().is_empty() {
        return Err(ConfigProblem::Empty);
    }
    // The browser decodes every file as UTF-8. UTF-16 then has a zero character beside each letter, and bytes that are not
    // UTF-8 become replacement characters.
    let zeros = text.matches('\0').count();
    if 3 * zeros > text.chars().count() {
        return Err(ConfigProblem::Utf16);
    }
    if zeros > 0 || text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(ConfigProblem::NotUtf8);
    }
    if text.trim_start().starts_with('<') {
        return Err(ConfigProblem::WebPage);
    }
    serde_json::from_str::<UniqueNames>(text).map_err(|error| not_json(text, &error))?;
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

#[cfg(test)]
mod tests;
