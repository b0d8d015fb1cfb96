//! The token endpoint: responses for codes and refresh tokens, and all errors.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::sha2::Sha256;
use rsa::signature::Verifier as _;
use rsa::{BigUint, RsaPublicKey};
use sandbox::{CLIENT_ID, Site, TENANT_ID};
use serde_json::{Value, json};

use crate::world::{GRAPH, INVITE, LOGIN, PORTAL, READ, Reply, World, claims};

fn refusal(reply: &Reply) -> (String, u64) {
    reply.token_error()
}

#[test]
fn a_code_gives_entras_tokens() {
    let world = World::new();
    let tokens = world.sign_in("ada@contoso.com", READ);
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!((&tokens["expires_in"], &tokens["ext_expires_in"]), (&Value::from(3599), &Value::from(3599)));
    assert_eq!(tokens["refresh_token_expires_in"], 86_400);
    // The response's scope is all granted permissions, even if fewer were requested.
    assert_eq!(tokens["scope"], "openid profile User.Invite.All User.Read User.Read.All");
    let id = claims(&tokens["id_token"]);
    assert_eq!(id["aud"], CLIENT_ID);
    assert_eq!(id["iss"], format!("{LOGIN}/{TENANT_ID}/v2.0"));
    assert_eq!(id["tid"], TENANT_ID);
    assert_eq!(id["nonce"], "n-1");
    assert_eq!(id["ver"], "2.0");
    assert_eq!(id["name"], "Ada Berg");
    assert_eq!(id["preferred_username"], "ada@contoso.com");
    assert_eq!(id["exp"].as_i64().unwrap() - world.now().as_second(), 3599);
    assert_eq!(id["wids"][0], "fe930be7-5e62-47db-91af-98c3a49a38b1");
    for name in ["oid", "sub", "sid", "uti", "rh", "login_hint"] {
        assert!(id[name].is_string(), "{name}");
    }
    assert_ne!(id["oid"], id["sub"]);
    let info = URL_SAFE_NO_PAD.decode(tokens["client_info"].as_str().unwrap()).unwrap();
    let info: Value = serde_json::from_slice(&info).unwrap();
    assert_eq!((&info["uid"], &info["utid"]), (&id["oid"], &Value::from(TENANT_ID)));
}

#[test]
fn a_registration_may_lack_the_claim_for_roles() {
    let world = World::new();
    world.settings(&json!({ "rolesInIdToken": false }));
    let id = claims(&world.sign_in("ada@contoso.com", READ)["id_token"]);
    assert!(id["wids"].is_null() && id["oid"].is_string());
}

#[test]
fn id_tokens_can_be_made_to_lie() {
    let world = World::new();
    let change = json!({ "header": { "alg": "none" }, "claims": { "aud": ["a", "b"], "nonce": null } });
    assert_eq!(world.control("PUT", "id-token", &change).status(), 204);
    let token = world.sign_in("ada@contoso.com", READ)["id_token"].clone();
    let header = URL_SAFE_NO_PAD.decode(token.as_str().unwrap().split('.').next().unwrap()).unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    assert_eq!((&header["alg"], &header["typ"]), (&json!("none"), &json!("JWT")));
    let lies = claims(&token);
    assert_eq!(lies["aud"], json!(["a", "b"]));
    assert!(lies["nonce"].is_null() && lies["oid"].is_string());
    for bad in [json!([]), json!({ "claims": 1 }), json!({ "payload": {} })] {
        assert_eq!(world.control("PUT", "id-token", &bad).status(), 400, "{bad}");
    }
    world.control("POST", "reset", &json!({}));
    assert_eq!(claims(&world.sign_in("ada@contoso.com", READ)["id_token"])["aud"], CLIENT_ID);
}

#[test]
fn the_id_token_verifies_with_the_published_key() {
    let world = World::new();
    let token = world.sign_in("ines@contoso.com", READ)["id_token"].as_str().unwrap().to_owned();
    let key = world.get(Site::Login, &format!("/{TENANT_ID}/discovery/v2.0/keys")).json()["keys"][0].clone();
    let number =
        |name: &str| BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap());
    let key = VerifyingKey::<Sha256>::new(RsaPublicKey::new(number("n"), number("e")).unwrap());
    let (input, signature) = token.rsplit_once('.').unwrap();
    let signature = Signature::try_from(URL_SAFE_NO_PAD.decode(signature).unwrap().as_slice()).unwrap();
    assert!(key.verify(input.as_bytes(), &signature).is_ok());
}

#[test]
fn without_their_scopes_there_is_no_id_token_and_no_refresh_token() {
    let tokens = World::new().sign_in("mira@contoso.com", "User.Read");
    assert!(tokens["id_token"].is_null() && tokens["refresh_token"].is_null());
    assert!(tokens["access_token"].is_string());
}

#[test]
fn a_form_is_declared_as_one_and_has_each_field_once() {
    let world = World::new();
    let code = world.code("ada@contoso.com", READ);
    let twice = world.token(&[("code", &code), ("scope", "User.Read"), ("scope", "openid")]);
    assert_eq!(refusal(&twice), ("invalid_request".to_owned(), 9_000_411));
    assert!(twice.text().contains("The parameter 'scope' is duplicated."));
    let path = format!("/{}/oauth2/v2.0/token", sandbox::TENANT_ID);
    let body = format!("client_id={}&grant_type=authorization_code&code={code}", sandbox::CLIENT_ID);
    for media_type in ["text/plain;charset=UTF-8", "application/json", "multipart/form-data; boundary=x", ""]
    {
        let headers = [("content-type", media_type), ("origin", PORTAL)];
        let headers = if media_type.is_empty() { &headers[1..] } else { &headers[..] };
        let reply = world.send(Site::Login, "POST", &path, headers, body.clone());
        assert_eq!(refusal(&reply), ("invalid_request".to_owned(), 900_144), "{media_type}");
    }
    assert_eq!(world.token(&[("code", &code)]).status(), 200, "the code was not used");
}

#[test]
fn each_bad_redemption_has_its_number() {
    let world = World::new();
    let long = "x".repeat(43);
    for (change, error, number) in [
        (("client_id", "00000000-0000-0000-0000-000000000001"), "unauthorized_client", 700_016),
        (("client_secret", "s"), "invalid_client", 700_025),
        (("client_assertion", "s"), "invalid_client", 700_025),
        (("code_verifier", ""), "invalid_request", 9_002_325),
        (("code_verifier", long.as_str()), "invalid_grant", 501_481),
        (("redirect_uri", "http://127.0.0.1:8080/x"), "invalid_request", 50_011),
        (("grant_type", "password"), "unsupported_grant_type", 70_003),
        (("grant_type", ""), "invalid_request", 900_144),
        (("scope", "https://evil.example/All"), "invalid_scope", 70_011),
        (("code", "nonsense"), "invalid_grant", 9_002_313),
    ] {
        let code = world.code("ada@contoso.com", READ);
        let mut changes = vec![("code", code.as_str())];
        changes.retain(|(name, _)| *name != change.0);
        changes.push(change);
        let reply = world.token(&changes);
        assert_eq!(refusal(&reply), (error.to_owned(), number), "{change:?}");
        assert_eq!(reply.status(), if number == 700_025 { 401 } else { 400 });
        assert_eq!(reply.header("access-control-allow-origin"), Some(PORTAL), "{change:?}");
    }
}

#[test]
fn a_code_is_good_once_and_for_ten_minutes() {
    let world = World::new();
    let code = world.code("ada@contoso.com", READ);
    assert_eq!(world.token(&[("code", &code)]).status(), 200);
    assert_eq!(refusal(&world.token(&[("code", &code)])), ("invalid_grant".into(), 54_005));
    let code = world.code("ada@contoso.com", READ);
    world.wait(SignedDuration::from_mins(11));
    assert_eq!(refusal(&world.token(&[("code", &code)])), ("invalid_grant".into(), 70_008));
}

#[test]
fn only_a_browser_on_the_registered_origin_redeems() {
    let world = World::new();
    let code = world.code("ada@contoso.com", READ);
    let reply = world.token_from(None, &[("code", &code)]);
    assert_eq!(refusal(&reply), ("invalid_request".into(), 9_002_327));
    for foreign in ["http://127.0.0.1:9999", "https://evil.example", "null"] {
        let reply = world.token_from(Some(foreign), &[("code", &code)]);
        assert_eq!(refusal(&reply), ("invalid_request".into(), 9_002_326), "{foreign}");
        assert_eq!(reply.header("access-control-allow-origin"), None, "{foreign}");
    }
    // Failed requests do not use the code up.
    assert_eq!(world.token(&[("code", &code)]).status(), 200);
}

#[test]
fn preflight_is_for_the_registered_origin() {
    let world = World::new();
    let preflight = |origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type,x-anchormailbox"),
        ];
        world.send(Site::Login, "OPTIONS", &format!("/{TENANT_ID}/oauth2/v2.0/token"), &headers, "")
    };
    let allowed = preflight(PORTAL);
    assert_eq!(allowed.status(), 200);
    assert_eq!(allowed.header("access-control-allow-origin"), Some(PORTAL));
    assert_eq!(allowed.header("access-control-allow-headers"), Some("content-type,x-anchormailbox"));
    assert_eq!(preflight("https://evil.example").header("access-control-allow-origin"), None);
}

#[test]
fn refreshing_needs_no_page_and_does_not_kill_the_old_token() {
    let world = World::new();
    let first = world.sign_in("ines@contoso.com", READ);
    let refresh = |token: &Value, scope: &str| {
        world.token(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", token.as_str().unwrap()),
            ("scope", scope),
        ])
    };
    world.wait(SignedDuration::from_hours(5));
    let second = refresh(&first["refresh_token"], &format!("{GRAPH}/User.Read openid")).json();
    assert_eq!(second["refresh_token_expires_in"], 19 * 3600);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(refresh(&first["refresh_token"], "openid").status(), 200);
    // New refresh tokens keep the expiry of the first one: 24 hours after the sign-in all expire (single-page app).
    world.wait(SignedDuration::from_hours(19));
    for token in [&first["refresh_token"], &second["refresh_token"]] {
        assert_eq!(refusal(&refresh(token, "openid")), ("invalid_grant".into(), 700_084));
    }
    assert_eq!(refusal(&refresh(&Value::from("x"), "openid")), ("invalid_grant".into(), 9_002_313));
}

#[test]
fn a_missing_consent_at_the_token_endpoint_asks_for_interaction() {
    let world = World::new();
    let tokens = world.sign_in("rune@contoso.com", READ);
    assert_eq!(tokens["scope"], "openid profile User.Read User.Read.All");
    let reply = world.token(&[
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens["refresh_token"].as_str().unwrap()),
        ("scope", INVITE),
    ]);
    assert_eq!(refusal(&reply), ("invalid_grant".into(), 65_001));
    assert_eq!(reply.json()["suberror"], "consent_required");
}

#[test]
fn graph_takes_only_access_tokens_in_force() {
    let world = World::new();
    let tokens = world.sign_in("ada@contoso.com", READ);
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(world.graph(access, "/v1.0/me").status(), 200);
    let id_token = tokens["id_token"].as_str().unwrap();
    let forged = format!("{}x", access.trim_end_matches(|last: char| last.is_ascii_alphanumeric()));
    for (bad, about) in [
        ("", "empty"),
        ("garbage", "not well formed"),
        (&forged, "signature"),
        (id_token, "invalid audience"),
    ] {
        let (status, code, message) = world.graph(bad, "/v1.0/me").graph_error();
        assert_eq!((status, code.as_str()), (401, "InvalidAuthenticationToken"));
        assert!(message.to_lowercase().contains(about), "{about}: {message}");
    }
    world.wait(SignedDuration::from_secs(3599));
    let late = world.graph(access, "/v1.0/me");
    assert_eq!(late.graph_error().1, "InvalidAuthenticationToken");
    assert!(late.header("www-authenticate").unwrap().starts_with("Bearer "));
}

#[test]
fn each_request_for_tokens_is_written_down_until_a_reset() {
    let world = World::new();
    let given = world.sign_in("ines@contoso.com", READ);
    let refresh = given["refresh_token"].as_str().unwrap();
    assert_eq!(world.token(&[("code", "stale")]).status(), 400);
    world.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh), ("scope", "openid")]);
    let log = world.get(Site::Graph, "/_sandbox/tokens").json();
    let seen: Vec<_> = log.as_array().unwrap().iter().map(|e| (&e["grantType"], &e["status"])).collect();
    let row = |grant: &str, status: u16| (Value::from(grant), Value::from(status));
    let expected =
        [row("authorization_code", 200), row("authorization_code", 400), row("refresh_token", 200)];
    assert!(seen.into_iter().eq(expected.iter().map(|(grant, status)| (grant, status))), "{log}");
    assert_eq!((&log[0]["accessToken"], &log[0]["origin"]), (&given["access_token"], &Value::from(PORTAL)));
    assert_eq!(
        (&log[1]["presented"], &log[1]["error"]),
        (&Value::from("stale"), &Value::from("invalid_grant"))
    );
    assert_eq!(log[2]["presented"], refresh);
    assert_eq!(world.send(Site::Graph, "POST", "/_sandbox/reset", &[], "").status(), 204);
    assert_eq!(world.get(Site::Graph, "/_sandbox/tokens").json(), Value::from(Vec::<Value>::new()));
}
