//! Writes down what Graph answered, one JSON value per line, to be judged against Microsoft's description.
//!
//! What proves who asks stays out: tokens and cookies, also those inside a batch.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, header};
use sandbox::{Answer, Delivery, Place, Site};
use serde_json::{Map, Value, json};

pub(super) struct Recorder {
    /// Lines are written whole, and in the order in which their answers were ready.
    file: Mutex<File>,
}

/// What is kept of a request until it is answered.
pub(super) struct Asked {
    method: Method,
    url: String,
    headers: Value,
    body: Value,
}

impl Recorder {
    pub(super) fn append(path: &Path) -> Result<Self, String> {
        let file = OpenOptions::new().create(true).append(true).open(path);
        let file = file.map_err(|problem| format!("--record {}: {problem}", path.display()))?;
        Ok(Self { file: Mutex::new(file) })
    }

    /// The part of an exchange that must be noted before the request is handed on; `None` when it is not Graph's: the
    /// control plane, or a browser that only asks whether it may.
    pub(super) fn ask(place: &Place, request: &Request<Bytes>) -> Option<Asked> {
        let path = request.uri().path();
        let graph = place.site == Site::Graph && path != "/" && !path.starts_with("/_sandbox");
        (graph && request.method() != Method::OPTIONS).then(|| Asked {
            method: request.method().clone(),
            url: request.uri().path_and_query().map_or(path, |url| url.as_str()).to_owned(),
            headers: headers(request.headers()),
            body: without_proofs(serde_json::from_slice(request.body()).unwrap_or_default()),
        })
    }

    /// Writes a line, unless the answer is a deliberate fault or will not be given at all.
    pub(super) fn write(&self, asked: &Asked, answer: &Answer) {
        let delivery = Delivery::of(answer);
        if delivery.fault || delivery.hang_up {
            return;
        }
        let line = json!({
            "method": asked.method.as_str(),
            "url": asked.url,
            "requestHeaders": asked.headers,
            "requestBody": asked.body,
            "status": answer.status().as_u16(),
            "headers": headers(answer.headers()),
            "body": body(answer),
        });
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(problem) = file.write_all(format!("{line}\n").as_bytes()) {
            eprintln!("sandbox: an answer was not recorded: {problem}");
        }
    }
}

fn is_proof(name: &str) -> bool {
    [header::AUTHORIZATION, header::COOKIE, header::SET_COOKIE]
        .iter()
        .any(|proof| name.eq_ignore_ascii_case(proof.as_str()))
}

fn headers(all: &HeaderMap) -> Value {
    let kept = all.iter().filter(|(name, _)| !is_proof(name.as_str()));
    let text = |value: &http::HeaderValue| Value::from(String::from_utf8_lossy(value.as_bytes()));
    Value::Object(kept.map(|(name, value)| (name.to_string(), text(value))).collect::<Map<_, _>>())
}

/// Drops such headers from the calls inside a batch.
fn without_proofs(mut body: Value) -> Value {
    let calls = body.get_mut("requests").and_then(Value::as_array_mut).into_iter().flatten();
    for headers in calls.filter_map(|call| call.get_mut("headers")).filter_map(Value::as_object_mut) {
        headers.retain(|name, _| !is_proof(name));
    }
    body
}

/// JSON as it is, anything else as text.
fn body(answer: &Answer) -> Value {
    let mime =
        answer.headers().get(header::CONTENT_TYPE).and_then(|mime| mime.to_str().ok()).unwrap_or_default();
    let json = mime.contains("json").then(|| serde_json::from_slice(answer.body()).ok()).flatten();
    json.unwrap_or_else(|| String::from_utf8_lossy(answer.body()).into())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use sandbox::Origins;

    use super::*;

    fn asked(site: Site, method: &str, url: &str, body: &str) -> Option<Asked> {
        let request = Request::builder().method(method).uri(url).header("authorization", "Bearer secret-1");
        let request = request.header("Prefer", "a").body(Bytes::from(body.to_owned())).unwrap();
        Recorder::ask(&Place { site, origins: Arc::new(Origins::default()) }, &request)
    }

    /// The lines that are written for one exchange.
    fn lines(asked: &Asked, delivery: Delivery) -> Vec<Value> {
        let name = format!("sandbox-record-{}-{:?}.jsonl", std::process::id(), std::thread::current().id());
        let path = std::env::temp_dir().join(name);
        let recorder = Recorder::append(&path).unwrap();
        let mut answer = Answer::new(r#"{"value":[]}"#.into());
        answer
            .headers_mut()
            .insert("content-type", "application/json;odata.metadata=minimal".parse().unwrap());
        answer.extensions_mut().insert(delivery);
        recorder.write(asked, &answer);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn an_exchange_is_one_line_without_the_token() {
        let body = r#"{"requests":[{"id":"1","headers":{"Authorization":"Bearer secret-2","a":"b"}}]}"#;
        let asked = asked(Site::Graph, "POST", "/v1.0/$batch?x=%20", body).unwrap();
        let written = lines(&asked, Delivery::default());
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
        let asked = asked(Site::Graph, "GET", "/v1.0/me", "").unwrap();
        assert_eq!(lines(&asked, Delivery { fault: true, ..Delivery::default() }), Vec::<Value>::new());
        assert_eq!(lines(&asked, Delivery { hang_up: true, ..Delivery::default() }), Vec::<Value>::new());
    }

    #[test]
    fn only_graph_is_recorded() {
        assert!(asked(Site::Login, "GET", "/v1.0/me", "").is_none());
        assert!(asked(Site::Graph, "OPTIONS", "/v1.0/me", "").is_none());
        assert!(asked(Site::Graph, "GET", "/_sandbox/settings", "").is_none());
    }
}
