//! What the parts of the control plane answer.

use http::{StatusCode, header};
use serde_json::json;

use super::draft::Draft;
use super::part::Part;
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

/// A form that was refused; the answer is the index page.
pub(super) enum Refusal {
    /// With a problem that belongs to no single control.
    Failed(String),
    /// With problems of single controls.
    Controls(Draft),
}

/// Shows the index page with a refused form. The handlers get it as a parameter, because the page shows their sections.
pub(super) type Refuse = fn(&Tenant, &Request, Refusal) -> Response;

/// After a form: a redirect to the part of the index page that holds the form. For a program: 204.
pub(super) fn completed(request: &Request) -> Response {
    if request.header(header::ACCEPT).is_some_and(|accept| accept.contains("text/html")) {
        let part = Part::of(request).id();
        web::redirect(StatusCode::SEE_OTHER, &format!("/_sandbox?done={part}#{part}"))
    } else {
        web::empty(StatusCode::NO_CONTENT)
    }
}

pub(super) fn bad_request(problem: &str) -> Response {
    web::json(StatusCode::BAD_REQUEST, &json!({ "error": problem }))
}

pub(super) fn other_method() -> Response {
    web::text(StatusCode::METHOD_NOT_ALLOWED, "This part of the control plane takes another method.\n")
}

pub(super) fn no_such_part() -> Response {
    web::text(StatusCode::NOT_FOUND, "The control plane has no such part.\n")
}

pub(super) fn is_form(request: &Request) -> bool {
    let mime = request.header(header::CONTENT_TYPE);
    mime.is_some_and(|mime| mime.starts_with("application/x-www-form-urlencoded"))
}
