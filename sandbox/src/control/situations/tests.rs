use std::collections::BTreeSet;

use super::*;
use crate::faults::Faults;

#[test]
fn every_situation_can_be_set() {
    let ids: BTreeSet<_> = list::all().iter().map(|situation| situation.id).collect();
    assert_eq!(ids.len(), list::all().len(), "every id is there once");
    for situation in list::all() {
        let (id, problem) = match &situation.cause {
            Cause::Faults(rules) => {
                let set = rules_of(rules).and_then(|rules| Faults::default().set(rules));
                (situation.id, set.err())
            }
            Cause::Settings(change) => {
                let changed = Settings::default().with(change);
                assert_ne!(changed.as_ref(), Ok(&Settings::default()), "{}", situation.id);
                (situation.id, changed.err())
            }
        };
        assert_eq!(problem, None, "{id}");
    }
}

#[test]
fn a_situation_ends_with_the_defaults_of_its_settings_only() {
    let defaults = current(&Settings::default());
    let change = json!({ "licence": "free", "accounts": { "ada@contoso.com": { "mfa": true } } });
    let back = json!({ "licence": "P1", "accounts": { "ada@contoso.com": { "mfa": false } } });
    assert_eq!(same_members(&change, &defaults), back);
}
