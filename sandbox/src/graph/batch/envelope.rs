//! The envelope of a batch: up to twenty requests in one JSON document, read strictly. One mistake refuses them all.
//!
//! Knows the document's form. Must not know what the requests inside mean. Texts without a mark were seen in the
//! service's answers.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use serde_json::{Map, Value};

use crate::graph::exchange::{self, Trace};
use crate::graph::graph_error;
use crate::web::{self, Response};

/// As many requests as one envelope may carry.
const MOST: usize = 20;

/// One request inside.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) method: Method,
    /// Path and query below the version, without a slash at the front.
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The request that must have succeeded before, by its place; it stands earlier in the document.
    pub(super) after: Option<usize>,
}

/// Why no request of an envelope is made.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum EnvelopeError {
    /// Not JSON, not the form, or nothing inside. That absolute addresses and batches inside a batch end here too is
    /// inferred: both are documented as not allowed, no answer was seen.
    Format,
    TooMany,
    Repeated(String),
    /// A write whose body has no type.
    NoContentType(String),
    NoBody(String),
    /// A dependency on a request that does not stand before. The beginning of the text was seen.
    Dependency(String),
    /// Dependencies other than each on the one before, or all on the same one.
    Mixed,
}

impl EnvelopeError {
    pub(super) fn response(&self, trace: &Trace) -> Response {
        graph_error::response(StatusCode::BAD_REQUEST, "BadRequest", &self.message(), trace)
    }

    fn message(&self) -> String {
        match self {
            Self::Format => "Invalid batch payload format.".into(),
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

/// Reads an envelope. `atomicityGroup` and whatever else stands in it is ignored.
pub(super) fn read(body: &[u8]) -> Result<Vec<Item>, EnvelopeError> {
    let body: Value = serde_json::from_slice(body).map_err(|_| EnvelopeError::Format)?;
    let requests = body.get("requests").and_then(Value::as_array).ok_or(EnvelopeError::Format)?;
    if requests.is_empty() {
        return Err(EnvelopeError::Format);
    }
    if requests.len() > MOST {
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

/// Whether those that depend on any do so on the same one. Nothing depends on itself, so that one depends on none; and
/// where none does, all are parallel.
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
    // A DELETE may come bare; every other write must say what it carries.
    if exchange::is_write(&method) && method != Method::DELETE {
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

/// Ids are compared without regard to case.
fn place(id: &str, items: &[Item]) -> Option<usize> {
    items.iter().position(|item| item.id.to_lowercase() == id.to_lowercase())
}

fn url(text: &str) -> Result<String, EnvelopeError> {
    let url = text.strip_prefix('/').unwrap_or(text);
    // What follows a `#` never belongs to a request: sign-in names of guests must be written with `%23`.
    let url = url.split('#').next().unwrap_or_default();
    let path = url.split('?').next().unwrap_or_default();
    let nested = path.trim_matches('/').eq_ignore_ascii_case("$batch");
    if url.starts_with('/') || path.contains("://") || nested || path.is_empty() {
        return Err(EnvelopeError::Format);
    }
    Ok(url.to_owned())
}

/// The token is the envelope's: a header of that name inside is not looked at.
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

/// JSON stands as it is, text as a string, anything else in base64.
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
