//! `$batch`: many requests in one, each with its own response.

use std::collections::{HashMap, HashSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sandbox::Site;
use serde_json::{Value, json};

use crate::world::{GRAPH, Reply, World, invitation};

pub(crate) fn send(world: &World, token: &str, requests: &Value) -> Reply {
    send_text(world, token, json!({ "requests": requests }).to_string())
}

fn send_text(world: &World, token: &str, body: String) -> Reply {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    world.send(Site::Graph, "POST", "/v1.0/$batch", &headers, body)
}

/// The responses by id.
pub(crate) fn parts(reply: &Reply) -> HashMap<String, Value> {
    assert_eq!(reply.status(), 200, "{}", reply.text());
    let responses = reply.json()["responses"].as_array().unwrap().clone();
    responses.into_iter().map(|part| (part["id"].as_str().unwrap().to_owned(), part)).collect()
}

pub(crate) fn get(id: &str, url: &str) -> Value {
    json!({ "id": id, "method": "GET", "url": url })
}

pub(crate) fn invite(id: &str, address: &str) -> Value {
    let headers = json!({ "Content-Type": "application/json" });
    json!({ "id": id, "method": "POST", "url": "/invitations", "headers": headers, "body": invitation(address) })
}

/// A header of a response inside the batch; names are compared without case.
pub(crate) fn header<'a>(part: &'a Value, name: &str) -> Option<&'a str> {
    let headers = part["headers"].as_object().unwrap();
    headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).and_then(|(_, value)| value.as_str())
}

#[test]
fn each_answer_has_its_own_status_headers_and_body() {
    let world = World::with_guests(3);
    let token = world.access_token("ines@contoso.com");
    let mut counted = get("c", "users/$count?$filter=userType eq 'Guest'");
    counted["headers"] = json!({ "consistencylevel": "eventual" });
    let mut listed = get("l", "users?$filter=userType eq 'Guest'&$count=true&$select=id,mail");
    listed["headers"] = json!({ "ConsistencyLevel": "eventual" });
    let requests =
        json!([get("m", "/me"), get("n", "/nothing"), counted, listed, invite("i", "a@fabrikam.com")]);
    let parts = parts(&send(&world, &token, &requests));
    assert_eq!(parts["m"]["body"]["userPrincipalName"], "ines@contoso.com");
    assert_eq!(parts["m"]["body"]["@odata.context"], format!("{GRAPH}/v1.0/$metadata#users/$entity"));
    assert_eq!(header(&parts["m"], "OData-Version"), Some("4.0"));
    assert_eq!((&parts["n"]["status"], header(&parts["n"], "odata-version")), (&json!(400), None));
    assert_eq!(header(&parts["n"], "content-type"), Some("application/json"));
    let count = STANDARD.decode(parts["c"]["body"].as_str().unwrap()).unwrap();
    assert_eq!((count.as_slice(), header(&parts["c"], "cache-control")), (&b"3"[..], Some("no-cache")));
    assert_eq!(parts["l"]["body"]["@odata.count"], 3);
    assert_eq!(
        (&parts["i"]["status"], &parts["i"]["body"]["status"]),
        (&json!(201), &json!("PendingAcceptance"))
    );
    let ledger = world.get(Site::Graph, "/_sandbox/ledger").json();
    assert_eq!(ledger["entries"].as_array().unwrap().len(), 1);
    assert_eq!(ledger["entries"][0]["path"], "/v1.0/invitations");
    assert_eq!(ledger["invitationsPerAddress"], json!({ "a@fabrikam.com": 1 }));
}

#[test]
fn answers_never_come_in_the_order_of_the_requests() {
    let world = World::new();
    let token = world.access_token("ada@contoso.com");
    let (mut orders, mut spellings) = (HashSet::new(), HashSet::new());
    for size in [2_usize, 3, 20].repeat(8) {
        let asked: Vec<_> = (1..=size).map(|id| id.to_string()).collect();
        let requests: Vec<_> = asked.iter().map(|id| get(id, "/me?$select=id")).collect();
        let reply = send(&world, &token, &json!(requests)).json();
        let responses = reply["responses"].as_array().unwrap();
        let answered: Vec<_> = responses.iter().map(|part| part["id"].as_str().unwrap().to_owned()).collect();
        assert_ne!(answered, asked);
        assert_eq!(answered.iter().collect::<HashSet<_>>(), asked.iter().collect());
        orders.insert(answered);
        spellings
            .extend(responses.iter().flat_map(|part| part["headers"].as_object().unwrap().keys().cloned()));
    }
    assert!(orders.len() > 8, "{orders:?}");
    assert!(spellings.contains("Cache-Control") && spellings.contains("cache-control"), "{spellings:?}");
    assert!(spellings.contains("Content-Type") && !spellings.contains("content-type"), "{spellings:?}");
}

#[test]
fn what_depends_on_a_failure_is_not_done() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let mut second = invite("2", "b@fabrikam.com");
    second["dependsOn"] = json!(["1"]);
    let mut third = invite("3", "c@fabrikam.com");
    third["dependsOn"] = json!(["2"]);
    let parts_of = |first: Value| parts(&send(&world, &token, &json!([first, second, third])));
    let failed = parts_of(invite("1", "new@contoso.com"));
    let statuses = ["1", "2", "3"].map(|id| failed[id]["status"].as_u64().unwrap());
    assert_eq!(statuses, [400, 424, 424]);
    assert_eq!(failed["2"]["body"]["error"]["code"], "FailedDependency");
    let done = parts_of(invite("1", "a@fabrikam.com"));
    assert!(done.values().all(|part| part["status"] == 201), "{done:?}");
    let ledger = world.get(Site::Graph, "/_sandbox/ledger").json();
    let counts = json!({ "a@fabrikam.com": 1, "b@fabrikam.com": 1, "c@fabrikam.com": 1 });
    assert_eq!(ledger["invitationsPerAddress"], counts);
}

#[test]
fn those_that_depend_may_all_do_so_on_any_one() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let on_second = |id: &str| {
        let mut request = get(id, "/me");
        request["dependsOn"] = json!(["2"]);
        request
    };
    let requests =
        json!([get("1", "/me"), get("2", "/nothing"), on_second("3"), on_second("4"), get("5", "/me")]);
    let parts = parts(&send(&world, &token, &requests));
    let statuses = ["1", "2", "3", "4", "5"].map(|id| parts[id]["status"].as_u64().unwrap());
    assert_eq!(statuses, [200, 400, 424, 424, 200]);
}

#[test]
fn one_mistake_in_the_envelope_refuses_all_of_it() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let good = invite("1", "a@fabrikam.com");
    let with = |other: Value| json!([good, other]);
    let mut no_type = invite("2", "b@fabrikam.com");
    no_type["headers"] = json!({});
    let mut no_body = invite("2", "b@fabrikam.com");
    no_body["body"] = Value::Null;
    let mut mixed = get("2", "/me");
    mixed["dependsOn"] = json!(["1"]);
    let mut chained = get("3", "/me");
    chained["dependsOn"] = json!(["2"]);
    let too_many: Vec<_> = (0..21).map(|id| get(&id.to_string(), "/me")).collect();
    for (requests, text) in [
        (with(invite("1", "b@fabrikam.com")), "Request Id 1 has to be unique in a batch."),
        (json!([get("x", "/me"), get("X", "/me")]), "Request Id X has to be unique in a batch."),
        (with(no_type), "Write request with id '2' does not contain a Content-Type header."),
        (with(no_body), "Write request id : 2 does not contain Content-Type header or body."),
        (with(get("2", "https://graph.microsoft.com/v1.0/me")), "Invalid batch payload format."),
        (with(get("2", "/$batch")), "Invalid batch payload format."),
        (json!([]), "Invalid batch payload format."),
        (
            json!([good, mixed, chained, get("4", "/me")]),
            "Batch should be either fully sequential or fully parallel.",
        ),
        (json!(too_many), "Number of requests inside batch exceed the limit."),
    ] {
        let (status, code, message) = send(&world, &token, &requests).graph_error();
        assert_eq!((status, code.as_str(), message.as_str()), (400, "BadRequest", text));
    }
    assert_eq!(send_text(&world, &token, "{".into()).graph_error().2, "Invalid batch payload format.");
    let ledger = world.get(Site::Graph, "/_sandbox/ledger").json();
    assert_eq!(ledger["invitationsPerAddress"], json!({}));
    assert!(ledger["entries"].as_array().unwrap().iter().all(|entry| entry["path"] == "/v1.0/$batch"));
}

#[test]
fn the_envelopes_token_counts_for_all() {
    let world = World::new();
    let token = world.access_token("ada@contoso.com");
    let refused = send(&world, "a.b.c", &json!([get("1", "/me")]));
    assert_eq!(refused.graph_error().1, "InvalidAuthenticationToken");
    let mut foreign = get("1", "/me");
    foreign["headers"] = json!({ "Authorization": "Bearer a.b.c" });
    let reply = send(&world, &token, &json!([foreign, get("2", "/v1.0/me")]));
    let parts = parts(&reply);
    assert_eq!(parts["1"]["status"], 200);
    assert_eq!(parts["2"]["status"], 400, "an address with a version of its own");
    let inner = &parts["2"]["body"]["error"]["innerError"];
    assert_eq!(inner["request-id"].as_str(), reply.header("request-id"));
    assert!(header(&parts["1"], "request-id").is_none());
}
