//! Throttling: status and headers of throttled requests, and which limit applies to which request.

use jiff::SignedDuration;
use sandbox::{CLIENT_ID, Site, TENANT_ID};
use serde_json::{Value, json};

use crate::batch::{get, header, invite, parts, send};
use crate::world::{World, invitation};

fn limits(world: &World, change: &Value) {
    let reply = world.settings(&json!({ "limits": change }));
    assert_eq!(reply.status(), 200, "{}", reply.text());
}

#[test]
fn every_call_says_what_it_cost() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    for (path, units) in
        [("/v1.0/users", "2"), ("/v1.0/users?$select=id", "1"), ("/v1.0/me", "1"), ("/v1.0/nothing", "1")]
    {
        assert_eq!(world.graph(&token, path).header("x-ms-resource-unit"), Some(units), "{path}");
    }
    assert_eq!(world.graph("a.b.c", "/v1.0/me").header("x-ms-resource-unit"), None);
    let parts = parts(&send(&world, &token, &json!([get("1", "/users"), get("2", "/me")])));
    assert_eq!(header(&parts["1"], "x-ms-resource-unit"), Some("2"));
    assert_eq!(world.graph(&token, "/v1.0/users").header("x-ms-throttle-limit-percentage"), None);
}

#[test]
fn answers_carry_the_services_headers_and_pages_read_few_of_them() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let reply = world.graph(&token, "/v1.0/me");
    assert_eq!(reply.header("odata-version"), Some("4.0"));
    assert_eq!(reply.header("date"), Some("Fri, 20 Nov 2026 09:00:00 GMT"));
    assert!(reply.header("x-ms-ags-diagnostic").unwrap().contains("\"DataCenter\""));
    assert_eq!(reply.header("strict-transport-security"), None, "it would bind everything on loopback");
    let exposed = reply.header("access-control-expose-headers").unwrap().to_ascii_lowercase();
    for hidden in ["date", "x-ms-ags-diagnostic", "x-ms-resource-unit", "x-ms-throttle-scope"] {
        assert!(!exposed.split(", ").any(|name| name == hidden), "{hidden}");
    }
    assert!(exposed.split(", ").any(|name| name == "retry-after"));
    let bearer = format!("Bearer {token}");
    let real = [("authorization", bearer.as_str()), ("host", "graph.microsoft.com")];
    let reply = world.send(Site::Graph, "GET", "/v1.0/me", &real, "");
    assert_eq!(reply.header("strict-transport-security"), Some("max-age=31536000"));
    assert_eq!(world.graph(&token, "/v1.0/nothing").header("odata-version"), None);
}

#[test]
fn too_many_calls_are_refused_until_the_time_told() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    limits(&world, &json!({ "resourceUnitsPer10s": 10 }));
    let statuses: Vec<_> = (0..11).map(|_| world.graph(&token, "/v1.0/me").status()).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 429]);
    let refused = world.graph(&token, "/v1.0/me");
    let (status, code, message) = refused.graph_error();
    let documented = (429, "TooManyRequests", "Please retry again later.");
    assert_eq!((status, code.as_str(), message.as_str()), documented);
    let inner = refused.json()["error"]["innerError"].clone();
    let documented = (json!("429"), json!("Please retry after"), json!("429"));
    assert_eq!((inner["code"].clone(), inner["message"].clone(), inner["status"].clone()), documented);
    let scope = format!("Tenant_Application/ReadWrite/{CLIENT_ID}/{TENANT_ID}");
    assert_eq!(refused.header("x-ms-throttle-scope"), Some(scope.as_str()));
    assert_eq!(refused.header("x-ms-throttle-information"), Some("ResourceUnitLimitExceeded"));
    assert_eq!(refused.header("x-ms-throttle-limit-percentage"), Some("1.20"));
    let wait: i64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert_eq!(wait, 4, "two refused calls count too");
    world.wait(SignedDuration::from_secs(wait));
    let again = world.graph(&token, "/v1.0/me");
    assert_eq!((again.status(), again.header("x-ms-throttle-limit-percentage")), (200, Some("0.90")));
    limits(&world, &json!({ "enabled": false }));
    assert_eq!(world.graph(&token, "/v1.0/me").status(), 200);
}

#[test]
fn the_time_to_wait_comes_in_the_form_that_was_set() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    limits(&world, &json!({ "resourceUnitsPer10s": 4 }));
    (0..4).for_each(|_| assert_eq!(world.graph(&token, "/v1.0/me").status(), 200));
    let told = |style: &str| {
        limits(&world, &json!({ "retryAfter": style }));
        let refused = world.graph(&token, "/v1.0/me");
        assert_eq!(refused.status(), 429);
        refused.header("retry-after").map(str::to_owned)
    };
    assert_eq!(told("none"), None);
    assert_eq!(told("seconds").as_deref(), Some("8"));
    assert_eq!(told("fractional").as_deref(), Some("10.001"));
    assert!(told("date").unwrap().starts_with("Fri, 20 Nov 2026 09:00:1"));
    assert_eq!(world.settings(&json!({ "limits": { "retryAfter": "soon" } })).status(), 400);
    assert_eq!(world.settings(&json!({ "limits": { "writesPer150s": 0 } })).status(), 400);
}

#[test]
fn items_of_a_batch_are_throttled_one_by_one() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    limits(&world, &json!({ "writesPer150s": 3 }));
    let requests: Vec<_> =
        (0..5).map(|id| invite(&id.to_string(), &format!("guest{id}@fabrikam.com"))).collect();
    let parts = parts(&send(&world, &token, &json!(requests)));
    let statuses = ["0", "1", "2", "3", "4"].map(|id| parts[id]["status"].as_u64().unwrap());
    assert_eq!(statuses, [201, 201, 201, 429, 429]);
    assert_eq!(parts["4"]["body"]["error"]["code"], "TooManyRequests");
    assert!(header(&parts["4"], "retry-after").unwrap().parse::<u32>().unwrap() >= 50);
    assert_eq!(header(&parts["4"], "x-ms-throttle-information"), Some("WriteLimitExceeded"));
    let ledger = world.get(Site::Graph, "/_sandbox/ledger").json();
    assert_eq!(ledger["entries"].as_array().unwrap().len(), 5, "refused writes are in the ledger too");
    assert_eq!(ledger["invitationsPerAddress"].as_object().unwrap().len(), 3);
    assert_eq!(world.graph(&token, "/v1.0/me").status(), 200, "reading goes on");
}

#[test]
fn other_limits_and_another_clock_count_at_once() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let passes = || world.graph(&token, "/v1.0/me").status() == 200;
    limits(&world, &json!({ "resourceUnitsPer10s": 1 }));
    assert!(passes() && !passes());
    limits(&world, &json!({ "resourceUnitsPer10s": 2 }));
    assert!(passes() && passes() && !passes());
    limits(&world, &json!({ "retryAfter": "date" }));
    assert!(!passes(), "the form of the answer is no limit");
    for offset in [1200, 0] {
        world.settings(&json!({ "clockOffsetSeconds": offset }));
        assert!(passes() && passes() && !passes(), "{offset}");
    }
}

#[test]
fn a_reset_forgets_what_was_used() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    limits(&world, &json!({ "writesPer150s": 1 }));
    assert_eq!(world.invite(&token, &invitation("a@fabrikam.com")).status(), 201);
    assert_eq!(world.invite(&token, &invitation("b@fabrikam.com")).status(), 429);
    world.send(Site::Graph, "POST", "/_sandbox/reset", &[], "");
    limits(&world, &json!({ "writesPer150s": 1 }));
    assert_eq!(world.invite(&token, &invitation("b@fabrikam.com")).status(), 201);
}
