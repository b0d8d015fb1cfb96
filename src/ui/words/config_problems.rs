//! Texts for problems in config.json. Must not read the file.

use crate::app::config::ConfigProblem;
use crate::auth::discovery::DiscoveryProblem;

use super::{Words, named, say};

impl Words {
    /// Which key is wrong, and which value it should have.
    #[must_use]
    pub fn config_problem(self, problem: &ConfigProblem) -> String {
        match problem {
            ConfigProblem::NotFound => say!(self, stop.not_found),
            ConfigProblem::Empty => say!(self, stop.empty),
            ConfigProblem::Utf16 => say!(self, stop.utf16),
            ConfigProblem::NotUtf8 => say!(self, stop.not_utf8),
            ConfigProblem::WebPage => say!(self, stop.web_page),
            ConfigProblem::TypographicQuotes { line } => say!(self, stop.quotes, line = line.to_string()),
            ConfigProblem::DuplicateKey(key) => say!(self, stop.twice, key = named(key)),
            ConfigProblem::NotJson { line, column } => {
                say!(self, stop.not_json, line = line.to_string(), column = column.to_string())
            }
            ConfigProblem::NotAnObject => say!(self, stop.not_object),
            ConfigProblem::UnknownKey(key) => say!(self, stop.unknown_key, key = named(key)),
            ConfigProblem::MissingKey(key) => say!(self, stop.missing_key, key = named(key)),
            ConfigProblem::BadValue(key) => {
                say!(self, stop.bad_value, key = named(key), rule = self.config_rule(key))
            }
            ConfigProblem::Issuer(DiscoveryProblem::NotFound) => say!(self, stop.issuer_not_found),
            ConfigProblem::Issuer(DiscoveryProblem::OtherIssuer) => say!(self, stop.issuer_differs),
            ConfigProblem::Issuer(DiscoveryProblem::Unfit) => say!(self, stop.issuer_unfit),
        }
    }

    fn config_rule(self, key: &str) -> String {
        match key {
            "tenant" => say!(self, stop.rule_tenant),
            "clientId" => say!(self, stop.rule_client_id),
            "cloud" => say!(self, stop.rule_cloud),
            "defaultRedirectUrl" => say!(self, stop.rule_redirect),
            "redirectHosts" => say!(self, stop.rule_hosts),
            "undoSeconds" => say!(self, stop.rule_undo),
            "bulkBurst" => say!(self, stop.rule_burst),
            "bulkPerMinute" => say!(self, stop.rule_per_minute),
            "organizationName" => say!(self, stop.rule_name),
            _ => String::new(),
        }
    }
}
