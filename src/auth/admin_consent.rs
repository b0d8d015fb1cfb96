//! The address at which an administrator grants permissions to the app for the whole organization, and Microsoft's
//! answer, with which the browser comes back.
//!
//! Must not know which permissions are missing: the caller names them.

use url::{Url, form_urlencoded};

use crate::domain::cloud::Origin;

use super::registration::Registration;

/// The value of `state`. It is a constant because the portal does not wait for the response: the administrator who
/// opens the address may never have used the portal. boot.js has the same value.
const STATE: &str = "admin-consent";

/// `scopes` are Graph scopes without their prefix. Opening the address grants nothing: Microsoft's page asks first.
/// `None` if the configured values do not make a URL.
#[must_use]
pub fn admin_consent_url(login: &Origin, registration: &Registration, scopes: &[&str]) -> Option<String> {
    let scopes = registration.full_scopes(scopes);
    let scopes = scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ");
    let parameters = [
        ("client_id", registration.client_id.as_str()),
        ("scope", &scopes),
        ("redirect_uri", &registration.redirect_uri),
        ("state", STATE),
    ];
    let page = format!("{}/{}/v2.0/adminconsent", login.as_str(), registration.tenant.as_str());
    Url::parse_with_params(&page, parameters).ok().map(String::from)
}

/// What Microsoft's page answered. Everybody can make such an address, so it is only told, and nothing follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminConsentAnswer {
    Granted,
    /// The administrator cancelled, or may not consent.
    NotGranted,
}

impl AdminConsentAnswer {
    /// Reads the query of the address, with or without `?`. `None` if it is no such answer.
    #[must_use]
    pub fn read(query: &str) -> Option<Self> {
        let pairs = || form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
        let has = |name: &str, text: &str| {
            pairs().any(|(key, value)| key == name && value.eq_ignore_ascii_case(text))
        };
        let refused = pairs().any(|(key, _)| key == "error");
        match (has("state", STATE), refused, has("admin_consent", "true")) {
            (true, true, _) => Some(Self::NotGranted),
            (true, false, true) => Some(Self::Granted),
            (false, ..) | (true, false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests;
