//! What the control plane says about sign-in: registrations, consents, and revoked sessions.

use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::done;
use crate::signin::consent::Consents;
use crate::tenant::Tenant;
use crate::web::{self, Answer, Ask};

pub(super) fn answer(tenant: &mut Tenant, rest: &[&str], ask: &Ask, now: Timestamp) -> Answer {
    let outcome = match (&ask.method, rest) {
        (&Method::GET, ["apps"]) => Ok(tenant.signins.apps.to_json(&ask.origins)),
        (&Method::POST, ["apps"]) => tenant.signins.apps.register(&ask.body, &ask.origins),
        (&Method::GET, ["consents"]) => Ok(tenant.signins.consents.to_json(&tenant.directory)),
        (&Method::POST | &Method::DELETE, ["consents"]) => {
            let (signins, directory) = (&mut tenant.signins, &tenant.directory);
            let take_away = ask.method == Method::DELETE;
            match signins.consents.change(&ask.body, &signins.apps, directory, take_away) {
                Ok(()) => return done(ask),
                Err(problem) => Err(problem),
            }
        }
        (&Method::POST, ["consents", "reset"]) => {
            tenant.signins.consents = Consents::seeded(&tenant.directory);
            return done(ask);
        }
        (&Method::POST, ["sessions", "revoke"]) => match revoke(tenant, ask, now) {
            Ok(()) => return done(ask),
            Err(problem) => Err(problem),
        },
        (_, ["apps"] | ["consents"] | ["consents", "reset"] | ["sessions", "revoke"]) => {
            return web::text(
                StatusCode::METHOD_NOT_ALLOWED,
                "This part of the control plane takes another method.\n",
            );
        }
        (_, [..]) => return web::text(StatusCode::NOT_FOUND, "The control plane has no such part.\n"),
    };
    match outcome {
        Ok(body) => web::json(StatusCode::OK, &body),
        Err(problem) => web::json(StatusCode::BAD_REQUEST, &json!({ "error": problem })),
    }
}

/// Everybody's sessions, or those of the one whom the body names as `upn`, in JSON or as a form.
fn revoke(tenant: &mut Tenant, ask: &Ask, now: Timestamp) -> Result<(), String> {
    let body = serde_json::from_slice::<Value>(&ask.body).ok();
    let named = body.as_ref().and_then(|body| body.get("upn")?.as_str()).map(str::to_owned);
    let whom = match named.or_else(|| ask.form().get("upn").map(str::to_owned)) {
        None => None,
        Some(upn) => {
            let person = tenant.directory.user_by_upn(&upn).ok_or(format!("there is no user {upn}"))?;
            Some(person.id)
        }
    };
    tenant.signins.revoke(whom, now);
    Ok(())
}
