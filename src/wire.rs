//! How JSON from outside is read, whatever it holds: by serde's derived types, with two rules that serde leaves open.
//!
//! An object is an object: serde would also read a list into a struct, by the order of the fields. And where security
//! depends on a member, no name stands twice, in no depth: readers differ in which of the two counts.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Reads an object.
///
/// # Errors
/// When the text is no JSON, no object, or not of this shape.
pub(crate) fn object<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    if !text.trim_start().starts_with('{') {
        return Err(serde_json::Error::custom("not an object"));
    }
    serde_json::from_str(text)
}

/// Reads an object in which no name stands twice.
///
/// # Errors
/// As [`object`], or when a name stands twice in any object of the text.
pub(crate) fn strict_object<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    let UniqueNames = serde_json::from_str(text)?;
    object(text)
}

/// Any JSON whose objects name each member once.
pub(crate) struct UniqueNames;

impl<'de> Deserialize<'de> for UniqueNames {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Values;
        impl<'de> Visitor<'de> for Values {
            type Value = UniqueNames;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_unit<E>(self) -> Result<UniqueNames, E> {
                Ok(UniqueNames)
            }
            fn visit_bool<E>(self, _: bool) -> Result<UniqueNames, E> {
                Ok(UniqueNames)
            }
            fn visit_i64<E>(self, _: i64) -> Result<UniqueNames, E> {
                Ok(UniqueNames)
            }
            fn visit_u64<E>(self, _: u64) -> Result<UniqueNames, E> {
                Ok(UniqueNames)
            }
            fn visit_f64<E>(self, _: f64) -> Result<UniqueNames, E> {
                Ok(UniqueNames)
            }
            fn visit_str<E>(self, _: &str) -> Result<UniqueNames, E> {
                Ok(UniqueNames)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<UniqueNames, A::Error> {
                while let Some(UniqueNames) = list.next_element()? {}
                Ok(UniqueNames)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UniqueNames, A::Error> {
                let mut names = BTreeSet::new();
                while let Some((name, UniqueNames)) = map.next_entry::<String, UniqueNames>()? {
                    if !names.insert(name) {
                        return Err(A::Error::custom("a name stands twice"));
                    }
                }
                Ok(UniqueNames)
            }
        }
        json.deserialize_any(Values)
    }
}

/// For a member that is of use but not needed: anything else than a value of its type counts as missing.
pub(crate) fn lenient<'de, D, T>(json: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Member<T> {
        Value(T),
        Other(serde::de::IgnoredAny),
    }
    Ok(match Member::deserialize(json)? {
        Member::Value(value) => Some(value),
        Member::Other(_) => None,
    })
}

#[cfg(test)]
mod tests;
