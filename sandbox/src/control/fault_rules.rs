//! Fault injection in the control plane: setting and removing rules, and how often each was applied.

use http::{Method, StatusCode};
use maud::{Markup, html};
use serde_json::{Value, json};

use super::answers::{Refusal, Refuse, bad_request, completed, is_form, no_such_part, other_method};
use super::draft::Draft;
use super::{fault_words, reply_form, situations};
use crate::faults::fault::Fault;
use crate::faults::test_address::TEST_ADDRESSES;
use crate::faults::{ActiveRule, Methods, Rule};
use crate::tenant::Tenant;
use crate::web::{self, Form, Request, Response};

/// Handles a request below `/_sandbox/faults`.
pub(super) fn handle(tenant: &mut Tenant, rest: &[&str], request: &Request, refuse: Refuse) -> Response {
    match (&request.method, rest) {
        (&Method::GET, []) => shown(tenant),
        (&Method::POST, []) if is_form(request) => add(tenant, request, refuse),
        (&Method::POST, []) => match read(&request.body).and_then(|rules| tenant.faults.set(rules)) {
            Ok(()) => shown(tenant),
            Err(problem) => bad_request(&problem),
        },
        (&Method::DELETE, []) | (&Method::POST, ["clear"]) => {
            tenant.faults.clear();
            completed(tenant, request, "All faults removed.")
        }
        (&Method::DELETE, [id]) => match removed(tenant, id) {
            Ok(_) => web::empty(StatusCode::NO_CONTENT),
            Err(problem) => web::json(StatusCode::NOT_FOUND, &json!({ "error": problem })),
        },
        (&Method::POST, ["remove"]) => {
            let form = request.form();
            match removed(tenant, form.get("id").unwrap_or_default()) {
                Ok(says) => completed(tenant, request, says),
                Err(problem) => refuse(tenant, request, Refusal::Failed(problem)),
            }
        }
        (_, [] | [_]) => other_method(),
        (_, [..]) => no_such_part(),
    }
}

/// Removes one rule. Returns the words for it.
fn removed(tenant: &mut Tenant, id: &str) -> Result<String, String> {
    let removed = id.parse().ok().and_then(|id| tenant.faults.remove(id));
    let removed = removed.ok_or(format!("There is no fault {id} any more."))?;
    Ok(format!("Fault removed: {}.", fault_words::rule(&removed.rule)))
}

fn add(tenant: &mut Tenant, request: &Request, refuse: Refuse) -> Response {
    let form = request.form();
    if form.get("kind") == Some(reply_form::KIND) {
        return reply_form::add(tenant, request, form, refuse);
    }
    match chosen(&form) {
        Some(rule) => {
            let says = format!("Fault added: {}.", fault_words::rule(&rule));
            tenant.faults.add(rule);
            completed(tenant, request, says)
        }
        None => refuse(
            tenant,
            request,
            Refusal::Failed("Choose a fault, and for how many calls it counts.".into()),
        ),
    }
}

fn shown(tenant: &Tenant) -> Response {
    web::json(StatusCode::OK, &tenant.faults.to_json())
}

/// One rule or a list of them.
fn read(body: &[u8]) -> Result<Vec<Rule>, String> {
    let body: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let list = if body.is_array() { body } else { json!([body]) };
    serde_json::from_value(list).map_err(|error| error.to_string())
}

/// The faults that the page offers: form value and label.
const COMMON: &[(&str, &str)] = &[
    ("throttle", "Calls get 429: wait for two seconds"),
    ("unavailable", "Writes get 503: service unavailable"),
    ("lost", "Writes are carried out, but get no answer"),
    ("slow", "Calls get their answer after eight seconds"),
    ("unauthorized", "Calls get 401: the token is refused"),
];

fn chosen(form: &Form) -> Option<Rule> {
    let times = match form.get("times") {
        None => None,
        Some(number) => Some(number.parse().ok()?),
    };
    let (methods, fault) = match form.get("kind")? {
        "throttle" => (None, Fault::Throttle { retry_after: Some("2".into()) }),
        "unavailable" => (Some(Methods::Writes), Fault::Status { code: 503, retry_after: None }),
        "lost" => (Some(Methods::Writes), Fault::HangUp { after: true }),
        "slow" => (None, Fault::Hold { ms: 8_000 }),
        "unauthorized" => (None, Fault::Unauthorized {}),
        _ => return None,
    };
    Some(Rule::any(methods, times, fault))
}

/// The section "Faults" of the index page. A draft is one of the form for a response.
pub(super) fn section(tenant: &Tenant, draft: Option<&Draft>) -> Markup {
    html! {
        p { "Let calls fail on purpose, to see how the portal handles that." }
        (active(tenant))
        (situations::section(tenant))
        h3 { "Other faults" }
        details {
            summary { "Add a fault for a number of calls" }
            form method="post" action="/_sandbox/faults" {
                label for="fault-kind" { "What goes wrong at Graph" }
                select id="fault-kind" name="kind" {
                    @for (value, says) in COMMON { option value=(value) { (says) } }
                }
                label for="fault-times" { "For how many calls (empty: until removed)" }
                input id="fault-times" name="times" type="number" min="1" max="100000" value="3";
                div.actions { button.button type="submit" { "Add fault" } }
            }
        }
        (reply_form::section(draft))
        (addresses())
    }
}

fn active(tenant: &Tenant) -> Markup {
    let rules = tenant.faults.rules();
    html! {
        h3 { "Active faults" }
        @if rules.is_empty() { p { "None. Only the addresses at the end of this section fail." } }
        @else {
            @if rules.len() > 1 { p.quiet { "If several fit a call, the first of them counts." } }
            ul.faults { @for active in rules { (one(active)) } }
            form method="post" action="/_sandbox/faults/clear" {
                div.actions { button.button type="submit" { "Remove all faults" } }
            }
        }
        p.quiet { "For programs: " a href="/_sandbox/faults" { "faults as JSON" } "." }
    }
}

fn one(active: &ActiveRule) -> Markup {
    let id = format!("fault-{}", active.id);
    html! {
        li {
            div {
                p id=(id) { (fault_words::sentence(active)) }
                details { summary { "JSON" } pre { code { (format!("{:#}", json!(active.rule))) } } }
            }
            form method="post" action="/_sandbox/faults/remove" {
                button.button type="submit" name="id" value=(active.id) aria-describedby=(id) { "Remove" }
            }
        }
    }
}

fn addresses() -> Markup {
    html! {
        h3 { "Addresses that fail on purpose" }
        p { "Invite one of them, on any domain, to see a failure. A number or “-something” may follow the name, as in "
            code { "throttled-2@fabrikam.com" } "." }
        table.cards {
            caption.unseen { "Addresses that fail on purpose" }
            thead { tr { th scope="col" { "Address" } th scope="col" { "What happens to the invitation" } } }
            tbody {
                @for address in TEST_ADDRESSES {
                    tr {
                        th scope="row" { code { (address.name) "@…" } }
                        td data-label="What happens to the invitation" { (address.description) }
                    }
                }
            }
        }
    }
}
