//! Sign-in and sign-out in a browser: pages, sessions, consent, errors.

use sandbox::{Site, TENANT_ID};

use crate::world::{INVITE, LOGIN, PORTAL, READ, World, between, claims, form, parameter};

#[test]
fn the_account_page_names_everyone_with_address_and_role() {
    let page = World::new().authorize(&[]);
    let text = page.text();
    assert_eq!(page.status(), 200);
    assert!(text.contains("<h1>Pick an account</h1>"));
    for (name, address, role) in [
        ("Ada Berg", "ada@contoso.com", "User Administrator"),
        ("Ines Duarte", "ines@contoso.com", "Guest Inviter"),
        ("Mira Falk", "mira@contoso.com", "Member"),
        ("Rune Okafor", "rune@contoso.com", "Reader without rights"),
        ("Gael Hinde", "gael@contoso.com", "Global Administrator"),
    ] {
        let button = text.split("<button").find(|button| button.contains(address)).unwrap();
        assert!(button.contains(name) && button.contains(role), "{button}");
    }
}

#[test]
fn a_page_allows_no_script_and_forms_only_to_itself_and_the_portal() {
    let page = World::new().authorize(&[]);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"));
    assert!(policy.contains(&format!("form-action 'self' {PORTAL};")), "{policy}");
    assert!(!page.text().contains("<script") && !page.text().contains("style="));
}

#[test]
fn the_code_comes_back_with_the_state_in_query_or_fragment() {
    let world = World::new();
    let back = world.pick_account(&world.authorize(&[]), "ada@contoso.com");
    assert_eq!(back.status(), 302);
    assert!(back.location().starts_with(&format!("{PORTAL}/?code=")));
    assert_eq!(parameter(&back.location(), "state"), "s-1");
    let page = world.authorize(&[("response_mode", "fragment"), ("prompt", "login")]);
    let back = world.pick_account(&page, "ada@contoso.com");
    assert!(back.location().starts_with(&format!("{PORTAL}/#code=")));
}

#[test]
fn a_request_of_an_unknown_app_or_to_a_foreign_address_never_redirects() {
    let world = World::new();
    for (change, number) in [
        (("client_id", "00000000-0000-0000-0000-000000000001"), "AADSTS700016"),
        (("redirect_uri", "https://evil.example/"), "AADSTS50011"),
        (("redirect_uri", "http://127.0.0.1:8080"), "AADSTS50011"),
        (("redirect_uri", "http://127.0.0.1:8080/?x=1"), "AADSTS50011"),
        (("redirect_uri", ""), "AADSTS900144"),
    ] {
        let page = world.authorize(&[change]);
        assert_eq!((page.status(), page.header("location")), (400, None), "{change:?}");
        assert!(page.text().contains(number), "{change:?}");
    }
}

#[test]
fn only_the_own_tenant_signs_in() {
    let world = World::new();
    for own in [TENANT_ID, "contoso.com", "contoso.onmicrosoft.com"] {
        assert_eq!(world.authorize_at(own, &[]).status(), 200, "{own}");
    }
    for (other, number) in [("common", "50194"), ("organizations", "50194"), ("fabrikam.com", "90002")] {
        let page = world.authorize_at(other, &[]);
        assert_eq!(page.status(), 400);
        assert!(page.text().contains(&format!("AADSTS{number}")), "{other}");
    }
}

#[test]
fn a_malformed_request_goes_back_to_the_app_with_its_state() {
    let world = World::new();
    for (change, error, number) in [
        (("code_challenge", ""), "invalid_request", "9002325"),
        (("code_challenge_method", "S512"), "invalid_request", "9002325"),
        (("response_type", "token"), "unsupported_response_type", "700054"),
        (("response_mode", "form_post"), "invalid_request", "70007"),
        (("scope", "openid https://evil.example/All"), "invalid_scope", "70011"),
        (("prompt", "NONE"), "invalid_request", "90023"),
        (("prompt", "login consent"), "invalid_request", "90023"),
        (("code_challenge", "short"), "invalid_request", "501491"),
        (("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM="), "invalid_request", "501491"),
        (("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"), "invalid_request", "501491"),
    ] {
        let back = world.authorize(&[change]).location();
        assert!(back.starts_with(&format!("{PORTAL}/?")), "{back}");
        assert_eq!((parameter(&back, "error").as_str(), parameter(&back, "state").as_str()), (error, "s-1"));
        assert!(
            parameter(&back, "error_description").starts_with(&format!("AADSTS{number}: ")),
            "{change:?}"
        );
    }
}

#[test]
fn a_parameter_that_is_given_twice_ends_on_a_page() {
    let world = World::new();
    for name in ["state", "scope", "redirect_uri"] {
        let page = world.authorize(&[("prompt", "login"), (name, "https://evil.example/"), (name, "second")]);
        assert_eq!(page.status(), 400, "{name}");
        let expected =
            format!("AADSTS9000411: The request is not properly formatted. The parameter '{name}'");
        assert!(page.text().replace("&#39;", "'").contains(&expected), "{}", page.text());
    }
}

#[test]
fn cancel_returns_access_denied() {
    let world = World::new();
    let back = world.press(&world.authorize(&[]), &[("action", "cancel")]).location();
    assert_eq!(parameter(&back, "error"), "access_denied");
    assert_eq!(parameter(&back, "error_subcode"), "cancel");
    assert!(parameter(&back, "error_description").starts_with("AADSTS65004: "));
}

#[test]
fn a_session_signs_in_at_once_and_silently() {
    let world = World::new();
    let silent = world.authorize(&[("prompt", "none")]).location();
    assert_eq!(parameter(&silent, "error"), "login_required");
    assert!(parameter(&silent, "error_description").starts_with("AADSTS50058: "));
    world.sign_in("ada@contoso.com", READ);
    for changes in [[("prompt", "none")].as_slice(), &[], &[("login_hint", "ADA@contoso.com")]] {
        assert!(!parameter(&world.authorize(changes).location(), "code").is_empty(), "{changes:?}");
    }
    let other = world.authorize(&[("prompt", "none"), ("login_hint", "ines@contoso.com")]).location();
    assert_eq!(parameter(&other, "error"), "login_required");
    assert_eq!(world.authorize(&[("prompt", "select_account")]).status(), 200);
}

#[test]
fn with_two_people_in_the_session_a_hint_decides() {
    let world = World::new();
    world.sign_in("ada@contoso.com", READ);
    let hint = claims(&world.sign_in("ines@contoso.com", READ)["id_token"])["login_hint"].clone();
    let silent = world.authorize(&[("prompt", "none")]).location();
    assert_eq!(parameter(&silent, "error"), "interaction_required");
    assert_eq!(world.authorize(&[]).status(), 200);
    let hinted = world.authorize(&[("prompt", "none"), ("login_hint", hint.as_str().unwrap())]).location();
    let tokens = world.token(&[("code", &parameter(&hinted, "code"))]).json();
    assert_eq!(claims(&tokens["id_token"])["preferred_username"], "ines@contoso.com");
}

#[test]
fn a_hint_puts_its_account_first() {
    let text = World::new().authorize(&[("login_hint", "rune@contoso.com")]).text();
    assert!(text.find("rune@contoso.com").unwrap() < text.find("ada@contoso.com").unwrap());
}

#[test]
fn the_reader_needs_an_administrator_for_inviting() {
    let world = World::new();
    let page = world.pick_account(&world.authorize(&[("scope", INVITE)]), "rune@contoso.com");
    assert_eq!(page.status(), 200);
    assert!(page.text().contains("<h1>Need admin approval</h1>") && page.text().contains("User.Invite.All"));
    let back = world.press(&page, &[("action", "without-consent")]).location();
    assert_eq!(parameter(&back, "error"), "access_denied");
    assert!(parameter(&back, "error_description").starts_with("AADSTS90094: "));
    let silent = world.authorize(&[("scope", INVITE), ("prompt", "none")]).location();
    assert_eq!(parameter(&silent, "error"), "interaction_required");
    assert_eq!(parameter(&silent, "suberror"), "consent_required");
    assert!(parameter(&silent, "error_description").starts_with("AADSTS65001: "));
}

#[test]
fn not_even_the_user_administrator_grants_for_the_organization() {
    let world = World::new();
    let page =
        world.pick_account(&world.authorize(&[("scope", "openid AuditLog.Read.All")]), "ada@contoso.com");
    assert!(page.text().contains("<h1>Need admin approval</h1>"));
}

#[test]
fn what_a_person_may_grant_is_granted_once() {
    let world = World::new();
    let ask = [("scope", "openid Mail.Send")];
    let page = world.pick_account(&world.authorize(&ask), "mira@contoso.com");
    assert!(page.text().contains("<h1>Permissions requested</h1>"));
    let text = page.text();
    let account = between(&text, "name=\"account\" value=\"", "\"");
    let back = world.press(&page, &[("action", "consent"), ("account", account)]).location();
    let scope = world.token(&[("code", &parameter(&back, "code"))]).json()["scope"].clone();
    assert!(scope.as_str().unwrap().contains("Mail.Send"));
    assert_eq!(world.authorize(&ask).status(), 302);
}

#[test]
fn signing_out_ends_the_session_and_returns_only_to_the_registered_address() {
    let world = World::new();
    let logout = |target: &str| {
        let query = form(&[("post_logout_redirect_uri", target), ("state", "bye")]);
        world.get(Site::Login, &format!("/{TENANT_ID}/oauth2/v2.0/logout?{query}"))
    };
    world.sign_in("ada@contoso.com", READ);
    assert_eq!(logout(&format!("{PORTAL}/")).location(), format!("{PORTAL}/?state=bye"));
    assert_eq!(parameter(&world.authorize(&[("prompt", "none")]).location(), "error"), "login_required");
    // Without a session there is no redirect: the browser stays on the page.
    assert_eq!(logout(&format!("{PORTAL}/")).status(), 200);
    world.sign_in("ada@contoso.com", READ);
    assert!(logout("https://evil.example/").text().contains("You signed out of your account"));
}

#[test]
fn an_account_page_left_open_too_long_is_dead() {
    let world = World::new();
    let page = world.authorize(&[]);
    world.wait(jiff::SignedDuration::from_hours(2));
    assert_eq!(world.pick_account(&page, "ada@contoso.com").status(), 400);
    let page = world.authorize(&[]);
    world.pick_account(&page, "ada@contoso.com");
    assert_eq!(world.pick_account(&page, "ines@contoso.com").status(), 400);
}

#[test]
fn discovery_names_issuer_endpoints_and_keys() {
    let world = World::new();
    let path = "v2.0/.well-known/openid-configuration";
    let found = world.get(Site::Login, &format!("/contoso.com/{path}"));
    assert_eq!(found.header("access-control-allow-origin"), Some("*"));
    assert_eq!(found.json()["issuer"], format!("{LOGIN}/{TENANT_ID}/v2.0"));
    let keys = world.open(found.json()["jwks_uri"].as_str().unwrap()).json();
    assert_eq!(keys["keys"][0]["kty"], "RSA");
    let shared = world.get(Site::Login, &format!("/organizations/{path}")).json();
    assert_eq!(shared["issuer"], format!("{LOGIN}/{{tenantid}}/v2.0"));
    assert_eq!(world.get(Site::Login, &format!("/nowhere.example/{path}")).status(), 400);
}

#[test]
fn a_page_may_ask_for_metadata_with_headers_of_its_own() {
    let world = World::new();
    let wanted = [("origin", "https://page.example"), ("access-control-request-headers", "x-client-sku")];
    for path in ["v2.0/.well-known/openid-configuration", "discovery/v2.0/keys", "discovery/instance"] {
        let reply = world.send(Site::Login, "OPTIONS", &format!("/contoso.com/{path}"), &wanted, "");
        assert_eq!((reply.status(), reply.header("access-control-allow-origin")), (200, Some("*")), "{path}");
        assert_eq!(reply.header("access-control-allow-headers"), Some("x-client-sku"), "{path}");
    }
}
