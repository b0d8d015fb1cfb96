//! The control plane: settings, reset, expiry, configuration, ledger, and who is kept out.

use sandbox::{CLIENT_ID, Site, TENANT_ID};
use serde_json::{Value, json};

use crate::world::{GRAPH, LOGIN, READ, Reply, World, form, invitation, parameter};

/// Sends a form of the index page as a browser does.
fn submit(world: &World, part: &str, fields: &[(&str, &str)]) -> Reply {
    let headers =
        [("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html"), ("origin", GRAPH)];
    world.send(Site::Graph, "POST", &format!("/_sandbox/{part}"), &headers, form(fields))
}

fn settings(world: &World) -> Value {
    world.get(Site::Graph, "/_sandbox/settings").json()
}

/// The control of that name with what is said about it.
fn control(page: &str, name: &str) -> String {
    let field = page.split("<div class=\"field\">").find(|field| field.contains(&format!("for=\"{name}\"")));
    field.unwrap_or_else(|| panic!("{name} is not on the page")).to_owned()
}

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
fn the_form_of_the_index_page_works_without_script() {
    let world = World::new();
    let page = world.get(Site::Graph, "/_sandbox").text();
    assert!(page.contains("<h1>Sandbox tenant</h1>") && page.contains("Save settings"));
    let saved = submit(
        &world,
        "settings",
        &[("allowInvitesFrom", "none"), ("latencyMs", "5"), ("accessTokenSeconds", "90")],
    );
    assert_eq!((saved.status(), saved.location().as_str()), (303, "/_sandbox?done=settings#settings"));
    assert!(world.get(Site::Graph, "/_sandbox?done=settings").text().contains("role=\"status\">Done.</p>"));
    let shown = world.get(Site::Graph, "/_sandbox/settings").json();
    assert_eq!((&shown["allowInvitesFrom"], &shown["latencyMs"]), (&json!("none"), &json!(5)));
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

#[test]
fn a_form_changes_what_it_shows_and_nothing_else() {
    let world = World::new();
    world.settings(&json!({ "branding": true, "blockedDomains": ["a.example"], "latencyMs": 7 }));
    let before = settings(&world);
    // A browser leaves out a switch that is off; the form tells that it was there.
    submit(&world, "settings", &[("shown", "branding"), ("blockedDomains", " b.example\r\nc.example\r\n")]);
    let after = settings(&world);
    assert_eq!((&after["branding"], &after["latencyMs"]), (&json!(false), &json!(7)));
    assert_eq!(after["blockedDomains"], json!(["b.example", "c.example"]));
    assert_eq!(after["invitersHaveMailbox"], before["invitersHaveMailbox"]);
    // One list goes and the other comes in the same form.
    submit(&world, "settings", &[("blockedDomains", ""), ("allowedDomains", "d.example")]);
    assert_eq!(settings(&world)["allowedDomains"], json!(["d.example"]));
    let fabrikam = "crossTenantAccess/partners/2c4b7a9e-5d18-4c63-9a0f-1e7d3b6f8a21";
    submit(&world, "settings", &[(fabrikam, "blocked"), ("limits/writesPer150s", "3"), ("licence", "free")]);
    let after = settings(&world);
    assert_eq!(after.pointer(&format!("/{fabrikam}/b2bCollaborationInbound")), Some(&json!("blocked")));
    assert_eq!((&after["limits"]["writesPer150s"], &after["licence"]), (&json!(3), &json!("free")));
    submit(&world, "settings", &[(fabrikam, "default"), ("limits/writesPer150s", "")]);
    let after = settings(&world);
    assert_eq!(
        (&after["crossTenantAccess"]["partners"], &after["limits"]["writesPer150s"]),
        (&json!({}), &Value::Null)
    );
}

#[test]
fn a_refused_form_comes_back_with_what_was_typed_and_what_is_wrong() {
    let world = World::new();
    let before = settings(&world);
    let fields = [
        ("latencyMs", "soon"),
        ("accessTokenSeconds", "0"),
        ("allowedDomains", "good.example\r\nnot a@domain"),
        ("licence", "P2"),
        ("shown", "branding"),
    ];
    let refused = submit(&world, "settings", &fields);
    assert_eq!(refused.status(), 400);
    let page = refused.text();
    assert!(page.contains("role=\"alert\"") && page.contains("<a href=\"#latencyMs\">"));
    let latency = control(&page, "latencyMs");
    assert!(latency.contains("value=\"soon\"") && latency.contains("Enter a whole number from 0 to 60000."));
    assert!(latency.contains("aria-invalid=\"true\"") && latency.contains("latencyMs-problem"));
    assert!(control(&page, "accessTokenSeconds").contains("Enter a whole number from 1 to 86400."));
    let domains = control(&page, "allowedDomains");
    assert!(domains.contains("is not the name of a domain") && domains.contains("good.example"), "{domains}");
    assert!(control(&page, "licence").contains("<option value=\"P2\" selected>"));
    assert!(!control(&page, "branding").contains("checked"));
    assert_eq!(settings(&world), before, "nothing was saved");
}

#[test]
fn the_page_has_a_part_for_everything_and_links_to_it() {
    let world = World::with_guests(3);
    let page = world.get(Site::Graph, "/_sandbox").text();
    for (id, title) in [
        ("settings", "Settings"),
        ("faults", "Faults"),
        ("accounts", "Accounts and roles"),
        ("apps", "Apps and consents"),
        ("directory", "Directory"),
        ("outbox", "Outbox"),
        ("ledger", "Ledger"),
        ("sessions", "Sessions"),
    ] {
        assert!(page.contains(&format!("<a href=\"#{id}\">{title}</a>")), "{id}");
        assert!(page.contains(&format!("<section id=\"{id}\"")), "{id}");
    }
    for name in ["Who may invite guests", "Latency in milliseconds", "Life of new access tokens in seconds"] {
        assert!(page.contains(&format!(">{name}</label>")), "{name}");
    }
    for button in ["Save settings", "End all sessions", "Reset the tenant", "Add fault"] {
        assert!(
            page.contains(&format!("<button class=\"button\" type=\"submit\">{button}</button>"))
                || page.contains(&format!("<button class=\"button main\" type=\"submit\">{button}</button>")),
            "{button}"
        );
    }
    assert!(page.contains("throttled</") || page.contains("throttled@"));
    assert!(!page.contains("<script") && !page.contains("style=\""));
}

#[test]
fn the_switches_of_an_account_are_saved_by_its_form() {
    let world = World::new();
    let path = |name: &str| format!("accounts/mira@contoso.com/{name}");
    let saved = submit(
        &world,
        "settings",
        &[("section", "accounts"), (&path("conditionalAccess"), "blocked"), ("shown", &path("assigned"))],
    );
    assert_eq!(saved.location(), "/_sandbox?done=accounts#accounts");
    let mira = settings(&world)["accounts"]["mira@contoso.com"].clone();
    assert_eq!((&mira["conditionalAccess"], &mira["assigned"]), (&json!("blocked"), &json!(false)));
    let wrong =
        submit(&world, "settings", &[("section", "accounts"), (&path("signInFrequencySeconds"), "x")]);
    let page = wrong.text();
    let part = page.split("<section id=\"accounts\"").nth(1).unwrap();
    assert!(wrong.status() == 400 && part.contains("role=\"alert\"") && part.contains("<details open>"));
}

#[test]
fn a_role_is_given_and_taken_and_counts_from_the_next_token_on() {
    let world = World::new();
    world.settings(&json!({ "allowInvitesFrom": "adminsAndGuestInviters" }));
    let before = world.access_token("mira@contoso.com");
    let give = |roles: Value| {
        let body = json!({ "upn": "mira@contoso.com", "roles": roles }).to_string();
        world.send(Site::Graph, "POST", "/_sandbox/roles", &[("content-type", "application/json")], body)
    };
    let given = give(json!(["Guest Inviter"]));
    assert_eq!(given.json()["assigned"]["mira@contoso.com"], json!(["Guest Inviter"]));
    assert_eq!(world.invite(&before, &invitation("a@fabrikam.com")).status(), 403);
    let after = world.access_token("mira@contoso.com");
    assert_eq!(world.invite(&after, &invitation("a@fabrikam.com")).status(), 201);

    let fields = [("upn", "mira@contoso.com"), ("role", "Reports Reader"), ("role", "Directory Writers")];
    assert_eq!(submit(&world, "roles", &fields).location(), "/_sandbox?done=accounts#accounts");
    let shown = world.get(Site::Graph, "/_sandbox/roles").json();
    assert_eq!(shown["assigned"]["mira@contoso.com"], json!(["Directory Writers", "Reports Reader"]));
    submit(&world, "roles", &[("upn", "mira@contoso.com")]);
    assert!(world.get(Site::Graph, "/_sandbox/roles").json()["assigned"]["mira@contoso.com"].is_null());

    assert_eq!(give(json!(["Emperor"])).json()["error"], "there is no directory role Emperor");
    let nobody = submit(&world, "roles", &[("upn", "nobody@contoso.com")]);
    assert!(nobody.status() == 400 && nobody.text().contains("there is no user nobody@contoso.com"));
    assert_eq!(world.get(Site::Graph, "/_sandbox/roles").status(), 200);
    assert_eq!(world.send(Site::Graph, "DELETE", "/_sandbox/roles", &[], "").status(), 405);
}

#[test]
fn a_reset_can_grow_another_directory() {
    let world = World::with_guests(3);
    let reset = |body: &str| world.send(Site::Graph, "POST", "/_sandbox/reset", &[], body.to_owned());
    let mails = || {
        let token = world.access_token("ada@contoso.com");
        let guests = world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'&$select=mail").json();
        guests["value"].as_array().unwrap().iter().map(|guest| guest["mail"].clone()).collect::<Vec<_>>()
    };
    let first = mails();
    assert_eq!(reset("{\"guests\":5}").status(), 204);
    assert!(mails().len() > first.len() && mails().starts_with(&first));
    let old = world.access_token("ada@contoso.com");
    assert_eq!(reset("{\"guests\":3,\"seed\":2}").status(), 204);
    assert_ne!(mails(), first);
    assert_eq!(world.graph(&old, "/v1.0/me").status(), 401, "other people, other sessions");
    assert_eq!(reset("").status(), 204);
    assert_eq!(mails(), first);
    for wrong in ["{\"guests\":300001}", "{\"guests\":-1}", "{\"people\":1}", "[]", "x"] {
        assert_eq!(reset(wrong).status(), 400, "{wrong}");
    }
    let refused = submit(&world, "reset", &[("guests", "many"), ("seed", "")]);
    let page = refused.text();
    assert_eq!(refused.status(), 400);
    assert!(control(&page, "guests").contains("Enter a whole number from 0 to 300000."));
    let done = submit(&world, "reset", &[("guests", "2"), ("seed", "")]);
    assert_eq!((done.location().as_str(), mails().len()), ("/_sandbox?done=directory#directory", 2));
    assert!(world.get(Site::Graph, "/_sandbox").text().contains("Grown with 2 guests from seed 1."));
}

#[test]
fn a_fault_that_cannot_be_set_is_refused_on_the_page() {
    let world = World::new();
    let refused = submit(&world, "faults", &[("kind", "throttle"), ("times", "often")]);
    assert_eq!(refused.status(), 400);
    let page = refused.text();
    let part = page.split("<section id=\"faults\"").nth(1).unwrap();
    assert!(part.contains("Choose a fault, and how many calls it strikes."));
    assert_eq!(submit(&world, "sessions/revoke", &[("upn", "nobody@contoso.com")]).status(), 400);
    assert_eq!(submit(&world, "sessions/revoke", &[]).location(), "/_sandbox?done=sessions#sessions");
}
