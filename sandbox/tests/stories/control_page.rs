//! The HTML page of the control plane: forms and pages, without script.

use sandbox::Site;
use serde_json::{Value, json};

use crate::world::{GRAPH, Reply, World, form, invitation};

/// Sends a form of the index page, with the headers that a browser sends.
fn submit(world: &World, part: &str, fields: &[(&str, &str)]) -> Reply {
    let headers =
        [("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html"), ("origin", GRAPH)];
    world.send(Site::Graph, "POST", &format!("/_sandbox/{part}"), &headers, form(fields))
}

fn settings(world: &World) -> Value {
    world.get(Site::Graph, "/_sandbox/settings").json()
}

/// The form control of that name with its label and hint.
fn control(page: &str, name: &str) -> String {
    let field = page.split("<div class=\"field\">").find(|field| field.contains(&format!("for=\"{name}\"")));
    field.unwrap_or_else(|| panic!("{name} is not on the page")).to_owned()
}

/// What the page says after this form was accepted.
fn notice(world: &World, accepted: &Reply) -> Option<String> {
    let location = accepted.location();
    let page = world.get(Site::Graph, location.split('#').next().unwrap()).text();
    let (_, said) = page.split_once("role=\"status\">")?;
    Some(said.split("</p>").next().unwrap().to_owned())
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
    let said = "Settings saved: Who may invite guests: Nobody; Extra time for every answer, in milliseconds: 5; \
                Seconds that a new access token is valid: 90.";
    assert_eq!(notice(&world, &saved).as_deref(), Some(said));
    assert_eq!(notice(&world, &saved), None, "it is said once");
    let shown = world.get(Site::Graph, "/_sandbox/settings").json();
    assert_eq!((&shown["allowInvitesFrom"], &shown["latencyMs"]), (&json!("none"), &json!(5)));
}

#[test]
fn a_form_changes_what_it_shows_and_nothing_else() {
    let world = World::new();
    world.settings(&json!({ "branding": true, "blockedDomains": ["a.example"], "latencyMs": 7 }));
    let before = settings(&world);
    // A browser sends nothing for a checkbox that is off, so the form has a field that names the checkboxes it shows.
    submit(&world, "settings", &[("shown", "branding"), ("blockedDomains", " b.example\r\nc.example\r\n")]);
    let after = settings(&world);
    assert_eq!((&after["branding"], &after["latencyMs"]), (&json!(false), &json!(7)));
    assert_eq!(after["blockedDomains"], json!(["b.example", "c.example"]));
    assert_eq!(after["invitersHaveMailbox"], before["invitersHaveMailbox"]);
    // The two lists exclude each other: one form empties the first and fills the second.
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
        ("ledger", "Log of changes"),
        ("sessions", "Sessions"),
    ] {
        assert!(page.contains(&format!("<a href=\"#{id}\">{title}</a>")), "{id}");
        assert!(page.contains(&format!("<section id=\"{id}\"")), "{id}");
    }
    for name in ["Who may invite guests", "Extra time for every answer, in milliseconds"] {
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
    let said = notice(&world, &saved).unwrap();
    assert!(
        said.starts_with("Settings saved: mira@contoso.com, Conditional Access: Blocks every sign-in"),
        "{said}"
    );
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
    let saved = submit(&world, "roles", &fields);
    let said = notice(&world, &saved);
    assert_eq!(said.as_deref(), Some("Roles of Mira Falk saved: Directory Writers, Reports Reader."));
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
    assert!(notice(&world, &done).unwrap().starts_with("Tenant reset with 2 guests (seed 1"));
    assert!(world.get(Site::Graph, "/_sandbox").text().contains("Made with 2 guests from seed 1;"));
}

#[test]
fn a_fault_that_cannot_be_set_is_refused_on_the_page() {
    let world = World::new();
    let refused = submit(&world, "faults", &[("kind", "throttle"), ("times", "often")]);
    assert_eq!(refused.status(), 400);
    let page = refused.text();
    let part = page.split("<section id=\"faults\"").nth(1).unwrap();
    assert!(part.contains("Choose a fault, and for how many calls it counts."));
    assert_eq!(submit(&world, "sessions/revoke", &[("upn", "nobody@contoso.com")]).status(), 400);
    assert_eq!(submit(&world, "sessions/revoke", &[]).location(), "/_sandbox?done=sessions#sessions");
}

#[test]
fn one_fault_is_removed_and_the_others_stay() {
    let world = World::new();
    let rules = json!([
        { "method": "POST", "path": "/invitations", "times": 2, "fault": { "status": { "code": 503 } } },
        { "fault": { "unauthorized": {} } },
        { "fault": { "hold": { "ms": 5 } } },
    ]);
    world.control("POST", "faults", &rules);
    let ids = || {
        let faults = world.get(Site::Graph, "/_sandbox/faults").json();
        faults.as_array().unwrap().iter().map(|fault| fault["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(), [1, 2, 3]);
    let page = world.get(Site::Graph, "/_sandbox").text();
    assert!(page.contains("POST /invitations answers 503, the next 2 calls; used 0 times"));
    let removed = submit(&world, "faults/remove", &[("id", "2")]);
    let said = "Fault removed: Every call to Graph answers 401, as if the token had expired.";
    assert_eq!(notice(&world, &removed).as_deref(), Some(said));
    assert_eq!(ids(), [1, 3]);
    let again = submit(&world, "faults/remove", &[("id", "2")]);
    assert!(again.status() == 400 && again.text().contains("There is no fault 2 any more."));

    let delete =
        |id: &str| world.send(Site::Graph, "DELETE", &format!("/_sandbox/faults/{id}"), &[], "").status();
    assert_eq!((delete("1"), delete("1"), delete("x")), (204, 404, 404));
    world.control("DELETE", "faults", &json!({}));
    world.control("POST", "faults", &json!({ "fault": { "unauthorized": {} } }));
    assert_eq!(ids(), [4], "a page that is not up to date removes no newer fault");
}

#[test]
fn a_situation_is_started_and_ended() {
    let world = World::new();
    let token = world.access_token("ada@contoso.com");
    let active = || {
        let all = world.get(Site::Graph, "/_sandbox/situations").json();
        let active = all.as_array().unwrap().iter().filter(|one| one["active"] == true);
        active.map(|one| one["id"].clone()).collect::<Vec<_>>()
    };
    assert!(active().is_empty());
    let started = submit(&world, "situations", &[("start", "graph-down")]);
    assert_eq!(started.location(), "/_sandbox?done=faults#faults");
    assert!(notice(&world, &started).unwrap().starts_with("Started: “Graph is down (503)”."));
    assert_eq!((active(), world.graph(&token, "/v1.0/me").status()), (vec![json!("graph-down")], 503));
    submit(&world, "situations", &[("start", "graph-down")]);
    let ended = submit(&world, "situations", &[("end", "graph-down")]);
    assert_eq!(notice(&world, &ended).as_deref(), Some("Ended: “Graph is down (503)”."));
    assert_eq!(world.graph(&token, "/v1.0/me").status(), 200);
    assert_eq!(world.get(Site::Graph, "/_sandbox/faults").json(), json!([]));

    let before = settings(&world);
    for id in ["mfa", "guests-late", "free-licence"] {
        assert_eq!(world.control("POST", "situations", &json!({ "start": id })).status(), 204);
    }
    assert_eq!(active(), ["mfa", "guests-late", "free-licence"]);
    assert_eq!(settings(&world)["accounts"]["mira@contoso.com"]["mfa"], true);
    for id in ["mfa", "guests-late", "free-licence"] {
        world.control("POST", "situations", &json!({ "end": id }));
    }
    assert!(active().is_empty());
    assert_eq!(settings(&world)["licence"], before["licence"]);
    let unknown = world.control("POST", "situations", &json!({ "start": "rain" }));
    assert_eq!(
        (unknown.status(), unknown.json()["error"].as_str()),
        (400, Some("there is no situation rain"))
    );
    assert_eq!(submit(&world, "situations", &[]).status(), 400);
}

#[test]
fn the_log_of_changes_is_a_page_and_stays_json() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    world.invite(&token, &invitation("a@fabrikam.com"));
    world.control("POST", "situations", &json!({ "start": "graph-down" }));
    world.invite(&token, &invitation("<b>@fabrikam.com"));
    let page = world.get(Site::Graph, "/_sandbox/ledger.html").text();
    let (newer, older) = page.split_once("A fault answered; nothing changed").unwrap();
    assert!(
        newer.contains("503")
            && older.contains("Invited a@fabrikam.com")
            && older.contains("ines@contoso.com")
    );
    assert!(page.contains("href=\"/_sandbox/ledger\"") && !page.contains("<script"));
    let html = world.send(Site::Graph, "GET", "/_sandbox/ledger", &[("accept", "text/html")], "");
    assert_eq!(
        html.json()["entries"].as_array().unwrap().len(),
        2,
        "the address of the JSON is for everyone"
    );
}

#[test]
fn the_page_says_which_account_is_for_what() {
    let page = World::new().get(Site::Graph, "/_sandbox").text();
    let part = page.split("<section id=\"accounts\"").nth(1).unwrap();
    assert!(part.contains("There are no passwords"));
    for upn in ["ada", "ines", "mira", "rune", "gael"] {
        assert!(part.contains(&format!("<br>{upn}@contoso.com")), "{upn}");
    }
}
