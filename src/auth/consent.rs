//! The address at which an administrator grants permissions to the app for everybody in the organization.

use crate::domain::cloud::Origin;

use super::flow::Registration;

/// What comes back in `state`. Nothing waits for that answer: whoever opens the address may never have seen the portal.
const STATE: &str = "admin-consent";

/// The address at Entra for these Graph scopes, by their short names. It grants nothing by itself: Microsoft asks there.
#[must_use]
pub fn admin_consent_url(login: &Origin, registration: &Registration, scopes: &[&str]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &registration.client_id)
        .append_pair("scope", &registration.full_scopes(scopes).join(" "))
        .append_pair("redirect_uri", &registration.redirect_uri)
        .append_pair("state", STATE)
        .finish();
    format!("{}/{}/v2.0/adminconsent?{query}", login.as_str(), registration.tenant)
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
            client_id: "11112222-bbbb-3333-cccc-4444dddd5555".to_owned(),
            redirect_uri: "https://guests.contoso.com/".to_owned(),
        };
        let url =
            url::Url::parse(&admin_consent_url(&cloud.login, &registration, &["User.Invite.All"])).unwrap();
        assert_eq!(
            url.as_str().split('?').next(),
            Some("https://login.microsoftonline.us/contoso.com/v2.0/adminconsent")
        );
        let of = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        assert_eq!(of("client_id"), registration.client_id);
        assert_eq!(of("redirect_uri"), registration.redirect_uri);
        assert!(of("scope").ends_with("https://graph.microsoft.us/User.Invite.All"), "{}", of("scope"));
    }
}
