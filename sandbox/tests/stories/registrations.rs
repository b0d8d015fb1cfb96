//! App registrations: what the type of a redirect URI decides, and which registrations are rejected.

use sandbox::{CLIENT_ID, DAEMON_ID, Site, TENANT_ID, WEB_ID};
use serde_json::json;

use crate::world::{CHALLENGE, PORTAL, READ, Reply, VERIFIER, World, between, form, parameter};

const SERVER: &str = "6a1f0c3e-7f7b-4d53-9c55-0d3e0f6f2b11";
const SERVER_BACK: &str = "https://server.example/back";
const DESKTOP: &str = "52b7a9d4-1c55-4c0f-8f43-2f0a4b6d7e90";
const DESKTOP_BACK: &str = "http://localhost";
const SECRET: &str = "a secret of the server";

/// A tenant with a web app and a desktop app beside the portal.
fn world() -> World {
    let world = World::new();
    for app in [
        json!({ "clientId": SERVER, "displayName": "Server", "multiTenant": true, "web": [SERVER_BACK],
            "secrets": [SECRET], "delegatedPermissions": ["User.Read"] }),
        json!({ "clientId": DESKTOP, "displayName": "Desktop", "publicClient": [DESKTOP_BACK],
            "delegatedPermissions": ["User.Read"] }),
    ] {
        let reply = world.control("POST", "apps", &app);
        assert_eq!(reply.status(), 200, "{}", reply.text());
        let id = app["clientId"].as_str().unwrap();
        assert_eq!(
            world
                .control("POST", "consents", &json!({ "clientId": id, "permissions": ["User.Read"] }))
                .status(),
            204
        );
    }
    world
}

/// Signs Mira in to an app with the redirect URI `back` and more parameters.
fn sign_in_to(world: &World, client: &str, back: &str, more: &[(&str, &str)]) -> Reply {
    let mut changes = vec![("client_id", client), ("redirect_uri", back), ("prompt", "select_account")];
    changes.extend([("scope", "openid offline_access User.Read")]);
    changes.extend(more);
    let page = world.authorize(&changes);
    assert_eq!(page.status(), 200, "{}", page.text());
    world.pick_account(&page, "mira@contoso.com")
}

fn code(world: &World, client: &str, back: &str) -> String {
    parameter(&sign_in_to(world, client, back, &[]).location(), "code")
}

fn redeem(world: &World, headers: &[(&str, &str)], code: &str, more: &[(&str, &str)]) -> Reply {
    let mut fields = vec![("grant_type", "authorization_code"), ("code", code), ("code_verifier", VERIFIER)];
    fields.extend(more);
    world.redeem(TENANT_ID, headers, &fields)
}

#[test]
fn a_server_redeems_with_its_secret_and_never_from_a_page() {
    let world = world();
    let code = code(&world, SERVER, SERVER_BACK);
    let own = [("client_id", SERVER), ("redirect_uri", SERVER_BACK)];
    let with = |more: &[(&'static str, &'static str)]| [&own[..], more].concat();
    let secret = with(&[("client_secret", SECRET)]);
    let from_page = redeem(&world, &[("origin", PORTAL)], &code, &secret);
    assert_eq!(from_page.token_error(), ("invalid_request".into(), 9_002_326));
    let without = redeem(&world, &[], &code, &own);
    assert_eq!((without.status(), without.token_error()), (401, ("invalid_client".into(), 7_000_218)));
    let wrong = redeem(&world, &[], &code, &with(&[("client_secret", "guess")]));
    assert_eq!((wrong.status(), wrong.token_error()), (401, ("invalid_client".into(), 7_000_215)));
    // Failed requests do not use the code up.
    let tokens = redeem(&world, &[], &code, &secret);
    assert_eq!(tokens.status(), 200, "{}", tokens.text());
    assert!(tokens.json()["refresh_token_expires_in"].is_null());
}

#[test]
fn a_secret_may_travel_in_the_authorization_header() {
    let world = world();
    let code = code(&world, SERVER, SERVER_BACK);
    // "6a1f…:a+secret+of+the+server", in the encoding of RFC 6749, section 2.3.1.
    use base64::Engine as _;
    let pair = format!("{SERVER}:{}", SECRET.replace(' ', "+"));
    let basic = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair));
    let tokens = redeem(&world, &[("authorization", &basic)], &code, &[("redirect_uri", SERVER_BACK)]);
    assert_eq!(tokens.status(), 200, "{}", tokens.text());
}

#[test]
fn a_program_on_a_machine_takes_any_port_and_has_no_secret() {
    let world = world();
    let back = "http://localhost:53123";
    let code = code(&world, DESKTOP, back);
    let own = [("client_id", DESKTOP), ("redirect_uri", back)];
    let secret = [&own[..], &[("client_secret", "x")]].concat();
    assert_eq!(redeem(&world, &[], &code, &secret).token_error(), ("invalid_client".into(), 700_025));
    let page = redeem(&world, &[("origin", PORTAL)], &code, &own);
    assert_eq!(page.token_error(), ("invalid_request".into(), 9_002_326));
    assert_eq!(redeem(&world, &[], &code, &own).status(), 200);
    let elsewhere =
        world.authorize(&[("client_id", DESKTOP), ("redirect_uri", "http://localhost:53123/other")]);
    assert!(elsewhere.text().contains("AADSTS50011"));
}

#[test]
fn the_portal_registered_as_web_fails_in_the_browser() {
    let world = World::new();
    let back = format!("{PORTAL}/");
    assert_eq!(
        world
            .control("POST", "consents", &json!({ "clientId": WEB_ID, "permissions": ["User.Read"] }))
            .status(),
        204
    );
    let code = code(&world, WEB_ID, &back);
    let fields = [("client_id", WEB_ID), ("redirect_uri", back.as_str())];
    let reply = redeem(&world, &[("origin", PORTAL)], &code, &fields);
    assert_eq!(reply.token_error(), ("invalid_request".into(), 9_002_326));
    // CORS: a page may read the error.
    assert_eq!(reply.header("access-control-allow-origin"), Some(PORTAL));
}

#[test]
fn a_code_is_for_its_own_app() {
    let world = world();
    let code = code(&world, SERVER, SERVER_BACK);
    let fields =
        [("client_id", DAEMON_ID), ("client_secret", sandbox::DAEMON_SECRET), ("redirect_uri", SERVER_BACK)];
    assert_eq!(redeem(&world, &[], &code, &fields).token_error(), ("invalid_grant".into(), 70_000));
}

#[test]
fn an_app_of_one_tenant_signs_in_there_only() {
    let world = world();
    for shared in ["common", "organizations"] {
        let page = world.authorize_at(shared, &[("client_id", SERVER), ("redirect_uri", SERVER_BACK)]);
        assert_eq!(page.status(), 200, "{shared}");
        let portal = world.authorize_at(shared, &[]);
        assert!(portal.text().contains("AADSTS50194") && portal.text().contains("Guestlist"), "{shared}");
    }
    assert!(world.authorize_at("consumers", &[]).text().contains("AADSTS9002332"));
}

#[test]
fn pkce_is_plain_when_no_method_is_named() {
    let world = World::new();
    for (method, challenge, fits) in
        [("", VERIFIER, true), ("plain", VERIFIER, true), ("", CHALLENGE, false), ("plain", CHALLENGE, false)]
    {
        let changes = [("code_challenge", challenge), ("code_challenge_method", method), ("prompt", "login")];
        let code =
            parameter(&world.pick_account(&world.authorize(&changes), "mira@contoso.com").location(), "code");
        let reply = world.token(&[("code", &code)]);
        if fits {
            assert_eq!(reply.status(), 200, "{}", reply.text());
        } else {
            assert_eq!(reply.token_error(), ("invalid_grant".into(), 501_481), "{method}");
        }
    }
}

#[test]
fn a_server_may_leave_pkce_out_and_get_its_answer_as_a_form() {
    let world = world();
    let more = [("code_challenge", ""), ("code_challenge_method", ""), ("response_mode", "form_post")];
    let page = sign_in_to(&world, SERVER, SERVER_BACK, &more);
    assert_eq!(page.status(), 200);
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .contains("form-action 'self' https://server.example;")
    );
    let text = page.text();
    assert!(text.contains(&format!("action=\"{SERVER_BACK}\"")) && !text.contains("<script"));
    assert_eq!(between(&text, "name=\"state\" value=\"", "\""), "s-1");
    let code = between(&text, "name=\"code\" value=\"", "\"");
    let fields = [("client_id", SERVER), ("client_secret", SECRET), ("redirect_uri", SERVER_BACK)];
    let mut all = vec![("grant_type", "authorization_code"), ("code", code)];
    all.extend(fields);
    assert_eq!(world.redeem(TENANT_ID, &[], &all).status(), 200);
}

#[test]
fn refresh_tokens_of_other_apps_live_90_days_each() {
    let world = world();
    let code = code(&world, SERVER, SERVER_BACK);
    let own = [("client_id", SERVER), ("client_secret", SECRET)];
    let first = redeem(&world, &[], &code, &[&own[..], &[("redirect_uri", SERVER_BACK)]].concat()).json();
    let refresh = |token: &serde_json::Value| {
        let token = token["refresh_token"].as_str().unwrap();
        world.redeem(
            TENANT_ID,
            &[],
            &[&own[..], &[("grant_type", "refresh_token"), ("refresh_token", token)]].concat(),
        )
    };
    world.wait(jiff::SignedDuration::from_hours(80 * 24));
    let second = refresh(&first).json();
    world.wait(jiff::SignedDuration::from_hours(20 * 24));
    assert_eq!(refresh(&first).token_error(), ("invalid_grant".into(), 700_082));
    assert_eq!(refresh(&second).status(), 200);
}

#[test]
fn one_token_is_for_one_resource_that_the_app_lists() {
    let world = World::new();
    let other = "https://management.azure.com/user_impersonation";
    let tokens = world.sign_in("mira@contoso.com", READ);
    let refresh = |scope: &str| {
        let token = tokens["refresh_token"].as_str().unwrap();
        world.token(&[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)])
    };
    assert_eq!(refresh(&format!("User.Read {other}")).token_error(), ("invalid_request".into(), 28_000));
    assert_eq!(refresh(other).token_error(), ("invalid_resource".into(), 650_057));
    assert_eq!(world.authorize(&[("scope", other)]).redirect_error(), ("invalid_resource".into(), 650_057));
}

#[test]
fn a_client_that_asks_for_the_same_token_over_and_over_is_stopped_for_a_minute() {
    let world = World::new();
    let tokens = world.sign_in("mira@contoso.com", READ);
    let token = tokens["refresh_token"].as_str().unwrap();
    let refresh =
        || world.token(&[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", "openid")]);
    for _ in 0..60 {
        assert_eq!(refresh().status(), 200);
    }
    assert_eq!(refresh().token_error(), ("invalid_grant".into(), 50_196));
    world.wait(jiff::SignedDuration::from_secs(61));
    assert_eq!(refresh().status(), 200);
}

#[test]
fn the_control_plane_lists_apps_without_their_secrets_and_takes_no_nonsense() {
    let world = world();
    let apps = world.get(Site::Graph, "/_sandbox/apps");
    assert!(!apps.text().contains(SECRET));
    let apps = apps.json();
    let portal = apps.as_array().unwrap().iter().find(|app| app["clientId"] == CLIENT_ID).unwrap();
    assert_eq!(portal["spa"], json!([format!("{PORTAL}/")]));
    let server = apps.as_array().unwrap().iter().find(|app| app["clientId"] == SERVER).unwrap();
    assert_eq!((&server["secrets"], &server["multiTenant"]), (&json!(1), &json!(true)));
    for (bad, about) in [
        (json!({ "clientId": "x", "displayName": "X" }), "clientId"),
        (
            json!({ "clientId": SERVER, "displayName": "X", "spa": ["http://other.example/"] }),
            "http is for localhost",
        ),
        (json!({ "clientId": SERVER, "displayName": "X", "web": ["https://a.example/#b"] }), "fragment"),
        (json!({ "clientId": SERVER, "displayName": "X", "applicationPermissions": ["No.Such"] }), "No.Such"),
        (json!({ "clientId": SERVER, "displayName": "X", "certificates": ["no PEM"] }), "certificates"),
        (json!({ "clientId": SERVER, "displayName": "X", "sap": [] }), "sap"),
    ] {
        let reply = world.control("POST", "apps", &bad);
        let error = reply.json()["error"].as_str().unwrap().to_owned();
        // The message about a wrong GUID does not name the member.
        assert!(reply.status() == 400 && (error.contains(about) || about == "clientId"), "{error}");
    }
    world.control("POST", "reset", &json!(null));
    assert_eq!(world.get(Site::Graph, "/_sandbox/apps").json().as_array().unwrap().len(), 3);
    let gone = world
        .get(Site::Login, &format!("/{TENANT_ID}/oauth2/v2.0/authorize?{}", form(&[("client_id", SERVER)])));
    assert!(gone.text().contains("AADSTS700016"));
}
