//! Consent: who may grant which permissions for whom, and how consent is revoked.

use sandbox::{Site, TENANT_ID};
use serde_json::{Value, json};

use crate::world::{INVITE, PORTAL, READ, World, form, parameter};

const AUDIT: &str = "openid AuditLog.Read.All";

fn scope(world: &World, back: &str) -> String {
    let tokens: Value = world.token(&[("code", &parameter(back, "code"))]).json();
    tokens["scope"].as_str().unwrap().to_owned()
}

#[test]
fn an_administrator_consents_for_the_organization() {
    let world = World::new();
    let page = world.pick_account(&world.authorize(&[("scope", AUDIT)]), "gael@contoso.com");
    assert!(page.text().contains("Consent on behalf of your organization"));
    let back = world.press(&page, &[("action", "consent"), ("organization", "on")]).location();
    assert!(scope(&world, &back).contains("AuditLog.Read.All"));
    // Consent for the whole organization: users who may not consent themselves are not asked either.
    let rune = world.pick_account(
        &world.authorize(&[("scope", AUDIT), ("prompt", "select_account")]),
        "rune@contoso.com",
    );
    assert!(scope(&world, &rune.location()).contains("AuditLog.Read.All"));
}

#[test]
fn an_administrator_may_consent_for_himself_alone() {
    let world = World::new();
    let page = world.pick_account(&world.authorize(&[("scope", INVITE)]), "gael@contoso.com");
    let back = world.press(&page, &[("action", "consent")]).location();
    assert!(scope(&world, &back).contains("User.Invite.All"));
    let rune = world.pick_account(
        &world.authorize(&[("scope", INVITE), ("prompt", "select_account")]),
        "rune@contoso.com",
    );
    assert!(rune.text().contains("<h1>Need admin approval</h1>"));
}

#[test]
fn only_an_administrator_sees_and_has_the_organizations_box() {
    let world = World::new();
    let ask = [("scope", "openid Mail.Send"), ("prompt", "select_account")];
    let page = world.pick_account(&world.authorize(&ask), "mira@contoso.com");
    assert!(!page.text().contains("on behalf of your organization"));
    // The page did not offer this checkbox, so the field has no effect.
    world.press(&page, &[("action", "consent"), ("organization", "on")]);
    let page = world.pick_account(&world.authorize(&ask), "rune@contoso.com");
    assert!(page.text().contains("<h1>Permissions requested</h1>"));
}

#[test]
fn where_approval_is_needed_an_administrator_can_take_over() {
    let world = World::new();
    let page = world.pick_account(&world.authorize(&[("scope", INVITE)]), "rune@contoso.com");
    let accounts = world.press(&page, &[("action", "other")]);
    let page = world.pick_account(&accounts, "gael@contoso.com");
    assert!(page.text().contains("<h1>Permissions requested</h1>"));
}

#[test]
fn default_asks_for_what_the_registration_lists_only_while_nothing_is_granted() {
    let world = World::new();
    let default = "openid https://graph.microsoft.com/.default";
    let back = world.pick_account(&world.authorize(&[("scope", default)]), "rune@contoso.com");
    assert_eq!(scope(&world, &back.location()), "openid User.Read User.Read.All");
    world.control("DELETE", "consents", &json!({ "permissions": ["User.Read", "User.Read.All"] }));
    let page = world.authorize(&[("scope", default)]);
    assert!(page.text().contains("<h1>Need admin approval</h1>") && page.text().contains("User.Invite.All"));
}

fn admin_consent(world: &World, changes: &[(&str, &str)]) -> crate::world::Reply {
    let redirect = format!("{PORTAL}/");
    let mut fields = vec![
        ("client_id", sandbox::CLIENT_ID),
        ("scope", "https://graph.microsoft.com/User.Invite.All https://graph.microsoft.com/Mail.Send"),
        ("redirect_uri", redirect.as_str()),
        ("state", "s-2"),
    ];
    fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    fields.extend(changes);
    world.get(Site::Login, &format!("/{TENANT_ID}/v2.0/adminconsent?{}", form(&fields)))
}

#[test]
fn the_admin_consent_page_grants_for_everybody_and_goes_back() {
    let world = World::new();
    let page = world.pick_account(&admin_consent(&world, &[]), "gael@contoso.com");
    assert!(page.text().contains("Review for your organization") && page.text().contains("Mail.Send"));
    let back = world.press(&page, &[("action", "consent")]).location();
    assert!(back.starts_with(&format!("{PORTAL}/?")));
    assert_eq!(parameter(&back, "admin_consent"), "True");
    assert_eq!((parameter(&back, "tenant").as_str(), parameter(&back, "state").as_str()), (TENANT_ID, "s-2"));
    assert_eq!(
        parameter(&back, "scope"),
        "https://graph.microsoft.com/User.Invite.All https://graph.microsoft.com/Mail.Send"
    );
    assert!(parameter(&back, "code").is_empty());
    assert!(world.sign_in("rune@contoso.com", INVITE)["scope"].as_str().unwrap().contains("User.Invite.All"));
}

#[test]
fn the_admin_consent_page_can_be_left_and_is_not_for_everybody() {
    let world = World::new();
    let page = world.pick_account(&admin_consent(&world, &[]), "gael@contoso.com");
    let back = world.press(&page, &[("action", "decline")]);
    assert_eq!(back.redirect_error(), ("access_denied".into(), 65_004));
    assert_eq!(parameter(&back.location(), "admin_consent"), "True");
    assert_eq!(parameter(&back.location(), "state"), "s-2");
    let other = World::new();
    let page = other.pick_account(&admin_consent(&other, &[]), "ada@contoso.com");
    assert!(page.text().contains("<h1>Need admin approval</h1>"));
    for (change, number) in [
        (("client_id", "00000000-0000-0000-0000-000000000001"), "700016"),
        (("redirect_uri", "https://evil.example/"), "50011"),
    ] {
        let page = admin_consent(&world, &[change]);
        assert!(page.status() == 400 && page.text().contains(&format!("AADSTS{number}")), "{change:?}");
    }
}

#[test]
fn consents_can_be_taken_away_and_put_back() {
    let world = World::new();
    let tokens = world.sign_in("ada@contoso.com", READ);
    let refresh = |scope: &str| {
        let token = tokens["refresh_token"].as_str().unwrap();
        world.token(&[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)])
    };
    let gone = json!({ "upn": "ada@contoso.com", "permissions": ["User.Invite.All"] });
    assert_eq!(world.control("DELETE", "consents", &gone).status(), 204);
    assert_eq!(refresh(INVITE).token_error(), ("invalid_grant".into(), 65_001));
    assert!(!refresh("openid").json()["scope"].as_str().unwrap().contains("User.Invite.All"));
    assert_eq!(world.control("POST", "consents/reset", &json!(null)).status(), 204);
    assert_eq!(refresh(INVITE).status(), 200);
    let listed = world.get(Site::Graph, "/_sandbox/consents").json();
    let of = |upn: &str| listed.as_array().unwrap().iter().find(|row| row["upn"] == upn).cloned();
    assert_eq!(of("ada@contoso.com").unwrap()["permissions"], json!(["User.Invite.All"]));
    assert_eq!(of("rune@contoso.com"), None);
    for bad in [
        json!({ "permissions": ["No.Such"] }),
        json!({ "upn": "nobody@contoso.com", "permissions": [] }),
        json!([]),
    ] {
        assert_eq!(world.control("POST", "consents", &bad).status(), 400, "{bad}");
    }
}
