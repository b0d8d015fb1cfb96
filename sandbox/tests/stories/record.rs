//! Records Graph's responses for the contract test: one JSON value per line, in a file of this process below the
//! directory that `GUESTLIST_RECORD` names. The format is that of `sandbox --record`.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use bytes::Bytes;
use http::{HeaderMap, Request};
use sandbox::{Delivery, Response};
use serde_json::{Map, Value, json};

/// Tests run in threads; the lock keeps lines whole.
static FILE: LazyLock<Option<Mutex<File>>> = LazyLock::new(|| {
    let directory = PathBuf::from(std::env::var_os("GUESTLIST_RECORD")?);
    fs::create_dir_all(&directory).unwrap();
    let path = directory.join(format!("stories-{}.jsonl", std::process::id()));
    Some(Mutex::new(OpenOptions::new().create(true).append(true).open(path).unwrap()))
});

/// True if responses are recorded. Requests are cloned only in that case.
pub(crate) fn wanted() -> bool {
    FILE.is_some()
}

/// Writes one exchange with the Graph at `host`, but not requests to the control plane and no injected faults.
pub(crate) fn write(request: &Request<Bytes>, response: &Response, host: &str) {
    let Some(file) = &*FILE else { return };
    let path = request.uri().path();
    let delivery = Delivery::of(response);
    if path.starts_with("/_sandbox") || delivery.fault || delivery.hang_up {
        return;
    }
    let line = json!({
        "method": request.method().as_str(),
        "url": request.uri().path_and_query().map_or(path, |url| url.as_str()),
        // Links in responses use the tenant's one Graph origin, whichever `Host` the test sent.
        "requestHeaders": with_host(headers(request.headers()), host),
        "requestBody": serde_json::from_slice::<Value>(request.body()).unwrap_or_default(),
        "status": response.status().as_u16(),
        "headers": headers(response.headers()),
        "body": body(response),
    });
    let mut file = file.lock().unwrap();
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Without credentials. Names are in lower case already.
fn headers(all: &HeaderMap) -> Value {
    let kept = all.iter().filter(|(name, _)| !["authorization", "cookie"].contains(&name.as_str()));
    let text = |value: &http::HeaderValue| Value::from(String::from_utf8_lossy(value.as_bytes()));
    Value::Object(kept.map(|(name, value)| (name.to_string(), text(value))).collect::<Map<_, _>>())
}

fn with_host(mut headers: Value, host: &str) -> Value {
    headers["host"] = host.into();
    headers
}

fn body(response: &Response) -> Value {
    let mime = response.headers().get("content-type").and_then(|mime| mime.to_str().ok()).unwrap_or_default();
    let json = mime.contains("json").then(|| serde_json::from_slice(response.body()).ok()).flatten();
    json.unwrap_or_else(|| String::from_utf8_lossy(response.body()).into())
}
