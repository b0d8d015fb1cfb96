use http::header;

use super::*;
use crate::faults::Faults;

fn form(fields: &[(&str, &str)]) -> Form {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = http::Request::builder().method("POST").uri("/").body(body.into()).unwrap();
    Request::read(request, std::sync::Arc::default()).form()
}

/// The paths of the controls with a problem.
fn problems(fields: &[(&str, &str)]) -> Vec<String> {
    let problems = read(&form(fields)).err().unwrap_or_default();
    problems.into_iter().filter_map(|problem| problem.path).collect()
}

fn fault(rule: &Rule) -> Value {
    json!(rule.fault)["reply"].clone()
}

#[test]
fn an_untouched_form_is_a_rule() {
    let rule = read(&form(&[])).unwrap();
    assert_eq!(json!(rule), json!({ "skip": 0, "times": 1, "fault": { "reply": { "status": 400 } } }));
}

#[test]
fn headers_are_lines_and_json_is_declared_as_such() {
    let typed = [
        (
            "reply-headers",
            "X-One: 1\r\n\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nAccess-Control-Allow-Origin:",
        ),
        ("reply-body", "{\r\n \"error\": {}\r\n}"),
    ];
    let expected = json!({
        "access-control-allow-origin": null,
        "content-type": "application/json",
        "set-cookie": ["a=1", "b=2"],
        "x-one": ["1"],
    });
    let reply = fault(&read(&form(&typed)).unwrap());
    assert_eq!((&reply["headers"], &reply["body"]), (&expected, &json!("{\n \"error\": {}\n}")));
    let own = [("reply-headers", "Content-Type: text/html"), ("reply-body", "[]")];
    assert_eq!(
        fault(&read(&form(&own)).unwrap())["headers"][header::CONTENT_TYPE.as_str()],
        json!(["text/html"])
    );
    let bytes = [("reply-body", "/v8A\r\nQQ=="), ("reply-encoding", "base64")];
    assert_eq!(fault(&read(&form(&bytes)).unwrap())["base64"], "/v8AQQ==");
}

#[test]
fn each_problem_is_that_of_its_control() {
    for (typed, control) in [
        ([("reply-status", "99"), ("reply-path", "")], "reply-status"),
        ([("reply-status", "204"), ("reply-body", "x")], "reply-body"),
        ([("reply-encoding", "base64"), ("reply-body", "?")], "reply-body"),
        ([("reply-headers", "no colon"), ("reply-path", "")], "reply-headers"),
        ([("reply-headers", "Content-Length: 5"), ("reply-path", "")], "reply-headers"),
        ([("reply-path", "/use*"), ("reply-times", "")], "reply-path"),
        ([("reply-path", "/index.html"), ("reply-site", "portal")], "reply-path"),
        ([("reply-times", "often"), ("reply-skip", "1")], "reply-times"),
        ([("reply-site", "moon"), ("reply-skip", "1")], "reply-site"),
    ] {
        assert_eq!(problems(&typed), [control], "{typed:?}");
    }
    let all = problems(&[("reply-status", "x"), ("reply-headers", "x"), ("reply-method", "BREW")]);
    assert_eq!(all, ["reply-method", "reply-status", "reply-headers"]);
}

#[test]
fn the_rule_of_a_form_can_be_set_as_json_too() {
    let typed =
        [("reply-site", "login"), ("reply-path", "/token"), ("reply-body", "busy"), ("shown", "reply-after")];
    let rule = json!(read(&form(&typed)).unwrap());
    let rules = serde_json::from_value(json!([rule])).unwrap();
    assert_eq!(Faults::default().set(rules), Ok(()));
}
