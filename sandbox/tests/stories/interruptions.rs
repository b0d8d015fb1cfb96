//! Account settings that interrupt a sign-in: second factor, Conditional Access, missing assignment to the app.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{READ, Reply, World, claims, parameter};

const MIRA: &str = "mira@contoso.com";

fn switch(world: &World, switches: Value) {
    let reply = world.settings(&json!({ "accounts": { MIRA: switches } }));
    assert_eq!(reply.status(), 200, "{}", reply.text());
}

fn refresh(world: &World, tokens: &Value) -> Reply {
    let token = tokens["refresh_token"].as_str().unwrap();
    world.token(&[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", READ)])
}

fn silently(world: &World) -> Reply {
    world.authorize(&[("prompt", "none"), ("login_hint", MIRA)])
}

#[test]
fn a_second_factor_is_asked_for_once_and_then_holds_for_the_session() {
    let world = World::new();
    let before = world.sign_in(MIRA, READ);
    switch(&world, json!({ "mfa": true }));
    let refused = refresh(&world, &before);
    assert_eq!(refused.token_error(), ("interaction_required".into(), 50_076));
    assert_eq!(refused.json()["suberror"], "basic_action");
    assert_eq!(silently(&world).redirect_error(), ("interaction_required".into(), 50_076));
    assert_eq!(parameter(&silently(&world).location(), "suberror"), "basic_action");
    let page = world.authorize(&[]);
    assert!(page.text().contains("<h1>Approve sign in request</h1>"));
    let back = world.press(&page, &[("action", "approve")]).location();
    let tokens = world.token(&[("code", &parameter(&back, "code"))]).json();
    assert_eq!(claims(&tokens["access_token"])["amr"], json!(["pwd", "mfa"]));
    assert_eq!(refresh(&world, &tokens).status(), 200);
    assert!(!parameter(&silently(&world).location(), "code").is_empty());
    // The setting is for one account only.
    assert!(world.sign_in("ines@contoso.com", READ)["access_token"].is_string());
}

#[test]
fn a_sign_in_that_is_not_approved_goes_back_cancelled() {
    let world = World::new();
    switch(&world, json!({ "mfa": true }));
    let page = world.pick_account(&world.authorize(&[]), MIRA);
    let back = world.press(&page, &[("action", "cancel")]);
    assert_eq!(back.redirect_error(), ("access_denied".into(), 65_004));
    // The session exists, but each sign-in with it still needs the second factor.
    assert!(world.authorize(&[]).text().contains("Approve sign in request"));
}

#[test]
fn a_second_factor_only_on_refresh_interrupts_what_was_silent() {
    let world = World::new();
    switch(&world, json!({ "mfaOnRefresh": true }));
    let tokens = world.sign_in(MIRA, READ);
    assert_eq!(refresh(&world, &tokens).token_error(), ("interaction_required".into(), 50_076));
    let page = world.authorize(&[]);
    assert!(page.text().contains("Approve sign in request"));
    let back = world.press(&page, &[("action", "approve")]).location();
    let tokens = world.token(&[("code", &parameter(&back, "code"))]).json();
    assert_eq!(refresh(&world, &tokens).status(), 200);
}

#[test]
fn conditional_access_stops_on_a_page_and_without_one() {
    for (policy, heading, number) in [
        ("blocked", "You cannot access this right now", 53_003),
        ("deviceRequired", "Set up your device to get access", 53_000),
    ] {
        let world = World::new();
        let tokens = world.sign_in(MIRA, READ);
        switch(&world, json!({ "conditionalAccess": policy }));
        let refused = refresh(&world, &tokens);
        assert_eq!(refused.token_error(), ("invalid_grant".into(), number));
        assert_eq!(refused.json()["suberror"], "message_only");
        assert_eq!(silently(&world).redirect_error(), ("interaction_required".into(), number));
        let page = world.authorize(&[]);
        assert!(
            page.text().contains(heading) && page.text().contains(&format!("AADSTS{number}")),
            "{policy}"
        );
        let back = world.press(&page, &[("action", "return")]);
        assert_eq!(back.redirect_error().1, number);
        switch(&world, json!({ "conditionalAccess": "none" }));
        assert_eq!(refresh(&world, &tokens).status(), 200);
    }
}

#[test]
fn a_sign_in_that_is_too_old_must_be_repeated() {
    let world = World::new();
    switch(&world, json!({ "conditionalAccess": "signInFrequency", "signInFrequencySeconds": 600 }));
    let tokens = world.sign_in(MIRA, READ);
    world.wait(SignedDuration::from_secs(599));
    assert_eq!(refresh(&world, &tokens).status(), 200);
    world.wait(SignedDuration::from_secs(1));
    let refused = refresh(&world, &tokens);
    assert_eq!(refused.token_error(), ("invalid_grant".into(), 70_043));
    assert_eq!(refused.json()["suberror"], "token_expired");
    assert_eq!(silently(&world).redirect_error(), ("interaction_required".into(), 70_043));
    let again = world.pick_account(&world.authorize(&[]), MIRA).location();
    let tokens = world.token(&[("code", &parameter(&again, "code"))]).json();
    assert_eq!(refresh(&world, &tokens).status(), 200);
}

#[test]
fn who_is_not_assigned_does_not_get_in() {
    let world = World::new();
    let tokens = world.sign_in(MIRA, READ);
    switch(&world, json!({ "assigned": false }));
    assert_eq!(refresh(&world, &tokens).token_error(), ("invalid_grant".into(), 50_105));
    let page = world.authorize(&[]);
    assert!(page.text().contains("AADSTS50105") && page.text().contains(MIRA));
    assert_eq!(silently(&world).redirect_error(), ("access_denied".into(), 50_105));
}

#[test]
fn switches_are_for_accounts_that_can_sign_in() {
    let world = World::new();
    for bad in [
        json!({ "accounts": { "nobody@contoso.com": { "mfa": true } } }),
        json!({ "accounts": { MIRA: { "conditionalAccess": "maybe" } } }),
        json!({ "accounts": { MIRA: { "mfaa": true } } }),
    ] {
        assert_eq!(world.settings(&bad).status(), 400, "{bad}");
    }
    switch(&world, json!({ "mfa": true }));
    let settings = world.settings(&json!({})).json();
    assert_eq!(
        (&settings["accounts"][MIRA]["mfa"], &settings["accounts"][MIRA]["assigned"]),
        (&json!(true), &json!(true))
    );
}
