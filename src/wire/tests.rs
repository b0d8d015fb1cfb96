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
