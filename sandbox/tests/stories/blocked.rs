//! Accounts that are blocked or deleted: no sign-in, no new tokens, and what happens to tokens that exist.

use serde_json::{Value, json};

use crate::world::{READ, Reply, World};

/// Mira's tokens, in a tenant where Ada changes Mira's account after the sign-in.
fn after(method: &str, change: &Value) -> (World, Value) {
    let world = World::new();
    world.consent(None, &["User.ReadWrite.All", "User.Read.All"]);
    let tokens = world.sign_in("mira@contoso.com", READ);
    let token = world.access_token("ada@contoso.com");
    let done = world.graph_write(&token, method, "/v1.0/users/mira@contoso.com", change);
    assert_eq!(done.status(), 204, "{}", done.text());
    (world, tokens)
}

fn refresh(world: &World, tokens: &Value) -> Reply {
    let token = tokens["refresh_token"].as_str().unwrap();
    world.token(&[
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("redirect_uri", ""),
        ("code_verifier", ""),
    ])
}

#[test]
fn a_blocked_account_gets_a_page_and_nothing_else() {
    let (world, tokens) = after("PATCH", &json!({ "accountEnabled": false }));
    assert_eq!(refresh(&world, &tokens).token_error(), ("invalid_grant".to_owned(), 50_057));
    let silent = world.authorize(&[("prompt", "none"), ("login_hint", "mira@contoso.com")]);
    assert_eq!(silent.redirect_error(), ("interaction_required".to_owned(), 50_057));
    let stopped = world.pick_account(&world.authorize(&[("prompt", "login")]), "mira@contoso.com");
    let text = stopped.text();
    assert!(text.contains("<h1>Your account has been locked</h1>") && text.contains("AADSTS50057"), "{text}");
    assert_eq!((stopped.header("location"), stopped.header("set-cookie")), (None, None));
    let back = world.press(&stopped, &[("action", "return")]);
    assert_eq!(back.redirect_error().1, 50_057);
}

#[test]
fn a_deleted_persons_tokens_are_worth_nothing() {
    let (world, tokens) = after("DELETE", &Value::Null);
    let refused = refresh(&world, &tokens);
    assert_eq!(refused.token_error(), ("invalid_grant".to_owned(), 50_034));
    assert!(refused.text().contains("mira@contoso.com"));
    let token = tokens["access_token"].as_str().unwrap();
    let (status, code, _) = world.graph(token, "/v1.0/me").graph_error();
    assert_eq!((status, code.as_str()), (401, "InvalidAuthenticationToken"));
}
