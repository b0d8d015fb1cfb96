use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::headers::Cloud;

fn cloud() -> Cloud {
    Cloud::of_config(r#"{"cloud": "global"}"#).unwrap()
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// All values of a key, wherever it is.
fn values<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    let inside: Vec<&Value> = match value {
        Value::Object(fields) => {
            found.extend(fields.get(key));
            fields.values().collect()
        }
        Value::Array(items) => items.iter().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    inside.into_iter().for_each(|value| values(value, key, found));
}

#[test]
fn s24_front_door_is_told_every_header_in_rules_of_at_most_five_actions() {
    let template = read(&front_door(&cloud()));
    let resources = template["resources"].as_array().unwrap();
    let mut told = BTreeMap::new();
    let mut orders = BTreeSet::new();
    for rule in
        resources.iter().filter(|resource| resource["type"] == "Microsoft.Cdn/profiles/ruleSets/rules")
    {
        let actions = rule["properties"]["actions"].as_array().unwrap();
        assert!((1..=5).contains(&actions.len()), "{rule}");
        assert!(orders.insert(rule["properties"]["order"].as_u64().unwrap()), "{rule}");
        for action in actions.iter().filter(|action| action["name"] == "ModifyResponseHeader") {
            let text = |key: &str| action["parameters"][key].as_str().unwrap().to_owned();
            told.insert(text("headerName"), text("value"));
        }
    }
    assert_eq!(told, cloud().headers().map(|(name, value)| (name.to_owned(), value)).into());
    let last = &resources.last().unwrap()["properties"];
    assert_eq!(
        last["conditions"][0]["parameters"]["matchValues"],
        json!(["/invite", "/bulk", "/access", "/guests"])
    );
    // The manager takes a text that begins with a bracket for an expression.
    assert!(told.values().all(|value| !value.starts_with('[')));
}

#[test]
fn s24_cloudfront_is_told_every_header() {
    let template = read(&cloudfront(&cloud()));
    let policy = &template["Resources"]["Headers"]["Properties"]["ResponseHeadersPolicyConfig"];
    let security = &policy["SecurityHeadersConfig"];
    let mut told: BTreeMap<String, String> = policy["CustomHeadersConfig"]["Items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["Header"].as_str().unwrap().to_owned(), item["Value"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(told.remove("Cache-Control").as_deref(), Some(NO_STORE));
    let age = &security["StrictTransportSecurity"];
    assert_eq!(age["IncludeSubdomains"], true);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    told.extend([
        (
            "Content-Security-Policy".to_owned(),
            text(&security["ContentSecurityPolicy"]["ContentSecurityPolicy"]),
        ),
        (
            "Strict-Transport-Security".to_owned(),
            format!("max-age={}; includeSubDomains", age["AccessControlMaxAgeSec"]),
        ),
        ("Referrer-Policy".to_owned(), text(&security["ReferrerPolicy"]["ReferrerPolicy"])),
        // The only value that this header has.
        (
            "X-Content-Type-Options".to_owned(),
            security["ContentTypeOptions"]["Override"].as_bool().map(|_| "nosniff".to_owned()).unwrap(),
        ),
    ]);
    assert_eq!(told, cloud().headers().map(|(name, value)| (name.to_owned(), value)).into());
}

#[test]
fn the_template_of_cloudfront_refers_to_what_is_in_it() {
    let template = read(&cloudfront(&cloud()));
    let known: BTreeSet<&str> = ["Resources", "Parameters"]
        .iter()
        .flat_map(|part| template[part].as_object().unwrap().keys().map(String::as_str))
        .collect();
    let (mut names, mut attributes) = (Vec::new(), Vec::new());
    values(&template, "Ref", &mut names);
    values(&template, "Fn::GetAtt", &mut attributes);
    names.extend(attributes.iter().map(|pair| &pair[0]));
    assert!(names.len() > 8);
    for name in names {
        assert!(known.contains(name.as_str().unwrap()), "{name}");
    }
}
