use super::*;
use crate::domain::cloud::Cloud;

const TENANT: &str = "11111111-2222-4333-8444-555555555555";
const OTHER: &str = "99999999-2222-4333-8444-555555555555";

fn tenant() -> Tenant {
    Tenant::parse(TENANT).unwrap()
}

fn of(login: &str, tenant: &str) -> String {
    format!("https://{login}/{tenant}/v2.0")
}

#[test]
fn s04_entra_may_send_iss_but_only_with_the_id_of_its_tenant() {
    let host = "login.microsoftonline.com";
    let entra = Authority::entra(&Cloud::named("global").unwrap().login, &tenant());
    let passes = |iss: &str| entra.accepts_issuer_of_answer(Some(iss), &tenant());
    assert!(entra.accepts_issuer_of_answer(None, &tenant()));
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
    // The tenant id of a domain is not known before the first sign-in.
    let domain = Tenant::parse("contoso.com").unwrap();
    assert!(entra.accepts_issuer_of_answer(Some(&of(host, OTHER)), &domain));
    assert!(!entra.accepts_issuer_of_answer(Some(&of(host, "contoso.com")), &domain));
}

#[test]
fn s04_a_provider_that_promises_iss_must_send_it() {
    let issuer = "https://localhost:9440/realm".to_owned();
    let provider = Authority {
        sends_iss: true,
        issuer: issuer.clone(),
        ..Authority::entra(&Cloud::named("global").unwrap().login, &tenant())
    };
    assert!(provider.accepts_issuer_of_answer(Some(&issuer), &tenant()));
    for iss in [None, Some(""), Some("https://localhost:9440"), Some("https://localhost:9440/realm/")] {
        assert!(!provider.accepts_issuer_of_answer(iss, &tenant()), "{iss:?}");
    }
    let silent = Authority { sends_iss: false, ..provider };
    assert!(
        silent.accepts_issuer_of_answer(None, &tenant())
            && !silent.accepts_issuer_of_answer(Some("https://evil.test"), &tenant())
    );
}
