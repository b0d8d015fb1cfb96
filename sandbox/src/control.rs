//! The control plane, under `/_sandbox` on the Graph origin: outbox, ledger, settings, reset, landing page.
//!
//! It answers loopback hosts only and refuses requests of pages of other origins, because it can change everything in the
//! tenant.

mod account_settings;
mod answers;
mod app_registrations;
mod control_pages;
mod draft;
mod fault_rules;
mod fault_words;
mod fields;
mod ledger_page;
mod part;
mod reply_form;
mod reset;
mod settings_form;
mod situations;

use http::{Method, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::tenant::Tenant;
use crate::web::{self, Request, Response, is_loopback};
use answers::{bad_request, completed, no_such_part, other_method};

/// Handles a request below `/_sandbox/`.
pub(crate) fn handle(tenant: &mut Tenant, rest: &[&str], request: &Request, now: Timestamp) -> Response {
    if !request.header(header::HOST).is_some_and(is_loopback) {
        return web::text(StatusCode::FORBIDDEN, "The control plane answers on loopback hosts only.\n");
    }
    if request.is_foreign(&request.origins.control) {
        return web::text(StatusCode::FORBIDDEN, "The control plane takes no requests of other origins.\n");
    }
    match (&request.method, rest) {
        (&Method::GET, []) => control_pages::index(tenant, request),
        (&Method::GET, ["landing"]) => control_pages::landing(),
        (&Method::GET, ["outbox.json"]) => outbox_json(tenant),
        (&Method::GET, ["outbox"]) if wants_json(request) => outbox_json(tenant),
        (&Method::GET, ["outbox"]) => control_pages::outbox(tenant),
        (&Method::GET, ["ledger"]) => web::json(StatusCode::OK, &tenant.ledger.to_json()),
        (&Method::GET, ["ledger.html"]) => ledger_page::page(tenant),
        (&Method::GET, ["tokens"]) => web::json(StatusCode::OK, &tenant.tokens.to_json()),
        (_, ["faults", rest @ ..]) => fault_rules::handle(tenant, rest, request, control_pages::refused),
        (_, ["situations"]) => situations::handle(tenant, request, control_pages::refused),
        (&Method::GET, ["settings"]) => settings_form::as_json(tenant),
        (&Method::POST, ["settings"]) => settings_form::change(tenant, request, control_pages::refused),
        (_, ["roles"]) => account_settings::handle(tenant, request, control_pages::refused),
        (&Method::POST, ["reset"]) => reset::handle(tenant, request, control_pages::refused),
        (&Method::POST, ["sessions", "expire"]) => {
            tenant.signins.expire_all();
            tenant.invitations.end_sessions();
            completed(tenant, request, "All sessions ended.")
        }
        (_, ["apps" | "consents", ..] | ["sessions", "revoke"]) => {
            app_registrations::handle(tenant, rest, request, now, control_pages::refused)
        }
        (&Method::PUT, ["config.json"]) => match std::str::from_utf8(&request.body) {
            Ok(text) => {
                tenant.config = Some(text.to_owned());
                completed(tenant, request, "config.json replaced.")
            }
            Err(_) => web::text(StatusCode::BAD_REQUEST, "The text must be UTF-8.\n"),
        },
        (&Method::DELETE, ["config.json"]) => {
            tenant.config = None;
            completed(tenant, request, "config.json is the generated one again.")
        }
        (&Method::PUT, ["id-token"]) => match id_token_change(&request.body) {
            Some(change) => {
                tenant.id_token_change = Some(change);
                completed(tenant, request, "Id tokens are changed from now on.")
            }
            None => {
                bad_request("what changes id tokens is an object with the objects \"header\" and \"claims\"")
            }
        },
        (&Method::DELETE, ["id-token"]) => {
            tenant.id_token_change = None;
            completed(tenant, request, "Id tokens are unchanged again.")
        }
        (
            _,
            []
            | [
                "landing" | "outbox" | "outbox.json" | "ledger" | "ledger.html" | "tokens" | "settings"
                | "reset" | "config.json" | "id-token",
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

fn wants_json(request: &Request) -> bool {
    let accept = request.header(header::ACCEPT).unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

fn outbox_json(tenant: &Tenant) -> Response {
    let mails: Vec<_> = tenant.outbox.iter().rev().collect();
    web::json(StatusCode::OK, &json!(mails))
}
