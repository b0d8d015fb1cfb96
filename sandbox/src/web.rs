//! Requests read once and answers made plainly: the little HTTP that every site of the sandbox shares.
//!
//! Knows header names and encodings. Must not know tokens or Graph.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::tenant::Origins;

/// An HTTP answer, whole: nothing in the library streams.
pub type Response = http::Response<Bytes>;

/// The largest request body the sandbox reads; above it the answer is 413. Microsoft documents 4 MB for Graph
/// writes; nothing the portal sends comes near this smaller figure.
pub const BODY_LIMIT: usize = 1 << 20;

/// A request with its path, query and body at hand.
pub(crate) struct Request {
    pub(crate) method: Method,
    /// Path segments, percent-decoded one by one, without empty ones.
    pub(crate) segments: Vec<String>,
    pub(crate) path: String,
    /// How long path and query are, in characters.
    pub(crate) length: usize,
    pub(crate) query: Vec<(String, String)>,
    headers: http::HeaderMap,
    pub(crate) body: Bytes,
    /// Where the sites are for this caller.
    pub(crate) origins: Arc<Origins>,
}

impl Request {
    pub(crate) fn read(request: http::Request<Bytes>, origins: Arc<Origins>) -> Self {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path().to_owned();
        let length = parts.uri.path_and_query().map_or(0, |target| target.as_str().len());
        let query = pairs(parts.uri.query().unwrap_or_default().as_bytes());
        Self {
            method: parts.method,
            segments: segments(&path),
            path,
            length,
            query,
            headers: parts.headers,
            body,
            origins,
        }
    }

    /// A request inside this one, as a batch carries it. Its address may be written as people write it, with spaces.
    pub(crate) fn inner(&self, method: Method, url: &str, headers: http::HeaderMap, body: Bytes) -> Self {
        // Batches exist to pass long addresses: only what goes over the wire counts.
        let length = 0;
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let (path, query) = (path.to_owned(), pairs(query.as_bytes()));
        let origins = Arc::clone(&self.origins);
        Self { method, segments: segments(&path), path, length, query, headers, body, origins }
    }

    /// The decoded path segments as slices, for matching.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.segments.iter().map(String::as_str).collect()
    }

    pub(crate) fn header(&self, name: impl AsRef<str>) -> Option<&str> {
        self.headers.get(name.as_ref()).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn origin(&self) -> Option<&str> {
        self.header(header::ORIGIN)
    }

    /// Whether a page of another site than `own` sends this. Pages know the site by the name they called it by, too.
    pub(crate) fn is_foreign(&self, own: &str) -> bool {
        self.origin().is_some_and(|origin| {
            let asked = origin.split_once("://").map(|(_, host)| host);
            origin != own && asked != self.header(header::HOST)
        })
    }

    /// The first query parameter of that name; an empty one counts as absent, as it does at Entra.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// The body read as a form.
    pub(crate) fn form(&self) -> Form {
        Form(pairs(&self.body))
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let wanted = |pair: &&str| pair.split_once('=').is_some_and(|(key, _)| key.trim() == name);
        let line = self.header(header::COOKIE)?;
        line.split(';').find(wanted).and_then(|pair| pair.split_once('=')).map(|(_, value)| value.trim())
    }

    pub(crate) fn is_read(&self) -> bool {
        self.method == Method::GET || self.method == Method::HEAD
    }
}

fn segments(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect()
}

/// The fields of an `application/x-www-form-urlencoded` body.
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        first(&self.0, name)
    }

    /// The first field of that name, even an empty one.
    pub(crate) fn raw(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every field of that name, as checkboxes send them.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// An answer with a body of the given type.
pub(crate) fn with_body(status: StatusCode, mime: &'static str, body: impl Into<Bytes>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    set(&mut response, header::CONTENT_TYPE, mime);
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

pub(crate) fn json(status: StatusCode, body: &Value) -> Response {
    let mut response = with_body(status, "application/json; charset=utf-8", body.to_string());
    set(&mut response, header::CACHE_CONTROL, "no-store, no-cache");
    response
}

pub(crate) fn text(status: StatusCode, body: impl Into<String>) -> Response {
    with_body(status, "text/plain; charset=utf-8", body.into())
}

pub(crate) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

pub(crate) fn redirect(status: StatusCode, to: &str) -> Response {
    let mut response = empty(status);
    set(&mut response, header::LOCATION, to);
    set(&mut response, header::CACHE_CONTROL, "no-store, no-cache");
    set(&mut response, header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    response
}

/// How the host shall deliver an answer, beyond its bytes: what a network or a busy service does to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// How long to wait before the first byte.
    pub hold: Duration,
    /// Close the connection instead of answering: whatever the request did is done.
    pub hang_up: bool,
    /// The answer is a deliberate fault and not what the service would say: nothing to learn the service from.
    pub fault: bool,
}

impl Delivery {
    /// What the library asks of the host for this answer.
    pub fn of(response: &Response) -> Self {
        response.extensions().get().copied().unwrap_or_default()
    }
}

/// Lets the host wait (longer) before it answers.
pub(crate) fn hold(response: &mut Response, longer: Duration) {
    let delivery = Delivery::of(response);
    response.extensions_mut().insert(Delivery { hold: delivery.hold + longer, ..delivery });
}

/// Lets the host close the connection instead of answering.
pub(crate) fn hang_up(response: &mut Response) {
    let delivery = Delivery::of(response);
    response.extensions_mut().insert(Delivery { hang_up: true, ..delivery });
}

/// Marks an answer as a deliberate fault, so that a host that records the service's answers leaves it out.
pub(crate) fn mark_as_fault(response: &mut Response) {
    let delivery = Delivery::of(response);
    response.extensions_mut().insert(Delivery { fault: true, ..delivery });
}

/// The answer to a body above [`BODY_LIMIT`], on every site but Graph.
pub(crate) fn too_large() -> Response {
    text(StatusCode::PAYLOAD_TOO_LARGE, "The request body is too large.\n")
}

/// The answer to a request for a host name that is none of the sandbox's.
pub fn misdirected() -> Response {
    text(StatusCode::MISDIRECTED_REQUEST, "This sandbox does not answer for that host name.\n")
}

/// Sets a header; a value that cannot be a header is left out rather than split into two.
pub(crate) fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Adds a header beside others of the same name (`Set-Cookie`).
pub(crate) fn add(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(name, value);
    }
}

/// A moment as HTTP writes it.
pub(crate) fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Percent-encodes the way the service writes its links: everything but unreserved characters, hex in lower case.
pub(crate) fn encode_lower(plain: &str) -> String {
    let upper = percent_encoding::utf8_percent_encode(plain, percent_encoding::NON_ALPHANUMERIC).to_string();
    let mut out = String::with_capacity(upper.len());
    let mut hex = 0;
    for letter in upper.chars() {
        if letter == '%' {
            hex = 2;
            out.push(letter);
        } else if hex > 0 {
            hex -= 1;
            out.push(letter.to_ascii_lowercase());
        } else {
            out.push(letter);
        }
    }
    out.replace("%2e", ".").replace("%2d", "-").replace("%5f", "_")
}

#[cfg(test)]
mod tests;
