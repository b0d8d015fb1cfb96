//! HTTP requests and responses, for all sites.
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

use crate::origins::Origins;

/// A complete response: the library does not stream.
pub type Response = http::Response<Bytes>;

/// The largest request body, in bytes; a larger one is answered with 413. Microsoft documents 4 MB for Graph writes;
/// the portal's requests are much smaller than either.
pub const BODY_LIMIT: usize = 1 << 20;

/// A request with parsed path and query.
pub(crate) struct Request {
    pub(crate) method: Method,
    /// Path segments, each percent-decoded; empty ones are dropped.
    pub(crate) segments: Vec<String>,
    pub(crate) path: String,
    /// The length of path and query, in characters.
    pub(crate) length: usize,
    pub(crate) query: Vec<(String, String)>,
    headers: http::HeaderMap,
    pub(crate) body: Bytes,
    /// The origins of all sites for this client.
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

    /// A request inside a batch. Its URL may contain unencoded spaces.
    pub(crate) fn inner(&self, method: Method, url: &str, headers: http::HeaderMap, body: Bytes) -> Self {
        // The limit on the length of URLs does not apply to requests inside a batch.
        let length = 0;
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let (path, query) = (path.to_owned(), pairs(query.as_bytes()));
        let origins = Arc::clone(&self.origins);
        Self { method, segments: segments(&path), path, length, query, headers, body, origins }
    }

    /// Path segments as string slices, for matching.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.segments.iter().map(String::as_str).collect()
    }

    pub(crate) fn header(&self, name: impl AsRef<str>) -> Option<&str> {
        self.headers.get(name.as_ref()).and_then(|value| value.to_str().ok())
    }

    /// Whether the body is declared as JSON: `application/json`, with any parameters except a charset other than UTF-8.
    pub(crate) fn has_json_type(&self) -> bool {
        self.header(header::CONTENT_TYPE).is_some_and(is_json)
    }

    /// Whether the body is declared as a form: `application/x-www-form-urlencoded`, with any parameters.
    pub(crate) fn has_form_type(&self) -> bool {
        let name = self.header(header::CONTENT_TYPE).and_then(|media_type| media_type.split(';').next());
        name.is_some_and(|name| name.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
    }

    pub(crate) fn origin(&self) -> Option<&str> {
        self.header(header::ORIGIN)
    }

    /// Whether a page of another origin than `own` sends this. A page may also have used the host name of the `Host`
    /// header.
    pub(crate) fn is_foreign(&self, own: &str) -> bool {
        self.origin().is_some_and(|origin| {
            let asked = origin.split_once("://").map(|(_, host)| host);
            origin != own && asked != self.header(header::HOST)
        })
    }

    /// The first query parameter with this name. An empty one counts as missing, as at Entra.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// The body as a form.
    pub(crate) fn form(&self) -> Form {
        Form(pairs(&self.body))
    }

    /// The body as a form, without any field if it is not declared as one.
    pub(crate) fn declared_form(&self) -> Form {
        if self.has_form_type() { self.form() } else { Form(Vec::new()) }
    }

    /// A name that the query has twice.
    pub(crate) fn repeated(&self) -> Option<&str> {
        repeated(&self.query)
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

/// Whether this is the media type of JSON in UTF-8. Letter case does not matter.
pub(crate) fn is_json(media_type: &str) -> bool {
    let mut parts = media_type.split(';').map(str::trim);
    let json = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    let other_charset = |parameter: &str| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let value = value.trim().trim_matches('"');
        name.trim().eq_ignore_ascii_case("charset") && !value.eq_ignore_ascii_case("utf-8")
    };
    json && !parts.any(other_charset)
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

    /// The names of all fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// A name that two fields have.
    pub(crate) fn repeated(&self) -> Option<&str> {
        repeated(&self.0)
    }

    /// The first field with this name, also an empty one.
    pub(crate) fn raw(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All fields with this name, for checkboxes.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

fn repeated(pairs: &[(String, String)]) -> Option<&str> {
    let mut rest = pairs;
    while let [(name, _), others @ ..] = rest {
        if others.iter().any(|(other, _)| other == name) {
            return Some(name);
        }
        rest = others;
    }
    None
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// A response with a body of this type.
pub(crate) fn with_body(status: StatusCode, mime: &'static str, body: impl Into<Bytes>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    set(&mut response, header::CONTENT_TYPE, mime);
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

pub(crate) fn json(status: StatusCode, body: &Value) -> Response {
    // `to_string` writes through a formatter, which takes twice as long. A `Value` has nothing that JSON cannot express.
    let text = serde_json::to_vec(body).unwrap_or_default();
    let mut response = with_body(status, "application/json; charset=utf-8", text);
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

/// How the host must send a response, to simulate networks and busy services.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// The delay before the first byte.
    pub hold: Duration,
    /// Close the connection instead of sending the response. The request has had its effect.
    pub hang_up: bool,
    /// The response is an injected fault, not one of the service.
    pub fault: bool,
}

impl Delivery {
    pub fn of(response: &Response) -> Self {
        response.extensions().get().copied().unwrap_or_default()
    }
}

/// Adds a delay to the response.
pub(crate) fn hold(response: &mut Response, longer: Duration) {
    let delivery = Delivery::of(response);
    response.extensions_mut().insert(Delivery { hold: delivery.hold + longer, ..delivery });
}

/// Makes the host close the connection instead of sending the response.
pub(crate) fn hang_up(response: &mut Response) {
    let delivery = Delivery::of(response);
    response.extensions_mut().insert(Delivery { hang_up: true, ..delivery });
}

/// Marks a response as an injected fault, so that recorders leave it out.
pub(crate) fn mark_as_fault(response: &mut Response) {
    let delivery = Delivery::of(response);
    response.extensions_mut().insert(Delivery { fault: true, ..delivery });
}

/// The response to a body above [`BODY_LIMIT`], on all sites except Graph.
pub(crate) fn too_large() -> Response {
    text(StatusCode::PAYLOAD_TOO_LARGE, "The request body is too large.\n")
}

/// The response for an unknown host name.
pub fn misdirected() -> Response {
    text(StatusCode::MISDIRECTED_REQUEST, "This sandbox does not answer for that host name.\n")
}

/// Sets a header. An invalid value is dropped, so a line break cannot add a header.
pub(crate) fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Appends a header beside others with the same name (`Set-Cookie`).
pub(crate) fn add(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(name, value);
    }
}

/// An HTTP date.
pub(crate) fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Percent-encodes as the service does in its links: everything except unreserved characters, with hex digits in lower
/// case.
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

/// Whether a `Host` header names this machine, on any port.
pub fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    ["localhost", "127.0.0.1", "::1"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

pub(crate) fn is_write(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(method)
}

#[cfg(test)]
mod tests;
