//! Changes as JSON merge patches (RFC 7396).

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Deserializes a map in which `null` removes an entry, as in RFC 7396.
pub(crate) fn without_nulls<'de, D, K, V>(source: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    let all = BTreeMap::<K, Option<V>>::deserialize(source)?;
    Ok(all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}

/// RFC 7396, except that `null` stays a value instead of removing the member: settings need all members.
pub(crate) fn merge(target: &mut Value, change: &Value) {
    match (target, change) {
        (Value::Object(target), Value::Object(change)) => {
            for (name, change) in change {
                merge(target.entry(name.as_str()).or_insert(Value::Null), change);
            }
        }
        (target, change) => *target = change.clone(),
    }
}
