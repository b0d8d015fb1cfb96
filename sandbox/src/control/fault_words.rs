//! Rules of faults in words, for the pages of the control plane.
//!
//! Must not know forms or HTML.

use crate::faults::fault::{BatchMismatch, Fault, LinkTarget, Malformation};
use crate::faults::fault_site::FaultSite;
use crate::faults::{ActiveRule, Methods, Rule};

/// What the rule does, for which requests from now on, and how often it was used.
pub(super) fn sentence(active: &ActiveRule) -> String {
    let skipped = match active.left_to_skip() {
        0 => String::new(),
        1 => ", after one call without it".into(),
        calls => format!(", after {calls} calls without it"),
    };
    let left = match active.left() {
        None => "until it is removed".into(),
        Some(0) => "no more calls".into(),
        Some(1) => "the next call".into(),
        Some(calls) => format!("the next {calls} calls"),
    };
    let used = match active.applied {
        1 => "once".into(),
        times => format!("{times} times"),
    };
    format!("{}{skipped}, {left}; used {used}", rule(&active.rule))
}

/// Which requests the rule is for, and what happens to them.
pub(super) fn rule(rule: &Rule) -> String {
    let mut words = requests(rule);
    if let Some(text) = &rule.query {
        words += &format!(" with “{text}” in the query");
    }
    if let Some(text) = &rule.contains {
        words += &format!(" with “{text}” in the body");
    }
    format!("{words} {}", effect(&rule.fault))
}

fn requests(rule: &Rule) -> String {
    let path = rule.path.clone().map(String::from);
    let site = match (rule.site, &path) {
        (FaultSite::Portal, _) => return "The portal’s config.json".into(),
        (FaultSite::Graph, None) => " to Graph",
        (FaultSite::Login, None) => " to the sign-in host",
        (FaultSite::Graph, Some(_)) => "",
        (FaultSite::Login, Some(_)) => " at the sign-in host",
    };
    match (&rule.method, path) {
        (None, None) => format!("Every call{site}"),
        (Some(Methods::Writes), None) => format!("Every write{site}"),
        (Some(Methods::One(method)), None) => format!("Every {method}{site}"),
        (None, Some(path)) => format!("Every call of {path}{site}"),
        (Some(Methods::Writes), Some(path)) => format!("Every write to {path}{site}"),
        (Some(Methods::One(method)), Some(path)) => format!("{method} {path}{site}"),
    }
}

/// The rest of a sentence that begins with the requests.
fn effect(fault: &Fault) -> String {
    match fault {
        Fault::Throttle { retry_after } => format!("answers 429{}", wait(retry_after.as_deref())),
        Fault::Status { code, retry_after } => format!("answers {code}{}", wait(retry_after.as_deref())),
        Fault::Hold { ms } if ms % 1_000 == 0 => format!("answers after {}", seconds(ms / 1_000)),
        Fault::Hold { ms } => format!("answers after {ms} milliseconds"),
        Fault::HangUp { after: true } => "is carried out, but the connection ends without an answer".into(),
        Fault::HangUp { after: false } => {
            "is not carried out, and the connection ends without an answer".into()
        }
        Fault::Malformed { kind } => format!("is carried out, but {}", malformation(*kind)),
        Fault::NextLink { kind } => format!("answers with {}", next_link(*kind)),
        Fault::LinkTo { url } => format!("answers with a link to the next page that leads to {url}"),
        Fault::Redirect { to } => format!("answers 302, a redirect to {to}"),
        Fault::BatchItems { kind } => format!("answers a batch with {}", batch(*kind)),
        Fault::Unauthorized {} => "answers 401, as if the token had expired".into(),
        Fault::Reply(reply) if reply.after => {
            format!("is carried out, but answers {} with a prepared response", reply.status)
        }
        Fault::Reply(reply) => format!("answers {} with a prepared response", reply.status),
    }
}

fn wait(retry_after: Option<&str>) -> String {
    match retry_after {
        None => String::new(),
        Some(text) => match text.parse() {
            Ok(number) => format!(" and asks to wait {}", seconds(number)),
            Err(_) => format!(" with the header “Retry-After: {text}”"),
        },
    }
}

fn seconds(number: u32) -> String {
    if number == 1 { "one second".into() } else { format!("{number} seconds") }
}

fn malformation(kind: Malformation) -> &'static str {
    match kind {
        Malformation::Html => "the answer is an HTML page",
        Malformation::Truncated => "only the first half of the answer arrives",
        Malformation::NotJson => "the answer is not JSON",
        Malformation::WrongType => "every value in the answer has another type",
        Malformation::Empty => "the answer is empty",
    }
}

fn next_link(kind: LinkTarget) -> &'static str {
    match kind {
        LinkTarget::Itself => "a link to the next page that leads to the same page",
        LinkTarget::Foreign => "a link to the next page that leads to another host",
        LinkTarget::EmptyPage => "an empty page that links to itself",
    }
}

fn batch(kind: BatchMismatch) -> &'static str {
    match kind {
        BatchMismatch::Missing => "one answer missing",
        BatchMismatch::Duplicated => "one answer twice",
        BatchMismatch::Foreign => "one answer too many",
    }
}

#[cfg(test)]
mod tests;
