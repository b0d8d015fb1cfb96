//! The control plane: settings, reset, expiry, configuration, request log, and which requests it rejects.

use sandbox::{CLIENT_ID, Site, TENANT_ID};
use serde_json::{Value, json};

use crate::world::{GRAPH, LOGIN, READ, World, invitation, parameter};

#[test]
fn settings_are_shown_changed_and_checked() {
    let world = World::new();
    let shown = world.get(Site::Graph, "/_sandbox/settings").json();
    assert_eq!(shown["allowInvitesFrom"], "everyone");
    let changed = world.settings(&json!({ "accessTokenSeconds": 60 }));
    assert_eq!((changed.status(), &changed.json()["accessTokenSeconds"]), (200, &Value::from(60)));
    assert_eq!(world.sign_in("ada@contoso.com", "openid")["expires_in"], 60);
    for wrong in
        [json!({ "tokenSeconds": 60 }), json!({ "accessTokenSeconds": 0 }), json!({ "latencyMs": "x" })]
    {
        let refused = world.settings(&wrong);
        assert_eq!(refused.status(), 400, "{wrong}");
        assert!(refused.json()["error"].is_string());
    }
}

#[test]
fn json_is_read_as_json_even_when_curl_declares_it_as_a_form() {
    let world = World::with_guests(3);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let post = |part: &str, body: &str| {
        world.send(Site::Graph, "POST", &format!("/_sandbox/{part}"), &form, body.to_owned())
    };
    let changed = post("settings", r#"{"allowInvitesFrom": "adminsAndGuestInviters"}"#);
    assert_eq!(
        (changed.status(), &changed.json()["allowInvitesFrom"]),
        (200, &json!("adminsAndGuestInviters"))
    );
    assert_eq!(post("reset", r#"{"guests": 1}"#).status(), 204);
    let token = world.access_token("ada@contoso.com");
    let guests = world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'").json();
    assert_eq!(guests["value"].as_array().unwrap().len(), 1);
    for (part, body) in [
        ("settings", "{"),
        ("settings", "[]"),
        ("settings", "junk"),
        ("settings", "latencyMss=11"),
        ("reset", "gests=3"),
        ("reset", "junk"),
        ("sessions/revoke", "junk"),
        ("sessions/revoke", r#"{"user": "ada@contoso.com"}"#),
        ("faults", r#"{"times": 1}"#),
        ("roles", "{}"),
    ] {
        let refused = post(part, body);
        assert_eq!(refused.status(), 400, "{part} {body}");
        assert!(refused.json()["error"].is_string(), "{part} {body}");
    }
    assert_eq!(world.graph(&token, "/v1.0/me").status(), 200, "nobody's sessions were revoked");
    assert_eq!(post("faults", r#"{"times": 1, "fault": {"hangUp": {}}}"#).status(), 200);
    let foreign = [("origin", "https://evil.example")];
    assert_eq!(world.send(Site::Graph, "GET", "/_sandbox/tokens", &foreign, "").status(), 403);
    let contexts = ["", "c0", "c100", "1", "C1"].map(|name| json!({ "requiredAuthContext": name }));
    assert!(contexts.iter().all(|change| world.settings(change).status() == 400));
}

#[test]
fn reset_goes_back_to_the_seed_and_keeps_sign_ins() {
    let world = World::with_guests(3);
    let token = world.access_token("ada@contoso.com");
    world.settings(&json!({ "allowInvitesFrom": "none" }));
    world.settings(&json!({ "allowInvitesFrom": "everyone", "latencyMs": 7 }));
    world.invite(&token, &invitation("a@fabrikam.com"));
    assert_eq!(world.send(Site::Graph, "POST", "/_sandbox/reset", &[], "").status(), 204);
    let guests = world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'").json();
    assert_eq!(guests["value"].as_array().unwrap().len(), 3);
    assert_eq!(world.get(Site::Graph, "/_sandbox/settings").json()["latencyMs"], 0);
    assert_eq!(world.get(Site::Graph, "/_sandbox/ledger").json()["entries"], json!([]));
}

#[test]
fn expiring_sessions_ends_tokens_and_cookies_at_once() {
    let world = World::new();
    let tokens = world.sign_in("ada@contoso.com", READ);
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(world.send(Site::Graph, "POST", "/_sandbox/sessions/expire", &[], "").status(), 204);
    assert_eq!(world.graph(access, "/v1.0/me").graph_error().1, "InvalidAuthenticationToken");
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let refused = world.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh)]).json();
    assert_eq!((&refused["error"], &refused["error_codes"][0]), (&json!("invalid_grant"), &json!(700_084)));
    assert_eq!(parameter(&world.authorize(&[("prompt", "none")]).location(), "error"), "login_required");
    assert_eq!(world.graph(&world.access_token("ada@contoso.com"), "/v1.0/me").status(), 200);
}

#[test]
fn the_portals_configuration_can_be_replaced_word_for_word() {
    let world = World::new();
    let config = || world.get(Site::Portal, "/config.json");
    let expected = json!({
        "tenant": TENANT_ID,
        "clientId": CLIENT_ID,
        "cloud": { "login": LOGIN, "graph": GRAPH },
        "defaultRedirectUrl": format!("{GRAPH}/_sandbox/landing"),
    });
    assert_eq!(config().json(), expected);
    assert_eq!(config().header("cache-control"), Some("no-store"));
    assert_eq!(world.send(Site::Graph, "PUT", "/_sandbox/config.json", &[], "{ broken").status(), 204);
    assert_eq!(config().text(), "{ broken");
    assert_eq!(world.send(Site::Graph, "DELETE", "/_sandbox/config.json", &[], "").status(), 204);
    assert_eq!(config().json(), expected);
}

#[test]
fn the_ledger_tells_refused_writes_from_made_ones() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    world.invite(&token, &invitation("a@fabrikam.com"));
    world.invite(&token, &invitation("A@fabrikam.com"));
    world.invite(&token, &invitation("b@contoso.com"));
    let ledger = world.get(Site::Graph, "/_sandbox/ledger").json();
    let statuses: Vec<_> =
        ledger["entries"].as_array().unwrap().iter().map(|entry| &entry["status"]).collect();
    assert_eq!(statuses, [201, 201, 400]);
    assert_eq!(ledger["entries"][2]["caller"], "ines@contoso.com");
    assert_eq!(ledger["invitationsPerAddress"], json!({ "a@fabrikam.com": 2 }));
}

#[test]
fn the_ledger_has_every_write_with_whom_it_was_about() {
    let world = World::with_guests(1);
    let token = world.access_token("ines@contoso.com");
    let guest = world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'").json()["value"][0].clone();
    let bearer = format!("Bearer {token}");
    let path = format!("/v1.0/users/{}/nothing", guest["id"].as_str().unwrap());
    world.send(Site::Graph, "PUT", &path, &[("authorization", &bearer)], "");
    world.send(Site::Graph, "POST", "/v1.0/invitations", &[], invitation("c@fabrikam.com").to_string());
    let entries = world.get(Site::Graph, "/_sandbox/ledger").json()["entries"].clone();
    assert_eq!(entries.as_array().unwrap().len(), 2, "{entries}");
    assert_eq!((&entries[0]["method"], &entries[0]["path"]), (&json!("PUT"), &json!(path)));
    assert_eq!((&entries[0]["caller"], &entries[0]["address"]), (&json!("ines@contoso.com"), &guest["mail"]));
    assert_eq!((&entries[1]["caller"], &entries[1]["status"]), (&json!("unknown"), &json!(401)));
    assert_eq!(entries[1]["address"], "c@fabrikam.com");
}

#[test]
fn the_outbox_is_a_page_or_json() {
    let world = World::new();
    let json = world.send(Site::Graph, "GET", "/_sandbox/outbox", &[("accept", "application/json")], "");
    assert_eq!(json.json(), json!([]));
    let page = world.send(Site::Graph, "GET", "/_sandbox/outbox", &[("accept", "text/html,*/*")], "");
    assert!(page.text().contains("<h1>Outbox</h1>") && page.text().contains("No mail yet."));
    assert!(world.get(Site::Graph, "/_sandbox/landing").text().contains("<h1>You're in</h1>"));
    assert_eq!(
        world.get(Site::Graph, "/_sandbox/pages.css").header("content-type"),
        Some("text/css; charset=utf-8")
    );
}

#[test]
fn strangers_are_kept_out() {
    let world = World::new();
    let foreign_host =
        world.send(Site::Graph, "GET", "/_sandbox/outbox", &[("host", "evil.example:8082")], "");
    assert_eq!(foreign_host.status(), 403);
    let foreign_form =
        world.send(Site::Graph, "POST", "/_sandbox/reset", &[("origin", "https://evil.example")], "");
    assert_eq!(foreign_form.status(), 403);
    let reset = |host: &str, origin: &str| {
        world.send(Site::Graph, "POST", "/_sandbox/reset", &[("host", host), ("origin", origin)], "").status()
    };
    assert_eq!(reset("localhost:8082", "http://localhost:8082"), 204);
    assert_eq!(reset("localhost:8082", "http://localhost:8080"), 403);
    assert_eq!(reset("localhost:8082", "null"), 403);
    assert_eq!(world.get(Site::Graph, "/_sandbox/reset").status(), 405);
    assert_eq!(world.get(Site::Graph, "/_sandbox/nothing").status(), 404);
}

#[test]
fn latency_slows_the_services_and_not_the_pages() {
    let world = World::new();
    world.settings(&json!({ "latencyMs": 40 }));
    for (site, path, expected) in [
        (Site::Graph, "/v1.0/users", 40),
        (Site::Login, "/contoso.com/oauth2/v2.0/token", 40),
        (Site::Login, "/contoso.com/oauth2/v2.0/authorize", 0),
        (Site::Graph, "/_sandbox/outbox", 0),
        (Site::Portal, "/", 0),
    ] {
        assert_eq!(world.latency(site, path), expected, "{path}");
    }
}
