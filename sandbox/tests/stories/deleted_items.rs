//! The list of deleted users: filters, order, count.

use jiff::SignedDuration;
use serde_json::Value;

use crate::world::{GRAPH, World};

const DELETED: &str = "/v1.0/directory/deletedItems/microsoft.graph.user";

/// A tenant with five deleted guests, one a minute.
fn world() -> (World, String, Vec<String>) {
    let world = World::with_guests(12);
    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token("ada@contoso.com");
    let guests = world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'&$top=5&$select=id").json();
    let ids: Vec<_> = rows(&guests).iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    for id in &ids {
        world.wait(SignedDuration::from_mins(1));
        let reply = world.graph_write(&token, "DELETE", &format!("/v1.0/users/{id}"), &Value::Null);
        assert_eq!(reply.status(), 204);
    }
    (world, token, ids)
}

fn rows(body: &Value) -> &[Value] {
    body["value"].as_array().unwrap()
}

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[test]
fn deleted_users_are_counted_and_sorted_by_the_date_of_their_deletion() {
    let (world, token, deleted) = world();
    let documented =
        format!("{DELETED}?$count=true&$orderby=deletedDateTime desc&$select=id,deletedDateTime");
    let body = world.graph_eventual(&token, &format!("{documented}&$top=3")).json();
    assert_eq!(body["@odata.count"], 5);
    let next = body["@odata.nextLink"].as_str().unwrap().strip_prefix(GRAPH).unwrap().to_owned();
    let rest = world.graph_eventual(&token, &next).json();
    let found: Vec<_> = ids(rows(&body)).into_iter().chain(ids(rows(&rest))).collect();
    let latest_first: Vec<_> = deleted.iter().rev().map(String::as_str).collect();
    assert_eq!(found, latest_first);
    assert_eq!(world.graph_eventual(&token, &format!("{DELETED}/$count")).text(), "5");

    let refused = world.graph(&token, &documented).graph_error();
    let text = "Unsupported sort property 'deletedDateTime' for 'User'.";
    assert_eq!(refused, (400, "Request_UnsupportedQuery".into(), text.into()));
    let refused = world.graph(&token, &format!("{DELETED}/$count")).graph_error();
    assert_eq!(refused, (400, "Request_BadRequest".into(), "$count is not currently supported.".into()));
    assert!(world.graph(&token, &format!("{DELETED}?$count=true")).json()["@odata.count"].is_null());
}

#[test]
fn deleted_users_are_filtered_as_users_are() {
    let (world, token, deleted) = world();
    let all = world.graph(&token, &format!("{DELETED}?$select=id,mail,deletedDateTime")).json();
    let (mail, since) =
        (rows(&all)[1]["mail"].as_str().unwrap(), rows(&all)[3]["deletedDateTime"].as_str().unwrap());
    for (filter, found) in [
        (format!("mail eq '{mail}'"), &deleted[1..2]),
        (format!("deletedDateTime ge {since}"), &deleted[3..]),
        (format!("deletedDateTime le {since}"), &deleted[..4]),
        ("userType eq 'Member'".into(), &[]),
    ] {
        let body = world.graph(&token, &format!("{DELETED}?$select=id&$filter={filter}")).json();
        assert_eq!(ids(rows(&body)), found, "{filter}");
    }
    for (query, text) in [
        ("$filter=userType ne 'Guest'", "Unsupported property filter clause operator 'NotEqualsMatch'."),
        ("$filter=endsWith(mail,'.com')", "Unsupported Query."),
        ("$filter=userType eq 'Guest'&$orderby=displayName", "Sorting not supported for current query."),
        ("$skip=1", "'$skip' is not supported by the service."),
    ] {
        let (status, _, message) = world.graph(&token, &format!("{DELETED}?{query}")).graph_error();
        assert_eq!((status, message.as_str()), (400, text), "{query}");
    }
}
