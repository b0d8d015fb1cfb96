//! `config.json`: which tenant, which app. Read at run time, so that one build serves every tenant.
//!
//! A portal that talks to the wrong tenant is worse than one that does not start: whatever is not understood stops
//! it, by name of the key (S-39).

use crate::auth::authority::Authority;
use crate::auth::discovery::DiscoveryProblem;
use crate::auth::flow::Registration;
use crate::domain::cloud::Cloud;
use crate::domain::guid::is_guid;
use crate::domain::redirect::RedirectTarget;
use crate::json::Json;

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

const KEYS: [&str; 6] = ["$schema", "tenant", "clientId", "cloud", "defaultRedirectUrl", "redirectHosts"];

impl Config {
    /// Reads the file's text.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, ConfigProblem> {
        let json = Json::read(text.trim_start_matches('\u{feff}'))
            .map_err(|error| ConfigProblem::NotJson { line: error.line(), column: error.column() })?;
        let Json::Object(members) = &json else {
            return Err(ConfigProblem::NotAnObject);
        };
        if let Some((unknown, _)) = members.iter().find(|(key, _)| !KEYS.contains(&key.as_str())) {
            return Err(ConfigProblem::UnknownKey(unknown.clone()));
        }
        let tenant = text_of(&json, "tenant", |text| is_guid(text) || is_domain(text))?;
        let client_id = text_of(&json, "clientId", is_guid)?;
        let cloud = cloud(json.get("cloud").ok_or(ConfigProblem::MissingKey("cloud"))?)
            .ok_or(ConfigProblem::BadValue("cloud"))?;
        let redirect_hosts = match json.get("redirectHosts") {
            None => Vec::new(),
            Some(value) => hosts(value).ok_or(ConfigProblem::BadValue("redirectHosts"))?,
        };
        let redirect = text_of(&json, "defaultRedirectUrl", |_| true)?;
        let default_redirect = RedirectTarget::parse(&redirect, &redirect_hosts)
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
            client_id: self.client_id.clone(),
            redirect_uri,
        }
    }
}

fn text_of(fields: &Json, key: &'static str, sound: fn(&str) -> bool) -> Result<String, ConfigProblem> {
    let value = fields.get(key).ok_or(ConfigProblem::MissingKey(key))?;
    value.as_text().filter(|text| sound(text)).map(str::to_owned).ok_or(ConfigProblem::BadValue(key))
}

fn cloud(value: &Json) -> Option<Cloud> {
    match value {
        Json::Text(name) => Cloud::named(name),
        Json::Object(hosts) => {
            let issuer = match value.get("issuer") {
                Some(issuer) => Some(issuer.as_text()?),
                None => None,
            };
            let keys = 2 + usize::from(issuer.is_some());
            (hosts.len() == keys)
                .then(|| Cloud::loopback(value.text("login")?, value.text("graph")?, issuer))?
        }
        Json::Null | Json::Flag(_) | Json::Number(_) | Json::OtherNumber | Json::List(_) => None,
    }
}

fn hosts(value: &Json) -> Option<Vec<String>> {
    let Json::List(list) = value else { return None };
    let host = |host: &Json| {
        host.as_text().filter(|host| is_domain(host) || *host == "localhost").map(str::to_owned)
    };
    list.iter().map(host).collect()
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
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn sound() -> Value {
        json!({
            "$schema": "./config.schema.json",
            "tenant": "contoso.com",
            "clientId": "11112222-bbbb-3333-cccc-4444dddd5555",
            "cloud": "global",
            "defaultRedirectUrl": "https://myapps.microsoft.com",
        })
    }

    fn with(key: &str, value: Value) -> Result<Config, ConfigProblem> {
        let mut config = sound();
        config[key] = value;
        Config::parse(&config.to_string())
    }

    #[test]
    fn a_sound_file_is_understood() {
        let config = Config::parse(&format!("\u{feff}{}", sound())).unwrap();
        assert_eq!(config.cloud, Cloud::named("global").unwrap());
        let local =
            with("cloud", json!({"login": "http://127.0.0.1:8081", "graph": "http://127.0.0.1:8082"}))
                .unwrap();
        assert_eq!(local.cloud.graph.as_str(), "http://127.0.0.1:8082");
        let issuer = "http://127.0.0.1:8081/realm";
        let own =
            json!({"login": "http://127.0.0.1:8081", "graph": "http://127.0.0.1:8082", "issuer": issuer});
        assert_eq!(with("cloud", own).unwrap().cloud.issuer.as_deref(), Some(issuer));
        for name in ["usgov", "usgov-dod", "china"] {
            assert_eq!(with("cloud", json!(name)).unwrap().cloud, Cloud::named(name).unwrap());
        }
        assert!(with("tenant", json!("69997834-fa40-45da-9999-382c3bdc66c3")).is_ok());
        assert_eq!(
            with("redirectHosts", json!(["microsoft.com"])).unwrap().redirect_hosts,
            ["microsoft.com"]
        );
    }

    #[test]
    fn s39_each_bad_value_names_its_key() {
        let cases = [
            ("tenant", json!("common")),
            ("tenant", json!("contoso.com/..")),
            ("tenant", json!("")),
            ("tenant", json!(7)),
            ("clientId", json!("not-a-guid")),
            ("clientId", json!("11112222-bbbb-3333-cccc-4444dddd555")),
            ("cloud", json!("moon")),
            ("cloud", json!("Global")),
            ("cloud", json!(["global"])),
            ("cloud", json!({"login": "https://login.evil.test", "graph": "https://graph.evil.test"})),
            ("cloud", json!({"login": "http://127.0.0.1:1"})),
            ("cloud", json!({"login": "http://127.0.0.1:1", "graph": "http://127.0.0.1:2", "x": 1})),
            ("cloud", json!({"login": "http://127.0.0.1:1", "graph": "http://127.0.0.1:2", "issuer": 1})),
            (
                "cloud",
                json!({"login": "http://127.0.0.1:1", "graph": "http://127.0.0.1:2", "issuer": "http://127.0.0.1:3"}),
            ),
            ("cloud", json!({"login": "http://127.0.0.1:1", "graph": "http://127.0.0.1:1", "login ": "x"})),
            ("cloud", json!({"login": "http://127.0.0.1:1", "issuer": "http://127.0.0.1:1", "x": "x"})),
            ("defaultRedirectUrl", json!("http://contoso.com")),
            ("defaultRedirectUrl", json!("javascript:alert(1)")),
            ("defaultRedirectUrl", json!(null)),
            ("redirectHosts", json!("contoso.com")),
            ("redirectHosts", json!(["https://contoso.com"])),
        ];
        for (key, value) in cases {
            assert_eq!(with(key, value.clone()), Err(ConfigProblem::BadValue(key)), "{value}");
        }
        let outside = json!(["contoso.com"]);
        assert_eq!(with("redirectHosts", outside), Err(ConfigProblem::BadValue("defaultRedirectUrl")));
    }

    #[test]
    fn s39_missing_and_unknown_keys_are_named() {
        for key in ["tenant", "clientId", "cloud", "defaultRedirectUrl"] {
            let mut config = sound();
            config.as_object_mut().unwrap().remove(key);
            assert_eq!(Config::parse(&config.to_string()), Err(ConfigProblem::MissingKey(key)));
        }
        assert_eq!(with("clientID", json!("x")), Err(ConfigProblem::UnknownKey("clientID".to_owned())));
        assert_eq!(Config::parse("[]"), Err(ConfigProblem::NotAnObject));
        assert_eq!(Config::parse("{\n \"tenant\": ,"), Err(ConfigProblem::NotJson { line: 2, column: 12 }));
        assert!(matches!(Config::parse(""), Err(ConfigProblem::NotJson { .. })));
    }
}
