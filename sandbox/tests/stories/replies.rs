//! Faults that are responses of one's own, at Graph, at the sign-in site and for the portal's `config.json`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sandbox::{Dist, Site, TENANT_ID};
use serde_json::{Value, json};

use crate::batch::{get, header, invite, parts, send};
use crate::world::{GRAPH, PORTAL, READ, Reply, World, form, invitation, parameter};

fn faults(world: &World, rules: &Value) {
    let reply = world.control("POST", "faults", rules);
    assert_eq!(reply.status(), 200, "{}", reply.text());
}

fn struck(world: &World) -> Value {
    world.get(Site::Graph, "/_sandbox/faults").json()[0]["struck"].clone()
}

fn ledger(world: &World) -> Value {
    world.get(Site::Graph, "/_sandbox/ledger").json()
}

fn sign_in() -> (World, String) {
    let world = World::with_guests(3);
    let token = world.access_token("ines@contoso.com");
    (world, token)
}

fn quota() -> Value {
    let text = "The directory object quota limit for the Tenant has been exceeded.";
    json!({ "error": { "code": "Directory_QuotaExceeded", "message": text } })
}

#[test]
fn graph_answers_what_it_is_told_to_and_the_call_is_not_made() {
    let (world, token) = sign_in();
    let headers = json!({ "Retry-After": "9", "request-id": "own", "x-ms-resource-unit": null });
    let reply = json!({ "status": 403, "headers": headers, "body": quota() });
    faults(
        &world,
        &json!({ "method": "POST", "path": "/invitations", "contains": "A@", "skip": 1, "times": 1,
            "fault": { "reply": reply } }),
    );
    let address = invitation("a@fabrikam.com");
    assert_eq!(world.invite(&token, &address).status(), 201);
    let told = world.invite(&token, &address);
    assert_eq!((told.status(), told.json()), (403, quota()));
    assert_eq!(told.header("content-type"), Some("application/json"));
    assert_eq!((told.header("retry-after"), told.header("request-id")), (Some("9"), Some("own")));
    assert_eq!(told.header("x-ms-resource-unit"), None);
    assert!(told.header("client-request-id").is_some() && told.delivery().fault);
    assert_eq!(told.header("access-control-allow-origin"), Some("*"), "as Graph always does");
    assert_eq!(world.invite(&token, &invitation("b@fabrikam.com")).status(), 201);
    assert_eq!(world.invite(&token, &address).status(), 201);
    assert_eq!(struck(&world), 1);
    let ledger = ledger(&world);
    let seen = |entry: &Value| (entry["status"].clone(), entry["fault"].clone());
    let entries: Vec<_> = ledger["entries"].as_array().unwrap().iter().map(seen).collect();
    let done = (json!(201), Value::Null);
    assert_eq!(entries, [done.clone(), (json!(403), json!(true)), done.clone(), done]);
    assert_eq!(ledger["invitationsPerAddress"], json!({ "a@fabrikam.com": 2, "b@fabrikam.com": 1 }));
}

#[test]
fn a_reply_after_the_effect_hides_it_and_a_false_success_has_none() {
    let (world, token) = sign_in();
    let reply =
        json!({ "status": 504, "body": "gone", "headers": { "content-type": "text/html" }, "after": true });
    faults(&world, &json!({ "method": "write", "times": 1, "fault": { "reply": reply } }));
    let hidden = world.invite(&token, &invitation("a@fabrikam.com"));
    assert_eq!((hidden.status(), hidden.text().as_str()), (504, "gone"));
    assert_eq!((hidden.header("content-type"), hidden.delivery().fault), (Some("text/html"), true));
    faults(
        &world,
        &json!({ "method": "write", "times": 1, "fault": { "reply": { "status": 201, "body": {} } } }),
    );
    assert_eq!(world.invite(&token, &invitation("b@fabrikam.com")).status(), 201);
    let ledger = ledger(&world);
    assert_eq!(ledger["invitationsPerAddress"], json!({ "a@fabrikam.com": 1 }));
    let written = (&ledger["entries"][0]["status"], &ledger["entries"][0]["fault"]);
    assert_eq!(written, (&json!(201), &Value::Null), "what was done");
    assert_eq!(ledger["entries"][1]["fault"], json!(true));
}

#[test]
fn a_test_can_leave_cors_away() {
    let (world, token) = sign_in();
    let without = json!({ "access-control-allow-origin": null, "access-control-expose-headers": "X-Only" });
    let rule = |site: &str, path: &str| json!({ "site": site, "path": path, "fault": { "reply": { "headers": without } } });
    faults(&world, &json!([rule("graph", "/me"), rule("login", "/token"), rule("login", "/keys")]));
    let keys = format!("/{TENANT_ID}/discovery/v2.0/keys");
    for reply in [world.graph(&token, "/v1.0/me"), world.token(&[]), world.get(Site::Login, &keys)] {
        assert_eq!(reply.header("access-control-allow-origin"), None);
        assert_eq!(reply.header("access-control-expose-headers"), Some("X-Only"));
    }
}

#[test]
fn a_batch_has_replies_in_it_or_in_its_place() {
    let (world, token) = sign_in();
    let requests = json!([invite("1", "a@fabrikam.com"), get("2", "/me"), get("3", "/organization")]);
    let headers = json!({ "Retry-After": "7", "x-list": ["a", "b"], "cache-control": null });
    faults(
        &world,
        &json!([
            { "path": "/invitations", "times": 1, "fault": { "reply": { "status": 403, "headers": headers, "body": quota() } } },
            { "path": "/me", "times": 1, "fault": { "reply": { "status": 502, "body": "<p>Bad gateway" } } },
        ]),
    );
    let whole = send(&world, &token, &requests);
    let inside = parts(&whole);
    assert_eq!((&inside["1"]["status"], &inside["1"]["body"]), (&json!(403), &quota()));
    assert_eq!(
        (header(&inside["1"], "retry-after"), header(&inside["1"], "x-list")),
        (Some("7"), Some("a, b"))
    );
    assert_eq!(
        (header(&inside["1"], "cache-control"), header(&inside["1"], "content-type")),
        (None, Some("application/json"))
    );
    assert_eq!(inside["2"]["status"], 502);
    assert_eq!(inside["2"]["body"], STANDARD.encode("<p>Bad gateway"), "what is no JSON is base64");
    assert_eq!(inside["3"]["status"], 200);
    assert!(whole.delivery().fault, "recorders leave the batch out");
    assert_eq!(whole.header("x-list"), None);

    let own = json!({ "status": 400, "body": { "error": { "code": "BadRequest", "message": "No." } } });
    faults(&world, &json!({ "path": "/$batch", "times": 1, "fault": { "reply": own } }));
    assert_eq!(send(&world, &token, &requests).json(), own["body"]);
    let entries = ledger(&world)["entries"].clone();
    let last = entries.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["path"], &last["status"], &last["fault"]),
        (&json!("/v1.0/$batch"), &json!(400), &json!(true))
    );

    let lost = json!({ "status": 500, "after": true });
    faults(&world, &json!({ "path": "/$batch", "times": 1, "fault": { "reply": lost } }));
    assert_eq!(send(&world, &token, &requests).status(), 500);
    assert_eq!(struck(&world), 1);
    assert_eq!(ledger(&world)["invitationsPerAddress"], json!({ "a@fabrikam.com": 1 }));
}

#[test]
fn the_sign_in_page_sends_back_an_error_with_the_state() {
    let world = World::new();
    let location = format!(
        "{PORTAL}/#error=temporarily_unavailable&error_description=AADSTS90033%3A&state={{{{state}}}}"
    );
    let rule = json!({ "site": "login", "path": "/authorize", "query": "prompt=none", "times": 1,
        "fault": { "reply": { "status": 302, "headers": { "location": location } } } });
    faults(&world, &rule);
    assert_eq!(world.authorize(&[]).status(), 200, "another prompt");
    let back = world.authorize(&[("prompt", "none"), ("state", "s&2")]);
    assert_eq!((back.status(), parameter(&back.location(), "state").as_str()), (302, "s&2"));
    assert_eq!(parameter(&back.location(), "error"), "temporarily_unavailable");
    assert!(back.delivery().fault);
    // After its effect: the account is signed in, but the browser gets neither cookie nor code.
    let page = world.authorize(&[]);
    let blank =
        json!({ "status": 200, "body": "", "headers": { "content-type": "text/html" }, "after": true });
    faults(
        &world,
        &json!({ "site": "login", "path": "/login", "contains": "account=", "times": 1, "fault": { "reply": blank } }),
    );
    let lost = world.pick_account(&page, "ada@contoso.com");
    assert_eq!((lost.status(), lost.header("set-cookie"), lost.header("location")), (200, None, None));
}

#[test]
fn the_token_endpoint_answers_what_it_is_told_to() {
    let world = World::new();
    let code = world.code("ada@contoso.com", READ);
    let body = json!({ "error": "invalid_grant", "error_description": "AADSTS53003: Blocked.", "error_codes": [53003] });
    let rule = |times: u32, reply: Value| {
        json!({ "site": "login", "path": "/token", "contains": "grant_type=authorization_code", "times": times,
            "fault": { "reply": reply } })
    };
    faults(&world, &rule(1, json!({ "status": 400, "body": body })));
    let refused = world.token(&[("code", &code)]);
    assert_eq!((refused.status(), refused.json()), (400, body));
    assert_eq!(refused.header("access-control-allow-origin"), Some(PORTAL), "as Entra always does");
    let daemon = world.token_from(None, &[("grant_type", "client_credentials")]);
    assert_ne!(daemon.status(), 200);
    assert_eq!(daemon.header("access-control-allow-origin"), None);
    faults(&world, &rule(1, json!({ "status": 503, "after": true })));
    assert_eq!(world.token(&[("code", &code)]).status(), 503, "the first one did not use the code up");
    assert_eq!(
        world.token(&[("code", &code)]).token_error(),
        ("invalid_grant".into(), 54005),
        "this one did"
    );
    let log = world.get(Site::Graph, "/_sandbox/tokens").json();
    let seen: Vec<_> =
        log.as_array().unwrap().iter().map(|entry| entry["status"].as_u64().unwrap()).collect();
    assert_eq!(seen[..1], [400]);
    assert_eq!(seen[2..], [200, 400], "what the endpoint did, not what was heard of it");
    assert!(log[2]["accessToken"].is_string() && log[0]["error"] == "invalid_grant");
}

#[test]
fn the_other_faults_work_at_the_sign_in_site_where_they_make_sense() {
    let world = World::new();
    let login = |fault: Value| {
        faults(&world, &json!({ "site": "login", "fault": fault }));
        world.get(Site::Login, "/common/v2.0/.well-known/openid-configuration")
    };
    let held = login(json!({ "hold": { "ms": 700 } }));
    assert_eq!((held.status(), held.delivery().hold.as_millis(), held.delivery().fault), (200, 700, false));
    for after in [true, false] {
        assert!(login(json!({ "hangUp": { "after": after } })).delivery().hang_up);
    }
    let down = login(json!({ "status": { "code": 503, "retryAfter": "3" } }));
    assert_eq!((down.status(), down.header("retry-after")), (503, Some("3")));
    assert_eq!(down.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(down.header("access-control-allow-origin"), Some("*"));
    assert_eq!(login(json!({ "malformed": { "kind": "notJson" } })).text(), "this is not JSON");
    assert!(login(json!({ "malformed": { "kind": "wrongType" } })).json()["issuer"].is_number());
    assert_eq!(
        login(json!({ "redirect": { "to": "https://evil.example/" } })).location(),
        "https://evil.example/"
    );
    assert_eq!(world.get(Site::Login, "/_sandbox/pages.css").status(), 200);
    let preflight = [("origin", PORTAL), ("access-control-request-method", "POST")];
    let path = format!("/{TENANT_ID}/oauth2/v2.0/token");
    assert_eq!(world.send(Site::Login, "OPTIONS", &path, &preflight, "").status(), 200);
    let (other, token) = sign_in();
    faults(&other, &json!({ "site": "login", "fault": { "status": { "code": 500 } } }));
    assert_eq!(other.graph(&token, "/v1.0/me").status(), 200, "each site has its own rules");
    assert_eq!(other.get(Site::Portal, "/config.json").status(), 200);
}

#[test]
fn config_json_may_be_any_bytes_and_nothing_else_of_the_portal_fails() {
    let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let world = World::with_dist(Dist::new([
        file("index.html", "<!doctype html>"),
        file("_headers", "/config.json\n  Cache-Control: no-store\n  X-Content-Type-Options: nosniff\n"),
    ]));
    let plain = world.get(Site::Portal, "/config.json");
    let utf16: Vec<u8> =
        [0xFEFF].into_iter().chain(plain.text().encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let reply =
        json!({ "base64": STANDARD.encode(&utf16), "headers": { "content-type": "application/json" } });
    faults(&world, &json!({ "site": "portal", "times": 1, "fault": { "reply": reply } }));
    assert_eq!(world.get(Site::Portal, "/").status(), 200);
    let struck = world.get(Site::Portal, "/config.json");
    assert_eq!((struck.bytes(), struck.header("content-type")), (&utf16[..], Some("application/json")));
    assert_eq!((struck.header("cache-control"), struck.delivery().fault), (Some("no-store"), true));
    assert_eq!(world.get(Site::Portal, "/config.json").text(), plain.text());
    for (fault, status) in
        [("{\"status\":{\"code\":404}}", 404), ("{\"reply\":{\"status\":404,\"body\":\"none\"}}", 404)]
    {
        let fault: Value = serde_json::from_str(fault).unwrap();
        faults(&world, &json!({ "site": "portal", "path": "/config.json", "fault": fault }));
        assert_eq!(world.get(Site::Portal, "/config.json").status(), status);
    }
    faults(&world, &json!({ "site": "portal", "fault": { "hangUp": { "after": true } } }));
    assert!(world.get(Site::Portal, "/config.json").delivery().hang_up);
    faults(&world, &json!({ "site": "portal", "fault": { "hold": { "ms": 900 } } }));
    assert_eq!(world.latency(Site::Portal, "/config.json"), 900);
    world.control("DELETE", "faults", &Value::Null);
    assert_eq!(world.latency(Site::Portal, "/config.json"), 0);
}

#[test]
fn a_rule_that_cannot_work_is_refused_in_words() {
    let world = World::new();
    for (rule, says) in [
        (json!({ "site": "login", "fault": { "throttle": {} } }), "only Graph has this fault"),
        (json!({ "site": "portal", "fault": { "unauthorized": {} } }), "only Graph has this fault"),
        (
            json!({ "site": "portal", "path": "/index.html", "fault": { "hold": { "ms": 1 } } }),
            "only /config.json has faults",
        ),
        (json!({ "site": "moon", "fault": { "hold": { "ms": 1 } } }), "unknown variant `moon`"),
        (
            json!({ "fault": { "reply": { "headers": { "Content-Length": "1" } } } }),
            "'content-length' is set by the host",
        ),
        (json!({ "fault": { "reply": { "body": 1, "base64": "" } } }), "not both"),
    ] {
        let refused = world.control("POST", "faults", &rule);
        let problem = refused.json()["error"].as_str().unwrap().to_owned();
        assert!(refused.status() == 400 && problem.contains(says), "{problem}");
    }
}

/// Sends the form of the page, with the headers that a browser sends.
fn submit(world: &World, fields: &[(&str, &str)]) -> Reply {
    let headers =
        [("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html"), ("origin", GRAPH)];
    world.send(Site::Graph, "POST", "/_sandbox/faults", &headers, form(fields))
}

#[test]
fn a_person_writes_a_response_on_the_page() {
    let (world, token) = sign_in();
    let typed = [
        ("kind", "reply"),
        ("reply-site", "graph"),
        ("reply-path", "/me"),
        ("reply-status", "418"),
        ("reply-headers", "X-Pot: tea\r\nCache-Control:"),
        ("reply-body", "{ \"error\": { \"code\": \"Teapot\" } }"),
        ("shown", "reply-after"),
    ];
    let added = submit(&world, &typed);
    assert_eq!((added.status(), added.location().as_str()), (303, "/_sandbox?done=faults#faults"));
    let told = world.graph(&token, "/v1.0/me");
    assert_eq!((told.status(), told.json()["error"]["code"].as_str()), (418, Some("Teapot")));
    assert_eq!((told.header("x-pot"), told.header("cache-control")), (Some("tea"), None));
    assert_eq!(told.header("content-type"), Some("application/json"));
    assert_eq!(world.graph(&token, "/v1.0/me").status(), 200, "once, as the form says at first");
}

#[test]
fn a_refused_response_comes_back_with_what_was_typed_and_what_is_wrong() {
    let world = World::new();
    let typed = [
        ("kind", "reply"),
        ("reply-site", "login"),
        ("reply-path", "/to*"),
        ("reply-status", "600"),
        ("reply-headers", "Content-Length: 5"),
        ("reply-body", "<b>\r\n two lines"),
        ("reply-after", "on"),
        ("shown", "reply-after"),
    ];
    let refused = submit(&world, &typed);
    assert_eq!(refused.status(), 400);
    let page = refused.text();
    let part = page.split("<section id=\"faults\"").nth(1).unwrap().split("</section>").next().unwrap();
    let control = |name: &str| {
        let fields = part.split("<div class=\"field\">");
        fields.filter(|field| field.contains(&format!("for=\"{name}\""))).collect::<String>()
    };
    assert!(
        part.contains("role=\"alert\"")
            && part.contains("<a href=\"#reply-status\">Status of the response</a>")
    );
    assert!(part.contains("<details open>"));
    assert!(control("reply-status").contains("value=\"600\""));
    assert!(control("reply-status").contains("Enter a whole number from 200 to 599."));
    assert!(control("reply-headers").contains("Content-Length: 5</textarea>"));
    assert!(control("reply-headers").contains("'content-length' is set by the host"));
    assert!(control("reply-path").contains("value=\"/to*\"") && control("reply-path").contains("is no path"));
    assert!(control("reply-body").contains("&lt;b&gt;\r\n two lines"));
    assert!(
        control("reply-after").contains(" checked")
            && control("reply-site").contains("<option value=\"login\" selected>")
    );
    assert_eq!(world.get(Site::Graph, "/_sandbox/faults").json(), json!([]));
    assert!(!world.get(Site::Graph, "/_sandbox").text().contains("<details open"));
}
