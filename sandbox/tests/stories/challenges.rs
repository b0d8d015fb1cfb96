//! Claims challenges (Continuous Access Evaluation): Graph rejects a token that has not expired and demands a new one,
//! but only of clients that declare the capability `cp1`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::world::{READ, World, between, claims, parameter};

const ADA: &str = "ada@contoso.com";
const CP1: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;

/// Signs Ada in with this `claims` parameter. Returns the token response.
fn sign_in(world: &World, claims: &str) -> Value {
    let page = world.authorize(&[("claims", claims), ("prompt", "select_account")]);
    let back = world.pick_account(&page, ADA).location();
    world.token(&[("code", &parameter(&back, "code")), ("claims", claims)]).json()
}

fn access(tokens: &Value) -> &str {
    tokens["access_token"].as_str().unwrap_or_else(|| panic!("{tokens}"))
}

/// The claims of the challenge in the response to `/me`, with the client capability added, as a client sends them back.
/// `None` if there is no challenge, `null` if the token is rejected without one.
fn challenged(world: &World, tokens: &Value) -> Option<Value> {
    let reply = world.graph(access(tokens), "/v1.0/me");
    let header = reply.header("www-authenticate")?.to_owned();
    assert_eq!(reply.graph_error().1, "InvalidAuthenticationToken");
    if !header.contains("error=\"insufficient_claims\"") {
        return Some(Value::Null);
    }
    let claims = STANDARD.decode(between(&header, "claims=\"", "\"")).unwrap();
    let mut claims: Value = serde_json::from_slice(&claims).unwrap();
    claims["access_token"]["xms_cc"] = json!({ "values": ["cp1"] });
    Some(claims)
}

#[test]
fn a_client_that_declares_cp1_gets_a_long_lived_token_that_says_so() {
    let world = World::new();
    let plain = world.sign_in(ADA, READ);
    assert_eq!(
        (&plain["expires_in"], &claims(&plain["access_token"])["xms_cc"]),
        (&json!(3599), &Value::Null)
    );
    let capable = sign_in(&world, CP1);
    assert_eq!((&capable["expires_in"], &capable["ext_expires_in"]), (&json!(86_400), &json!(86_400)));
    assert_eq!(claims(&capable["access_token"])["xms_cc"], json!(["cp1"]));
    world.settings(&json!({ "caeTokenSeconds": 100_800 }));
    assert_eq!(sign_in(&world, CP1)["expires_in"], 100_800);
}

#[test]
fn a_required_context_is_asked_for_and_then_in_the_token() {
    let world = World::new();
    let tokens = sign_in(&world, CP1);
    let plain = world.sign_in(ADA, READ);
    assert_eq!(challenged(&world, &tokens), None);
    world.settings(&json!({ "requiredAuthContext": "c1" }));
    let wanted = challenged(&world, &tokens).unwrap();
    assert_eq!(wanted["access_token"]["acrs"], json!({ "essential": true, "value": "c1" }));
    // A client without `cp1` cannot answer a challenge, so its token stays valid.
    assert_eq!(challenged(&world, &plain), None);

    // Neither a refresh token nor a silent request satisfies the claims, and both errors repeat them.
    let wanted = wanted.to_string();
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let refused = world.token(&[
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh),
        ("scope", READ),
        ("claims", &wanted),
    ]);
    assert_eq!(refused.token_error(), ("interaction_required".into(), 50_076));
    assert_eq!(refused.json()["claims"], wanted.as_str());
    let silent = world.authorize(&[("prompt", "none"), ("claims", &wanted)]);
    assert_eq!(silent.redirect_error(), ("interaction_required".into(), 50_076));
    assert_eq!(parameter(&silent.location(), "claims"), wanted);

    let page = world.authorize(&[("claims", &wanted)]);
    assert!(page.text().contains("<h1>Approve sign in request</h1>"));
    let back = world.press(&page, &[("action", "approve")]).location();
    let tokens = world.token(&[("code", &parameter(&back, "code")), ("claims", &wanted)]).json();
    assert_eq!(claims(&tokens["access_token"])["acrs"], json!(["c1"]));
    assert_eq!(challenged(&world, &tokens), None);
}

#[test]
fn revoked_sessions_need_a_new_sign_in() {
    let world = World::new();
    let tokens = sign_in(&world, CP1);
    let plain = world.sign_in(ADA, READ);
    let other = world.sign_in("ines@contoso.com", READ);
    let revoked = world.control("POST", "sessions/revoke", &json!({ "upn": ADA }));
    assert_eq!(revoked.status(), 204);
    let wanted = challenged(&world, &tokens).unwrap();
    let now = world.now().as_second().to_string();
    assert_eq!(wanted["access_token"]["nbf"], json!({ "essential": true, "value": now }));
    // The token without `cp1` is rejected without a challenge. The token of another person stays valid.
    assert_eq!(challenged(&world, &plain), Some(Value::Null));
    assert_eq!(world.graph(access(&other), "/v1.0/me").status(), 200);

    let refresh = tokens["refresh_token"].as_str().unwrap();
    let refused =
        world.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh), ("scope", READ)]);
    assert_eq!(refused.token_error(), ("invalid_grant".into(), 50_173));
    assert_eq!(refused.json()["suberror"], "bad_token");
    let silent = world.authorize(&[("prompt", "none"), ("login_hint", ADA), ("claims", &wanted.to_string())]);
    assert_eq!(silent.redirect_error().0, "login_required");
    let tokens = sign_in(&world, &wanted.to_string());
    assert_eq!(challenged(&world, &tokens), None);
}

#[test]
fn a_challenge_for_a_later_sign_in_does_not_take_the_session() {
    let world = World::new();
    sign_in(&world, CP1);
    world.wait(jiff::SignedDuration::from_secs(60));
    let since = world.now().as_second().to_string();
    let wanted = json!({ "access_token": { "nbf": { "essential": true, "value": since } } }).to_string();
    let silent = world.authorize(&[("prompt", "none"), ("claims", &wanted)]);
    assert_eq!(silent.redirect_error(), ("interaction_required".into(), 50_173));
    let page = world.authorize(&[("claims", &wanted)]);
    let back = world.pick_account(&page, ADA).location();
    assert!(!parameter(&back, "code").is_empty());
}

#[test]
fn everybodys_sessions_are_revoked_when_nobody_is_named() {
    let world = World::new();
    let tokens: Vec<_> = [ADA, "ines@contoso.com"].iter().map(|upn| world.sign_in(upn, READ)).collect();
    world.control("POST", "sessions/revoke", &json!({}));
    for tokens in &tokens {
        assert_eq!(world.graph(access(tokens), "/v1.0/me").status(), 401);
    }
    assert_eq!(world.control("POST", "sessions/revoke", &json!({ "upn": "nobody" })).status(), 400);
}

#[test]
fn claims_that_are_no_json_are_refused() {
    let world = World::new();
    assert_eq!(world.authorize(&[("claims", "cp1")]).redirect_error(), ("invalid_request".into(), 9_002_313));
}
