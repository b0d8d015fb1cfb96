//! `prompt`, `login_hint` and `domain_hint`, and the parameters beside the code in the redirect.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use sandbox::{Site, TENANT_ID};
use serde_json::{Value, json};

use crate::world::{LOGIN, PORTAL, READ, World, claims, form, parameter};

#[test]
fn login_asks_the_hinted_person_again_whatever_session_there_is() {
    let world = World::new();
    world.sign_in("ada@contoso.com", READ);
    let page = world.authorize(&[("prompt", "login"), ("login_hint", "ada@contoso.com")]);
    assert!(page.text().contains("<h1>Sign in again</h1>") && !page.text().contains("ines@contoso.com"));
    let others = world.press(&page, &[("action", "other")]);
    assert!(others.text().contains("<h1>Pick an account</h1>") && others.text().contains("ines@contoso.com"));
    assert!(!parameter(&world.pick_account(&others, "ines@contoso.com").location(), "code").is_empty());
    let unhinted = world.authorize(&[("prompt", "login")]);
    assert!(unhinted.text().contains("<h1>Pick an account</h1>"));
}

#[test]
fn consent_shows_its_page_although_everything_is_granted() {
    let world = World::new();
    world.sign_in("ada@contoso.com", READ);
    let page = world.authorize(&[("prompt", "consent")]);
    let text = page.text();
    assert!(text.contains("<h1>Permissions requested</h1>") && text.contains("User.Read.All"));
    let back = world.press(&page, &[("action", "consent")]);
    assert!(!parameter(&back.location(), "code").is_empty());
    let page = world.authorize(&[("prompt", "consent")]);
    let back = world.press(&page, &[("action", "decline")]);
    assert_eq!(back.redirect_error(), ("access_denied".into(), 65_004));
}

#[test]
fn select_account_shows_everybody_and_keeps_the_session_of_who_is_picked() {
    let world = World::new();
    let first = claims(&world.sign_in("ada@contoso.com", READ)["access_token"])["sid"].clone();
    let second = claims(&world.sign_in("ada@contoso.com", READ)["access_token"])["sid"].clone();
    assert_eq!(first, second);
    let other = claims(&world.sign_in("ines@contoso.com", READ)["access_token"])["sid"].clone();
    assert_ne!(first, other);
}

#[test]
fn a_session_id_names_one_of_several_people() {
    let world = World::new();
    let sid = |tokens: &Value| claims(&tokens["id_token"])["sid"].as_str().unwrap().to_owned();
    let ada = sid(&world.sign_in("ada@contoso.com", READ));
    world.sign_in("ines@contoso.com", READ);
    let back = world.authorize(&[("prompt", "none"), ("sid", &ada)]).location();
    assert_eq!(parameter(&back, "session_state"), ada);
    let tokens = world.token(&[("code", &parameter(&back, "code"))]).json();
    assert_eq!(claims(&tokens["id_token"])["preferred_username"], "ada@contoso.com");
    let unknown = world.authorize(&[("prompt", "none"), ("sid", "00000000-0000-0000-0000-00000000000a")]);
    assert_eq!(unknown.redirect_error(), ("login_required".into(), 50_058));
}

#[test]
fn a_hint_at_nobody_is_told_on_the_page_and_silent_for_programs() {
    let world = World::new();
    for (hint, number) in [("nobody@contoso.com", "AADSTS50034"), ("kim@fabrikam.com", "AADSTS50020")] {
        assert!(world.authorize(&[("login_hint", hint)]).text().contains(number), "{hint}");
        let silent = world.authorize(&[("login_hint", hint), ("prompt", "none")]);
        assert_eq!(silent.redirect_error(), ("login_required".into(), 50_058));
    }
    // The sandbox has no home realm discovery, so a wrong domain hint is ignored.
    for hint in ["organizations", "contoso.com", "fabrikam.com"] {
        assert!(world.authorize(&[("domain_hint", hint)]).text().contains("Pick an account"), "{hint}");
    }
}

#[test]
fn client_info_and_client_data_come_with_the_code_when_asked_for() {
    let world = World::new();
    let page = world.authorize(&[("client_info", "1"), ("clidata", "1"), ("response_mode", "fragment")]);
    let back = world.pick_account(&page, "mira@contoso.com").location();
    let info = URL_SAFE_NO_PAD.decode(parameter(&back, "client_info")).unwrap();
    let info: Value = serde_json::from_slice(&info).unwrap();
    let tokens = world.token(&[("code", &parameter(&back, "code"))]).json();
    assert_eq!(info, json!({ "uid": claims(&tokens["id_token"])["oid"], "utid": TENANT_ID }));
    assert_eq!(parameter(&back, "clientdata").split('|').count(), 5);
    let plain = world.authorize(&[]).location();
    assert!(parameter(&plain, "client_info").is_empty() && parameter(&plain, "clientdata").is_empty());
}

#[test]
fn authorize_takes_a_posted_form_as_well() {
    let world = World::new();
    let redirect = format!("{PORTAL}/");
    let fields = [
        ("client_id", sandbox::CLIENT_ID),
        ("response_type", "code"),
        ("redirect_uri", redirect.as_str()),
        ("scope", READ),
        ("code_challenge", crate::world::CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let path = format!("/{TENANT_ID}/oauth2/v2.0/authorize?client-request-id=x");
    assert!(world.submit(&path, &fields).text().contains("Pick an account"));
}

#[test]
fn signing_out_by_hint_leaves_the_others_signed_in() {
    let world = World::new();
    let ada = world.sign_in("ada@contoso.com", READ);
    world.sign_in("ines@contoso.com", READ);
    let hint = claims(&ada["id_token"])["login_hint"].as_str().unwrap().to_owned();
    let query = form(&[("logout_hint", &hint)]);
    world.get(Site::Login, &format!("/{TENANT_ID}/oauth2/v2.0/logout?{query}"));
    let left = world.authorize(&[("prompt", "none")]).location();
    let tokens = world.token(&[("code", &parameter(&left, "code"))]).json();
    assert_eq!(claims(&tokens["id_token"])["preferred_username"], "ines@contoso.com");
    let query = form(&[("id_token_hint", tokens["id_token"].as_str().unwrap())]);
    world.get(Site::Login, &format!("/{TENANT_ID}/oauth2/v2.0/logout?{query}"));
    assert_eq!(world.authorize(&[("prompt", "none")]).redirect_error(), ("login_required".into(), 50_058));
}

#[test]
fn a_sign_in_lasts_in_the_session_while_the_browser_does() {
    let world = World::new();
    world.sign_in("ada@contoso.com", READ);
    world.wait(SignedDuration::from_hours(30));
    assert!(!parameter(&world.authorize(&[("prompt", "none")]).location(), "code").is_empty());
}

#[test]
fn the_clouds_are_listed_and_an_unknown_host_is_none() {
    let world = World::new();
    let find = |endpoint: &str| {
        let query = form(&[("api-version", "1.1"), ("authorization_endpoint", endpoint)]);
        world.get(Site::Login, &format!("/common/discovery/instance?{query}"))
    };
    let found = find("https://login.microsoftonline.us/contoso.com/oauth2/v2.0/authorize");
    assert_eq!(found.header("access-control-allow-origin"), Some("*"));
    let found = found.json();
    assert_eq!(
        found["tenant_discovery_endpoint"],
        "https://login.microsoftonline.us/contoso.com/v2.0/.well-known/openid-configuration"
    );
    let aliases: Vec<_> =
        found["metadata"].as_array().unwrap().iter().map(|row| row["aliases"].to_string()).collect();
    for host in [
        "login.microsoftonline.com",
        "login.windows.net",
        "login.microsoftonline.us",
        "login.chinacloudapi.cn",
    ] {
        assert!(aliases.iter().any(|row| row.contains(&format!("\"{host}\""))), "{host}");
    }
    assert_eq!(find(&format!("{LOGIN}/common/oauth2/v2.0/authorize")).status(), 200);
    let unknown = find("https://login.evil.example/common/oauth2/v2.0/authorize");
    assert_eq!(unknown.token_error(), ("invalid_instance".into(), 50_049));
}

#[test]
fn discovery_is_there_for_organizations_and_not_for_personal_accounts() {
    let world = World::new();
    let path = "v2.0/.well-known/openid-configuration";
    for (authority, status) in [("organizations", 200), ("common", 200), ("consumers", 400)] {
        assert_eq!(world.get(Site::Login, &format!("/{authority}/{path}")).status(), status, "{authority}");
    }
    assert_eq!(world.get(Site::Login, &format!("/{TENANT_ID}/oauth2/v2.0/devicecode")).status(), 404);
}
