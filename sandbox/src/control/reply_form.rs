//! The form for a fault that is a response of one's own: which requests get it, its status, headers and body.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde_json::{Value, json};

use super::answers::{Refusal, Refuse, completed};
use super::draft::{Draft, Problem, show};
use super::fault_words;
use super::fields::{Field, Kind, number, unnamed as field};
use crate::faults::fault::Fault;
use crate::faults::scripted_reply::{HeaderLines, ReplyProblem, ScriptedReply};
use crate::faults::{Methods, Pattern, Rule};
use crate::tenant::Tenant;
use crate::web::{Form, Request, Response};

/// The value of the field `kind`, which tells this form from the other one for faults.
pub(super) const KIND: &str = "reply";

const SITES: Kind = Kind::Choice(&[
    ("graph", "Microsoft Graph"),
    ("login", "Sign-in and redemption"),
    ("portal", "The portal’s config.json"),
]);

const METHODS: Kind = Kind::Choice(&[
    ("any", "Any"),
    ("write", "Any that writes"),
    ("GET", "GET"),
    ("POST", "POST"),
    ("PUT", "PUT"),
    ("PATCH", "PATCH"),
    ("DELETE", "DELETE"),
]);

const ENCODINGS: Kind = Kind::Choice(&[("text", "Sent as it is typed"), ("base64", "Bytes in base64")]);

/// The controls of the form. They are not settings.
pub(super) fn fields() -> [Field; 12] {
    let some = |least, most| Kind::Number { least, most, or_none: true };
    [
        field("reply-site", "Where", "", SITES),
        field("reply-method", "Method", "", METHODS),
        field(
            "reply-path",
            "Path (empty: every path)",
            "The end of a path, such as /invitations or /token, or a pattern for all of it, such as /users/*.",
            Kind::Text,
        ),
        field("reply-query", "Text in the query (empty: any)", "", Kind::Text),
        field("reply-contains", "Text in the body of the request (empty: any)", "", Kind::Text),
        field("reply-skip", "Requests that get the real response first", "", number(0, 100_000)),
        field("reply-times", "Then so many get this one (empty: until removed)", "", some(1, 100_000)),
        field("reply-after", "The request takes effect first", "", Kind::Switch),
        field("reply-status", "Status of the response", "", number(200, 599)),
        field(
            "reply-headers",
            "Headers, one per line",
            "As in “Retry-After: 5”. A name with nothing after the colon leaves that header out.",
            Kind::Lines,
        ),
        field("reply-body", "Body of the response", "", Kind::Lines),
        field("reply-encoding", "The body is", "", ENCODINGS),
    ]
}

/// What the controls show at first.
fn defaults() -> Value {
    json!({
        "reply-site": "graph", "reply-method": "any", "reply-skip": 0, "reply-times": 1, "reply-status": 400,
        "reply-encoding": "text",
    })
}

/// Adds the rule of the form.
pub(super) fn add(tenant: &mut Tenant, request: &Request, form: Form, refuse: Refuse) -> Response {
    match read(&form) {
        Ok(rule) => {
            let says = format!("Fault added: {}.", fault_words::rule(&rule));
            tenant.faults.add(rule);
            completed(tenant, request, says)
        }
        Err(problems) => refuse(tenant, request, Refusal::Controls(Draft { form, problems })),
    }
}

/// The form. With a draft it is open, and shows what was typed.
pub(super) fn section(draft: Option<&Draft>) -> Markup {
    html! {
        details open[draft.is_some()] {
            summary { "Add a response of your own" }
            form method="post" action="/_sandbox/faults" {
                input type="hidden" name="kind" value=(KIND);
                @for field in &fields() { (show(field, &defaults(), draft)) }
                div.actions { button.button type="submit" { "Add response" } }
            }
        }
    }
}

/// The form while it is read, with the problems found so far.
struct Reading<'a> {
    form: &'a Form,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn refuse(&mut self, path: &str, says: String) {
        self.problems.push(Problem { path: Some(path.to_owned()), says });
    }

    /// The text of a control, or its default where the form does not have it.
    fn text(&self, path: &str) -> String {
        let field = fields().into_iter().find(|field| field.path == path);
        field.map(|field| self.typed(&field)).unwrap_or_default()
    }

    fn typed(&self, field: &Field) -> String {
        field.typed(self.form).unwrap_or_else(|| field.text(&defaults()))
    }

    /// The value of a control that has no text of its own; `null` if it is wrong.
    fn value(&mut self, path: &str) -> Value {
        let Some(field) = fields().into_iter().find(|field| field.path == path) else { return Value::Null };
        field.read(&self.typed(&field)).unwrap_or_else(|says| {
            self.refuse(path, says);
            Value::Null
        })
    }

    fn number(&mut self, path: &str) -> Option<u32> {
        self.value(path).as_u64().and_then(|number| u32::try_from(number).ok())
    }

    fn given(&self, path: &str) -> Option<String> {
        Some(self.text(path)).filter(|text| !text.is_empty())
    }
}

fn read(form: &Form) -> Result<Rule, Vec<Problem>> {
    let mut reading = Reading { form, problems: Vec::new() };
    let site = serde_json::from_value(reading.value("reply-site")).unwrap_or_default();
    let method = match reading.value("reply-method").as_str() {
        None | Some("any") => None,
        Some(name) => Methods::try_from(name.to_owned()).ok(),
    };
    let path = reading.given("reply-path").map(Pattern::try_from).transpose().unwrap_or_else(|says| {
        reading.refuse("reply-path", says);
        None
    });
    let skip = reading.number("reply-skip").unwrap_or_default();
    let times = reading.number("reply-times");
    let reply = reply(&mut reading);
    if let Err(problem) = reply.check() {
        let path = match &problem {
            ReplyProblem::Status(_) => "reply-status",
            ReplyProblem::Headers(_) => "reply-headers",
            ReplyProblem::Body(_) => "reply-body",
        };
        // A control with a problem already has a better word for it.
        if !reading.problems.iter().any(|known| known.path.as_deref() == Some(path)) {
            reading.refuse(path, problem.to_string());
        }
    }
    let (contains, query) = (reading.given("reply-contains"), reading.given("reply-query"));
    let rule = Rule { site, method, path, contains, query, skip, times, fault: Fault::Reply(reply) };
    if reading.problems.is_empty() {
        // All else is checked, so this is about the path.
        rule.check().map_err(|says| vec![Problem { path: Some("reply-path".into()), says }])?;
        return Ok(rule);
    }
    Err(reading.problems)
}

fn reply(reading: &mut Reading) -> ScriptedReply {
    // 200 where the status is wrong: then its own problem is enough.
    let status = reading.number("reply-status").and_then(|status| u16::try_from(status).ok()).unwrap_or(200);
    let after = reading.value("reply-after") == Value::Bool(true);
    let mut headers = headers(&reading.text("reply-headers")).unwrap_or_else(|says| {
        reading.refuse("reply-headers", says);
        BTreeMap::new()
    });
    // Not trimmed. Browsers end the lines of a text area with CR and LF.
    let text = reading.form.raw("reply-body").unwrap_or_default().replace("\r\n", "\n");
    let encoded = reading.value("reply-encoding").as_str() == Some("base64");
    let json = serde_json::from_str::<Value>(&text).is_ok_and(|value| value.is_object() || value.is_array());
    if json && !encoded {
        headers
            .entry("content-type".into())
            .or_insert_with(|| Some(HeaderLines::One("application/json".into())));
    }
    let (body, base64) = match (text.is_empty(), encoded) {
        (true, _) => (None, None),
        (false, true) => (None, Some(text.split_whitespace().collect())),
        (false, false) => (Some(text.into()), None),
    };
    ScriptedReply { status, headers, body, base64, after }
}

/// Lines of a name, a colon and a value. A name may stand in several lines.
fn headers(text: &str) -> Result<BTreeMap<String, Option<HeaderLines>>, String> {
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some((name, value)) = line.split_once(':') else {
            return Err(format!("'{line}' is not a name, a colon and a value."));
        };
        let values = named.entry(name.trim().to_ascii_lowercase()).or_default();
        values.extend(Some(value.trim().to_owned()).filter(|value| !value.is_empty()));
    }
    let lines = |values: Vec<String>| (!values.is_empty()).then_some(HeaderLines::Several(values));
    Ok(named.into_iter().map(|(name, values)| (name, lines(values))).collect())
}

#[cfg(test)]
mod tests;
