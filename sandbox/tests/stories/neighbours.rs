//! Managers, objects by their ids, members of members, licences of a person, and what is not licensed.

use serde_json::{Value, json};

use crate::world::{GRAPH, World, invitation};

const ADA: &str = "ada@contoso.com";

fn world(permissions: &[&str]) -> (World, String) {
    let world = World::with_guests(40);
    world.consent(None, permissions);
    let token = world.access_token(ADA);
    (world, token)
}

fn rows(body: &Value) -> Vec<Value> {
    body["value"].as_array().unwrap_or_else(|| panic!("{body}")).clone()
}

fn id_of(world: &World, token: &str, path: &str) -> String {
    world.graph(token, path).json()["id"].as_str().unwrap().to_owned()
}

fn group(world: &World, token: &str, name: &str) -> String {
    let found = world.graph(token, &format!("/v1.0/groups?$filter=displayName eq '{name}'")).json();
    found["value"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_guest_gets_a_manager_who_can_be_replaced_and_removed() {
    let (world, token) = world(&["User.ReadWrite.All"]);
    let made = world.invite(&token, &invitation("managed@fabrikam.com")).json();
    let path = format!("/v1.0/users/{}/manager", made["invitedUser"]["id"].as_str().unwrap());
    let link = format!("{path}/$ref");
    let missing = world.graph(&token, &path).graph_error();
    assert_eq!(
        (missing.0, missing.2.as_str()),
        (
            404,
            "Resource 'manager' does not exist or one of its queried reference-property objects are not present."
        )
    );
    let remove = || world.graph_write(&token, "DELETE", &link, &Value::Null).status();
    assert_eq!(remove(), 404);
    for name in ["mira@contoso.com", "noor@contoso.com"] {
        let manager = id_of(&world, &token, &format!("/v1.0/users/{name}"));
        let body = json!({ "@odata.id": format!("{GRAPH}/v1.0/users/{manager}") });
        assert_eq!(world.graph_write(&token, "PUT", &link, &body).status(), 204);
        assert_eq!(id_of(&world, &token, &path), manager);
        let selected = world.graph(&token, &format!("{path}?$select=id")).json();
        let context = selected["@odata.context"].as_str().unwrap();
        assert!(context.ends_with("#directoryObjects(id)/$entity"), "{context}");
    }
    let nobody = json!({ "@odata.id": format!("{GRAPH}/v1.0/users/5f2b9a3e-6a3f-4a6e-8d5e-3b1f0c9d2e7a") });
    assert_eq!(world.graph_write(&token, "PUT", &link, &nobody).status(), 404);
    assert_eq!(world.graph_write(&token, "PUT", &link, &json!({})).status(), 400);
    assert_eq!(world.graph_write(&token, "POST", &link, &nobody).status(), 405, "a manager is put");
    let mira = world.access_token("mira@contoso.com");
    assert_eq!(world.graph_write(&mira, "DELETE", &link, &Value::Null).status(), 403);
    assert_eq!((remove(), world.graph(&token, &path).status()), (204, 404));
    world.consent(None, &["AuditLog.Read.All"]);
    let gael = world.access_token("gael@contoso.com");
    let events = rows(&world.graph(&gael, "/v1.0/auditLogs/directoryAudits?$top=999").json());
    let set = events.iter().filter(|event| event["activityDisplayName"] == "Set user manager").count();
    assert_eq!(set, 3);
}

#[test]
fn a_guest_has_and_is_a_manager_when_writes_find_the_guest() {
    let (world, token) = world(&["User.ReadWrite.All"]);
    world.settings(&json!({ "replicationSeconds": 5, "writeReplicationSeconds": 20 }));
    let made = world.invite(&token, &invitation("managed@fabrikam.com")).json();
    let guest = made["invitedUser"]["id"].as_str().unwrap().to_owned();
    let mira = id_of(&world, &token, "/v1.0/users/mira@contoso.com");
    let put = |of: &str, manager: &str| {
        let body = json!({ "@odata.id": format!("{GRAPH}/v1.0/users/{manager}") });
        world.graph_write(&token, "PUT", &format!("/v1.0/users/{of}/manager/$ref"), &body)
    };
    let both = || [put(&guest, &mira), put(&mira, &guest)];
    assert_eq!(both().map(|reply| reply.graph_error().1), ["Request_ResourceNotFound"; 2]);
    world.wait(jiff::SignedDuration::from_secs(5));
    assert_eq!(both().map(|reply| reply.graph_error().1), ["Directory_ObjectNotFound"; 2]);
    world.wait(jiff::SignedDuration::from_secs(15));
    assert_eq!(both().map(|reply| reply.status()), [204; 2]);
}

#[test]
fn objects_are_found_by_their_ids() {
    let (world, token) = world(&["Directory.Read.All"]);
    let user = id_of(&world, &token, "/v1.0/users/noor@contoso.com");
    let of_group = group(&world, &token, "Project Aurora");
    let app = rows(&world.graph(&token, "/v1.0/servicePrincipals?$top=1").json())[0]["id"].clone();
    let role = rows(&world.graph(&token, "/v1.0/directoryRoles").json())[0]["id"].clone();
    let unknown = "5f2b9a3e-6a3f-4a6e-8d5e-3b1f0c9d2e7a";
    let ids = json!([user, unknown, of_group, app, role]);
    let get = |body: &Value| world.graph_write(&token, "POST", "/v1.0/directoryObjects/getByIds", body);
    let types = |body: &Value| {
        let reply = get(body);
        assert_eq!(reply.status(), 200, "{}", reply.text());
        let name = |row: &Value| row["@odata.type"].as_str().unwrap().replace("#microsoft.graph.", "");
        rows(&reply.json()).iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(types(&json!({ "ids": ids })), ["user", "group", "servicePrincipal", "directoryRole"]);
    assert_eq!(types(&json!({ "ids": ids, "types": ["User", "group"] })), ["user", "group"]);
    assert_eq!(types(&json!({ "ids": ids, "types": ["device"] })), Vec::<String>::new());
    assert_eq!(types(&json!({ "ids": [] })), Vec::<String>::new());
    let selected = "/v1.0/directoryObjects/getByIds?$select=id,displayName";
    let rows = rows(&world.graph_write(&token, "POST", selected, &json!({ "ids": [user] })).json());
    assert_eq!(rows[0].as_object().unwrap().len(), 3, "with its type: {rows:?}");

    let many = |count: usize| json!({ "ids": vec![unknown; count] });
    assert_eq!(get(&many(1_000)).status(), 200);
    for (body, message) in [
        (many(1_001), "Number of included identifiers cannot exceed '1000'."),
        (json!({ "ids": ["noor@contoso.com"] }), "Invalid GUID specified."),
        (json!({ "ids": [user], "types": ["planet"] }), "Unsupported resource type 'planet' specified."),
        (json!({}), "One or more properties are invalid."),
    ] {
        let (status, code, said) = get(&body).graph_error();
        assert_eq!((status, code.as_str(), said.as_str()), (400, "Request_BadRequest", message));
    }
}

#[test]
fn objects_by_ids_take_a_permission_to_read_the_directory() {
    let (world, token) = world(&["Group.Read.All"]);
    let path = "/v1.0/directoryObjects/getByIds";
    assert_eq!(world.graph_write(&token, "POST", path, &json!({ "ids": [] })).status(), 403);
}

#[test]
fn members_of_members_are_listed_once() {
    let (world, token) = world(&["GroupMember.ReadWrite.All", "Group.Read.All"]);
    let (inner, outer) =
        (group(&world, &token, "Supplier Documents"), group(&world, &token, "Partner Portal Users"));
    let made = world.invite(&token, &invitation("nested@fabrikam.com")).json();
    let guest = made["invitedUser"]["id"].as_str().unwrap();
    let link = json!({ "@odata.id": format!("{GRAPH}/v1.0/directoryObjects/{guest}") });
    for group in [&inner, &outer] {
        world.graph_write(&token, "POST", &format!("/v1.0/groups/{group}/members/$ref"), &link);
    }
    let path = format!("/v1.0/groups/{outer}/transitiveMembers");
    let ids = |path: &str| {
        let reply = world.graph_eventual(&token, path);
        assert_eq!(reply.status(), 200, "{}", reply.text());
        rows(&reply.json()).iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = ids(&format!("{path}?$top=999"));
    assert_eq!(all.iter().filter(|id| *id == guest).count(), 1);
    assert!(all.contains(&inner));
    let within = ids(&format!("/v1.0/groups/{inner}/members?$top=999"));
    assert!(within.iter().all(|id| all.contains(id)), "the inner group's members too");
    assert_eq!(world.graph_eventual(&token, &format!("{path}/$count")).text(), all.len().to_string());
    assert_eq!(world.graph(&token, &format!("{path}/$count")).status(), 400);

    let users = format!("{path}/microsoft.graph.user");
    assert_eq!(world.graph(&token, &users).graph_error().1, "Request_UnsupportedQuery", "an advanced query");
    assert_eq!(ids(&format!("{users}?$count=true&$top=999")).len(), all.len() - 1);
    assert_eq!(ids(&format!("{path}/microsoft.graph.group?$count=true")), [inner]);
    let one = format!("{users}?$count=true&$filter=startsWith(mail,'nested@')");
    assert_eq!(ids(&one), [guest]);
}

#[test]
fn employees_have_licences_and_guests_have_none() {
    let (world, token) = world(&["LicenseAssignment.Read.All"]);
    let of = |path: &str| {
        let reply = world.graph(&token, path);
        assert_eq!(reply.status(), 200, "{}", reply.text());
        let name = |row: &Value| row["skuPartNumber"].as_str().unwrap().to_owned();
        rows(&reply.json()).iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(
        of("/v1.0/users/mira@contoso.com/licenseDetails"),
        ["O365_BUSINESS_ESSENTIALS", "AAD_PREMIUM"]
    );
    assert_eq!(of("/v1.0/me/licenseDetails").len(), 2);
    let guests = rows(&world.graph(&token, "/v1.0/users?$filter=userType eq 'Guest'&$top=1").json());
    assert!(of(&format!("/v1.0/users/{}/licenseDetails", guests[0]["id"].as_str().unwrap())).is_empty());
    world.settings(&json!({ "licence": "free" }));
    assert_eq!(of("/v1.0/me/licenseDetails"), ["O365_BUSINESS_ESSENTIALS"]);
}

#[test]
fn what_is_not_licensed_says_so() {
    let (world, _) = world(&["EntitlementManagement.Read.All", "Chat.Create"]);
    let token = world.access_token("gael@contoso.com");
    let packages = "/v1.0/identityGovernance/entitlementManagement/accessPackages";
    let (status, code, message) = world.graph(&token, packages).graph_error();
    assert_eq!((status, code.as_str()), (403, "NoLicense"));
    assert_eq!(
        message,
        "User is not authorized to perform the operation. Reason: Tenant does not meet license requirement!"
    );
    let denied = world.graph_write(&token, "POST", packages, &json!({})).graph_error();
    assert_eq!(denied.1, "Authorization_RequestDenied", "the permission only reads");
    let chat =
        world.graph_write(&token, "POST", "/v1.0/chats", &json!({ "chatType": "oneOnOne" })).graph_error();
    assert_eq!((chat.0, chat.1.as_str()), (403, "Forbidden"));
}
