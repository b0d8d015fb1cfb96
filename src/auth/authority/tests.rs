use super::*;
use crate::domain::cloud::Cloud;

const TENANT: &str = "11111111-2222-4333-8444-555555555555";
const OTHER: &str = "99999999-2222-4333-8444-555555555555";

fn of(login: &str, tenant: &str) -> String {
    format!("https://{login}/{tenant}/v2.0")
}

#[test]
fn s04_entra_may_name_itself_but_only_by_the_name_of_its_tenant() {
    let host = "login.microsoftonline.com";
    let entra = Authority::entra(&Cloud::named("global").unwrap().login, TENANT);
    let passes = |iss: &str| entra.vouches_for(Some(iss), TENANT);
    assert!(entra.vouches_for(None, TENANT));
    assert!(passes(&of(host, TENANT)) && passes(&of(host, &TENANT.to_uppercase())));
    for iss in [
        "".to_owned(),
        of(host, OTHER),
        of(host, "{tenantid}"),
        of(host, "common"),
        of("login.microsoftonline.us", TENANT),
        of("login.microsoftonline.com.evil.test", TENANT),
        format!("https://evil.test/{}", of(host, TENANT)),
        format!("{}/", of(host, TENANT)),
        format!("https://{host}/{TENANT}/"),
    ] {
        assert!(!passes(&iss), "{iss}");
    }
    // A domain's tenant id is not known before somebody has signed in.
    assert!(entra.vouches_for(Some(&of(host, OTHER)), "contoso.com"));
    assert!(!entra.vouches_for(Some(&of(host, "contoso.com")), "contoso.com"));
}

#[test]
fn s04_a_provider_that_promises_its_name_must_give_it() {
    let issuer = "https://localhost:9440/realm".to_owned();
    let provider = Authority {
        names_itself: true,
        issuer: issuer.clone(),
        ..Authority::entra(&Cloud::named("global").unwrap().login, TENANT)
    };
    assert!(provider.vouches_for(Some(&issuer), TENANT));
    for iss in [None, Some(""), Some("https://localhost:9440"), Some("https://localhost:9440/realm/")] {
        assert!(!provider.vouches_for(iss, TENANT), "{iss:?}");
    }
    let silent = Authority { names_itself: false, ..provider };
    assert!(silent.vouches_for(None, TENANT) && !silent.vouches_for(Some("https://evil.test"), TENANT));
}
