//! Applies the faults that every site can have.
//!
//! Knows HTTP only. Faults in Graph's shapes are in `graph::fault_injection`.

use std::time::Duration;

use bytes::Bytes;
use http::{StatusCode, header};
use serde_json::{Value, json};

use super::fault::{Fault, Malformation};
use crate::web::{self, Request, Response};

/// Makes the response of a site with a fault. If the fault replaces the response, `make` is not called.
pub(crate) fn apply(fault: Option<&Fault>, request: &Request, make: impl FnOnce() -> Response) -> Response {
    let Some(fault) = fault else { return make() };
    match replacement(fault, request) {
        Some(mut response) => {
            web::mark_as_fault(&mut response);
            response
        }
        None => {
            let mut response = make();
            alter(fault, &mut response, request);
            response
        }
    }
}

/// The response instead of a call; `None` for faults that need the real response, and for those of Graph alone.
pub(crate) fn replacement(fault: &Fault, request: &Request) -> Option<Response> {
    match fault {
        Fault::Reply(reply) => (!reply.after).then(|| reply.response(request)),
        // [invented] What Microsoft's front ends send is not documented; other texts can be given by `reply`.
        Fault::Status { code, retry_after } => {
            let mut response = gateway_page(StatusCode::from_u16(*code).ok()?);
            if let Some(value) = retry_after {
                web::set(&mut response, header::RETRY_AFTER, value);
            }
            Some(response)
        }
        Fault::Redirect { to } => {
            let mut response = web::empty(StatusCode::FOUND);
            web::set(&mut response, header::LOCATION, to);
            Some(response)
        }
        Fault::HangUp { after: false } => {
            // For the ledger only: 444 is what servers log for a connection closed without a response.
            let mut response = web::empty(StatusCode::from_u16(444).unwrap_or(StatusCode::BAD_GATEWAY));
            web::hang_up(&mut response);
            Some(response)
        }
        Fault::HangUp { after: true }
        | Fault::Hold { .. }
        | Fault::Malformed { .. }
        | Fault::Throttle { .. }
        | Fault::NextLink { .. }
        | Fault::LinkTo { .. }
        | Fault::BatchItems { .. }
        | Fault::Unauthorized {} => None,
    }
}

/// Alters the response of a call that was made.
pub(crate) fn alter(fault: &Fault, response: &mut Response, request: &Request) {
    match fault {
        // Only delayed, so not marked as a fault.
        Fault::Hold { ms } => return web::hold(response, Duration::from_millis((*ms).into())),
        Fault::HangUp { .. } => web::hang_up(response),
        Fault::Malformed { kind } => malform(*kind, response),
        Fault::Reply(reply) => reply.replace(response, request),
        Fault::Throttle { .. }
        | Fault::Status { .. }
        | Fault::Redirect { .. }
        | Fault::NextLink { .. }
        | Fault::LinkTo { .. }
        | Fault::BatchItems { .. }
        | Fault::Unauthorized {} => {}
    }
    web::mark_as_fault(response);
}

/// The HTML page of a gateway.
pub(crate) fn gateway_page(status: StatusCode) -> Response {
    let title = status.canonical_reason().unwrap_or("Error");
    let html = format!(
        "<!DOCTYPE html><html><head><title>{0} {title}</title></head><body><h1>{0} {title}</h1></body></html>\r\n",
        status.as_u16()
    );
    web::with_body(status, "text/html; charset=utf-8", html)
}

fn malform(kind: Malformation, response: &mut Response) {
    match kind {
        Malformation::Html => *response = gateway_page(StatusCode::OK),
        Malformation::Empty => *response = web::empty(StatusCode::OK),
        Malformation::NotJson => {
            *response = web::with_body(StatusCode::OK, "application/json", "this is not JSON");
        }
        Malformation::Truncated => {
            let half = response.body().len() / 2;
            response.body_mut().truncate(half);
        }
        Malformation::WrongType => change_json(response, |body| *body = other_type(body)),
    }
}

/// Replaces every value by one of another type, so that no member can be read.
fn other_type(value: &Value) -> Value {
    match value {
        Value::Null => json!([]),
        Value::Bool(_) | Value::Number(_) => json!("text"),
        Value::String(_) => json!(7),
        Value::Array(_) => json!({}),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), other_type(value))).collect::<Value>()
        }
    }
}

/// Changes a JSON body in place; other bodies stay as they are.
pub(crate) fn change_json(response: &mut Response, how: impl FnOnce(&mut Value)) {
    if let Ok(mut body) = serde_json::from_slice::<Value>(response.body()) {
        how(&mut body);
        *response.body_mut() = Bytes::from(body.to_string());
    }
}
