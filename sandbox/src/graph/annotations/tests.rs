use serde_json::json;

use super::*;

const KIND: &str = "microsoft.graph.user";

fn kept(body: &Value) -> Result<Vec<String>, String> {
    let properties = without(body.as_object().unwrap().clone(), KIND, &["members@odata.bind"]);
    properties.map(|properties| properties.keys().cloned().collect()).map_err(|error| error.message())
}

#[test]
fn types_and_contexts_are_left_out() {
    let body = json!({
        "@odata.context": "x", "@odata.type": "#microsoft.graph.user", "city": "Lyon",
        "businessPhones@odata.type": "#Collection(String)", "members@odata.bind": [],
    });
    assert_eq!(kept(&body).unwrap(), ["city", "members@odata.bind"]);
    assert!(kept(&json!({ "@odata.type": "microsoft.graph.user" })).unwrap().is_empty());
}

#[test]
fn another_type_and_a_link_that_is_not_followed_are_errors() {
    for other in [json!("#microsoft.graph.group"), json!("user"), json!(1), Value::Null] {
        assert!(kept(&json!({ "@odata.type": other })).unwrap_err().contains(KIND), "{other}");
    }
    for name in ["manager@odata.bind", "sponsors@odata.bind", "foo@odata.bind"] {
        assert!(kept(&json!({ name: [] })).unwrap_err().contains(name));
    }
}
