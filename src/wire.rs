//! Reads JSON from outside into serde's derived types, with two rules that serde does not have.
//!
//! First, a struct is read from an object only: serde would also accept a list, in the order of the fields. Second,
//! where security depends on a member, no name may occur twice at any depth, because two programs may use different
//! ones of the two values. Must not know what the JSON means.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// # Errors
/// If the text is not JSON, not an object, or does not fit the type.
pub(crate) fn object<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    if !text.trim_start().starts_with('{') {
        return Err(serde_json::Error::custom("not an object"));
    }
    serde_json::from_str(text)
}

/// The text with U+FFFD in place of each escape for half of a surrogate pair (`\ud83d`), which a program that cuts a text in
/// the middle of an emoji writes. `None` if there is none. No string can contain such a half, so serde refuses the whole text.
pub(crate) fn without_half_pairs(text: &str) -> Option<String> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let (mut mended, mut at, mut copied) = (String::new(), 0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        let next = unit(at + 6).filter(|unit| (0xDC00..0xE000).contains(unit));
        at += match unit(at) {
            Some(0xD800..0xDC00) if next.is_some() => 12,
            Some(0xD800..0xE000) => {
                mended.push_str(text.get(copied..at)?);
                mended.push_str("\\ufffd");
                copied = at + 6;
                6
            }
            // Of an escaped backslash, the second one begins no escape.
            Some(_) | None => 2,
        };
    }
    mended.push_str(text.get(copied..)?);
    (copied > 0).then_some(mended)
}

/// # Errors
/// As [`object`], or if a name occurs twice in any object of the text.
pub(crate) fn strict_object<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    let UniqueNames = serde_json::from_str(text)?;
    object(text)
}

/// The beginning of the error for a name that occurs twice.
const TWICE: &str = "a name occurs twice: ";

/// The name that occurs twice, if this is the error.
pub(crate) fn repeated_name(error: &serde_json::Error) -> Option<String> {
    let text = error.to_string();
    let name = text.strip_prefix(TWICE)?;
    // serde_json appends the position.
    Some(name.rsplit_once(" at line ").map_or(name, |(name, _)| name).to_owned())
}

/// Any JSON in whose objects each name occurs only once. The values are not kept.
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
                    if names.contains(&name) {
                        return Err(A::Error::custom(format_args!("{TWICE}{name}")));
                    }
                    names.insert(name);
                }
                Ok(UniqueNames)
            }
        }
        json.deserialize_any(Values)
    }
}

/// For an optional member: a value of another type is read as missing.
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
