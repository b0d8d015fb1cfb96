use serde_json::json;

use super::*;
use crate::graph::error::GraphErrorKind;
use crate::graph::{me, users};

fn response(body: &Value) -> GraphResponse {
    GraphResponse {
        status: 200,
        retry_after: None,
        request_id: Some("outer".to_owned()),
        body: body.to_string(),
    }
}

#[test]
fn each_read_has_its_place_as_id_and_its_path_without_the_version() {
    let call =
        of(&[users::guests(), users::more_guests("https://graph.microsoft.com/v1.0/users?x".to_owned())]);
    let body: Value = serde_json::from_str(call.request.body.as_deref().unwrap()).unwrap();
    let requests = body["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 1, "a link is not part of a batch");
    assert_eq!((&requests[0]["id"], &requests[0]["method"]), (&json!("0"), &json!("GET")));
    assert!(requests[0]["url"].as_str().unwrap().starts_with("/users?$filter="));
    assert!(call.request.is_read(), "it may be repeated");

    let many: Vec<_> = (0..30).map(|_| me::organization()).collect();
    let body: Value = serde_json::from_str(of(&many).request.body.as_deref().unwrap()).unwrap();
    assert_eq!(body["requests"].as_array().unwrap().len(), MOST_READS);
}

#[test]
fn responses_are_found_by_id_whatever_their_order_and_missing_ones_are_errors() {
    let calls = [me::organization(), me::organization(), me::organization()];
    let name = |text: &str| json!({ "value": [{ "displayName": text, "verifiedDomains": [] }] });
    let body = json!({ "responses": [
        { "id": "1", "status": 429, "headers": { "RETRY-AFTER": "7", "Request-Id": "inner" }, "body": { "error": { "code": "TooManyRequests" } } },
        { "id": "0", "status": 200, "headers": {}, "body": name("Contoso") },
        { "id": "0", "status": 200, "body": name("a second one") },
        { "id": "9", "status": 200, "body": name("never asked for") },
        { "id": "x", "status": 200 },
    ] });
    let responses = of(&calls).read(&response(&body)).unwrap();
    assert_eq!(responses.read(0, &calls[0]).unwrap().name, "Contoso");
    let throttled = responses.read(1, &calls[1]).unwrap_err();
    assert_eq!((throttled.kind, throttled.request_id.as_deref()), (GraphErrorKind::Throttled, Some("inner")));
    assert_eq!(responses.response(1).unwrap().retry_after.as_deref(), Some("7"));
    assert_eq!(responses.response(0).unwrap().request_id.as_deref(), Some("outer"));
    assert_eq!(responses.read(2, &calls[2]).unwrap_err().kind, GraphErrorKind::Unreadable);
}

#[test]
fn a_batch_that_was_refused_as_a_whole_is_an_error() {
    let refused = GraphResponse { status: 503, ..response(&json!({})) };
    assert_eq!(of(&[me::organization()]).read(&refused).unwrap_err().kind, GraphErrorKind::ServiceDown);
}
