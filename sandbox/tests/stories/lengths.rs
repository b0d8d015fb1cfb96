//! Maximum lengths of properties, compared with Microsoft's description of Graph where that is at hand.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::world::{World, invitation};

/// Properties with a maximum length in the description, so that the story fails if it finds no more of them.
const LEAST: usize = 14;

/// The description; it is no part of the repository.
fn description() -> Option<Value> {
    let shared = std::env::var_os("GUESTLIST_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")), PathBuf::from);
    let text = std::fs::read(shared.join("facts/graph-openapi.json")).ok()?;
    Some(serde_json::from_slice(&text).unwrap())
}

/// The number after "maximum length is" in the description of a property.
fn longest(property: &Value) -> Option<usize> {
    let text = property["description"].as_str()?.to_lowercase();
    let (_, rest) = text.split_once("maximum length is ")?;
    rest.split(' ').next()?.replace(',', "").parse().ok()
}

#[test]
fn texts_are_as_long_as_the_description_says_and_no_longer() {
    let Some(description) = description() else {
        println!("skipped: there is no description");
        return;
    };
    let world = World::new();
    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token("ada@contoso.com");
    let made = world.invite(&token, &invitation("long@fabrikam.com")).json();
    let path = format!("/v1.0/users/{}", made["invitedUser"]["id"].as_str().unwrap());
    let user = &description["components"]["schemas"]["microsoft.graph.user"];
    let parts = user["allOf"].as_array().cloned().unwrap_or_else(|| vec![user.clone()]);
    let properties = parts.iter().filter_map(|part| part["properties"].as_object()).flatten();
    let mut checked = 0;
    for (name, longest) in properties.filter_map(|(name, property)| Some((name, longest(property)?))) {
        let status = |count: usize| {
            world.graph_write(&token, "PATCH", &path, &json!({ name: "x".repeat(count) })).status()
        };
        assert_eq!((status(longest), status(longest + 1)), (204, 400), "{name}: {longest}");
        checked += 1;
    }
    assert!(checked >= LEAST, "{checked} properties have a maximum length");
}
