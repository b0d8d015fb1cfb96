//! `/users/delta`: first all users, then changes, until the delta token expires.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{GRAPH, World, invitation};

const ADA: &str = "ada@contoso.com";

/// Follows the pages of one round. Returns the objects and the delta link.
fn round(world: &World, token: &str, start: &str) -> (Vec<Value>, String) {
    let mut rows = Vec::new();
    let mut path = start.to_owned();
    loop {
        let reply = world.graph(token, &path);
        assert_eq!(reply.status(), 200, "{path}: {}", reply.text());
        let body = reply.json();
        rows.extend(body["value"].as_array().unwrap().clone());
        let strip = |link: &Value| link.as_str().map(|link| link.strip_prefix(GRAPH).unwrap().to_owned());
        match (strip(&body["@odata.nextLink"]), strip(&body["@odata.deltaLink"])) {
            (Some(next), None) => path = next,
            (None, Some(delta)) => return (rows, delta),
            _ => panic!("one link or the other: {body}"),
        }
    }
}

#[test]
fn a_round_tells_everybody_once_and_the_next_what_changed() {
    let world = World::with_guests(450);
    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token(ADA);
    let start = "/v1.0/users/microsoft.graph.delta?$select=displayName,externalUserState,userType";
    let (all, link) = round(&world, &token, start);
    let mut ids: Vec<_> = all.iter().map(|row| row["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((all.len(), ids.len()), (461, 461));
    assert!(
        link.starts_with("/v1.0/users/microsoft.graph.delta?$deltatoken=") && !link.contains('&'),
        "{link}"
    );
    let (none, link) = round(&world, &token, &link);
    assert!(none.is_empty());

    let made = world.invite(&token, &invitation("new@fabrikam.com")).json();
    let changed = ids[5].to_owned();
    let gone = ids[9].to_owned();
    world.graph_write(
        &token,
        "PATCH",
        &format!("/v1.0/users/{changed}"),
        &json!({ "displayName": "Changed" }),
    );
    world.graph_write(&token, "DELETE", &format!("/v1.0/users/{gone}"), &Value::Null);
    let (rows, link) = round(&world, &token, &link);
    let row = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert_eq!(row(&changed)["displayName"], "Changed");
    assert_eq!(row(&gone)["@removed"], json!({ "reason": "changed" }));
    assert_eq!(row(made["invitedUser"]["id"].as_str().unwrap())["externalUserState"], "PendingAcceptance");

    world.graph_write(&token, "DELETE", &format!("/v1.0/directory/deletedItems/{gone}"), &Value::Null);
    let (rows, _) = round(&world, &token, &link);
    assert_eq!(rows, [json!({ "id": gone, "@removed": { "reason": "deleted" } })]);
}

#[test]
fn a_guest_whom_reads_do_not_find_holds_up_nobody_else() {
    let world = World::with_guests(5);
    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token(ADA);
    let start = "/v1.0/users/delta?$select=displayName";
    let (all, link) = round(&world, &token, start);
    world.invite(&token, &invitation("never-appears@fourthcoffee.com"));
    world.settings(&json!({ "replicationSeconds": 60 }));
    let late = world.invite(&token, &invitation("late@fabrikam.com")).json()["invitedUser"]["id"].clone();
    let changed = all[7]["id"].as_str().unwrap();
    let path = format!("/v1.0/users/{changed}");
    world.graph_write(&token, "PATCH", &path, &json!({ "displayName": "After" }));
    let (rows, link) = round(&world, &token, &link);
    assert_eq!(rows, [json!({ "id": changed, "displayName": "After" })]);
    assert_eq!(round(&world, &token, start).0.len(), all.len(), "a first round has all who are there");
    world.wait(SignedDuration::from_secs(60));
    let (rows, link) = round(&world, &token, &link);
    assert_eq!((rows.len(), &rows[0]["id"]), (1, &late), "{rows:?}");
    assert!(round(&world, &token, &link).0.is_empty(), "once");
}

#[test]
fn what_was_never_set_is_left_out_and_what_was_emptied_is_null() {
    let world = World::with_guests(60);
    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token(ADA);
    let (all, link) = round(&world, &token, "/v1.0/users/delta?$select=displayName,jobTitle,city,mail");
    // Untidy guests have lost a mail or a name, so theirs are null.
    let unset = |row: &Value| ["jobTitle", "city"].iter().all(|name| row.get(name) != Some(&Value::Null));
    assert!(all.iter().all(unset));
    let id = all.iter().find(|row| row.get("city").is_none()).unwrap()["id"].as_str().unwrap();
    let after = |link: &str, change: Value| {
        world.graph_write(&token, "PATCH", &format!("/v1.0/users/{id}"), &change);
        let (rows, link) = round(&world, &token, link);
        assert_eq!(rows.len(), 1, "{rows:?}");
        (rows[0].clone(), link)
    };
    let (row, link) = after(&link, json!({ "displayName": "Changed" }));
    assert_eq!((row["displayName"].as_str(), row.get("city")), (Some("Changed"), None));
    let (row, link) = after(&link, json!({ "city": "Porto" }));
    assert_eq!(row["city"], "Porto");
    let (row, link) = after(&link, json!({ "city": null }));
    assert_eq!(row.get("city"), Some(&Value::Null));
    assert_eq!(after(&link, json!({ "displayName": "Again" })).0.get("city"), Some(&Value::Null));
}

#[test]
fn the_first_round_tells_who_can_still_be_restored() {
    let world = World::with_guests(5);
    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token(ADA);
    let guests = world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'").json();
    let id = |index: usize| guests["value"][index]["id"].as_str().unwrap().to_owned();
    let (deleted, purged) = (id(0), id(1));
    for id in [&deleted, &purged] {
        world.graph_write(&token, "DELETE", &format!("/v1.0/users/{id}"), &Value::Null);
    }
    world.graph_write(&token, "DELETE", &format!("/v1.0/directory/deletedItems/{purged}"), &Value::Null);
    let (rows, _) = round(&world, &token, "/v1.0/users/delta?$select=displayName");
    let row = |id: &str| rows.iter().find(|row| row["id"] == id);
    assert_eq!(row(&deleted), Some(&json!({ "id": deleted, "@removed": { "reason": "changed" } })));
    assert_eq!(row(&purged), None);
}

#[test]
fn a_skip_token_holds_the_selection_and_a_delta_token_may_get_another() {
    let world = World::with_guests(250);
    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token(ADA);
    let first = world.graph(&token, "/v1.0/users/delta?$select=displayName").json();
    let next = first["@odata.nextLink"].as_str().unwrap().strip_prefix(GRAPH).unwrap();
    assert!(next.starts_with("/v1.0/users/delta?$skiptoken=") && !next.contains('&'), "{next}");
    let (status, code, message) = world.graph(&token, &format!("{next}&$select=mail")).graph_error();
    assert_eq!((status, code.as_str()), (400, "Request_BadRequest"));
    assert!(message.contains("both `$select` and `$skipToken` will not be supported"), "{message}");
    let (rows, link) = round(&world, &token, next);
    let only =
        |row: &Value, name: &str| row.as_object().unwrap().keys().all(|key| key == name || key == "id");
    assert!(!rows.is_empty() && rows.iter().all(|row| only(row, "displayName")));

    let id = rows[0]["id"].as_str().unwrap();
    world.graph_write(&token, "PATCH", &format!("/v1.0/users/{id}"), &json!({ "city": "Porto" }));
    let (rows, link) = round(&world, &token, &format!("{link}&$select=city"));
    assert_eq!(rows, [json!({ "id": id, "city": "Porto" })]);
    world.graph_write(&token, "PATCH", &format!("/v1.0/users/{id}"), &json!({ "city": "Faro" }));
    assert_eq!(round(&world, &token, &link).0, [json!({ "id": id, "city": "Faro" })]);
}

#[test]
fn who_is_not_replicated_yet_comes_with_a_later_round() {
    let world = World::with_guests(5);
    let token = world.access_token(ADA);
    let (_, link) = round(&world, &token, "/v1.0/users/delta?$select=displayName");
    world.settings(&json!({ "replicationSeconds": 30 }));
    world.invite(&token, &invitation("late@fabrikam.com"));
    let (rows, link) = round(&world, &token, &link);
    assert!(rows.is_empty(), "{rows:?}");
    world.wait(SignedDuration::from_secs(30));
    assert_eq!(round(&world, &token, &link).0.len(), 1);
}

#[test]
fn from_now_on_means_nothing_yet() {
    let world = World::with_guests(5);
    let token = world.access_token(ADA);
    let (rows, link) = round(&world, &token, "/v1.0/users/delta?$deltaToken=latest");
    assert!(rows.is_empty());
    world.invite(&token, &invitation("new@fabrikam.com"));
    assert_eq!(round(&world, &token, &link).0.len(), 1);
}

#[test]
fn only_ids_can_be_filtered_and_no_other_option_is_taken() {
    let world = World::with_guests(5);
    let token = world.access_token(ADA);
    let ada = world.graph(&token, "/v1.0/me").json()["id"].as_str().unwrap().to_owned();
    let (rows, _) = round(&world, &token, &format!("/v1.0/users/delta?$filter=id eq '{ada}'"));
    assert_eq!(rows.len(), 1);
    for query in
        ["$filter=userType eq 'Guest'", "$top=5", "$orderby=displayName", "$search=%22displayName:a%22"]
    {
        assert_eq!(world.graph(&token, &format!("/v1.0/users/delta?{query}")).status(), 400, "{query}");
    }
}

#[test]
fn an_old_token_is_lost_and_one_of_another_directory_asks_for_a_fresh_start() {
    let world = World::with_guests(5);
    let token = world.access_token(ADA);
    let (_, link) = round(&world, &token, "/v1.0/users/delta?$select=displayName");
    world.get(sandbox::Site::Graph, "/_sandbox/outbox");
    world.wait(SignedDuration::from_hours(8 * 24));
    let token = world.access_token(ADA);
    let (status, code, _) = world.graph(&token, &link).graph_error();
    assert_eq!((status, code.as_str()), (410, "syncStateNotFound"));

    let (_, link) = round(&world, &token, "/v1.0/users/delta?$select=displayName");
    world.send(sandbox::Site::Graph, "POST", "/_sandbox/reset", &[], "");
    let token = world.access_token(ADA);
    let reply = world.graph(&token, &link);
    assert_eq!(reply.status(), 410);
    let fresh = reply.location();
    assert!(fresh.ends_with("$deltatoken="), "{fresh}");
    assert_eq!(round(&world, &token, fresh.strip_prefix(GRAPH).unwrap()).0.len(), 16);
    assert_eq!(world.graph(&token, "/v1.0/users/delta?$deltatoken=nonsense").status(), 400);
}
