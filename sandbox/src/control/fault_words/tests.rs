use serde_json::{Value, json};

use super::*;
use crate::faults::Faults;

fn faults(rule: &Value) -> Faults {
    let mut faults = Faults::default();
    faults.set(serde_json::from_value(json!([rule])).unwrap()).unwrap();
    faults
}

fn told(rule: &Value) -> String {
    faults(rule).rules().iter().map(sentence).collect()
}

#[test]
fn a_rule_is_a_sentence() {
    for (rule, words) in [
        (
            json!({ "method": "POST", "path": "/invitations", "times": 2, "fault": { "status": { "code": 503 } } }),
            "POST /invitations answers 503, the next 2 calls; used 0 times",
        ),
        (
            json!({ "fault": { "throttle": { "retryAfter": "30" } } }),
            "Every call to Graph answers 429 and asks to wait 30 seconds, until it is removed; used 0 times",
        ),
        (
            json!({ "method": "write", "contains": "nora@", "skip": 1, "times": 1, "fault": { "hangUp": { "after": true } } }),
            "Every write to Graph with “nora@” in the body is carried out, but the connection ends without an answer, \
             after one call without it, the next call; used 0 times",
        ),
        (
            json!({ "site": "login", "path": "/authorize", "query": "prompt=none", "times": 1,
                    "fault": { "reply": { "status": 400 } } }),
            "Every call of /authorize at the sign-in host with “prompt=none” in the query answers 400 with a prepared \
             response, the next call; used 0 times",
        ),
        (
            json!({ "site": "portal", "fault": { "hold": { "ms": 1_000 } } }),
            "The portal’s config.json answers after one second, until it is removed; used 0 times",
        ),
    ] {
        assert_eq!(told(&rule), words);
    }
}

#[test]
fn a_rule_that_was_used_says_how_often_and_how_long_it_lasts() {
    let mut faults = faults(&json!({ "times": 2, "fault": { "unauthorized": {} } }));
    let call = http::Request::builder().uri("/v1.0/me").body(bytes::Bytes::new()).unwrap();
    let call = crate::web::Request::read(call, std::sync::Arc::default());
    for expected in [
        "Every call to Graph answers 401, as if the token had expired, the next call; used once",
        "Every call to Graph answers 401, as if the token had expired, no more calls; used 2 times",
    ] {
        faults.next_for(&call, false);
        assert_eq!(faults.rules().iter().map(sentence).collect::<String>(), expected);
    }
}
