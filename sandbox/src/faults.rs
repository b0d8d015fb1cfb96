//! Fault injection: rules set through the control plane, and test addresses whose invitations fail.
//!
//! Decides which request gets which fault; `strike` alters responses of any site, `graph::fault_injection` those of
//! Graph. Must not know Graph's shapes.

pub(crate) mod fault;
pub(crate) mod fault_site;
mod rule;
pub(crate) mod scripted_reply;
pub(crate) mod strike;
pub(crate) mod test_address;

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::web::Request;
use fault::Fault;
use fault_site::FaultSite;
pub(crate) use rule::{Methods, Pattern, Rule};
use test_address::Injection;

const MAX_RULES: usize = 100;

/// A rule with its counters.
pub(crate) struct ActiveRule {
    /// Names the rule in the control plane. No other rule of this tenant has or had this number.
    pub(crate) id: u32,
    pub(crate) rule: Rule,
    /// Requests that matched the rule.
    seen: u32,
    /// Requests that got the fault. The JSON calls it `struck`.
    pub(crate) applied: u32,
}

impl ActiveRule {
    /// How many matching requests still get no fault.
    pub(crate) fn left_to_skip(&self) -> u32 {
        self.rule.skip.saturating_sub(self.seen)
    }

    /// How many requests still get the fault; `None` means all until the rule is removed.
    pub(crate) fn left(&self) -> Option<u32> {
        self.rule.times.map(|times| times.saturating_sub(self.applied))
    }
}

#[derive(Default)]
pub(crate) struct Faults {
    rules: Vec<ActiveRule>,
    /// The number of the newest rule.
    last_id: u32,
    /// The number of attempts for each test address, in lower case.
    tried: HashMap<String, u32>,
}

impl Faults {
    /// Replaces all rules. The error is a sentence for the user.
    pub(crate) fn set(&mut self, rules: Vec<Rule>) -> Result<(), String> {
        if rules.len() > MAX_RULES {
            return Err(format!("no more than {MAX_RULES} faults at once"));
        }
        rules.iter().try_for_each(Rule::check)?;
        self.rules.clear();
        rules.into_iter().for_each(|rule| self.add(rule));
        Ok(())
    }

    /// Appends a rule; drops the oldest when there are too many.
    pub(crate) fn add(&mut self, rule: Rule) {
        if self.rules.len() >= MAX_RULES {
            self.rules.remove(0);
        }
        self.last_id = self.last_id.wrapping_add(1);
        self.rules.push(ActiveRule { id: self.last_id, rule, seen: 0, applied: 0 });
    }

    /// Removes one rule. `None` when there is no rule with this number.
    pub(crate) fn remove(&mut self, id: u32) -> Option<ActiveRule> {
        let place = self.rules.iter().position(|active| active.id == id)?;
        Some(self.rules.remove(place))
    }

    /// Removes every rule that is equal to one of these, used or not.
    pub(crate) fn remove_equal(&mut self, rules: &[Rule]) {
        self.rules.retain(|active| !rules.contains(&active.rule));
    }

    pub(crate) fn clear(&mut self) {
        *self = Self { last_id: self.last_id, ..Self::default() };
    }

    pub(crate) fn rules(&self) -> &[ActiveRule] {
        &self.rules
    }

    /// The rules as they were set, each with its `id` and with `struck`: how often it was applied.
    pub(crate) fn to_json(&self) -> Value {
        let shown = |active: &ActiveRule| {
            let mut shown = json!(active.rule);
            if let Value::Object(members) = &mut shown {
                members.insert("id".into(), active.id.into());
                members.insert("struck".into(), active.applied.into());
            }
            shown
        };
        Value::Array(self.rules.iter().map(shown).collect())
    }

    /// The fault for this request to Graph. `envelope` is true for a batch as a whole.
    pub(crate) fn next_for(&mut self, request: &Request, envelope: bool) -> Option<Fault> {
        self.next(|rule| rule.matches(request, envelope))
    }

    /// The fault for this request to another site.
    pub(crate) fn next_at(&mut self, site: FaultSite, request: &Request) -> Option<Fault> {
        self.next(|rule| rule.matches_at(site, request))
    }

    /// The fault of the first matching rule that is past `skip` and has `times` left.
    fn next(&mut self, matches: impl Fn(&Rule) -> bool) -> Option<Fault> {
        for active in self.rules.iter_mut().filter(|active| matches(&active.rule)) {
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
