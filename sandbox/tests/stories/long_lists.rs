//! The queries with which a client reads a long list of guests in parts: counts in a batch, spans of `createdDateTime`,
//! guests without that date, and guests with given ids.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::batch::{get, parts, send};
use crate::world::{GRAPH, World};

const ADA: &str = "ada@contoso.com";
const EXTERNAL: &str = "(userType eq 'Guest' or creationType eq 'Invitation')";
/// Before the first user of any directory.
const UNDATED: &str = "not(createdDateTime ge 1900-01-01T00:00:00Z)";

/// The ids and dates of all pages of a filter. `$count=true` makes it an advanced query.
fn read(world: &World, token: &str, filter: &str) -> Vec<(String, Option<String>)> {
    let mut path = format!("/v1.0/users?$count=true&$select=id,createdDateTime&$top=999&$filter={filter}");
    let mut found = Vec::new();
    loop {
        let reply = world.graph_eventual(token, &path);
        assert_eq!(reply.status(), 200, "{filter}: {}", reply.text());
        let body = reply.json();
        let text = |row: &Value, name: &str| row[name].as_str().map(str::to_owned);
        let rows = body["value"].as_array().unwrap();
        found.extend(rows.iter().map(|row| (text(row, "id").unwrap(), text(row, "createdDateTime"))));
        match body["@odata.nextLink"].as_str() {
            Some(next) => next.strip_prefix(GRAPH).unwrap().clone_into(&mut path),
            None => return found,
        }
    }
}

#[test]
fn spans_with_both_ends_and_the_guests_without_a_date_are_the_whole_list() {
    let world = World::with_guests(3_000);
    let token = world.access_token(ADA);
    let all = read(&world, &token, EXTERNAL);
    let mut dates: Vec<_> = all.iter().filter_map(|(_, date)| date.clone()).collect();
    dates.sort_unstable();
    // The end of a span is the second in which a guest was created, so this guest is in two spans.
    let (one, two) = (&dates[dates.len() / 3], &dates[dates.len() * 2 / 3]);
    let spans = [
        format!("createdDateTime le {one}"),
        format!("createdDateTime ge {one} and createdDateTime le {two}"),
        format!("createdDateTime ge {two}"),
        UNDATED.to_owned(),
    ];
    let read_in_spans: Vec<_> =
        spans.iter().map(|span| read(&world, &token, &format!("{EXTERNAL} and {span}"))).collect();
    assert!(read_in_spans.iter().all(|span| !span.is_empty()));
    let undated = read_in_spans.last().unwrap();
    assert!(undated.iter().all(|(_, date)| date.is_none()));
    assert_eq!(undated.len(), all.len() - dates.len());
    let ids = |lists: &[Vec<(String, Option<String>)>]| -> BTreeSet<String> {
        lists.iter().flatten().map(|(id, _)| id.clone()).collect()
    };
    assert_eq!(ids(&read_in_spans), ids(std::slice::from_ref(&all)));
    assert!(read_in_spans.iter().map(Vec::len).sum::<usize>() >= all.len() + 2, "the ends are in two spans");
}

#[test]
fn what_needs_an_advanced_query_is_refused_without_it() {
    let world = World::with_guests(30);
    let token = world.access_token(ADA);
    let path = format!("/v1.0/users?$select=id&$filter={EXTERNAL} and {UNDATED}");
    let (status, code, _) = world.graph(&token, &path).graph_error();
    assert_eq!((status, code.as_str()), (400, "Request_UnsupportedQuery"));
    for operator in ["gt", "lt"] {
        let path = format!("/v1.0/users?$count=true&$filter=createdDateTime {operator} 2020-01-01T00:00:00Z");
        assert_eq!(world.graph_eventual(&token, &path).status(), 400, "{operator}");
    }
    let plain =
        format!("/v1.0/users?$select=id&$filter={EXTERNAL} and createdDateTime ge 2000-01-01T00:00:00Z");
    assert_eq!(world.graph(&token, &plain).status(), 200);
}

#[test]
fn guests_are_counted_in_a_batch_if_the_header_is_in_the_item() {
    let world = World::with_guests(400);
    let token = world.access_token(ADA);
    let dated = read(&world, &token, &format!("{EXTERNAL} and createdDateTime le 2099-01-01T00:00:00Z"));
    let all = read(&world, &token, EXTERNAL);
    let url = |filter: &str| format!("/users?$count=true&$select=id&$top=1&$filter={filter}");
    let mut items = [
        get("all", &url(EXTERNAL)),
        get("dated", &url(&format!("{EXTERNAL} and createdDateTime le 2099-01-01T00:00:00Z"))),
        get("plain", &url(EXTERNAL)),
    ];
    for item in &mut items[..2] {
        item["headers"] = json!({ "ConsistencyLevel": "eventual" });
    }
    let parts = parts(&send(&world, &token, &json!(items)));
    assert_eq!(parts["all"]["body"]["@odata.count"], all.len());
    assert_eq!(parts["dated"]["body"]["@odata.count"], dated.len());
    assert!(dated.len() < all.len(), "a guest without a date was created at no time");
    assert_eq!((&parts["plain"]["status"], parts["plain"]["body"].get("@odata.count")), (&json!(200), None));
}

#[test]
fn guests_with_given_ids_are_found_and_other_users_are_not_among_them() {
    let world = World::with_guests(40);
    let token = world.access_token(ADA);
    let guests: Vec<_> = read(&world, &token, EXTERNAL).into_iter().map(|(id, _)| id).collect();
    let ada = world.graph(&token, "/v1.0/me").json()["id"].as_str().unwrap().to_owned();
    let nobody = "00000000-0000-4000-8000-000000000000".to_owned();
    let asked: Vec<_> = guests.iter().take(11).chain([&ada, &nobody]).collect();
    let path = |ids: &[&String]| {
        let clauses: Vec<_> = ids.iter().map(|id| format!("id eq '{id}'")).collect();
        format!("/v1.0/users?$select=id&$top=999&$filter=({}) and {EXTERNAL}", clauses.join(" or "))
    };
    let body = world.graph(&token, &path(&asked)).json();
    let mut found: Vec<_> = body["value"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
    let mut wanted: Vec<_> = guests.iter().take(11).map(|id| json!(id)).collect();
    let by_text = |id: &Value| id.as_str().unwrap().to_owned();
    found.sort_by_key(by_text);
    wanted.sort_by_key(by_text);
    assert_eq!(found, wanted);
    // [documented] At most 15 clauses are joined by "or" without an advanced query.
    let many: Vec<_> = guests.iter().take(16).collect();
    assert_eq!(world.graph(&token, &path(&many)).status(), 400);
}

#[test]
fn changes_from_now_on_are_told_with_the_properties_that_were_asked_for() {
    let world = World::with_guests(5);
    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token(ADA);
    let start = "/v1.0/users/delta?$deltaToken=latest&$select=id,displayName,userType,creationType";
    let first = world.graph(&token, start).json();
    assert_eq!(first["value"], json!([]));
    let link = first["@odata.deltaLink"].as_str().unwrap().strip_prefix(GRAPH).unwrap().to_owned();
    let guest = &read(&world, &token, EXTERNAL)[0].0;
    let path = format!("/v1.0/users/{guest}");
    world.graph_write(&token, "PATCH", &path, &json!({ "displayName": "After", "city": "Porto" }));
    let rows = world.graph(&token, &link).json()["value"].as_array().unwrap().clone();
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["displayName"], rows[0].get("city")), (&json!("After"), None));
}
