//! Query options: their spelling, empty ones, those that a path does not support, and pages of lists that change.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{GRAPH, World};

const ADA: &str = "ada@contoso.com";

fn world() -> (World, String) {
    let world = World::with_guests(60);
    world.consent(None, &["User.ReadWrite.All", "Group.ReadWrite.All", "Directory.Read.All"]);
    let token = world.access_token(ADA);
    (world, token)
}

fn rows(body: &Value) -> Vec<Value> {
    body["value"].as_array().unwrap().clone()
}

fn group(world: &World, token: &str, name: &str) -> String {
    let found = world.graph(token, &format!("/v1.0/groups?$filter=displayName eq '{name}'")).json();
    format!("/v1.0/groups/{}", found["value"][0]["id"].as_str().unwrap())
}

#[test]
fn names_of_options_ignore_letter_case_and_need_no_dollar_in_beta() {
    let (world, token) = world();
    for path in
        ["/v1.0/users?$Count=true&$TOP=2", "/beta/users?count=true&top=2", "/beta/users?$count=true&top=2"]
    {
        let page = world.graph_eventual(&token, path).json();
        assert_eq!((rows(&page).len(), page["@odata.count"].is_u64()), (2, true), "{path}");
        let next = page["@odata.nextLink"].as_str().unwrap().strip_prefix(GRAPH).unwrap();
        assert_eq!(rows(&world.graph_eventual(&token, next).json()).len(), 2, "{next}");
    }
    let plain = world.graph(&token, "/v1.0/users?top=2").json();
    assert!(rows(&plain).len() > 2, "in v1.0 the dollar sign is needed");
}

#[test]
fn an_empty_selection_selects_the_default_properties() {
    let (world, token) = world();
    for path in ["/v1.0/users?$select=&$top=1", "/v1.0/users?$select=,,&$top=1"] {
        let row = rows(&world.graph(&token, path).json())[0].clone();
        assert!(row["id"].is_string() && row["displayName"].is_string(), "{path}: {row}");
    }
    assert!(world.graph(&token, "/v1.0/me?$select=,").json()["id"].is_string());
}

#[test]
fn null_among_values_is_an_advanced_query_like_null_alone() {
    let (world, token) = world();
    let path = "/v1.0/users?$filter=userType in ('Guest',null)&$count=true";
    assert_eq!(world.graph(&token, path).status(), 400);
    assert_eq!(world.graph_eventual(&token, path).status(), 200);
}

#[test]
fn groups_are_filtered_by_their_types() {
    let (world, token) = world();
    let unified = world.graph(&token, "/v1.0/groups?$filter=groupTypes/Any(c:c eq 'Unified')").json();
    assert!(!rows(&unified).is_empty());
    assert!(rows(&unified).iter().all(|row| row["groupTypes"] == json!(["Unified"])));
    let not = "/v1.0/groups?$filter=not groupTypes/any(c:c eq 'DynamicMembership')&$count=true";
    assert_eq!(world.graph(&token, not).status(), 400);
    let others = rows(&world.graph_eventual(&token, not).json());
    assert!(others.iter().all(|row| row["displayName"] != "All Guests") && others.len() > 5);
}

#[test]
fn what_cannot_be_expanded_or_filtered_is_refused_and_not_ignored() {
    let (world, token) = world();
    let group = group(&world, &token, "External Auditors");
    assert_eq!(world.graph(&token, &format!("{group}?$expand=members")).status(), 400);
    for rest in ["members", "transitiveMembers"] {
        let count = format!("{group}/{rest}/$count");
        assert_eq!(world.graph_eventual(&token, &count).status(), 200);
        let filtered = format!("{count}?$filter=startsWith(displayName,'a')");
        assert_eq!(world.graph_eventual(&token, &filtered).status(), 400);
    }
}

#[test]
fn memberships_and_members_are_counted_and_cast() {
    let (world, token) = world();
    let partners = group(&world, &token, "Partner Portal Users");
    let member = rows(&world.graph(&token, &format!("{partners}/members")).json())[0]["id"].clone();
    let user = format!("/v1.0/users/{}", member.as_str().unwrap());
    let count = |path: &str| -> usize {
        let reply = world.graph_eventual(&token, path);
        assert_eq!(reply.status(), 200, "{path}: {}", reply.text());
        reply.text().parse().unwrap()
    };
    let listed = |path: &str| rows(&world.graph_eventual(&token, path).json()).len();
    for path in [
        format!("{user}/memberOf"),
        format!("{user}/memberOf/microsoft.graph.group"),
        format!("{user}/memberOf/microsoft.graph.administrativeUnit"),
        "/v1.0/me/memberOf".to_owned(),
        format!("{partners}/members/microsoft.graph.user"),
        format!("{partners}/members/microsoft.graph.group"),
        format!("{partners}/members/microsoft.graph.servicePrincipal"),
    ] {
        assert_eq!(count(&format!("{path}/$count")), listed(&path), "{path}");
    }
    for (path, segment) in [
        (format!("{user}/memberOf/x"), "x"),
        (format!("{partners}/members/x"), "x"),
        (format!("{user}/sponsors/microsoft.graph.user"), "microsoft.graph.user"),
    ] {
        let message = world.graph(&token, &path).graph_error().2;
        assert_eq!(message, format!("Resource not found for the segment '{segment}'."), "{path}");
    }
    assert_eq!(world.graph(&token, "/v1.0/$batch").graph_error().0, 405);
    let wrong = world.graph_write(
        &token,
        "POST",
        &format!("{user}/checkMemberGroups"),
        &json!({ "groupIds": ["x"] }),
    );
    assert_eq!(wrong.graph_error().2, "Invalid GUID specified.");
    let empty = world.graph_write(&token, "POST", &format!("{user}/getMemberGroups"), &json!({}));
    assert_eq!(empty.graph_error().0, 400);
}

#[test]
fn a_list_can_be_changed_while_it_is_paged_through() {
    let (world, token) = world();
    let start = "/v1.0/users?$filter=userType eq 'Guest' and accountEnabled eq true&$orderby=displayName\
                 &$select=id,displayName&$top=5&$count=true";
    let all = rows(&world.graph_eventual(&token, &start.replace("$top=5", "$top=999")).json());
    let (mut path, mut seen) = (start.to_owned(), 0);
    loop {
        let page = world.graph_eventual(&token, &path).json();
        for row in rows(&page) {
            let user = format!("/v1.0/users/{}", row["id"].as_str().unwrap());
            // Users who are managed on-premises refuse it, and stay in the list.
            world.graph_write(&token, "PATCH", &user, &json!({ "accountEnabled": false }));
            seen += 1;
        }
        let Some(next) = page["@odata.nextLink"].as_str() else { break };
        path = next.strip_prefix(GRAPH).unwrap().to_owned();
    }
    assert_eq!(seen, all.len());
    assert!(rows(&world.graph_eventual(&token, start).json()).len() < 5, "most of them are blocked");

    let members = format!("{}/members", group(&world, &token, "Partner Portal Users"));
    let all = rows(&world.graph(&token, &members).json()).len();
    let (mut path, mut seen) = (format!("{members}?$top=2&$select=id"), 0);
    loop {
        let page = world.graph(&token, &path).json();
        for row in rows(&page) {
            let member = format!("{members}/{}/$ref", row["id"].as_str().unwrap());
            assert_eq!(world.graph_write(&token, "DELETE", &member, &Value::Null).status(), 204);
            seen += 1;
        }
        let Some(next) = page["@odata.nextLink"].as_str() else { break };
        path = next.strip_prefix(GRAPH).unwrap().to_owned();
    }
    assert_eq!(seen, all);
    assert!(rows(&world.graph(&token, &members).json()).is_empty());
}

#[test]
fn a_deleted_user_has_the_id_before_the_sign_in_name() {
    let (world, token) = world();
    let guest =
        rows(&world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'&$top=1").json())[0].clone();
    let (id, upn) = (guest["id"].as_str().unwrap(), guest["userPrincipalName"].as_str().unwrap());
    world.graph_write(&token, "DELETE", &format!("/v1.0/users/{id}"), &Value::Null);
    let deleted = format!("/v1.0/directory/deletedItems/microsoft.graph.user/{id}?$select=userPrincipalName");
    let name = world.graph(&token, &deleted).json()["userPrincipalName"].clone();
    assert_eq!(name, format!("{}{upn}", id.replace('-', "")));
    let restore = format!("/v1.0/directory/deletedItems/{id}/restore");
    let restored = world.graph_write(&token, "POST", &restore, &json!({})).json();
    assert_eq!(restored["userPrincipalName"], upn);
}

#[test]
fn a_revocation_is_a_property_of_the_user() {
    let (world, token) = world();
    let path = "/v1.0/users/mira@contoso.com";
    let since = || {
        let shown = world.graph(&token, &format!("{path}?$select=signInSessionsValidFromDateTime"));
        shown.json()["signInSessionsValidFromDateTime"].clone()
    };
    assert_eq!(since(), Value::Null);
    world.wait(SignedDuration::from_secs(5));
    let revoke = format!("{path}/revokeSignInSessions");
    assert_eq!(world.graph_write(&token, "POST", &revoke, &json!({})).status(), 200);
    assert_eq!(since(), world.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
}
