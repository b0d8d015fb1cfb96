use std::sync::Arc;

use super::*;

fn reply(json: Value) -> Result<ScriptedReply, String> {
    let reply: ScriptedReply = serde_json::from_value(json).map_err(|error| error.to_string())?;
    reply.check().map(|()| reply).map_err(|problem| problem.to_string())
}

fn request(uri: &str, body: &str) -> Request {
    let body = Bytes::from(body.to_owned());
    Request::read(http::Request::builder().method("POST").uri(uri).body(body).unwrap(), Arc::default())
}

fn response(json: Value) -> Response {
    reply(json).unwrap().response(&request("/", ""))
}

fn mime(response: &Response) -> Option<&str> {
    response.headers().get(header::CONTENT_TYPE).and_then(|mime| mime.to_str().ok())
}

#[test]
fn a_body_is_json_text_or_bytes_and_has_that_type_unless_another_is_named() {
    let json = response(serde_json::json!({ "status": 403, "body": { "error": { "code": "X" } } }));
    assert_eq!((json.status().as_u16(), mime(&json)), (403, Some("application/json")));
    assert_eq!(&json.body()[..], br#"{"error":{"code":"X"}}"#);
    let text = response(serde_json::json!({ "body": "{" }));
    assert_eq!((text.status().as_u16(), mime(&text)), (200, Some("text/plain; charset=utf-8")));
    let bytes = response(serde_json::json!({ "base64": "//57AA==" }));
    assert_eq!(
        (&bytes.body()[..], mime(&bytes)),
        (&[0xff, 0xfe, b'{', 0][..], Some("application/octet-stream"))
    );
    let named = response(serde_json::json!({ "body": 7, "headers": { "Content-Type": "text/html" } }));
    assert_eq!((&named.body()[..], mime(&named)), (&b"7"[..], Some("text/html")));
    let none = response(serde_json::json!({ "status": 204, "headers": { "content-type": null } }));
    assert_eq!((none.body().len(), mime(&none)), (0, None));
}

#[test]
fn a_named_header_wins_over_what_the_site_adds_afterwards() {
    let headers =
        serde_json::json!({ "access-control-allow-origin": null, "set-cookie": ["a=1", "b=2"], "x-y": "z" });
    let mut response = response(serde_json::json!({ "headers": headers }));
    for name in ["access-control-allow-origin", "x-y", "vary"] {
        web::set(&mut response, HeaderName::from_static(name), "*");
    }
    set_named_headers(&mut response);
    let all = |name| {
        response.headers().get_all(name).iter().map(|value| value.to_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(all("access-control-allow-origin"), Vec::<&str>::new());
    assert_eq!((all("x-y"), all("vary"), all("set-cookie")), (vec!["z"], vec!["*"], vec!["a=1", "b=2"]));
}

#[test]
fn a_header_may_give_back_a_parameter_of_the_request() {
    let template = "https://app.example/#error=x&state={{state}}&hint={{login_hint}}&none={{none}}{{";
    let reply = reply(serde_json::json!({ "status": 302, "headers": { "location": template } })).unwrap();
    let location =
        |request| reply.response(&request).headers()[header::LOCATION].to_str().unwrap().to_owned();
    let expected = "https://app.example/#error=x&state=a%26b%0D%0A&hint=ada%40contoso%2Ecom&none={{";
    assert_eq!(location(request("/?state=a%26b%0D%0A&login_hint=ada%40contoso.com", "")), expected);
    assert_eq!(location(request("/", "state=a%26b%0D%0A&login_hint=ada@contoso.com")), expected);
}

#[test]
fn what_would_break_the_connection_or_says_two_things_is_refused_in_words() {
    for (wrong, says) in [
        (serde_json::json!({ "status": 101 }), "between 200 and 599"),
        (serde_json::json!({ "status": 600 }), "between 200 and 599"),
        (serde_json::json!({ "headers": { "Content-Length": "5" } }), "'content-length' is set by the host"),
        (serde_json::json!({ "headers": { "transfer-encoding": null } }), "set by the host"),
        (serde_json::json!({ "headers": { "Connection": "close" } }), "set by the host"),
        (serde_json::json!({ "headers": { "date": null } }), "the host always sends it"),
        (serde_json::json!({ "headers": { "a b": "c" } }), "'a b' is not the name of a header"),
        (serde_json::json!({ "headers": { "x": "a\r\nb: c" } }), "printable ASCII"),
        (serde_json::json!({ "headers": { "x": ["a", "b\n"] } }), "printable ASCII"),
        (serde_json::json!({ "headers": { "x": 5 } }), "a string, a list of strings, or null"),
        (serde_json::json!({ "headers": { "X-A": "1", "x-a": "2" } }), "'x-a' is named twice"),
        (serde_json::json!({ "body": "a", "base64": "YQ==" }), "not both"),
        (serde_json::json!({ "base64": "a" }), "not base64"),
        (serde_json::json!({ "status": 304, "body": "a" }), "has no body"),
        (serde_json::json!({ "stauts": 400 }), "unknown field"),
    ] {
        let refused = reply(wrong.clone()).unwrap_err();
        assert!(refused.contains(says), "{wrong}: {refused}");
    }
}
