//! A response that a test writes itself: status, headers and body, for errors that the tenant does not imitate.
//!
//! Knows HTTP. Must not know which request gets it, nor what Graph or Entra would say.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::web::{self, Request, Response};

/// The JSON of the fault `reply`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ScriptedReply {
    /// From 200 to 599.
    #[serde(default = "ok")]
    pub(crate) status: u16,
    /// `None` (`null`) leaves a header out that the site would send by itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) headers: BTreeMap<String, Option<HeaderLines>>,
    /// A string is sent as it is, any other value as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<Value>,
    /// The bytes of the body in base64, instead of `body`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) base64: Option<String>,
    /// Whether the request takes effect first.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) after: bool,
}

/// The value of a header, or one value for each of several lines (`Set-Cookie`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "the value of a header is a string, a list of strings, or null")]
pub(crate) enum HeaderLines {
    One(String),
    Several(Vec<String>),
}

/// Why a reply cannot be sent. The text is a sentence for the user; the variant is the part that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReplyProblem {
    Status(String),
    Headers(String),
    Body(String),
}

impl fmt::Display for ReplyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(says) | Self::Headers(says) | Self::Body(says) => f.write_str(says),
        }
    }
}

/// Headers of one connection (RFC 9110, 7.6.1) or of the length of a message. They are the host's: with a wrong one a
/// client would wait for bytes that never come, or read the next response as a part of this one.
const OF_THE_HOST: &[&str] = &[
    "connection",
    "content-length",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The headers that a scripted reply names, kept with the response until the site has added its own.
#[derive(Clone)]
struct NamedHeaders(Vec<(HeaderName, Vec<HeaderValue>)>);

/// Puts the headers that a scripted reply names in the place of those that the site has added since. Other responses
/// stay as they are.
pub(crate) fn set_named_headers(response: &mut Response) {
    let Some(NamedHeaders(named)) = response.extensions().get().cloned() else { return };
    for (name, values) in named {
        response.headers_mut().remove(&name);
        for value in values {
            response.headers_mut().append(name.clone(), value);
        }
    }
}

impl ScriptedReply {
    pub(crate) fn check(&self) -> Result<(), ReplyProblem> {
        if !(200..=599).contains(&self.status) {
            return Err(ReplyProblem::Status("the status of a reply is between 200 and 599".into()));
        }
        let mut names = Vec::new();
        for (name, lines) in &self.headers {
            check_header(name, lines.as_ref()).map_err(ReplyProblem::Headers)?;
            let lower = name.to_ascii_lowercase();
            if names.contains(&lower) {
                return Err(ReplyProblem::Headers(format!("the header '{lower}' is named twice")));
            }
            names.push(lower);
        }
        let problem = if self.body.is_some() && self.base64.is_some() {
            "a reply has 'body' or 'base64', not both"
        } else if self.base64.as_deref().is_some_and(|text| web::from_base64(text).is_none()) {
            "'base64' is not base64"
        } else if [204, 205, 304].contains(&self.status) && !self.content().is_empty() {
            "a response with this status has no body"
        } else {
            return Ok(());
        };
        Err(ReplyProblem::Body(problem.into()))
    }

    /// The response instead of the site's own.
    pub(crate) fn response(&self, request: &Request) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let content = self.content();
        let mut response = if content.is_empty() {
            web::empty(status)
        } else {
            web::with_body(status, self.default_mime(), content)
        };
        // Without it, a browser could repeat the reply when the fault is over.
        web::set(&mut response, header::CACHE_CONTROL, "no-store");
        response.extensions_mut().insert(NamedHeaders(self.named_headers(request)));
        set_named_headers(&mut response);
        response
    }

    /// Replaces a response after the request has had its effect. Only its delay stays.
    pub(super) fn replace(&self, response: &mut Response, request: &Request) {
        let delivery = web::Delivery::of(response);
        *response = self.response(request);
        response.extensions_mut().insert(delivery);
    }

    fn content(&self) -> Bytes {
        match (&self.body, &self.base64) {
            (Some(Value::String(text)), _) => Bytes::from(text.clone()),
            (Some(value), _) => Bytes::from(value.to_string()),
            (None, Some(text)) => web::from_base64(text).unwrap_or_default().into(),
            (None, None) => Bytes::new(),
        }
    }

    fn default_mime(&self) -> &'static str {
        match (&self.body, &self.base64) {
            (Some(Value::String(_)), _) => "text/plain; charset=utf-8",
            (Some(_), _) => "application/json",
            (None, _) => "application/octet-stream",
        }
    }

    fn named_headers(&self, request: &Request) -> Vec<(HeaderName, Vec<HeaderValue>)> {
        let value = |text: &String| HeaderValue::from_str(&filled(text, request)).ok();
        let named = self.headers.iter().filter_map(|(name, lines)| {
            let values = lines.as_ref().map(HeaderLines::as_slice).unwrap_or_default();
            Some((HeaderName::try_from(name).ok()?, values.iter().filter_map(value).collect()))
        });
        named.collect()
    }
}

impl HeaderLines {
    fn as_slice(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Several(values) => values,
        }
    }
}

fn check_header(name: &str, lines: Option<&HeaderLines>) -> Result<(), String> {
    let Ok(parsed) = HeaderName::try_from(name) else {
        return Err(format!("'{name}' is not the name of a header"));
    };
    if OF_THE_HOST.contains(&parsed.as_str()) {
        return Err(format!("'{parsed}' is set by the host, from the connection and the body"));
    }
    let values = lines.map(HeaderLines::as_slice).unwrap_or_default();
    if parsed == header::DATE && values.is_empty() {
        return Err("'date' cannot be left out: the host always sends it".into());
    }
    if values.iter().any(|value| HeaderValue::from_str(value).is_err()) {
        return Err(format!("the value of '{parsed}' has characters other than printable ASCII"));
    }
    Ok(())
}

/// Replaces `{{name}}` by the request's parameter of that name, from its query or its form, percent-encoded. So a
/// redirect of the sign-in site can give back the `state`, which a test does not know beforehand.
fn filled(template: &str, request: &Request) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{")
        && let Some((name, tail)) = after.split_once("}}")
    {
        let form = request.form();
        let value = request.query(name).or_else(|| form.get(name)).unwrap_or_default();
        text.push_str(before);
        text.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
        rest = tail;
    }
    text + rest
}

fn ok() -> u16 {
    200
}

fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests;
