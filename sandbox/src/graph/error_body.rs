//! The shape that all of Graph's errors have. Must not know which errors there are.

use http::{StatusCode, header};
use serde_json::{Value, json};

use super::trace::Trace;
use crate::web::{self, Response};

/// A response in the shape that all of Graph's errors have.
pub(super) fn response(status: StatusCode, code: &str, message: &str, trace: &Trace) -> Response {
    let error = json!({ "code": code, "message": message, "innerError": inner(trace) });
    with_error(status, &error)
}

/// `innerError`.
pub(super) fn inner(trace: &Trace) -> Value {
    json!({
        "date": trace.now.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        "request-id": trace.request_id,
        "client-request-id": trace.client_id,
    })
}

/// Errors are plain JSON, without OData parameters in the content type.
pub(super) fn with_error(status: StatusCode, error: &Value) -> Response {
    let mut response = web::json(status, &json!({ "error": error }));
    web::set(&mut response, header::CONTENT_TYPE, "application/json");
    response
}
