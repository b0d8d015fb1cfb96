//! Fault injection: rules set through the control plane, and test addresses whose invitations fail.
//!
//! Decides which request gets which fault. Must not know how a response is altered: that is `graph::fault_injection`.

mod rule;
pub(crate) mod test_address;

use std::collections::HashMap;

use http::HeaderValue;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::web::Request;
pub(crate) use rule::{Methods, Rule};
use test_address::Injection;

const MAX_RULES: usize = 100;

/// What happens to a request. The JSON of the control plane has these names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Fault {
    /// 429 with the documented body. Without `retryAfter` the response has no such header.
    Throttle {
        #[serde(default)]
        retry_after: Option<String>,
    },
    /// A failure instead of the response: in Graph's error shape, or an HTML page of a gateway for 502 and 504.
    Status {
        code: u16,
        #[serde(default)]
        retry_after: Option<String>,
    },
    /// The normal response, delayed by `ms` milliseconds.
    Hold { ms: u32 },
    /// The connection is closed without a response, after the request took effect or before.
    HangUp { after: bool },
    /// The request takes effect, and the response is unreadable.
    Malformed { kind: Malformation },
    /// A list gets a wrong next link.
    NextLink { kind: LinkTarget },
    /// A list gets this next link.
    LinkTo { url: String },
    /// A 302 to this address, which Graph never sends. A client must not send its token there.
    Redirect { to: String },
    /// The responses inside a batch response do not match its requests.
    BatchItems { kind: BatchMismatch },
    /// 401, as for an expired token.
    Unauthorized {},
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Malformation {
    /// An HTML page, as of a proxy, with status 200.
    Html,
    /// The first half of the normal body, with the normal status.
    Truncated,
    /// Text that is not JSON, declared as JSON, with status 200.
    NotJson,
    /// The normal body with every value replaced by one of another type, with the normal status.
    WrongType,
    /// No body, with status 200.
    Empty,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum LinkTarget {
    /// To the same page.
    #[serde(rename = "self")]
    Itself,
    /// To a host that is not Graph.
    Foreign,
    /// An empty page that links to itself. The rows come with the next request that gets no fault.
    EmptyPage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum BatchMismatch {
    /// One response is left out.
    Missing,
    /// One response comes twice.
    Duplicated,
    /// An extra response, with an id that no request had.
    Foreign,
}

impl Fault {
    fn check(&self) -> Result<(), String> {
        match self {
            Self::Status { code, .. } if !(400..=599).contains(code) => {
                Err("a status that is a fault is between 400 and 599".into())
            }
            Self::Hold { ms } if *ms > 600_000 => Err("an answer is held for ten minutes at most".into()),
            Self::Throttle { retry_after: Some(value) } | Self::Status { retry_after: Some(value), .. }
                if HeaderValue::from_str(value).is_err() =>
            {
                Err("retryAfter must be a header's value".into())
            }
            Self::Redirect { to } if HeaderValue::from_str(to).is_err() => {
                Err("the address of a redirect must be a header's value".into())
            }
            Self::Throttle { .. }
            | Self::Status { .. }
            | Self::Hold { .. }
            | Self::HangUp { .. }
            | Self::Malformed { .. }
            | Self::NextLink { .. }
            | Self::LinkTo { .. }
            | Self::Redirect { .. }
            | Self::BatchItems { .. }
            | Self::Unauthorized {} => Ok(()),
        }
    }
}

/// A rule with its counters.
pub(crate) struct ActiveRule {
    pub(crate) rule: Rule,
    /// Requests that matched the rule.
    seen: u32,
    /// Requests that got the fault. The JSON calls it `struck`.
    pub(crate) applied: u32,
}

#[derive(Default)]
pub(crate) struct Faults {
    rules: Vec<ActiveRule>,
    /// The number of attempts for each test address, in lower case.
    tried: HashMap<String, u32>,
}

impl Faults {
    /// Replaces all rules. The error is a sentence for the user.
    pub(crate) fn set(&mut self, rules: Vec<Rule>) -> Result<(), String> {
        if rules.len() > MAX_RULES {
            return Err(format!("no more than {MAX_RULES} faults at once"));
        }
        rules.iter().try_for_each(|rule| rule.fault.check())?;
        self.rules = rules.into_iter().map(|rule| ActiveRule { rule, seen: 0, applied: 0 }).collect();
        Ok(())
    }

    /// Appends a rule; drops the oldest when there are too many.
    pub(crate) fn add(&mut self, rule: Rule) {
        if self.rules.len() >= MAX_RULES {
            self.rules.remove(0);
        }
        self.rules.push(ActiveRule { rule, seen: 0, applied: 0 });
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn rules(&self) -> &[ActiveRule] {
        &self.rules
    }

    /// The rules as they were set, each with `struck`: how often it was applied.
    pub(crate) fn to_json(&self) -> Value {
        let shown = |active: &ActiveRule| {
            let mut shown = json!(active.rule);
            if let Value::Object(members) = &mut shown {
                members.insert("struck".into(), active.applied.into());
            }
            shown
        };
        Value::Array(self.rules.iter().map(shown).collect())
    }

    /// The fault for this request: of the first matching rule that is past `skip` and has `times` left. `envelope` is
    /// true for a batch as a whole.
    pub(crate) fn next_for(&mut self, request: &Request, envelope: bool) -> Option<Fault> {
        let fitting = self.rules.iter_mut().filter(|active| active.rule.matches(request, envelope));
        for active in fitting {
            active.seen = active.seen.saturating_add(1);
            let due = active.seen > active.rule.skip;
            if due && active.rule.times.is_none_or(|times| active.applied < times) {
                active.applied = active.applied.saturating_add(1);
                return Some(active.rule.fault.clone());
            }
        }
        None
    }

    /// The failure for inviting this address, if it is a test address.
    pub(crate) fn injection_for_address(&mut self, address: &str) -> Option<Injection> {
        let found = test_address::find(address)?;
        let tried = self.tried.entry(address.to_lowercase()).or_default();
        *tried = tried.saturating_add(1);
        found.injection(*tried)
    }
}

#[cfg(test)]
mod tests;
