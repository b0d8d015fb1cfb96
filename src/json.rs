//! JSON as a tree, for every answer that is read once: one reader for all of them, where a derived one for each shape
//! would weigh more than the rest of its protocol. Long lists are read into their own types (`graph::wire`).
//!
//! Knows no layer. A name that stands twice in an object is refused: readers differ in which one counts.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A JSON value.
pub(crate) enum Json {
    Null,
    Flag(bool),
    Number(i64),
    /// A number that is no whole one, or too large.
    OtherNumber,
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a whole text.
    pub(crate) fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Reads a text that must be an object.
    pub(crate) fn read_object(text: &str) -> Option<Self> {
        Self::read(text).ok().filter(|json| matches!(json, Self::Object(_)))
    }

    /// A member of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The text that this is.
    pub(crate) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// A member that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The same, empty where there is none.
    pub(crate) fn text_or_empty(&self, name: &str) -> String {
        self.text(name).unwrap_or_default().to_owned()
    }

    /// A member that is a whole number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        if let Self::Number(number) = self.get(name)? { Some(*number) } else { None }
    }

    /// A member that is true or false.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        if let Self::Flag(flag) = self.get(name)? { Some(*flag) } else { None }
    }

    /// A member that is a list.
    pub(crate) fn list(&self, name: &str) -> Option<&[Self]> {
        if let Self::List(items) = self.get(name)? { Some(items) } else { None }
    }

    /// A member that is a list of texts and of nothing else.
    pub(crate) fn texts(&self, name: &str) -> Option<Vec<String>> {
        self.list(name)?.iter().map(|item| item.as_text().map(str::to_owned)).collect()
    }
}

/// A text as JSON.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\0'..='\x1f' => {
                let digit = |value: u32| char::from_digit(value, 16).unwrap_or_default();
                out.push_str("\\u00");
                out.extend([digit(u32::from(c) >> 4), digit(u32::from(c) & 15)]);
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// An object of those members that have a value, which is JSON already.
pub(crate) fn object(members: &[(&str, Option<String>)]) -> String {
    let mut out = String::from('{');
    for (name, value) in members {
        let Some(value) = value else { continue };
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&quoted(name));
        out.push(':');
        out.push_str(value);
    }
    out.push('}');
    out
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::Text(text.to_owned()))
            }
            fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
                Ok(Json::Flag(flag))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Number(number))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
                Ok(i64::try_from(number).map_or(Json::OtherNumber, Json::Number))
            }
            fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
                Ok(Json::OtherNumber)
            }
            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Json::List(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut members: Vec<(String, Json)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, Json>()? {
                    if members.iter().any(|(known, _)| *known == name) {
                        return Err(A::Error::custom("a name stands twice"));
                    }
                    members.push((name, value));
                }
                Ok(Json::Object(members))
            }
        }
        json.deserialize_any(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn members_are_read_as_what_they_are_and_as_nothing_else() {
        let json = Json::read(
            r#"{"t": "x", "n": -7, "f": true, "l": ["a", "b"], "m": ["a", 1], "z": null, "d": 1.5,
            "big": 9223372036854775808, "o": {"t": "in"}}"#,
        )
        .unwrap();
        assert_eq!((json.text("t"), json.text("n"), json.text("z")), (Some("x"), None, None));
        assert_eq!((json.number("n"), json.number("t")), (Some(-7), None));
        assert_eq!((json.number("d"), json.number("big")), (None, None));
        assert_eq!((json.flag("f"), json.flag("t")), (Some(true), None));
        assert_eq!((json.texts("l").unwrap().len(), json.texts("m")), (2, None));
        assert_eq!(json.get("o").unwrap().text("t"), Some("in"));
        assert!(matches!(json.get("z"), Some(Json::Null)) && json.get("missing").is_none());
        assert!(Json::read("[]").unwrap().get("t").is_none());
    }

    #[test]
    fn s06_a_name_that_stands_twice_is_refused() {
        for text in [r#"{"a": 1, "a": 1}"#, r#"{"b": [{"a": 1, "c": 2, "\u0061": null}]}"#] {
            assert!(Json::read(text).is_err(), "{text}");
        }
        assert!(Json::read(r#"{"a": {"a": 1}, "b": {"a": 1}}"#).is_ok());
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let every: String = ('\0'..='\u{ff}').chain("é€😀\u{2028}</script>".chars()).collect();
        let text = object(&[("no\"ne", None), ("a\\b", Some(quoted(&every))), ("c", Some(object(&[])))]);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json!({"a\\b": every, "c": {}}));
    }
}
