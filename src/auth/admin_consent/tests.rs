use super::*;
use crate::auth::authority::Authority;
use crate::domain::cloud::Cloud;
use crate::domain::tenant::Tenant;

#[test]
fn the_address_names_app_scopes_and_the_one_redirect_uri() {
    let cloud = Cloud::named("usgov").unwrap();
    let tenant = Tenant::parse("contoso.com").unwrap();
    let registration = Registration {
        authority: Authority::entra(&cloud.login, &tenant),
        graph: cloud.graph,
        tenant,
        client_id: oauth2::ClientId::new("11112222-bbbb-3333-cccc-4444dddd5555".to_owned()),
        redirect_uri: "https://guests.contoso.com/".to_owned(),
    };
    let url =
        Url::parse(&admin_consent_url(&cloud.login, &registration, &["User.Invite.All"]).unwrap()).unwrap();
    assert_eq!(
        url.as_str().split('?').next(),
        Some("https://login.microsoftonline.us/contoso.com/v2.0/adminconsent")
    );
    let of = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    assert_eq!(of("client_id"), *registration.client_id);
    assert_eq!(of("redirect_uri"), registration.redirect_uri);
    assert!(of("scope").ends_with("https://graph.microsoft.us/User.Invite.All"), "{}", of("scope"));
}

#[test]
fn the_answer_is_granted_or_not_granted() {
    let read = AdminConsentAnswer::read;
    let granted = "?admin_consent=True&tenant=7f1c&scope=https%3A%2F%2Fgraph.microsoft.com%2FUser.Invite.All&state=admin-consent";
    assert_eq!(read(granted), Some(AdminConsentAnswer::Granted));
    let cancelled =
        "error=access_denied&error_description=AADSTS65004%3A+x&admin_consent=True&state=admin-consent";
    assert_eq!(read(cancelled), Some(AdminConsentAnswer::NotGranted));
    for other in
        ["", "?state=pending", "admin_consent=True", "admin_consent=True&state=x", "state=admin-consent"]
    {
        assert_eq!(read(other), None, "{other}");
    }
}
