//! Records Graph's responses, one JSON value per line, for a check against Microsoft's description.
//!
//! Tokens and cookies are left out, also those inside a batch.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, header};
use sandbox::{Delivery, HostedSite, Response, Site};
use serde_json::{Map, Value, json};

pub(super) struct Recorder {
    /// The lock keeps lines whole. They are in the order in which the responses were ready.
    file: Mutex<File>,
}

/// A request, kept until its response is ready.
pub(super) struct RecordedRequest {
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

    /// The recorded part of a request; `None` when it is not a Graph call: the control plane, or a CORS preflight.
    pub(super) fn start(hosted: &HostedSite, request: &Request<Bytes>) -> Option<RecordedRequest> {
        let path = request.uri().path();
        let graph = hosted.site == Site::Graph && path != "/" && !path.starts_with("/_sandbox");
        (graph && request.method() != Method::OPTIONS).then(|| RecordedRequest {
            method: request.method().clone(),
            url: request.uri().path_and_query().map_or(path, |url| url.as_str()).to_owned(),
            headers: headers(request.headers()),
            body: without_credentials(serde_json::from_slice(request.body()).unwrap_or_default()),
        })
    }

    /// Writes a line, unless the response is an injected fault or will not be sent.
    pub(super) fn write(&self, recorded: &RecordedRequest, response: &Response) {
        let delivery = Delivery::of(response);
        if delivery.fault || delivery.hang_up {
            return;
        }
        let line = json!({
            "method": recorded.method.as_str(),
            "url": recorded.url,
            "requestHeaders": recorded.headers,
            "requestBody": recorded.body,
            "status": response.status().as_u16(),
            "headers": headers(response.headers()),
            "body": body(response),
        });
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(problem) = file.write_all(format!("{line}\n").as_bytes()) {
            eprintln!("sandbox: an answer was not recorded: {problem}");
        }
    }
}

fn is_credential(name: &str) -> bool {
    [header::AUTHORIZATION, header::COOKIE, header::SET_COOKIE]
        .iter()
        .any(|proof| name.eq_ignore_ascii_case(proof.as_str()))
}

fn headers(all: &HeaderMap) -> Value {
    let kept = all.iter().filter(|(name, _)| !is_credential(name.as_str()));
    let text = |value: &http::HeaderValue| Value::from(String::from_utf8_lossy(value.as_bytes()));
    Value::Object(kept.map(|(name, value)| (name.to_string(), text(value))).collect::<Map<_, _>>())
}

/// Drops the headers with credentials from the requests inside a batch.
fn without_credentials(mut body: Value) -> Value {
    let calls = body.get_mut("requests").and_then(Value::as_array_mut).into_iter().flatten();
    for headers in calls.filter_map(|call| call.get_mut("headers")).filter_map(Value::as_object_mut) {
        headers.retain(|name, _| !is_credential(name));
    }
    body
}

/// JSON as it is; any other body as a string.
fn body(response: &Response) -> Value {
    let mime =
        response.headers().get(header::CONTENT_TYPE).and_then(|mime| mime.to_str().ok()).unwrap_or_default();
    let json = mime.contains("json").then(|| serde_json::from_slice(response.body()).ok()).flatten();
    json.unwrap_or_else(|| String::from_utf8_lossy(response.body()).into())
}

#[cfg(test)]
mod tests;
