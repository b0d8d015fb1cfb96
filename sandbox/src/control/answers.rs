//! What the parts of the control plane answer.

use http::{StatusCode, header};
use serde_json::json;

use super::draft::Draft;
use super::part::Part;
use crate::tenant::{Notice, Tenant};
use crate::web::{self, Form, Request, Response};

/// A form that was refused; the answer is the index page.
pub(super) enum Refusal {
    /// With a problem that belongs to no single control.
    Failed(String),
    /// With problems of single controls.
    Controls(Draft),
}

/// Shows the index page with a refused form. The handlers get it as a parameter, because the page shows their sections.
pub(super) type Refuse = fn(&Tenant, &Request, Refusal) -> Response;

/// After a form: a redirect to the part of the index page that holds the form and then says what was done. For a program:
/// 204.
pub(super) fn completed(tenant: &mut Tenant, request: &Request, says: impl Into<String>) -> Response {
    if request.header(header::ACCEPT).is_some_and(|accept| accept.contains("text/html")) {
        let part = Part::of(request).id();
        tenant.notice = Some(Notice { section: part, says: says.into() });
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

/// Whether the body is a form. `curl -d` declares every body as one, so a body without `=` and one that begins like
/// JSON are read as JSON whatever their type.
pub(super) fn is_form(request: &Request) -> bool {
    let body = request.body.trim_ascii_start();
    let fields =
        body.is_empty() || (body.contains(&b'=') && !body.starts_with(b"{") && !body.starts_with(b"["));
    request.has_form_type() && fields
}

/// The answer to a form with a field that is none of these, as to JSON with an unknown member.
pub(super) fn unknown_field(form: &Form, known: impl Fn(&str) -> bool) -> Option<Response> {
    let unknown = form.names().find(|name| !known(name))?;
    Some(bad_request(&format!("unknown field `{unknown}`")))
}
