//! Fault injection: rules of the control plane, and test addresses whose invitations fail.

use std::time::Duration;

use sandbox::Site;
use serde_json::{Value, json};

use crate::batch::{get, header, invite, parts, send};
use crate::world::{GRAPH, Reply, World, invitation};

const GUESTS: &str = "/v1.0/users?$filter=userType eq 'Guest'&$select=id,mail";

fn control(world: &World, method: &str, path: &str, body: &str) -> Reply {
    world.send(
        Site::Graph,
        method,
        &format!("/_sandbox/{path}"),
        &[("content-type", "application/json")],
        body.to_owned(),
    )
}

fn faults(world: &World, rules: &Value) {
    let reply = control(world, "POST", "faults", &rules.to_string());
    assert_eq!(reply.status(), 200, "{}", reply.text());
}

fn sign_in() -> (World, String) {
    let world = World::with_guests(3);
    let token = world.access_token("ines@contoso.com");
    (world, token)
}

fn invitations(world: &World) -> Value {
    world.get(Site::Graph, "/_sandbox/ledger").json()["invitationsPerAddress"].clone()
}

#[test]
fn a_throttled_call_comes_back_and_says_when() {
    let (world, token) = sign_in();
    faults(
        &world,
        &json!([{ "path": "/me", "skip": 1, "times": 2, "fault": { "throttle": { "retryAfter": "2.128" } } }]),
    );
    let replies: Vec<_> = (0..4).map(|_| world.graph(&token, "/v1.0/me")).collect();
    assert_eq!(replies.iter().map(Reply::status).collect::<Vec<_>>(), [200, 429, 429, 200]);
    assert_eq!(replies[1].header("retry-after"), Some("2.128"));
    assert_eq!(replies[1].graph_error().1, "TooManyRequests");
    assert!(replies[1].delivery().fault && !replies[3].delivery().fault);
    let shown = control(&world, "GET", "faults", "").json();
    assert_eq!((&shown[0]["struck"], &shown[0]["path"]), (&json!(2), &json!("/me")));
    faults(&world, &json!({ "fault": { "throttle": {} } }));
    assert_eq!(world.graph(&token, "/v1.0/me").header("retry-after"), None);
    assert_eq!(control(&world, "DELETE", "faults", "").status(), 204);
    assert_eq!(world.graph(&token, "/v1.0/me").status(), 200);
    assert_eq!(control(&world, "GET", "faults", "").json(), json!([]));
    assert_eq!(control(&world, "POST", "faults", r#"[{"fault":{"explode":{}}}]"#).status(), 400);
}

#[test]
fn failures_have_the_services_shape_or_a_gateways_page() {
    let (world, token) = sign_in();
    for (status, code) in
        [(500, "InternalServerError"), (503, "ServiceUnavailable"), (509, "BandwidthLimitExceeded")]
    {
        faults(&world, &json!({ "fault": { "status": { "code": status, "retryAfter": "7" } } }));
        let reply = world.graph(&token, "/v1.0/me");
        assert_eq!((reply.graph_error().0, reply.graph_error().1.as_str()), (status, code));
        assert_eq!(reply.header("retry-after"), Some("7"));
    }
    for status in [502, 504] {
        faults(&world, &json!({ "fault": { "status": { "code": status } } }));
        let reply = world.graph(&token, "/v1.0/me");
        assert_eq!(
            (reply.status(), reply.header("content-type")),
            (status, Some("text/html; charset=utf-8"))
        );
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    }
    faults(&world, &json!({ "times": 1, "fault": { "unauthorized": {} } }));
    let refused = world.graph(&token, "/v1.0/me");
    assert_eq!(refused.graph_error().1, "InvalidAuthenticationToken");
    assert!(refused.header("www-authenticate").is_some());
    assert_eq!(world.graph(&token, "/v1.0/me").status(), 200);
}

#[test]
fn an_answer_may_lead_to_any_address() {
    let (world, token) = sign_in();
    let url = "https://graph.microsoft.com@evil.example/v1.0/users";
    faults(&world, &json!({ "path": "/users", "fault": { "linkTo": { "url": url } } }));
    assert_eq!(world.graph(&token, "/v1.0/users?$top=5").json()["@odata.nextLink"], url);
    faults(&world, &json!({ "path": "/me", "fault": { "redirect": { "to": url } } }));
    let moved = world.graph(&token, "/v1.0/me");
    assert_eq!((moved.status(), moved.header("location")), (302, Some(url)));
    assert_eq!(moved.header("access-control-allow-origin"), Some("*"));
}

#[test]
fn a_lost_answer_is_an_effect_without_an_answer_or_neither() {
    let (world, token) = sign_in();
    faults(&world, &json!({ "method": "write", "times": 1, "fault": { "hangUp": { "after": true } } }));
    assert!(world.invite(&token, &invitation("a@fabrikam.com")).delivery().hang_up);
    assert_eq!(invitations(&world), json!({ "a@fabrikam.com": 1 }));
    faults(&world, &json!({ "method": "write", "times": 1, "fault": { "hangUp": { "after": false } } }));
    assert!(world.invite(&token, &invitation("b@fabrikam.com")).delivery().hang_up);
    assert_eq!(invitations(&world), json!({ "a@fabrikam.com": 1 }));
    let ledger = world.get(Site::Graph, "/_sandbox/ledger").json();
    let seen = (&ledger["entries"][1]["status"], &ledger["entries"][1]["address"]);
    assert_eq!(seen, (&json!(444), &json!("b@fabrikam.com")));
    assert!(!world.graph(&token, "/v1.0/me").delivery().hang_up, "reading is not struck");
}

#[test]
fn a_held_answer_is_the_true_one() {
    let (world, token) = sign_in();
    faults(&world, &json!({ "contains": "A@fabrikam", "fault": { "hold": { "ms": 1_500 } } }));
    let held = world.invite(&token, &invitation("a@fabrikam.com"));
    assert_eq!((held.status(), held.delivery().hold), (201, Duration::from_millis(1_500)));
    assert!(!held.delivery().fault);
    assert_eq!(world.invite(&token, &invitation("b@fabrikam.com")).delivery().hold, Duration::ZERO);
}

#[test]
fn garbage_is_the_effect_without_a_readable_answer() {
    let (world, token) = sign_in();
    for (number, (kind, status)) in
        [("html", 200), ("notJson", 200), ("empty", 200), ("truncated", 201), ("wrongType", 201)]
            .iter()
            .enumerate()
    {
        faults(&world, &json!({ "path": "invitations", "fault": { "malformed": { "kind": kind } } }));
        let reply = world.invite(&token, &invitation(&format!("guest{number}@fabrikam.com")));
        assert_eq!(reply.status(), *status, "{kind}");
        let body = serde_json::from_slice::<Value>(reply.bytes()).ok();
        assert_eq!(body.is_some(), *kind == "wrongType", "{kind}: {}", reply.text());
        if let Some(body) = body {
            assert_eq!((&body["id"], &body["invitedUser"]["id"]), (&json!(7), &json!(7)));
        }
        assert!(reply.delivery().fault);
    }
    assert_eq!(invitations(&world).as_object().unwrap().len(), 5);
}

#[test]
fn lists_can_lead_astray() {
    let (world, token) = sign_in();
    let next = |kind: &str| {
        faults(&world, &json!({ "path": "/users", "times": 1, "fault": { "nextLink": { "kind": kind } } }));
        let body = world.graph(&token, GUESTS).json();
        (body["@odata.nextLink"].as_str().unwrap().to_owned(), body["value"].as_array().unwrap().len())
    };
    let (link, rows) = next("self");
    assert!(link.starts_with(&format!("{GRAPH}/v1.0/users?$filter=")), "{link}");
    assert_eq!(rows, 3);
    let again = world.graph(&token, link.strip_prefix(GRAPH).unwrap()).json();
    assert_eq!(again["value"].as_array().unwrap().len(), 3);
    assert!(!next("foreign").0.starts_with(GRAPH));
    let (link, rows) = next("emptyPage");
    assert_eq!(rows, 0);
    assert_eq!(
        world.graph(&token, link.strip_prefix(GRAPH).unwrap()).json()["value"].as_array().unwrap().len(),
        3
    );
}

#[test]
fn a_batch_is_struck_inside_or_as_a_whole() {
    let (world, token) = sign_in();
    let both = json!([invite("1", "a@fabrikam.com"), get("2", "/me")]);
    faults(&world, &json!({ "method": "POST", "times": 1, "fault": { "throttle": { "retryAfter": "5" } } }));
    let inside = parts(&send(&world, &token, &both));
    assert_eq!((&inside["1"]["status"], header(&inside["1"], "retry-after")), (&json!(429), Some("5")));
    assert_eq!(inside["2"]["status"], 200);
    faults(&world, &json!({ "path": "/$batch", "times": 1, "fault": { "throttle": { "retryAfter": "5" } } }));
    assert_eq!(send(&world, &token, &both).graph_error().1, "TooManyRequests");
    assert_eq!(invitations(&world), json!({}));
    for (kind, ids) in [("missing", 1), ("duplicated", 3), ("foreign", 3)] {
        faults(&world, &json!({ "times": 1, "fault": { "batchItems": { "kind": kind } } }));
        let reply = send(&world, &token, &json!([get("1", "/me"), get("2", "/me")]));
        assert_eq!(reply.json()["responses"].as_array().unwrap().len(), ids, "{kind}");
        assert!(reply.delivery().fault);
        assert_eq!(reply.text().contains("nobody-asked"), kind == "foreign");
    }
    faults(&world, &json!({ "path": "/invitations", "times": 1, "fault": { "hangUp": { "after": true } } }));
    assert!(send(&world, &token, &both).delivery().hang_up, "one connection carries them all");
    assert_eq!(invitations(&world), json!({ "a@fabrikam.com": 1 }));
}

#[test]
fn addresses_fail_on_purpose_each_in_its_way() {
    let (world, token) = sign_in();
    let try_it = |address: &str| world.invite(&token, &invitation(address));
    let statuses = |address: &str| [0; 3].map(|_| try_it(address).status());
    assert_eq!(statuses("throttled@fabrikam.com"), [429, 429, 201]);
    assert_eq!(try_it("Throttled-2@fabrikam.com").header("retry-after"), Some("2"));
    assert_eq!(statuses("unavailable7@fabrikam.com"), [503, 503, 201]);
    assert_eq!(try_it("slow@fabrikam.com").delivery().hold, Duration::from_secs(8));
    let lost = try_it("lost-answer@fabrikam.com");
    assert!(lost.delivery().hang_up);
    let found = world.graph(&token, "/v1.0/users?$filter=mail eq 'lost-answer@fabrikam.com'").json();
    assert_eq!(found["value"].as_array().unwrap().len(), 1);
    assert!(!try_it("LOST-answer@fabrikam.com").delivery().hang_up);
    for (address, status, code, text) in [
        ("denied@fabrikam.com", 403, "Forbidden", "Guest invitations not allowed for your company."),
        ("not-found-home@fabrikam.com", 500, "InternalServerError", "Unable to find target address"),
        (
            "cross-tenant@fabrikam.com",
            403,
            "Forbidden",
            "This invitation is blocked by cross-tenant access settings.",
        ),
        (
            "cross-cloud@fabrikam.com",
            403,
            "Forbidden",
            "the Microsoft B2B Cross Cloud Worker application has been disabled",
        ),
        ("group-4@fabrikam.com", 400, "BadRequest", "Group email address is not supported."),
    ] {
        for _ in 0..2 {
            let (seen, name, message) = try_it(address).graph_error();
            assert_eq!((seen, name.as_str()), (status, code), "{address}");
            assert!(message.contains(text), "{message}");
        }
    }
    let batch =
        parts(&send(&world, &token, &json!([invite("1", "throttled-3@fabrikam.com"), get("2", "/me")])));
    assert_eq!((&batch["1"]["status"], &batch["2"]["status"]), (&json!(429), &json!(200)));
    control(&world, "DELETE", "faults", "");
    assert_eq!(try_it("throttled@fabrikam.com").status(), 429, "cleared faults start anew");
}

#[test]
fn a_person_sets_faults_and_limits_on_the_page() {
    let (world, token) = sign_in();
    let form = |path: &str, body: &'static str| {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html"),
            ("origin", GRAPH),
        ];
        world.send(Site::Graph, "POST", &format!("/_sandbox/{path}"), &headers, body)
    };
    let page = || world.get(Site::Graph, "/_sandbox").text();
    assert!(page().contains("Addresses that fail on purpose") && page().contains("lost-answer"));
    assert_eq!(form("faults", "kind=throttle&times=2").status(), 303);
    assert_eq!(world.graph(&token, "/v1.0/me").status(), 429);
    let sentence = "Every call to Graph answers 429 and asks to wait 2 seconds, the next call; used once";
    assert!(page().contains(sentence), "{}", page());
    assert_eq!(form("faults/clear", "").status(), 303);
    assert_eq!(world.graph(&token, "/v1.0/me").status(), 200);
    for kind in ["unavailable", "lost"] {
        form("faults", if kind == "lost" { "kind=lost&times=" } else { "kind=unavailable&times=1" });
        assert_eq!(world.graph(&token, "/v1.0/me").status(), 200, "{kind} is for writes");
        let reply = world.invite(&token, &invitation("a@fabrikam.com"));
        assert_eq!(
            (reply.status() == 503, reply.delivery().hang_up),
            (kind == "unavailable", kind == "lost")
        );
    }
    assert_eq!(form("faults", "kind=nothing").status(), 400);
    assert_eq!(form("faults", "kind=slow&times=x").status(), 400);
    let body = "limits/enabled=on&limits/tenantSize=S&limits/resourceUnitsPer10s=5&limits/writesPer150s=\
                &limits/retryAfter=date";
    assert_eq!(form("settings", body).status(), 303);
    let limits = world.get(Site::Graph, "/_sandbox/settings").json()["limits"].clone();
    let expected = json!({ "enabled": true, "tenantSize": "S", "resourceUnitsPer10s": 5, "writesPer150s": null,
        "retryAfter": "date" });
    assert_eq!(limits, expected);
    assert_eq!(form("settings", "limits/resourceUnitsPer10s=many").status(), 400);
    world.send(Site::Graph, "POST", "/_sandbox/reset", &[], "");
    assert!(page().contains("None. Only the addresses at the end of this section fail."));
}

#[test]
fn some_invitations_succeed_and_are_none() {
    let (world, token) = sign_in();
    let failed = world.invite(&token, &invitation("error-status@fabrikam.com"));
    assert_eq!((failed.status(), &failed.json()["status"]), (201, &json!("Error")));
    let found = |mail: &str| {
        let list = world.graph(&token, &format!("/v1.0/users?$filter=mail eq '{mail}'")).json();
        list["value"].as_array().unwrap().len()
    };
    assert_eq!(found("error-status@fabrikam.com"), 1);
    let mut refused = invitation("error-status2@fabrikam.com");
    refused["inviteRedirectUrl"] = "nowhere".into();
    assert_eq!(world.invite(&token, &refused).status(), 400, "an error of the request stays one");

    let address = "never-appears-3@fabrikam.com";
    let lost = world.invite(&token, &invitation(address));
    assert_eq!((lost.status(), &lost.json()["status"]), (201, &json!("PendingAcceptance")));
    world.wait(jiff::SignedDuration::from_mins(30));
    assert_eq!(found(address), 0);
    let id = lost.json()["invitedUser"]["id"].as_str().unwrap().to_owned();
    assert_eq!(world.graph(&token, &format!("/v1.0/users/{id}")).graph_error().0, 404);
    assert!(!world.graph(&token, "/v1.0/users/delta?$select=mail").text().contains(address));
    assert_eq!(world.follow(lost.json()["inviteRedeemUrl"].as_str().unwrap()).status(), 404);
}
