//! Applies a fault to a request to Graph or to its response.
//!
//! Knows Graph's shapes; faults without one are in `faults::strike`. Must not know which requests get a fault: that is
//! `faults`.

use http::{StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::error_body;
use super::graph_error::GraphError;
use super::invite_rules::InvitationError;
use super::throttled;
use super::trace::Trace;
use crate::faults::fault::{BatchMismatch, Fault, LinkTarget};
use crate::faults::strike::{self, change_json};
use crate::faults::test_address::{Injection, RefusedInvitation};
use crate::sessions::bearer::TokenError;
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

/// The fault for a single call: of a rule, or of the test address that is invited.
pub(super) fn injection_for(
    tenant: &mut Tenant,
    request: &Request,
    invited: Option<&str>,
) -> Option<Injection> {
    let invites =
        request.method == http::Method::POST && matches!(request.parts().as_slice(), [_, "invitations"]);
    match tenant.faults.next_for(request, false) {
        Some(fault) => Some(Injection::Fault(fault)),
        None => invited.filter(|_| invites).and_then(|address| tenant.faults.injection_for_address(address)),
    }
}

/// Makes a call with a fault. If the fault replaces the response, the call is not made.
pub(super) fn apply(
    injection: Option<Injection>,
    tenant: &mut Tenant,
    request: &Request,
    trace: &Trace,
    make: impl FnOnce(&mut Tenant) -> Response,
) -> Response {
    match injection {
        None => make(tenant),
        Some(Injection::Refused(refused)) => refused_invitation(refused, request, trace),
        Some(Injection::ErrorStatus) => {
            let mut response = make(tenant);
            set_error_status(&mut response);
            response
        }
        Some(Injection::NeverAppears) => {
            let response = make(tenant);
            hide_guest(tenant, &response);
            response
        }
        Some(Injection::Fault(fault)) => match replacement(&fault, request, trace) {
            Some(mut response) => {
                web::mark_as_fault(&mut response);
                response
            }
            None => {
                let mut response = make(tenant);
                alter(&fault, &mut response, request);
                response
            }
        },
    }
}

/// The status `Error` is documented as a value, and when it occurs is not [observed] docs#10757. That the guest exists
/// nevertheless is [invented].
fn set_error_status(response: &mut Response) {
    if response.status() == StatusCode::CREATED {
        change_json(response, |body| {
            if let Some(status) = body.get_mut("status") {
                *status = "Error".into();
            }
        });
    }
}

/// Makes the guest of a successful invitation invisible for good [observed] msgraph-sdk-powershell#3399. That the link
/// is dead then is [inferred].
fn hide_guest(tenant: &mut Tenant, response: &Response) {
    let body = serde_json::from_slice::<Value>(response.body()).unwrap_or_default();
    let id = body.pointer("/invitedUser/id").and_then(Value::as_str);
    if let Some(id) = id.and_then(|id| Uuid::try_parse(id).ok()) {
        tenant.directory.change(id, |guest| guest.visible_from = Some(Timestamp::MAX));
        tenant.invitations.withdraw(id);
    }
}

fn refused_invitation(refused: RefusedInvitation, request: &Request, trace: &Trace) -> Response {
    let invite = |error: InvitationError| GraphError::from(error).response(trace, &request.origins.login);
    match refused {
        RefusedInvitation::Denied => invite(InvitationError::NotAllowed),
        RefusedInvitation::CrossTenant => invite(InvitationError::CrossTenant),
        RefusedInvitation::Group => invite(InvitationError::GroupAddress),
        RefusedInvitation::NoTargetAddress => {
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            error_body::response(status, "InternalServerError", "Unable to find target address", trace)
        }
        // The beginning of the message is [documented]; its end, status and code are [inferred].
        RefusedInvitation::CrossCloud => error_body::response(
            StatusCode::FORBIDDEN,
            "Forbidden",
            "This action can't be completed because the Microsoft B2B Cross Cloud Worker application has been disabled \
             in the invited user\u{2019}s tenant. Ask the invited user\u{2019}s admin to re-enable it, then try again.",
            trace,
        ),
    }
}

/// The response instead of a call; `None` for faults that need the real response.
fn replacement(fault: &Fault, request: &Request, trace: &Trace) -> Option<Response> {
    match fault {
        Fault::Throttle { retry_after } => Some(throttled::too_many(retry_after.as_deref(), trace)),
        Fault::Status { code, retry_after } => {
            let mut response = failure(StatusCode::from_u16(*code).ok()?, trace);
            if let Some(value) = retry_after {
                web::set(&mut response, header::RETRY_AFTER, value);
            }
            Some(response)
        }
        Fault::Unauthorized {} => {
            Some(GraphError::Token(TokenError::Expired).response(trace, &request.origins.login))
        }
        Fault::Reply(_)
        | Fault::Redirect { .. }
        | Fault::HangUp { .. }
        | Fault::Hold { .. }
        | Fault::Malformed { .. }
        | Fault::NextLink { .. }
        | Fault::LinkTo { .. }
        | Fault::BatchItems { .. } => strike::replacement(fault, request),
    }
}

/// A gateway's HTML page for 502 and 504; other errors have Graph's shape, with codes that mirror the status
/// [inferred].
fn failure(status: StatusCode, trace: &Trace) -> Response {
    if [StatusCode::BAD_GATEWAY, StatusCode::GATEWAY_TIMEOUT].contains(&status) {
        return strike::gateway_page(status);
    }
    let (code, message) = match status.as_u16() {
        500 => ("InternalServerError", "Encountered an internal server error."),
        503 => ("ServiceUnavailable", "The service is unavailable."),
        509 => ("BandwidthLimitExceeded", "The bandwidth limit was exceeded."),
        _ => ("UnknownError", ""),
    };
    error_body::response(status, code, message, trace)
}

/// Alters the response of a call that was made.
fn alter(fault: &Fault, response: &mut Response, request: &Request) {
    match fault {
        Fault::NextLink { kind } => change_json(response, |body| wrong_next_link(*kind, body, request)),
        Fault::LinkTo { url } => change_json(response, |body| link_to(url, body)),
        Fault::BatchItems { kind } => change_json(response, |body| mismatch_batch_items(*kind, body)),
        Fault::Reply(_)
        | Fault::Hold { .. }
        | Fault::HangUp { .. }
        | Fault::Malformed { .. }
        | Fault::Throttle { .. }
        | Fault::Status { .. }
        | Fault::Redirect { .. }
        | Fault::Unauthorized {} => return strike::alter(fault, response, request),
    }
    web::mark_as_fault(response);
}

fn wrong_next_link(kind: LinkTarget, body: &mut Value, request: &Request) {
    match kind {
        LinkTarget::Itself => link_to(&itself(request), body),
        LinkTarget::Foreign => {
            link_to("https://graph.microsoft.com.example/v1.0/users?$skiptoken=foreign", body)
        }
        LinkTarget::EmptyPage => {
            link_to(&itself(request), body);
            if let Some(rows) = body.get_mut("value") {
                *rows = json!([]);
            }
        }
    }
}

/// Only lists (bodies with `value`) get a next link.
fn link_to(url: &str, body: &mut Value) {
    if let Some(members) = body.as_object_mut().filter(|members| members.contains_key("value")) {
        members.insert("@odata.nextLink".into(), url.into());
    }
}

fn itself(request: &Request) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&request.query).finish();
    format!("{}{}?{}", request.origins.graph, request.path, query.replace("%24", "$"))
}

fn mismatch_batch_items(kind: BatchMismatch, body: &mut Value) {
    let Some(parts) = body.get_mut("responses").and_then(Value::as_array_mut) else { return };
    match (kind, parts.first().cloned()) {
        (BatchMismatch::Missing, _) => drop(parts.pop()),
        (BatchMismatch::Duplicated, Some(first)) => parts.push(first),
        (BatchMismatch::Foreign, Some(mut first)) => {
            if let Some(id) = first.get_mut("id") {
                *id = "nobody-asked".into();
            }
            parts.push(first);
        }
        (BatchMismatch::Duplicated | BatchMismatch::Foreign, None) => {}
    }
}
