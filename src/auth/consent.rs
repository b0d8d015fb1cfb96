//! The address at which an administrator grants permissions to the app for everybody in the organization.

use url::Url;

use crate::domain::cloud::Origin;

use super::flow::Registration;

/// What comes back in `state`. Nothing waits for that answer: whoever opens the address may never have seen the portal.
const STATE: &str = "admin-consent";

/// The address at Entra for these Graph scopes, by their short names. It grants nothing by itself: Microsoft asks there.
/// `None` when the configured values do not make a URL.
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
    let page = format!("{}/{}/v2.0/adminconsent", login.as_str(), registration.tenant);
    Url::parse_with_params(&page, parameters).ok().map(String::from)
}

#[cfg(test)]
mod tests;
