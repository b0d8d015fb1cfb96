//! Which request gets a fault, and how often.

use std::sync::Arc;

use bytes::Bytes;

use super::*;

fn request(method: &str, path: &str, body: &str) -> Request {
    let body = Bytes::from(body.to_owned());
    Request::read(http::Request::builder().method(method).uri(path).body(body).unwrap(), Arc::default())
}

fn faults(rules: Value) -> Result<Faults, String> {
    let mut faults = Faults::default();
    let rules = serde_json::from_value(rules).map_err(|error| error.to_string())?;
    faults.set(rules).map(|()| faults)
}

#[test]
fn a_rule_spares_some_and_strikes_some() {
    let mut faults = faults(json!([{ "skip": 1, "times": 2, "fault": { "unauthorized": {} } }])).unwrap();
    let struck: Vec<_> =
        (0..5).map(|_| faults.next_for(&request("GET", "/v1.0/me", ""), false).is_some()).collect();
    assert_eq!(struck, [false, true, true, false, false]);
    assert_eq!(faults.to_json()[0]["struck"], 2);
}

#[test]
fn method_path_and_body_must_all_fit() {
    let rule = json!([{ "method": "write", "path": "/invitations", "contains": "NORA@", "fault": { "hold": { "ms": 1 } } }]);
    let mut faults = faults(rule).unwrap();
    let mut struck = |method, path, body| faults.next_for(&request(method, path, body), false).is_some();
    assert!(struck("POST", "/beta/invitations", "to nora@x"));
    assert!(!struck("GET", "/v1.0/invitations", "to nora@x"));
    assert!(!struck("POST", "/v1.0/users", "to nora@x"));
    assert!(!struck("POST", "/v1.0/invitations", "to dora@x"));
}

#[test]
fn the_first_rule_that_is_not_used_up_strikes() {
    let rules =
        json!([{ "times": 1, "fault": { "hold": { "ms": 1 } } }, { "fault": { "status": { "code": 500 } } }]);
    let mut faults = faults(rules).unwrap();
    let mut next = || faults.next_for(&request("GET", "/v1.0/me", ""), false).unwrap();
    assert_eq!(next(), Fault::Hold { ms: 1 });
    assert_eq!(next(), Fault::Status { code: 500, retry_after: None });
}

#[test]
fn an_envelope_is_struck_only_by_rules_about_it() {
    let mut every = faults(json!([{ "fault": { "unauthorized": {} } }])).unwrap();
    assert!(every.next_for(&request("POST", "/v1.0/$batch", ""), true).is_none());
    for rule in [
        json!([{ "path": "/$batch", "fault": { "unauthorized": {} } }]),
        json!([{ "fault": { "batchItems": { "kind": "missing" } } }]),
    ] {
        let mut faults = faults(rule).unwrap();
        assert!(faults.next_for(&request("POST", "/v1.0/$batch", ""), true).is_some());
        assert!(faults.next_for(&request("POST", "/v1.0/invitations", ""), false).is_none());
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    for rule in [
        json!({ "fault": { "status": { "code": 200 } } }),
        json!({ "fault": { "hold": { "ms": 999_999_999 } } }),
        json!({ "fault": { "throttle": { "retryAfter": "a\nb" } } }),
        json!({ "fault": { "explode": {} } }),
        json!({ "fault": { "hold": { "ms": 1, "us": 2 } } }),
        json!({ "method": "BREW", "fault": { "unauthorized": {} } }),
        json!({ "path": "/use*", "fault": { "unauthorized": {} } }),
        json!({ "paht": "/users", "fault": { "unauthorized": {} } }),
        json!({}),
    ] {
        assert!(faults(json!([rule])).is_err(), "{rule}");
    }
    let many: Vec<_> = (0..101).map(|_| json!({ "fault": { "unauthorized": {} } })).collect();
    assert!(faults(json!(many)).is_err());
}
