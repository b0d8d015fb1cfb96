//! Parses the JSON of a batch request: up to twenty requests. One error rejects all of them.
//!
//! Must not know what the requests mean. Messages without a mark were seen in the service's answers.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use serde_json::{Map, Value};

use crate::graph::directory_error::DirectoryError;
use crate::graph::error_body;
use crate::graph::trace::Trace;
use crate::web::{self, Response};

/// The maximum number of requests in a batch.
const MAX_REQUESTS: usize = 20;

/// One request of a batch.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) method: Method,
    /// Path and query below the version, without a leading slash.
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// `dependsOn`: the index of the request that must have succeeded; it is an earlier one.
    pub(super) after: Option<usize>,
}

/// Why a batch is rejected as a whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum EnvelopeError {
    /// Not JSON, a wrong structure, or no requests. Absolute URLs and nested batches give the same error; that is
    /// inferred: both are documented as not allowed, no answer was seen.
    Format,
    /// The batch itself has no JSON media type [inferred]: the answer is that of other writes.
    NotJson,
    TooMany,
    Repeated(String),
    /// A write without `Content-Type`.
    NoContentType(String),
    NoBody(String),
    /// A dependency on a request that does not come earlier. The beginning of the message was seen.
    Dependency(String),
    /// The dependencies are neither a chain (each on the previous one) nor all on the same request.
    Mixed,
}

impl EnvelopeError {
    pub(super) fn response(&self, trace: &Trace) -> Response {
        error_body::response(StatusCode::BAD_REQUEST, "BadRequest", &self.message(), trace)
    }

    fn message(&self) -> String {
        match self {
            Self::Format => "Invalid batch payload format.".into(),
            Self::NotJson => DirectoryError::Unreadable.message(),
            Self::TooMany => "Number of requests inside batch exceed the limit.".into(),
            Self::Repeated(id) => format!("Request Id {id} has to be unique in a batch."),
            Self::NoContentType(id) => {
                format!("Write request with id '{id}' does not contain a Content-Type header.")
            }
            Self::NoBody(id) => {
                format!("Write request id : {id} does not contain Content-Type header or body.")
            }
            Self::Dependency(id) => format!("Invalid dependency for request Id {id}."),
            Self::Mixed => "Batch should be either fully sequential or fully parallel.".into(),
        }
    }
}

/// Parses a batch. `atomicityGroup` and unknown members are ignored.
pub(super) fn read(body: &[u8]) -> Result<Vec<Item>, EnvelopeError> {
    let body: Value = serde_json::from_slice(body).map_err(|_| EnvelopeError::Format)?;
    let requests = body.get("requests").and_then(Value::as_array).ok_or(EnvelopeError::Format)?;
    if requests.is_empty() {
        return Err(EnvelopeError::Format);
    }
    if requests.len() > MAX_REQUESTS {
        return Err(EnvelopeError::TooMany);
    }
    let mut items: Vec<Item> = Vec::with_capacity(requests.len());
    for request in requests {
        let item = item(request.as_object().ok_or(EnvelopeError::Format)?, &items)?;
        items.push(item);
    }
    if serial(&items) || all_on_one(&items) { Ok(items) } else { Err(EnvelopeError::Mixed) }
}

fn serial(items: &[Item]) -> bool {
    items.iter().enumerate().all(|(place, item)| item.after == place.checked_sub(1))
}

/// Whether all dependencies name the same request. No dependencies at all also count: the batch is parallel.
fn all_on_one(items: &[Item]) -> bool {
    let mut named = items.iter().filter_map(|item| item.after);
    let first = named.next();
    named.all(|place| Some(place) == first)
}

fn item(request: &Map<String, Value>, before: &[Item]) -> Result<Item, EnvelopeError> {
    let text = |name: &str| request.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let id = text("id").ok_or(EnvelopeError::Format)?.to_owned();
    if place(&id, before).is_some() {
        return Err(EnvelopeError::Repeated(id));
    }
    let method = text("method").ok_or(EnvelopeError::Format)?.to_ascii_uppercase();
    let method = Method::from_bytes(method.as_bytes()).map_err(|_| EnvelopeError::Format)?;
    let url = url(text("url").ok_or(EnvelopeError::Format)?)?;
    let headers = headers(request.get("headers"))?;
    let body = match request.get("body") {
        None | Some(Value::Null) => Bytes::new(),
        Some(body) => bytes(body, &headers),
    };
    // A DELETE needs no body; every other write needs one and its type.
    if web::is_write(&method) && method != Method::DELETE {
        if body.is_empty() {
            return Err(EnvelopeError::NoBody(id));
        }
        if !headers.contains_key(CONTENT_TYPE) {
            return Err(EnvelopeError::NoContentType(id));
        }
    }
    let after = dependency(request.get("dependsOn"), &id, before)?;
    Ok(Item { id, method, url, headers, body, after })
}

/// Ids are compared without case.
fn place(id: &str, items: &[Item]) -> Option<usize> {
    items.iter().position(|item| item.id.to_lowercase() == id.to_lowercase())
}

fn url(text: &str) -> Result<String, EnvelopeError> {
    let url = text.strip_prefix('/').unwrap_or(text);
    // A fragment is not part of a request, so the `#` in a guest's sign-in name must be written as `%23`.
    let url = url.split('#').next().unwrap_or_default();
    let path = url.split('?').next().unwrap_or_default();
    let nested = path.trim_matches('/').eq_ignore_ascii_case("$batch");
    if url.starts_with('/') || path.contains("://") || nested || path.is_empty() {
        return Err(EnvelopeError::Format);
    }
    Ok(url.to_owned())
}

/// The token is that of the batch; an `Authorization` header inside is ignored.
fn headers(value: Option<&Value>) -> Result<HeaderMap, EnvelopeError> {
    let mut headers = HeaderMap::new();
    let members = match value {
        None | Some(Value::Null) => return Ok(headers),
        Some(value) => value.as_object().ok_or(EnvelopeError::Format)?,
    };
    for (name, value) in members {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| EnvelopeError::Format)?;
        let value = value.as_str().ok_or(EnvelopeError::Format)?;
        let value = HeaderValue::from_str(value).map_err(|_| EnvelopeError::Format)?;
        if name != AUTHORIZATION {
            headers.insert(name, value);
        }
    }
    Ok(headers)
}

/// A JSON body stays JSON, a text body is a string, every other body is base64.
fn bytes(body: &Value, headers: &HeaderMap) -> Bytes {
    let mime = headers.get(CONTENT_TYPE).and_then(|mime| mime.to_str().ok()).unwrap_or_default();
    let text = body.as_str().filter(|_| !mime.is_empty() && !mime.contains("json"));
    let decoded = |text: &str| web::from_base64(text).filter(|_| !mime.starts_with("text/"));
    match text {
        Some(text) => Bytes::from(decoded(text).unwrap_or_else(|| text.as_bytes().to_vec())),
        None => Bytes::from(body.to_string()),
    }
}

fn dependency(value: Option<&Value>, id: &str, before: &[Item]) -> Result<Option<usize>, EnvelopeError> {
    let names = match value {
        None | Some(Value::Null) => return Ok(None),
        Some(value) => value.as_array().ok_or(EnvelopeError::Format)?,
    };
    let mut found = None;
    for name in names {
        let name = name.as_str().ok_or(EnvelopeError::Format)?;
        let place = place(name, before).ok_or_else(|| EnvelopeError::Dependency(id.to_owned()))?;
        if found.replace(place).is_some_and(|other| other != place) {
            return Err(EnvelopeError::Mixed);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
