//! App registrations, consents and revoked sessions in the control plane.

use http::{Method, StatusCode};
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;

use super::answers::{Refusal, Refuse, bad_request, completed, is_form, no_such_part, other_method};
use crate::apps::consent::Consents;
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

pub(super) fn handle(
    tenant: &mut Tenant,
    rest: &[&str],
    request: &Request,
    now: Timestamp,
    refuse: Refuse,
) -> Response {
    let outcome = match (&request.method, rest) {
        (&Method::GET, ["apps"]) => Ok(tenant.signins.apps.to_json(&request.origins)),
        (&Method::POST, ["apps"]) => tenant.signins.apps.register(&request.body, &request.origins),
        (&Method::GET, ["consents"]) => Ok(tenant.signins.consents.to_json(&tenant.directory)),
        (&Method::POST | &Method::DELETE, ["consents"]) => {
            let (signins, directory) = (&mut tenant.signins, &tenant.directory);
            let take_away = request.method == Method::DELETE;
            match signins.consents.change(&request.body, &signins.apps, directory, take_away) {
                Ok(()) => {
                    let says = if take_away { "Consent withdrawn." } else { "Consent granted." };
                    return completed(tenant, request, says);
                }
                Err(problem) => Err(problem),
            }
        }
        (&Method::POST, ["consents", "reset"]) => {
            tenant.signins.consents = Consents::seeded(&tenant.directory);
            return completed(tenant, request, "The consents are those of the start again.");
        }
        (&Method::POST, ["sessions", "revoke"]) => match revoke(tenant, request, now) {
            Ok(says) => return completed(tenant, request, says),
            Err(problem) => Err(problem),
        },
        (_, ["apps"] | ["consents"] | ["consents", "reset"] | ["sessions", "revoke"]) => {
            return other_method();
        }
        (_, [..]) => return no_such_part(),
    };
    match outcome {
        Ok(body) => web::json(StatusCode::OK, &body),
        Err(problem) if is_form(request) => refuse(tenant, request, Refusal::Failed(problem)),
        Err(problem) => bad_request(&problem),
    }
}

/// Whose sessions are revoked; a missing name means everybody's.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whom {
    upn: Option<String>,
}

/// Revokes all sessions, or those of the user in the body (`upn`, JSON or form). Returns the words for what was done.
fn revoke(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Result<String, String> {
    let named = if is_form(request) {
        request.form().get("upn").map(str::to_owned)
    } else if request.body.is_empty() {
        None
    } else {
        let body: Option<Whom> = serde_json::from_slice(&request.body).map_err(|error| error.to_string())?;
        body.and_then(|body| body.upn)
    };
    let (whom, says) = match named {
        None => (None, "All sessions revoked.".to_owned()),
        Some(upn) => {
            let person = tenant.directory.user_by_upn(&upn).ok_or(format!("there is no user {upn}"))?;
            (Some(person.id), format!("The sessions of {} revoked.", person.display_name))
        }
    };
    tenant.signins.revoke(whom, now);
    Ok(says)
}

/// The section "Apps and consents" of the index page.
pub(super) fn section(tenant: &Tenant, request: &Request) -> Markup {
    let apps = tenant.signins.apps.to_json(&request.origins);
    let consents = tenant.signins.consents.to_json(&tenant.directory);
    let rows = |list: &Value| list.as_array().cloned().unwrap_or_default();
    let text = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let words = |row: &Value, name: &str| {
        let list = row.get(name).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
    };
    html! {
        p { "The apps that people can sign in to, and what they may do for a person. Only programs can change this list: "
            a href="/_sandbox/apps" { "apps as JSON" } ", " a href="/_sandbox/consents" { "consents as JSON" } "." }
        div.scroll role="region" aria-label="App registrations" tabindex="0" {
            table.cards {
                caption { "App registrations" }
                thead { tr { th scope="col" { "Name" } th scope="col" { "Client id" } th scope="col" { "Redirect URIs" } } }
                tbody {
                    @for app in rows(&apps) {
                        tr {
                            th scope="row" { (text(&app, "displayName")) }
                            td data-label="Client id" { code { (text(&app, "clientId")) } }
                            td data-label="Redirect URIs" {
                                @for kind in ["spa", "web", "publicClient"] {
                                    @let uris = words(&app, kind);
                                    @if !uris.is_empty() { p { (kind) ": " code { (uris) } } }
                                }
                            }
                        }
                    }
                }
            }
        }
        div.scroll role="region" aria-label="Consents" tabindex="0" {
            table.cards {
                caption { "Consents to delegated permissions" }
                thead { tr { th scope="col" { "Who" } th scope="col" { "Permissions" } th scope="col" { "Client id" } } }
                tbody {
                    @for consent in rows(&consents) {
                        @let upn = text(&consent, "upn");
                        tr {
                            th scope="row" { @if upn.is_empty() { "Everybody" } @else { (upn) } }
                            td data-label="Permissions" { (words(&consent, "permissions")) }
                            td data-label="Client id" { code { (text(&consent, "clientId")) } }
                        }
                    }
                }
            }
        }
        form method="post" action="/_sandbox/consents/reset" {
            div.actions { button.button type="submit" { "Restore the consents of the start" } }
        }
    }
}
