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
mod tests {
    use super::*;
    use crate::auth::authority::Authority;
    use crate::domain::cloud::Cloud;

    #[test]
    fn the_address_names_app_scopes_and_the_one_redirect_uri() {
        let cloud = Cloud::named("usgov").unwrap();
        let registration = Registration {
            authority: Authority::entra(&cloud.login, "contoso.com"),
            graph: cloud.graph,
            tenant: "contoso.com".to_owned(),
            client_id: oauth2::ClientId::new("11112222-bbbb-3333-cccc-4444dddd5555".to_owned()),
            redirect_uri: "https://guests.contoso.com/".to_owned(),
        };
        let url = Url::parse(&admin_consent_url(&cloud.login, &registration, &["User.Invite.All"]).unwrap())
            .unwrap();
        assert_eq!(
            url.as_str().split('?').next(),
            Some("https://login.microsoftonline.us/contoso.com/v2.0/adminconsent")
        );
        let of = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        assert_eq!(of("client_id"), *registration.client_id);
        assert_eq!(of("redirect_uri"), registration.redirect_uri);
        assert!(of("scope").ends_with("https://graph.microsoft.us/User.Invite.All"), "{}", of("scope"));
    }
}
