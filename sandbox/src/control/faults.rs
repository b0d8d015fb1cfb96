//! Faults by hand and by program: what shall go wrong, what did, and the limits that throttle by themselves.

use http::{Method, StatusCode};
use maud::{Markup, html};
use serde_json::{Map, Value, json};

use super::{done, is_form};
use crate::faults::sentinel::TABLE;
use crate::faults::{Fault, Methods, Rule};
use crate::settings::{RetryAfter, TenantSize};
use crate::tenant::Tenant;
use crate::web::{self, Answer, Ask, Form};

/// Answers a request below `/_sandbox/faults`.
pub(super) fn answer(tenant: &mut Tenant, rest: &[&str], ask: &Ask) -> Answer {
    match (&ask.method, rest) {
        (&Method::GET, []) => shown(tenant),
        (&Method::POST, []) if is_form(ask) => match chosen(&ask.form()) {
            Some(rule) => {
                tenant.faults.add(rule);
                done(ask)
            }
            None => refused("choose a fault, and how many calls it strikes"),
        },
        (&Method::POST, []) => match read(&ask.body).and_then(|rules| tenant.faults.set(rules)) {
            Ok(()) => shown(tenant),
            Err(problem) => refused(&problem),
        },
        (&Method::DELETE, []) | (&Method::POST, ["clear"]) => {
            tenant.faults.clear();
            done(ask)
        }
        (&Method::POST, ["limits"]) => match tenant.settings.with(&limits(&ask.form())) {
            Ok(settings) => {
                tenant.settings = settings;
                done(ask)
            }
            Err(problem) => refused(&problem),
        },
        (_, [] | ["clear" | "limits"]) => web::text(
            StatusCode::METHOD_NOT_ALLOWED,
            "This part of the control plane takes another method.\n",
        ),
        (_, [..]) => web::text(StatusCode::NOT_FOUND, "The control plane has no such part.\n"),
    }
}

fn shown(tenant: &Tenant) -> Answer {
    web::json(StatusCode::OK, &tenant.faults.to_json())
}

fn refused(problem: &str) -> Answer {
    web::json(StatusCode::BAD_REQUEST, &json!({ "error": problem }))
}

/// One rule or a list of them.
fn read(body: &[u8]) -> Result<Vec<Rule>, String> {
    let body: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let list = if body.is_array() { body } else { json!([body]) };
    serde_json::from_value(list).map_err(|error| error.to_string())
}

/// The faults that the page offers: value, words, which calls, what.
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

/// The change of settings that the limits' form stands for. An empty number means the documented one.
fn limits(form: &Form) -> Value {
    let number = |name: &str| match form.get(name) {
        None => Value::Null,
        Some(text) => text.parse::<u32>().map_or_else(|_| text.into(), Value::from),
    };
    let mut change = Map::new();
    change.insert("enabled".into(), form.get("enabled").is_some().into());
    for name in ["resourceUnitsPer10s", "writesPer150s"] {
        change.insert(name.into(), number(name));
    }
    for name in ["tenantSize", "retryAfter"] {
        if let Some(choice) = form.get(name) {
            change.insert(name.into(), choice.into());
        }
    }
    json!({ "limits": change })
}

/// The part of the index page about everything that slows or breaks calls.
pub(super) fn section(tenant: &Tenant) -> Markup {
    html! {
        h2 id="faults" { "Faults" }
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
        form method="post" action="/_sandbox/faults/clear" {
            div.actions { button.button type="submit" { "Clear faults" } }
        }
        (addresses())
        (limits_form(tenant))
    }
}

fn active(tenant: &Tenant) -> Markup {
    let rules = tenant.faults.rules();
    html! {
        @if rules.is_empty() { p.quiet { "Nothing fails on purpose, but for the addresses below." } }
        @else {
            ul {
                @for armed in rules {
                    li { code { (json!(armed.rule)) } ", struck " (armed.struck)
                        @if armed.struck == 1 { " call" } @else { " calls" } }
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
            thead { tr { th scope="col" { "Address" } th scope="col" { "What happens to the invitation" } } }
            tbody {
                @for sentinel in TABLE { tr { td { code { (sentinel.name) "@…" } } td { (sentinel.says) } } }
            }
        }
    }
}

fn limits_form(tenant: &Tenant) -> Markup {
    let limits = tenant.settings.limits;
    html! {
        h3 { "Limits" }
        form method="post" action="/_sandbox/faults/limits" {
            p { input id="limits-enabled" name="enabled" type="checkbox" value="on" checked[limits.enabled];
                " " label for="limits-enabled" { "Throttle calls beyond the limits" } }
            label for="limits-size" { "Size of the tenant" }
            select id="limits-size" name="tenantSize" {
                @for (value, says, size) in SIZES {
                    option value=(value) selected[limits.tenant_size == *size] { (says) }
                }
            }
            label for="limits-units" { "Resource units in 10 seconds (empty: by size)" }
            input id="limits-units" name="resourceUnitsPer10s" type="number" min="1" max="1000000"
                value=[limits.resource_units_per_10s];
            label for="limits-writes" { "Writes in 150 seconds (empty: 3,000)" }
            input id="limits-writes" name="writesPer150s" type="number" min="1" max="1000000"
                value=[limits.writes_per_150s];
            label for="limits-retry" { "How the time to wait is told" }
            select id="limits-retry" name="retryAfter" {
                @for (value, says, style) in STYLES {
                    option value=(value) selected[limits.retry_after == *style] { (says) }
                }
            }
            div.actions { button.button type="submit" { "Save limits" } }
        }
    }
}

const SIZES: &[(&str, &str, TenantSize)] = &[
    ("auto", "By the number of users", TenantSize::Auto),
    ("S", "Small: 3,500 units in 10 seconds", TenantSize::S),
    ("M", "Medium: 5,000 units", TenantSize::M),
    ("L", "Large: 8,000 units", TenantSize::L),
];

const STYLES: &[(&str, &str, RetryAfter)] = &[
    ("seconds", "In whole seconds", RetryAfter::Seconds),
    ("fractional", "In seconds with a fraction", RetryAfter::Fractional),
    ("date", "As a date", RetryAfter::Date),
    ("none", "Not at all", RetryAfter::None),
];
