//! Groups: queries, members, adding and removing members, and a user's memberships.

use serde_json::{Value, json};

use crate::world::{GRAPH, World, invitation};

const ADA: &str = "ada@contoso.com";

fn world() -> (World, String) {
    let world = World::with_guests(60);
    world.consent(None, &["Group.Read.All", "GroupMember.ReadWrite.All", "Directory.Read.All"]);
    let token = world.access_token(ADA);
    (world, token)
}

fn group(world: &World, token: &str, name: &str) -> String {
    let found = world.graph(token, &format!("/v1.0/groups?$filter=displayName eq '{name}'")).json();
    found["value"][0]["id"].as_str().unwrap().to_owned()
}

fn rows(body: &Value) -> Vec<Value> {
    body["value"].as_array().unwrap().clone()
}

fn link(id: &str) -> Value {
    json!({ "@odata.id": format!("{GRAPH}/v1.0/directoryObjects/{id}") })
}

#[test]
fn groups_are_searched_and_tell_their_kind() {
    let (world, token) = world();
    let select =
        "id,displayName,mail,groupTypes,securityEnabled,mailEnabled,onPremisesSyncEnabled,isAssignableToRole";
    let path = format!("/v1.0/groups?$search=%22displayName:proj%22&$select={select}&$top=20&$count=true");
    assert_eq!(world.graph(&token, &path).graph_error().1, "Request_UnsupportedQuery");
    let found = world.graph_eventual(&token, &path).json();
    let names: Vec<_> =
        rows(&found).iter().map(|row| row["displayName"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["Project Aurora", "Project Borealis", "Projects"]);
    assert_eq!(found["@odata.count"], 3);
    assert_eq!(rows(&found)[0]["groupTypes"], json!(["Unified"]));
    let all = rows(&world.graph(&token, "/v1.0/groups").json());
    let kind = |name: &str| all.iter().find(|row| row["displayName"] == name).unwrap().clone();
    assert_eq!(kind("All Guests")["groupTypes"], json!(["DynamicMembership"]));
    assert_eq!(kind("Headquarters Staff")["onPremisesSyncEnabled"], true);
    assert_eq!(kind("Directory Operators")["isAssignableToRole"], true);
    assert_eq!(
        (&kind("Projects")["mailEnabled"], &kind("Projects")["securityEnabled"]),
        (&json!(true), &json!(false))
    );
}

#[test]
fn a_member_is_added_once_and_removed_once() {
    let (world, token) = world();
    let id = group(&world, &token, "External Auditors");
    let guest = world.invite(&token, &invitation("auditor@fabrikam.com")).json();
    let guest = guest["invitedUser"]["id"].as_str().unwrap();
    let members = format!("/v1.0/groups/{id}/members");
    let add = || world.graph_write(&token, "POST", &format!("{members}/$ref"), &link(guest));
    assert_eq!(add().status(), 204);
    let (status, code, message) = add().graph_error();
    assert_eq!((status, code.as_str()), (400, "Request_BadRequest"));
    assert_eq!(
        message,
        "One or more added object references already exist for the following modified properties: 'members'."
    );
    let listed = rows(&world.graph(&token, &format!("{members}?$select=id,mail")).json());
    assert!(listed.iter().any(|row| row["id"] == guest && row["mail"] == "auditor@fabrikam.com"));
    let of =
        rows(&world.graph(&token, &format!("/v1.0/users/{guest}/memberOf/microsoft.graph.group")).json());
    assert!(of.iter().any(|row| row["id"] == id.as_str()));
    let remove = || world.graph_write(&token, "DELETE", &format!("{members}/{guest}/$ref"), &Value::Null);
    assert_eq!((remove().status(), remove().status()), (204, 404));
}

#[test]
fn twenty_members_come_at_once_or_none() {
    let (world, token) = world();
    let id = group(&world, &token, "Directory Operators");
    let path = format!("/v1.0/groups/{id}");
    let guests = rows(&world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'&$top=21").json());
    let links = |count: usize| -> Value {
        let link =
            |row: &Value| json!(format!("{GRAPH}/v1.0/directoryObjects/{}", row["id"].as_str().unwrap()));
        json!({ "members@odata.bind": guests.iter().take(count).map(link).collect::<Vec<_>>() })
    };
    let refused = world.graph_write(&token, "PATCH", &path, &links(2)).graph_error();
    assert_eq!(refused.0, 403, "role-assignable groups take a permission of their own");

    let path = format!("/v1.0/groups/{}", group(&world, &token, "Project Borealis"));
    let before = rows(&world.graph(&token, &format!("{path}/members?$top=999")).json()).len();
    let mut broken = links(3);
    broken["members@odata.bind"][1] =
        json!(format!("{GRAPH}/v1.0/users/5f2b9a3e-6a3f-4a6e-8d5e-3b1f0c9d2e7a"));
    assert_eq!(world.graph_write(&token, "PATCH", &path, &broken).status(), 404);
    assert_eq!(world.graph_write(&token, "PATCH", &path, &links(21)).status(), 400);
    let after = rows(&world.graph(&token, &format!("{path}/members?$top=999")).json()).len();
    assert_eq!(before, after);
    for row in &guests {
        let of = format!("{path}/members/{}/$ref", row["id"].as_str().unwrap());
        world.graph_write(&token, "DELETE", &of, &Value::Null);
    }
    assert_eq!(world.graph_write(&token, "PATCH", &path, &links(20)).status(), 204);
}

#[test]
fn behind_a_cast_members_are_filtered_counted_and_ordered() {
    let (world, token) = world();
    let path = format!("/v1.0/groups/{}/members", group(&world, &token, "All Guests"));
    let cast = format!("{path}/microsoft.graph.user");
    let all = world.graph_eventual(&token, &format!("{path}/$count")).text();
    let counted =
        world.graph_eventual(&token, &format!("{cast}?$count=true&$orderby=displayName&$top=5")).json();
    assert_eq!(counted["@odata.count"].to_string(), all);
    assert_eq!(rows(&counted).len(), 5);
    let none =
        world.graph_eventual(&token, &format!("{cast}?$filter=startsWith(displayName,'zzzz')&$count=true"));
    assert_eq!((&none.json()["@odata.count"], rows(&none.json()).len()), (&json!(0), 0));
    assert_eq!(world.graph(&token, &format!("{path}?$filter=startsWith(displayName,'a')")).status(), 400);
    let advanced = "/v1.0/groups/$count?$filter=displayName ne 'x'";
    assert_eq!(world.graph_eventual(&token, advanced).text(), "11");
}

#[test]
fn renaming_a_group_takes_more_than_changing_its_members() {
    let (world, token) = world();
    let path = format!("/v1.0/groups/{}", group(&world, &token, "All Guests"));
    let change = json!({ "description": "Everybody from elsewhere" });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &change).status(), 403);
    world.consent(None, &["Group.ReadWrite.All"]);
    let token = world.access_token(ADA);
    assert_eq!(
        world.graph_write(&token, "PATCH", &path, &change).status(),
        204,
        "though its members are locked"
    );
    assert_eq!(world.graph(&token, &path).json()["description"], change["description"]);
    for (wrong, property) in [
        (json!({ "description": "" }), "description"),
        (json!({ "description": 1 }), "description"),
        (json!({ "displayName": "" }), "displayName"),
        (json!({ "displayName": null }), "displayName"),
        (json!({ "displayName": "x".repeat(257) }), "displayName"),
        (json!({ "DisplayName": "x" }), "DisplayName"),
        (json!({ "@odata.type": "#microsoft.graph.user" }), "microsoft.graph.group"),
        (json!({ "owners@odata.bind": [] }), "owners@odata.bind"),
    ] {
        let (status, _, message) = world.graph_write(&token, "PATCH", &path, &wrong).graph_error();
        assert_eq!((status, message.contains(&format!("'{property}'"))), (400, true), "{wrong}: {message}");
    }
    let cleared = json!({ "@odata.type": "#microsoft.graph.group", "description": null });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &cleared).status(), 204);
    assert_eq!(world.graph(&token, &path).json()["description"], Value::Null);
}

#[test]
fn a_deleted_group_is_gone() {
    let (world, token) = world();
    let path = format!("/v1.0/groups/{}", group(&world, &token, "External Auditors"));
    assert_eq!(
        world.graph_write(&token, "DELETE", &path, &Value::Null).status(),
        403,
        "reading is not enough"
    );
    world.consent(None, &["Group.ReadWrite.All"]);
    let token = world.access_token(ADA);
    assert_eq!(world.graph_write(&token, "DELETE", &path, &Value::Null).status(), 204);
    assert_eq!(world.graph(&token, &path).status(), 404);
}

#[test]
fn groups_that_others_manage_take_no_members() {
    let (world, token) = world();
    let guest = rows(&world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'&$top=1").json());
    let guest = guest[0]["id"].as_str().unwrap();
    for name in ["All Guests", "Headquarters Staff", "Finance Alerts", "Projects"] {
        let path = format!("/v1.0/groups/{}/members/$ref", group(&world, &token, name));
        assert_eq!(world.graph_write(&token, "POST", &path, &link(guest)).status(), 400, "{name}");
    }
}

#[test]
fn a_guest_who_is_not_replicated_yet_cannot_be_added_or_read_yet() {
    let (world, token) = world();
    world.settings(&json!({ "replicationSeconds": 20 }));
    let made = world.invite(&token, &invitation("late@fabrikam.com")).json();
    let guest = made["invitedUser"]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1.0/groups/{}/members/$ref", group(&world, &token, "External Auditors"));
    let add = || world.graph_write(&token, "POST", &path, &link(&guest)).status();
    let found = || rows(&world.graph(&token, "/v1.0/users?$filter=mail eq 'late@fabrikam.com'").json()).len();
    let read = || world.graph(&token, &format!("/v1.0/users/{guest}")).status();
    assert_eq!((add(), found(), read()), (404, 0, 404));
    world.wait(jiff::SignedDuration::from_secs(20));
    assert_eq!((add(), found(), read()), (204, 1, 200));
}

#[test]
fn membership_reaches_through_groups_and_roles_come_with_it() {
    let (world, token) = world();
    let inner = group(&world, &token, "Supplier Documents");
    let outer = group(&world, &token, "Partner Portal Users");
    let made = world.invite(&token, &invitation("supplier@fabrikam.com")).json();
    let guest = made["invitedUser"]["id"].as_str().unwrap();
    world.graph_write(&token, "POST", &format!("/v1.0/groups/{inner}/members/$ref"), &link(guest));
    let ids = |path: &str| -> Vec<Value> {
        let reply = world.graph_eventual(&token, path);
        assert_eq!(reply.status(), 200, "{path}: {}", reply.text());
        rows(&reply.json()).iter().map(|row| row["id"].clone()).collect()
    };
    let direct = ids(&format!("/v1.0/users/{guest}/memberOf"));
    assert!(direct.contains(&json!(inner)) && !direct.contains(&json!(outer)));
    let cast = format!("/v1.0/users/{guest}/transitiveMemberOf/microsoft.graph.group");
    assert_eq!(world.graph(&token, &cast).status(), 400, "a cast on a transitive list is an advanced query");
    assert!(ids(&format!("{cast}?$count=true")).contains(&json!(outer)));
    let check = json!({ "groupIds": [outer, group(&world, &token, "External Auditors")] });
    let checked =
        world.graph_write(&token, "POST", &format!("/v1.0/users/{guest}/checkMemberGroups"), &check);
    assert_eq!(checked.json()["value"], json!([outer]));

    let roles = "/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole?$count=true&$select=displayName,roleTemplateId";
    let found = rows(&world.graph_eventual(&token, roles).json());
    assert_eq!(found[0]["displayName"], "User Administrator");
    assert_eq!(found[0]["roleTemplateId"], "fe930be7-5e62-47db-91af-98c3a49a38b1");
    let mine = rows(&world.graph(&token, "/v1.0/me/memberOf").json());
    assert!(mine.iter().any(|row| row["@odata.type"] == "#microsoft.graph.directoryRole"));
}
