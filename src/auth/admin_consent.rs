//! The address at which an administrator grants permissions to the app for the whole organization.
//!
//! Must not know which permissions are missing: the caller names them.

use url::Url;

use crate::domain::cloud::Origin;

use super::registration::Registration;

/// The value of `state`. It is a constant because the portal does not wait for the response: the administrator who
/// opens the address may never have used the portal.
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

#[cfg(test)]
mod tests;
