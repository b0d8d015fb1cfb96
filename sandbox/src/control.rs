//! The control plane, under `/_sandbox` on the Graph origin: outbox, ledger, settings, reset, landing page.
//!
//! It answers loopback hosts only and refuses writes from other origins, because it can change everything in the
//! tenant.

mod account_settings;
mod app_registrations;
mod control_pages;
mod fault_rules;
mod fields;
pub(crate) mod ledger;
mod reset;
mod settings_form;
pub(crate) mod token_log;

use http::{Method, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

/// Handles a request below `/_sandbox/`.
pub(crate) fn handle(tenant: &mut Tenant, rest: &[&str], request: &Request, now: Timestamp) -> Response {
    if !request.header(header::HOST).is_some_and(is_loopback) {
        return web::text(StatusCode::FORBIDDEN, "The control plane answers on loopback hosts only.\n");
    }
    if !request.is_read() && request.is_foreign(&request.origins.control) {
        return web::text(StatusCode::FORBIDDEN, "The control plane takes no requests of other origins.\n");
    }
    match (&request.method, rest) {
        (&Method::GET, []) => control_pages::index(tenant, request),
        (&Method::GET, ["landing"]) => control_pages::landing(),
        (&Method::GET, ["outbox.json"]) => outbox_json(tenant),
        (&Method::GET, ["outbox"]) if wants_json(request) => outbox_json(tenant),
        (&Method::GET, ["outbox"]) => control_pages::outbox(tenant),
        (&Method::GET, ["ledger"]) => web::json(StatusCode::OK, &tenant.ledger.to_json()),
        (&Method::GET, ["tokens"]) => web::json(StatusCode::OK, &tenant.tokens.to_json()),
        (_, ["faults", rest @ ..]) => fault_rules::handle(tenant, rest, request),
        (&Method::GET, ["settings"]) => settings_form::as_json(tenant),
        (&Method::POST, ["settings"]) => settings_form::change(tenant, request),
        (_, ["roles"]) => account_settings::handle(tenant, request),
        (&Method::POST, ["reset"]) => reset::handle(tenant, request),
        (&Method::POST, ["sessions", "expire"]) => {
            tenant.signins.expire_all();
            tenant.invitations.end_sessions();
            completed(request)
        }
        (_, ["apps" | "consents", ..] | ["sessions", "revoke"]) => {
            app_registrations::handle(tenant, rest, request, now)
        }
        (&Method::PUT, ["config.json"]) => match std::str::from_utf8(&request.body) {
            Ok(text) => {
                tenant.config = Some(text.to_owned());
                completed(request)
            }
            Err(_) => web::text(StatusCode::BAD_REQUEST, "The text must be UTF-8.\n"),
        },
        (&Method::DELETE, ["config.json"]) => {
            tenant.config = None;
            completed(request)
        }
        (&Method::PUT, ["id-token"]) => match id_token_change(&request.body) {
            Some(change) => {
                tenant.id_token_change = Some(change);
                completed(request)
            }
            None => {
                bad_request("what changes id tokens is an object with the objects \"header\" and \"claims\"")
            }
        },
        (&Method::DELETE, ["id-token"]) => {
            tenant.id_token_change = None;
            completed(request)
        }
        (
            _,
            []
            | [
                "landing" | "outbox" | "outbox.json" | "ledger" | "tokens" | "settings" | "reset"
                | "config.json" | "id-token",
            ],
        )
        | (_, ["sessions", "expire"]) => other_method(),
        (_, [..]) => no_such_part(),
    }
}

fn id_token_change(body: &[u8]) -> Option<Value> {
    let change: Value = serde_json::from_slice(body).ok()?;
    let sound =
        |(name, part): (&String, &Value)| matches!(name.as_str(), "header" | "claims") && part.is_object();
    change.as_object()?.iter().all(sound).then_some(change)
}

/// Whether a `Host` header names this machine, on any port.
pub fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    ["localhost", "127.0.0.1", "::1"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

fn wants_json(request: &Request) -> bool {
    let accept = request.header(header::ACCEPT).unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

/// After a form: a redirect to the part of the index page that holds the form. For a program: 204.
fn completed(request: &Request) -> Response {
    if request.header(header::ACCEPT).is_some_and(|accept| accept.contains("text/html")) {
        let part = control_pages::Part::of(request).id();
        web::redirect(StatusCode::SEE_OTHER, &format!("/_sandbox?done={part}#{part}"))
    } else {
        web::empty(StatusCode::NO_CONTENT)
    }
}

fn bad_request(problem: &str) -> Response {
    web::json(StatusCode::BAD_REQUEST, &json!({ "error": problem }))
}

fn other_method() -> Response {
    web::text(StatusCode::METHOD_NOT_ALLOWED, "This part of the control plane takes another method.\n")
}

fn no_such_part() -> Response {
    web::text(StatusCode::NOT_FOUND, "The control plane has no such part.\n")
}

fn is_form(request: &Request) -> bool {
    let mime = request.header(header::CONTENT_TYPE);
    mime.is_some_and(|mime| mime.starts_with("application/x-www-form-urlencoded"))
}

fn outbox_json(tenant: &Tenant) -> Response {
    let mails: Vec<_> = tenant.outbox.iter().rev().collect();
    web::json(StatusCode::OK, &json!(mails))
}

#[cfg(test)]
mod tests;
