//! Things that go wrong on purpose: rules set through the control plane, and addresses that fail for whoever invites them.
//!
//! Knows which call is struck and by what. Must not know how an answer is spoiled: that is `graph::strike`.

mod rule;
pub(crate) mod test_address;

use std::collections::HashMap;

use http::HeaderValue;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::web::Request;
pub(crate) use rule::{Methods, Rule};
use test_address::Injection;

/// As many rules as make sense at once.
const MOST_RULES: usize = 100;

/// What happens to a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Fault {
    /// 429 with the documented body; without `retryAfter` no such header.
    Throttle {
        #[serde(default)]
        retry_after: Option<String>,
    },
    /// Another failure instead of the answer: in the service's shape, or as a gateway's page for 502 and 504.
    Status {
        code: u16,
        #[serde(default)]
        retry_after: Option<String>,
    },
    /// The true answer, late.
    Hold { ms: u32 },
    /// The connection ends without an answer, `after` the effect or before it.
    HangUp { after: bool },
    /// The effect happens, its answer cannot be read.
    Malformed { kind: Malformation },
    /// A list leads on to the wrong place.
    NextLink { kind: LinkTarget },
    /// A list leads on to that address.
    LinkTo { url: String },
    /// 302 to that address, as no Graph does: a client must not carry its token there.
    Redirect { to: String },
    /// The answers inside a batch's answer do not match its requests.
    BatchItems { kind: BatchMismatch },
    /// 401, as if the token had just ended.
    Unauthorized {},
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Malformation {
    /// A page of some proxy, with status 200.
    Html,
    /// The first half of the true body, with the true status.
    Truncated,
    /// Text that says it is JSON, with status 200.
    NotJson,
    /// The true body with every value turned into another type, with the true status.
    WrongType,
    /// No body at all, with status 200.
    Empty,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum LinkTarget {
    /// Back to the same page.
    #[serde(rename = "self")]
    Itself,
    /// To a host that is not Graph.
    Foreign,
    /// The page comes empty and leads to itself: the rows come with the next call that is not struck.
    EmptyPage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum BatchMismatch {
    /// One answer is not there.
    Missing,
    /// One answer is there twice.
    Duplicated,
    /// One answer more, for a request that nobody made.
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

/// A rule, and what became of it.
pub(crate) struct ActiveRule {
    pub(crate) rule: Rule,
    /// Calls that it fitted.
    seen: u32,
    /// Calls that it struck.
    pub(crate) applied: u32,
}

#[derive(Default)]
pub(crate) struct Faults {
    rules: Vec<ActiveRule>,
    /// How often each address that fails on purpose was tried, in lower case.
    tried: HashMap<String, u32>,
}

impl Faults {
    /// Replaces all rules. The error is a sentence for a person.
    pub(crate) fn set(&mut self, rules: Vec<Rule>) -> Result<(), String> {
        if rules.len() > MOST_RULES {
            return Err(format!("no more than {MOST_RULES} faults at once"));
        }
        rules.iter().try_for_each(|rule| rule.fault.check())?;
        self.rules = rules.into_iter().map(|rule| ActiveRule { rule, seen: 0, applied: 0 }).collect();
        Ok(())
    }

    /// Adds a rule behind the others; the oldest goes when there are too many.
    pub(crate) fn add(&mut self, rule: Rule) {
        if self.rules.len() >= MOST_RULES {
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

    /// The rules as they were set, each with how often it struck.
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

    /// What strikes this call, if anything: the first rule that fits and is neither waiting nor used up.
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

    /// What comes of inviting this address, if it is one of those that fail on purpose.
    pub(crate) fn injection_for_address(&mut self, address: &str) -> Option<Injection> {
        let found = test_address::find(address)?;
        let tried = self.tried.entry(address.to_lowercase()).or_default();
        *tried = tried.saturating_add(1);
        found.injection(*tried)
    }
}

#[cfg(test)]
mod tests;
