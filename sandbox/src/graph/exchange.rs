//! The steps of one Graph call: authenticate, charge, inject faults, call, record. A plain request is one call, a batch
//! is up to twenty.
//!
//! Knows these steps and their headers. Must not know what a path means.

use http::{Method, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::call::{Call, Caller};
use super::directory_error::DirectoryError;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::trace::Trace;
use super::{fault_injection, routes, throttled};
use crate::faults::scripted_reply::set_named_headers;
use crate::ledger::Entry;
use crate::limits::cost;
use crate::sessions::bearer::TokenError;
use crate::tenant::Tenant;
use crate::web::{self, Delivery, Request, Response, is_write};

/// The caller of a request. When inviters have no mailbox, the caller's `mail` is null.
pub(super) fn authenticate(
    tenant: &mut Tenant,
    request: &Request,
    now: Timestamp,
) -> Result<Caller, GraphError> {
    let bearer = tenant.signins.bearer(request, &tenant.directory, now).map_err(GraphError::Token)?;
    // Tokens are not interchangeable between clouds [documented].
    if tenant.is_elsewhere(&request.origins) {
        return Err(GraphError::Token(TokenError::Audience));
    }
    if let Some(claims) = bearer.challenge(&tenant.settings) {
        return Err(GraphError::Claims(claims));
    }
    let mut person = match bearer.person {
        Some(id) => {
            let person = tenant.directory.user(id).cloned();
            Some(person.ok_or(GraphError::Token(TokenError::UnknownUser))?)
        }
        None => None,
    };
    if let Some(person) = person.as_mut().filter(|_| !tenant.settings.inviters_have_mailbox) {
        person.mail = None;
    }
    Ok(Caller { bearer, person })
}

/// Rejects a request before any call is made.
pub(super) fn reject(tenant: &mut Tenant, request: &Request, error: &GraphError, trace: &Trace) -> Response {
    let response = error.response(trace, &request.origins.login);
    let subject = subject(tenant, request);
    record(tenant, request, None, subject, Outcome::Done(response.status()), trace);
    response
}

/// Makes one call of an authenticated caller.
pub(super) fn process(tenant: &mut Tenant, request: &Request, caller: &Caller, trace: &Trace) -> Response {
    // Before the call, because a DELETE may remove the user.
    let subject = subject(tenant, request);
    let app = caller.bearer.app_id.as_str();
    let cost = cost::of(request);
    let settings = tenant.settings.limits;
    let charged = tenant.limits.charge(cost, app, tenant.directory.users().len(), &settings, trace.now);
    // The status for the ledger. A fault after the call may replace the response, but not what the call did.
    let mut done = None;
    let (mut response, used) = match charged {
        Ok(used) => {
            let injection = fault_injection::injection_for(tenant, request, subject.as_deref());
            let call_response = |tenant: &mut Tenant| {
                let response = call_response(tenant, request, caller, trace);
                done = Some(response.status());
                response
            };
            (fault_injection::apply(injection, tenant, request, trace, call_response), used)
        }
        Err(error) => (throttled::response(&error, settings.retry_after, app, trace), error.used),
    };
    throttled::set_usage_headers(&mut response, cost.units, used);
    let outcome = match done {
        None if Delivery::of(&response).fault => Outcome::Replaced(response.status()),
        done => Outcome::Done(done.unwrap_or(response.status())),
    };
    record(tenant, request, Some(caller), subject, outcome, trace);
    web::set(&mut response, header::CACHE_CONTROL, "no-cache");
    // In a batch the headers of the response are a part of the body.
    set_named_headers(&mut response);
    response
}

fn call_response(tenant: &mut Tenant, request: &Request, caller: &Caller, trace: &Trace) -> Response {
    match call(tenant, request, caller, trace.now) {
        Ok(reply) => reply.into_response(),
        Err(error) => error.response(trace, &request.origins.login),
    }
}

/// What the ledger says of a write.
#[derive(Clone, Copy)]
pub(super) enum Outcome {
    /// The service's own status.
    Done(StatusCode),
    /// The status of a fault instead of the call, which was not made.
    Replaced(StatusCode),
}

/// Adds a write to the ledger, successful or not.
pub(super) fn record(
    tenant: &mut Tenant,
    request: &Request,
    caller: Option<&Caller>,
    address: Option<String>,
    outcome: Outcome,
    trace: &Trace,
) {
    if cost::of(request).writes == 0 {
        return;
    }
    let caller = caller.map_or_else(|| "unknown".to_owned(), |caller| caller.name().to_owned());
    let (status, fault) = match outcome {
        Outcome::Done(status) => (status.as_u16(), false),
        Outcome::Replaced(status) => (status.as_u16(), true),
    };
    let done = matches!(outcome, Outcome::Done(status) if status.is_success());
    let warning = done.then(|| warning(request)).flatten();
    let method = request.method.to_string();
    tenant.ledger.write(Entry {
        time: trace.now,
        caller,
        method,
        path: request.path.clone(),
        address,
        status,
        fault,
        warning,
    });
}

/// Warns of a DELETE that was meant for a membership or a sponsorship and has deleted the object.
fn warning(request: &Request) -> Option<&'static str> {
    match (&request.method, request.parts().as_slice()) {
        (&Method::DELETE, [_, "groups", _, "members", _]) => {
            Some("THE MEMBER ITSELF WAS DELETED from the directory, because the path lacks /$ref at its end.")
        }
        (&Method::DELETE, [_, "users", _, "sponsors", _]) => {
            Some("THE SPONSOR WAS DELETED from the directory, because the path lacks /$ref at its end.")
        }
        _ => None,
    }
}

/// The address that a write concerns: the invited one, or that of the user in the path.
fn subject(tenant: &Tenant, request: &Request) -> Option<String> {
    let address = |id: &str| {
        let user = tenant.directory.user(Uuid::try_parse(id).ok()?)?;
        Some(user.mail.clone().unwrap_or_else(|| user.upn.clone()))
    };
    match request.parts().as_slice() {
        [_, "invitations"] => {
            let body = serde_json::from_slice::<Value>(&request.body).ok()?;
            Some(body.get("invitedUserEmailAddress")?.as_str()?.to_owned())
        }
        // Without `/$ref` a DELETE is about the member or the sponsor.
        [_, "groups", _, "members", id] => address(id),
        [_, "users", _, "sponsors", id] if request.method == Method::DELETE => address(id),
        [_, "users", id, ..] => address(id),
        _ => None,
    }
}

/// Routes an authenticated call.
fn call(
    tenant: &mut Tenant,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Reply, GraphError> {
    let parts = request.parts();
    let [version @ ("v1.0" | "beta"), path @ ..] = parts.as_slice() else {
        return Err(GraphError::NoVersion);
    };
    if is_write(&request.method) && !request.body.is_empty() && !request.has_json_type() {
        return Err(DirectoryError::Unreadable.into());
    }
    let (bearer, person, generation) = (&caller.bearer, caller.person.as_ref(), tenant.generation);
    let call = Call { request, bearer, person, version, now, generation };
    routes::handle(tenant, &call, path)
}
