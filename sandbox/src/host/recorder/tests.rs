use std::sync::Arc;

use sandbox::Origins;

use super::*;

fn recorded(site: Site, method: &str, url: &str, body: &str) -> Option<RecordedRequest> {
    let request = Request::builder().method(method).uri(url).header("authorization", "Bearer secret-1");
    let request = request.header("Prefer", "a").body(Bytes::from(body.to_owned())).unwrap();
    Recorder::start(&HostedSite { site, origins: Arc::new(Origins::default()) }, &request)
}

/// The lines for one request and response.
fn lines(recorded: &RecordedRequest, delivery: Delivery) -> Vec<Value> {
    let name = format!("sandbox-record-{}-{:?}.jsonl", std::process::id(), std::thread::current().id());
    let path = std::env::temp_dir().join(name);
    let recorder = Recorder::append(&path).unwrap();
    let mut response = Response::new(r#"{"value":[]}"#.into());
    response.headers_mut().insert("content-type", "application/json;odata.metadata=minimal".parse().unwrap());
    response.extensions_mut().insert(delivery);
    recorder.write(recorded, &response);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn an_exchange_is_one_line_without_the_token() {
    let body = r#"{"requests":[{"id":"1","headers":{"Authorization":"Bearer secret-2","a":"b"}}]}"#;
    let recorded = recorded(Site::Graph, "POST", "/v1.0/$batch?x=%20", body).unwrap();
    let written = lines(&recorded, Delivery::default());
    assert_eq!(
        written,
        [json!({
            "method": "POST",
            "url": "/v1.0/$batch?x=%20",
            "requestHeaders": { "prefer": "a" },
            "requestBody": { "requests": [{ "id": "1", "headers": { "a": "b" } }] },
            "status": 200,
            "headers": { "content-type": "application/json;odata.metadata=minimal" },
            "body": { "value": [] },
        })]
    );
}

#[test]
fn what_the_service_did_not_say_is_left_out() {
    let recorded = recorded(Site::Graph, "GET", "/v1.0/me", "").unwrap();
    assert_eq!(lines(&recorded, Delivery { fault: true, ..Delivery::default() }), Vec::<Value>::new());
    assert_eq!(lines(&recorded, Delivery { hang_up: true, ..Delivery::default() }), Vec::<Value>::new());
}

#[test]
fn only_graph_is_recorded() {
    assert!(recorded(Site::Login, "GET", "/v1.0/me", "").is_none());
    assert!(recorded(Site::Graph, "OPTIONS", "/v1.0/me", "").is_none());
    assert!(recorded(Site::Graph, "GET", "/_sandbox/settings", "").is_none());
}
