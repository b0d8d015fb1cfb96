use serde_json::{Map, Value};

use super::*;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Pair {
    a: String,
    #[serde(deserialize_with = "lenient")]
    b: Option<u64>,
}

#[test]
fn a_list_is_not_read_as_an_object() {
    assert_eq!(object::<Pair>(r#" {"a": "x", "b": 1}"#).unwrap(), Pair { a: "x".into(), b: Some(1) });
    for text in [r#"["x", 1]"#, "", "null", "\"a\"", r#"{"a": 1}"#, r#"{"a": "x"} x"#] {
        assert!(object::<Pair>(text).is_err(), "{text}");
    }
}

#[test]
fn an_optional_member_may_have_any_type() {
    for other in ["\"1\"", "null", "[1]", "{\"x\": 1}", "-1", "1.5"] {
        assert_eq!(object::<Pair>(&format!("{{\"b\": {other}}}")).unwrap(), Pair::default(), "{other}");
    }
}

#[test]
fn s06_a_name_that_occurs_twice_is_refused() {
    type Any = Map<String, Value>;
    for text in [
        r#"{"a": 1, "a": 1}"#,
        r#"{"b": [{"a": 1, "c": 2, "\u0061": null}]}"#,
        r#"{"a": {"b": {"c": 1, "c": 2}}}"#,
    ] {
        assert!(strict_object::<Any>(text).is_err(), "{text}");
    }
    assert!(strict_object::<Any>(r#"{"a": {"a": 1}, "b": {"a": [1.5, true, null, -1, "x"]}}"#).is_ok());
    assert!(strict_object::<Any>("[]").is_err());
}

#[test]
fn half_of_a_surrogate_pair_becomes_the_replacement_character() {
    let read = |text: &str| {
        let mended = without_half_pairs(text);
        serde_json::from_str::<String>(mended.as_deref().unwrap_or(text)).unwrap()
    };
    assert_eq!(read(r#""cut \ud83d here""#), "cut \u{fffd} here");
    assert_eq!(read(r#""\ude00\ud83d\ude00\ud83d""#), "\u{fffd}\u{1f600}\u{fffd}");
    assert_eq!(read(r#""\ud83d\ud83d\ude00""#), "\u{fffd}\u{1f600}");
    // What is no such escape stays.
    for whole in [r#""\ud83d\ude00""#, r#""\\ud83d""#, r#""é \u00e9 \n""#, r#""""#] {
        assert_eq!(without_half_pairs(whole), None, "{whole}");
    }
    for broken in [r"\u", r"\ud83", "\\", r"\ud83é"] {
        assert_eq!(without_half_pairs(broken), None, "{broken}");
    }
}
