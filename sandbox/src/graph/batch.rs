//! `POST /$batch`: up to twenty calls in one request, each with its own status and headers.
//!
//! Knows the order of the calls and the JSON of their responses. Must not know what a call does.

mod envelope;

use std::collections::BTreeMap;
use std::time::Duration;

use http::{HeaderName, Method, StatusCode, header};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use envelope::EnvelopeError;

use super::call::Caller;
use super::trace::Trace;
use super::{error_body, exchange, fault_injection, paths};
use crate::faults::test_address::Injection;
use crate::random::Random;
use crate::tenant::Tenant;
use crate::web::{self, Delivery, Request, Response};

#[derive(Serialize)]
struct Whole {
    responses: Vec<Part>,
}

/// One response inside the batch response.
#[derive(Serialize)]
struct Part {
    id: String,
    status: u16,
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Box<RawValue>>,
}

pub(super) fn is_batch(request: &Request) -> bool {
    request.method == Method::POST && matches!(request.parts().as_slice(), ["v1.0" | "beta", "$batch"])
}

/// Handles a batch, with a fault of the batch as a whole. Like a rejected batch, one that a fault replaces is an entry
/// of the ledger; otherwise its calls are.
pub(super) fn handle_with_faults(
    tenant: &mut Tenant,
    request: &Request,
    caller: &Caller,
    trace: &Trace,
) -> Response {
    let injection = tenant.faults.next_for(request, true).map(Injection::Fault);
    let mut handled = false;
    let response = fault_injection::apply(injection, tenant, request, trace, |tenant| {
        handled = true;
        handle(tenant, request, caller, trace)
    });
    if !handled {
        let outcome = exchange::Outcome::Replaced(response.status());
        exchange::record(tenant, request, Some(caller), None, outcome, trace);
    }
    response
}

/// Makes the calls of a batch, all with the token of the batch. The batch itself costs no resource units [inferred],
/// and only a rejected batch is an entry of the ledger.
pub(super) fn handle(tenant: &mut Tenant, request: &Request, caller: &Caller, trace: &Trace) -> Response {
    let items =
        if request.has_json_type() { envelope::read(&request.body) } else { Err(EnvelopeError::NotJson) };
    let items = match items {
        Ok(items) => items,
        Err(problem) => {
            let response = problem.response(trace);
            let outcome = exchange::Outcome::Done(response.status());
            exchange::record(tenant, request, Some(caller), None, outcome, trace);
            return response;
        }
    };
    let version = request.segments.first().cloned().unwrap_or_default();
    let mut parts = Vec::with_capacity(items.len());
    let mut done: Vec<(StatusCode, Duration)> = Vec::with_capacity(items.len());
    let mut delivery = Delivery::default();
    for item in items {
        let (before, start) =
            item.after.and_then(|place| done.get(place)).copied().unwrap_or((StatusCode::OK, Duration::ZERO));
        let response = if before.is_success() {
            let mut inner =
                request.inner(item.method, &format!("/{version}/{}", item.url), item.headers, item.body);
            paths::normalize(&mut inner);
            exchange::process(tenant, &inner, caller, trace)
        } else {
            // Code and text [inferred]; the status is [documented].
            error_body::response(
                StatusCode::FAILED_DEPENDENCY,
                "FailedDependency",
                "Failed Dependency",
                trace,
            )
        };
        let own = Delivery::of(&response);
        let end = start + own.hold;
        done.push((response.status(), end));
        delivery.hold = delivery.hold.max(end);
        delivery.hang_up |= own.hang_up;
        delivery.fault |= own.fault;
        parts.push(part(&mut tenant.random, item.id, &response));
    }
    shuffle(&mut tenant.random, &mut parts);
    let mut response = web::json(StatusCode::OK, &Value::Null);
    *response.body_mut() = serde_json::to_vec(&Whole { responses: parts }).unwrap_or_default().into();
    web::set(&mut response, header::CONTENT_TYPE, "application/json");
    response.extensions_mut().insert(delivery);
    response
}

fn part(random: &mut Random, id: String, response: &Response) -> Part {
    let canonical = random.random_bool(50);
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    let sent = response.headers().iter().filter(|(name, _)| **name != header::X_CONTENT_TYPE_OPTIONS);
    for (name, value) in sent.filter_map(|(name, value)| Some((name, value.to_str().ok()?))) {
        // A member of JSON has one value, so several lines become a list (RFC 9110, 5.3).
        let lines = headers.entry(header_name(name, canonical)).or_default();
        let comma = if lines.is_empty() { "" } else { ", " };
        *lines = format!("{lines}{comma}{value}");
    }
    Part { id, status: response.status().as_u16(), headers, body: body(response) }
}

/// Clients must not rely on the case of header names [inferred], so it differs from response to response.
/// `Content-Type` is always spelled like this: Microsoft's client for JavaScript (microsoft-graph-client 3.0.7) relies
/// on it, so the service must keep to it.
fn header_name(name: &HeaderName, canonical: bool) -> String {
    match name.as_str() {
        "content-type" => "Content-Type".into(),
        "odata-version" if canonical => "OData-Version".into(),
        "www-authenticate" if canonical => "WWW-Authenticate".into(),
        name if canonical && !name.starts_with("x-") => {
            let capital = |word: &str| {
                word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default()
            };
            name.split('-').map(capital).collect::<Vec<_>>().join("-")
        }
        name => name.into(),
    }
}

/// A JSON body stays JSON; every other body, also the `text/plain` of `/$count`, is base64 [K: seen for photos].
fn body(response: &Response) -> Option<Box<RawValue>> {
    let bytes = response.body();
    if bytes.is_empty() {
        return None;
    }
    let mime = response.headers().get(header::CONTENT_TYPE).and_then(|mime| mime.to_str().ok());
    let json = mime.is_some_and(|mime| mime.starts_with("application/json"));
    let text = std::str::from_utf8(bytes).ok().filter(|_| json);
    text.and_then(|text| RawValue::from_string(text.to_owned()).ok())
        .or_else(|| serde_json::value::to_raw_value(&web::to_base64(bytes)).ok())
}

/// Shuffles the responses. Two or more never come in the order of their requests.
fn shuffle<T>(random: &mut Random, parts: &mut [T]) {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    for last in (1..parts.len()).rev() {
        let other = random.below(u32::try_from(last + 1).unwrap_or(u32::MAX)) as usize;
        parts.swap(last, other);
        order.swap(last, other);
    }
    if order.is_sorted() && parts.len() > 1 {
        parts.rotate_left(1);
    }
}
