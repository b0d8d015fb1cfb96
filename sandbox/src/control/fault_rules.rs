//! Fault injection in the control plane: setting and clearing rules, and how often each was applied.

use http::{Method, StatusCode};
use maud::{Markup, html};
use serde_json::{Value, json};

use super::answers::{Refusal, Refuse, bad_request, completed, is_form, no_such_part, other_method};
use super::draft::Draft;
use super::reply_form;
use crate::faults::fault::Fault;
use crate::faults::test_address::TEST_ADDRESSES;
use crate::faults::{Methods, Rule};
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
            completed(request)
        }
        (_, [] | ["clear"]) => other_method(),
        (_, [..]) => no_such_part(),
    }
}

fn add(tenant: &mut Tenant, request: &Request, refuse: Refuse) -> Response {
    let form = request.form();
    if form.get("kind") == Some(reply_form::KIND) {
        return reply_form::add(tenant, request, form, refuse);
    }
    match chosen(&form) {
        Some(rule) => {
            tenant.faults.add(rule);
            completed(request)
        }
        None => {
            refuse(tenant, request, Refusal::Failed("Choose a fault, and how many calls it strikes.".into()))
        }
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
    ("throttle", "Throttle calls: wait two seconds (429)"),
    ("unavailable", "Fail writes: service unavailable (503)"),
    ("lost", "Lose the answers of writes: done, but nobody hears of it"),
    ("slow", "Answer slowly: after eight seconds"),
    ("unauthorized", "Refuse the token (401)"),
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
        (active(tenant))
        form method="post" action="/_sandbox/faults" {
            label for="fault-kind" { "What shall go wrong" }
            select id="fault-kind" name="kind" {
                @for (value, says) in COMMON { option value=(value) { (says) } }
            }
            label for="fault-times" { "For how many calls (empty: until cleared)" }
            input id="fault-times" name="times" type="number" min="1" max="100000" value="3";
            div.actions { button.button type="submit" { "Add fault" } }
        }
        (reply_form::section(draft))
        @if !tenant.faults.rules().is_empty() {
            form method="post" action="/_sandbox/faults/clear" {
                div.actions { button.button type="submit" { "Clear faults" } }
            }
        }
        (addresses())
    }
}

fn active(tenant: &Tenant) -> Markup {
    let rules = tenant.faults.rules();
    html! {
        @if rules.is_empty() { p.quiet { "Nothing fails on purpose, but for the addresses below." } }
        @else {
            ul {
                @for active in rules {
                    li { code { (json!(active.rule)) } ", struck " (active.applied)
                        @if active.applied == 1 { " call" } @else { " calls" } }
                }
            }
        }
    }
}

fn addresses() -> Markup {
    html! {
        h3 { "Addresses that fail on purpose" }
        p { "Invite one of them, on any domain, to see a failure. A number or “-something” may follow the name, as in "
            code { "throttled-2@fabrikam.com" } "." }
        table {
            caption.unseen { "Addresses that fail on purpose" }
            thead { tr { th scope="col" { "Address" } th scope="col" { "What happens to the invitation" } } }
            tbody {
                @for address in TEST_ADDRESSES { tr { td { code { (address.name) "@…" } } td { (address.description) } } }
            }
        }
    }
}
