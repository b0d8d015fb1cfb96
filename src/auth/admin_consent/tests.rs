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
