//! Situations: ready-made faults and settings, each started and ended by one button.

mod list;

use http::{Method, StatusCode};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};

use super::account_settings::current;
use super::answers::{Refusal, Refuse, bad_request, completed, is_form, other_method};
use crate::faults::Rule;
use crate::merge_patch::merge;
use crate::settings::Settings;
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};
use list::{Cause, Situation};

/// Starts or ends the situation with this id.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum Wanted {
    Start(String),
    End(String),
}

/// Handles `/_sandbox/situations`.
pub(super) fn handle(tenant: &mut Tenant, request: &Request, refuse: Refuse) -> Response {
    if request.is_read() {
        return web::json(StatusCode::OK, &to_json(tenant));
    }
    if request.method != Method::POST {
        return other_method();
    }
    match read(request).and_then(|wanted| fulfil(tenant, &wanted)) {
        Ok(says) => completed(tenant, request, says),
        Err(problem) if is_form(request) => refuse(tenant, request, Refusal::Failed(problem)),
        Err(problem) => bad_request(&problem),
    }
}

fn read(request: &Request) -> Result<Wanted, String> {
    if !is_form(request) {
        return serde_json::from_slice(&request.body).map_err(|error| error.to_string());
    }
    let form = request.form();
    match (form.get("start"), form.get("end")) {
        (Some(id), None) => Ok(Wanted::Start(id.to_owned())),
        (None, Some(id)) => Ok(Wanted::End(id.to_owned())),
        (Some(_), Some(_)) | (None, None) => Err("Choose one situation to start or to end.".into()),
    }
}

/// The words for what was done.
fn fulfil(tenant: &mut Tenant, wanted: &Wanted) -> Result<String, String> {
    let (id, starts) = match wanted {
        Wanted::Start(id) => (id, true),
        Wanted::End(id) => (id, false),
    };
    let situation = list::all().into_iter().find(|situation| situation.id == id);
    let situation = situation.ok_or(format!("there is no situation {id}"))?;
    match &situation.cause {
        Cause::Faults(rules) => {
            let rules = rules_of(rules)?;
            tenant.faults.remove_equal(&rules);
            if starts {
                rules.into_iter().for_each(|rule| tenant.faults.add(rule));
            }
        }
        Cause::Settings(change) => {
            let change = if starts { change.clone() } else { same_members(change, &defaults(tenant)) };
            let settings = tenant.settings.with(&change)?;
            tenant.apply_settings(settings);
        }
    }
    Ok(if starts {
        format!("Started: “{}”. {}", situation.title, situation.meets)
    } else {
        format!("Ended: “{}”.", situation.title)
    })
}

fn rules_of(rules: &Value) -> Result<Vec<Rule>, String> {
    serde_json::from_value(rules.clone()).map_err(|error| error.to_string())
}

fn defaults(tenant: &Tenant) -> Value {
    current(&Settings::of_cloud(tenant.directory.cloud()))
}

/// The members of `shape`, with the values that they have in `values`.
fn same_members(shape: &Value, values: &Value) -> Value {
    match shape {
        Value::Object(members) => {
            let value = |name: &String| values.get(name).unwrap_or(&Value::Null);
            members.iter().map(|(name, inner)| (name.clone(), same_members(inner, value(name)))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            values.clone()
        }
    }
}

/// Whether the situation changes the next calls.
fn is_active(tenant: &Tenant, situation: &Situation) -> bool {
    match &situation.cause {
        Cause::Faults(rules) => {
            let rules = rules_of(rules).unwrap_or_default();
            let active = tenant.faults.rules().iter();
            active.filter(|active| active.left() != Some(0)).any(|active| rules.contains(&active.rule))
        }
        Cause::Settings(change) => {
            let current = current(&tenant.settings);
            let mut changed = current.clone();
            merge(&mut changed, change);
            changed == current
        }
    }
}

fn to_json(tenant: &Tenant) -> Value {
    let one = |situation: &Situation| {
        json!({
            "id": situation.id, "title": situation.title, "meets": situation.meets,
            "active": is_active(tenant, situation),
        })
    };
    list::all().iter().map(one).collect()
}

/// The list of situations in the section "Faults" of the index page.
pub(super) fn section(tenant: &Tenant) -> Markup {
    html! {
        h3 { "Situations" }
        p { "Start one, then use the portal. Several can be active at once." }
        ul.situations {
            @for situation in &list::all() { (one(situation, is_active(tenant, situation))) }
        }
        p.quiet { "For programs: " a href="/_sandbox/situations" { "situations as JSON" } "." }
    }
}

fn one(situation: &Situation, active: bool) -> Markup {
    let (name, says) = if active { ("end", "End") } else { ("start", "Start") };
    html! {
        li {
            div {
                strong { (situation.title) } @if active { " " span.active { "Active" } }
                p { (situation.meets) }
            }
            form method="post" action="/_sandbox/situations" {
                button.button type="submit" name=(name) value=(situation.id) {
                    (says) " " span.unseen { "“" (situation.title) "”" }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
