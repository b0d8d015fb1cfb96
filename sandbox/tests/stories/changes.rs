//! Changes to the directory: properties, sponsors, deletion, restoring deleted users.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{GRAPH, World, invitation};

const ADA: &str = "ada@contoso.com";
const WRITE: &[&str] = &["User.ReadWrite.All", "User.DeleteRestore.All"];

/// A tenant where Ada may write, and an access token with the permissions for it.
fn writable() -> (World, String) {
    let world = World::with_guests(20);
    world.consent(None, WRITE);
    let token = world.access_token(ADA);
    (world, token)
}

fn guest(world: &World, token: &str) -> Value {
    let select = "id,mail,userPrincipalName,displayName,accountEnabled,companyName,city";
    let filter = "externalUserState eq 'Accepted' and userType eq 'Guest'";
    let path = format!("/v1.0/users?$top=1&$select={select}&$filter={filter}");
    world.graph(token, &path).json()["value"][0].clone()
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

#[test]
fn a_guest_is_changed_and_found_by_the_new_values_alone() {
    let (world, token) = writable();
    let guest = guest(&world, &token);
    let path = format!("/v1.0/users/{}", id(&guest));
    let change = json!({ "mail": "new.name@litwareinc.com", "city": "Lyon", "accountEnabled": false });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &change).status(), 204);
    let shown =
        world.graph(&token, &format!("{path}?$select=mail,city,accountEnabled,proxyAddresses")).json();
    assert_eq!((&shown["mail"], &shown["city"]), (&change["mail"], &change["city"]));
    assert_eq!(shown["accountEnabled"], false);
    assert!(shown["proxyAddresses"].as_array().unwrap().contains(&json!("SMTP:new.name@litwareinc.com")));
    let found = |mail: &str| world.graph(&token, &format!("/v1.0/users?$filter=mail eq '{mail}'")).json();
    assert_eq!(found("new.name@litwareinc.com")["value"].as_array().unwrap().len(), 1);
    assert!(found(guest["mail"].as_str().unwrap())["value"].as_array().unwrap().is_empty());
}

#[test]
fn a_change_is_whole_or_nothing_and_says_what_was_wrong() {
    let (world, token) = writable();
    let guest = guest(&world, &token);
    let path = format!("/v1.0/users/{}", id(&guest));
    for (change, part) in [
        (json!({ "displayName": "Changed", "shoeSize": 3 }), "'shoeSize' does not exist"),
        (json!({ "displayName": "Changed", "createdDateTime": "2026-01-01T00:00:00Z" }), "read-only"),
        (json!({ "displayName": "Changed", "accountEnabled": "no" }), "'accountEnabled'"),
        (json!({ "displayName": "Changed", "userType": "Boss" }), "'userType'"),
        (json!({ "displayName": "Changed", "userPrincipalName": ADA }), "already exists"),
        (json!({ "userPrincipalName": "x@evil.example" }), "'userPrincipalName'"),
        (json!({ "mail": ADA }), "proxyAddresses"),
        (json!(["displayName"]), "Unable to read JSON"),
    ] {
        let (status, _, message) = world.graph_write(&token, "PATCH", &path, &change).graph_error();
        assert_eq!(status, 400, "{change}");
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(world.graph(&token, &path).json()["displayName"], guest["displayName"]);
    let gone = world.graph_write(&token, "PATCH", "/v1.0/users/nobody@contoso.com", &json!({})).graph_error();
    assert_eq!((gone.0, gone.1.as_str()), (404, "Request_ResourceNotFound"));
}

#[test]
fn changes_need_permission_and_role() {
    let world = World::with_guests(5);
    let reader = world.access_token(ADA);
    let guest = guest(&world, &reader);
    let path = format!("/v1.0/users/{}", id(&guest));
    let change = json!({ "displayName": "Changed" });
    assert_eq!(
        world.graph_write(&reader, "PATCH", &path, &change).graph_error().1,
        "Authorization_RequestDenied"
    );
    world.consent(None, WRITE);
    let member = world.access_token("mira@contoso.com");
    assert_eq!(world.graph_write(&member, "PATCH", &path, &change).status(), 403);
    assert_eq!(world.graph_write(&member, "DELETE", &path, &Value::Null).status(), 403);
    let admin = world.access_token(ADA);
    assert_eq!(world.graph_write(&admin, "PATCH", &path, &change).status(), 204);
}

#[test]
fn a_deleted_guest_waits_thirty_days_in_the_bin() {
    let (world, token) = writable();
    let guest = guest(&world, &token);
    let user = format!("/v1.0/users/{}", id(&guest));
    let bin = format!("/v1.0/directory/deletedItems/{}", id(&guest));
    assert_eq!(world.graph_write(&token, "DELETE", &user, &Value::Null).status(), 204);
    assert_eq!(world.graph(&token, &user).status(), 404);
    assert_eq!(world.graph_write(&token, "DELETE", &user, &Value::Null).status(), 404);
    let deleted = "/v1.0/directory/deletedItems/microsoft.graph.user?$select=id,deletedDateTime";
    let listed = world.graph(&token, deleted).json();
    assert_eq!(listed["value"][0]["id"], guest["id"]);
    assert!(listed["value"][0]["deletedDateTime"].is_string());
    assert_eq!(world.graph(&token, "/v1.0/directory/deletedItems").status(), 400);

    let restored = world.graph_write(&token, "POST", &format!("{bin}/restore"), &json!({}));
    assert_eq!((restored.status(), &restored.json()["id"]), (200, &guest["id"]));
    assert_eq!(world.graph(&token, &user).status(), 200);
    assert_eq!(world.graph(&token, &bin).status(), 404);

    world.graph_write(&token, "DELETE", &user, &Value::Null);
    world.wait(SignedDuration::from_hours(31 * 24));
    let token = world.access_token(ADA);
    assert_eq!(world.graph_write(&token, "POST", &format!("{bin}/restore"), &json!({})).status(), 404);
    assert!(world.graph(&token, deleted).json()["value"].as_array().unwrap().is_empty());
}

#[test]
fn what_is_purged_is_gone_and_its_address_is_free() {
    let (world, token) = writable();
    let guest = guest(&world, &token);
    let bin = format!("/v1.0/directory/deletedItems/{}", id(&guest));
    assert_eq!(world.graph_write(&token, "DELETE", &bin, &Value::Null).status(), 404, "not in the bin yet");
    world.graph_write(&token, "DELETE", &format!("/v1.0/users/{}", id(&guest)), &Value::Null);
    assert_eq!(world.graph_write(&token, "DELETE", &bin, &Value::Null).status(), 204);
    assert_eq!(world.graph(&token, &bin).status(), 404);
    let again = world.invite(&token, &invitation(guest["mail"].as_str().unwrap()));
    assert_ne!(again.json()["invitedUser"]["id"], guest["id"]);
}

#[test]
fn a_restored_guest_cannot_take_back_a_name_that_is_taken() {
    let (world, token) = writable();
    let guest = guest(&world, &token);
    world.graph_write(&token, "DELETE", &format!("/v1.0/users/{}", id(&guest)), &Value::Null);
    let successor = world.invite(&token, &invitation(guest["mail"].as_str().unwrap()));
    assert_eq!(successor.status(), 201);
    let path = format!("/v1.0/directory/deletedItems/{}/restore", id(&guest));
    let (status, _, message) = world.graph_write(&token, "POST", &path, &json!({})).graph_error();
    assert!(status == 400 && message.contains("userPrincipalName"), "{message}");
}

#[test]
fn a_guest_has_up_to_five_sponsors_users_or_groups() {
    let (world, token) = writable();
    world.consent(None, &["Group.ReadWrite.All"]);
    let token_of_groups = world.access_token(ADA);
    let made = world.invite(&token, &invitation("sponsored@fabrikam.com")).json();
    let guest = id(&made["invitedUser"]).to_owned();
    let path = format!("/v1.0/users/{guest}/sponsors");
    let sponsors = |token: &str| world.graph(token, &path).json()["value"].as_array().unwrap().clone();
    assert_eq!(sponsors(&token).len(), 1, "the inviter");
    assert_eq!(sponsors(&token)[0]["userPrincipalName"], ADA);

    let members =
        world.graph(&token, "/v1.0/users?$filter=userType eq 'Member' and creationType ne 'Invitation'");
    assert_eq!(members.status(), 400, "ne needs the header");
    let members = world.graph(&token, "/v1.0/users?$filter=endsWith(mail,'@contoso.com')").status();
    assert_eq!(members, 400, "so does endsWith");
    let link = |id: &str| json!({ "@odata.id": format!("{GRAPH}/v1.0/users/{id}") });
    let refer = |body: &Value| world.graph_write(&token, "POST", &format!("{path}/$ref"), body);
    let ines = world.graph(&token, "/v1.0/users/ines@contoso.com").json();
    assert_eq!(refer(&link(id(&ines))).status(), 204);
    assert!(refer(&link(id(&ines))).graph_error().2.contains("'sponsors'"), "twice");
    let group = world.graph(&token_of_groups, "/v1.0/groups?$top=1").json()["value"][0].clone();
    let group = json!({ "@odata.id": format!("{GRAPH}/v1.0/groups/{}", id(&group)) });
    assert_eq!(refer(&group).status(), 204);
    for name in ["mira", "rune", "lena"] {
        let person = world.graph(&token, &format!("/v1.0/users/{name}@contoso.com")).json();
        let expected = if name == "lena" { 400 } else { 204 };
        assert_eq!(refer(&link(id(&person))).status(), expected, "{name}");
    }
    assert_eq!(refer(&json!({ "@odata.id": "users/nobody" })).status(), 400);
    assert_eq!(refer(&link("5f2b9a3e-6a3f-4a6e-8d5e-3b1f0c9d2e7a")).status(), 404);

    let kinds: Vec<_> = sponsors(&token).iter().map(|row| row["@odata.type"].clone()).collect();
    assert!(
        kinds.contains(&json!("#microsoft.graph.group")) && kinds.contains(&json!("#microsoft.graph.user"))
    );
    let expanded =
        world.graph(&token, &format!("/v1.0/users/{guest}?$select=id&$expand=sponsors($select=id)"));
    assert_eq!(expanded.json()["sponsors"].as_array().unwrap().len(), 5);
    let one = format!("{path}/{}/$ref", id(&ines));
    assert_eq!(world.graph_write(&token, "DELETE", &one, &Value::Null).status(), 204);
    assert_eq!(world.graph_write(&token, "DELETE", &one, &Value::Null).status(), 404);
    assert_eq!(sponsors(&token).len(), 4);
}

#[test]
fn mixed_lists_show_what_each_kind_has_of_a_selection() {
    let (world, _) = writable();
    world.consent(None, &["User.ReadWrite.All", "Group.Read.All"]);
    let token = world.access_token(ADA);
    let made = world.invite(&token, &invitation("sponsored@fabrikam.com")).json();
    let path = format!("/v1.0/users/{}/sponsors", id(&made["invitedUser"]));
    let group = world.graph(&token, "/v1.0/groups?$top=1").json()["value"][0].clone();
    let link = json!({ "@odata.id": format!("{GRAPH}/v1.0/groups/{}", id(&group)) });
    assert_eq!(world.graph_write(&token, "POST", &format!("{path}/$ref"), &link).status(), 204);
    let rows = |query: &str| world.graph(&token, &format!("{path}?{query}"));
    let shown = rows("$select=id,displayName,userPrincipalName").json()["value"].as_array().unwrap().clone();
    assert!(shown.iter().any(|row| row["userPrincipalName"] == ADA));
    assert!(shown.iter().any(|row| row["id"] == group["id"] && row.get("userPrincipalName").is_none()));
    assert_eq!(rows("$select=shoeSize").status(), 400);
    assert_eq!(rows("$filter=displayName eq 'x'").status(), 400, "not silently ignored");
    let first = rows("$top=1").json();
    assert_eq!(first["value"].as_array().unwrap().len(), 1);
    let next = first["@odata.nextLink"].as_str().unwrap().strip_prefix(GRAPH).unwrap().to_owned();
    assert_ne!(world.graph(&token, &next).json()["value"][0]["id"], first["value"][0]["id"]);
}

#[test]
fn administrators_are_out_of_reach_of_lesser_ones() {
    let (world, token) = writable();
    let gael = world.graph(&token, "/v1.0/users/gael@contoso.com").json();
    let path = format!("/v1.0/users/{}", id(&gael));
    for change in [json!({ "accountEnabled": false }), json!({ "otherMails": ["a@b.example"] })] {
        assert_eq!(world.graph_write(&token, "PATCH", &path, &change).status(), 403, "{change}");
    }
    assert_eq!(world.graph_write(&token, "DELETE", &path, &Value::Null).status(), 403);
    let job = json!({ "jobTitle": "Head of Everything" });
    assert_eq!(world.graph_write(&token, "PATCH", &path, &job).status(), 204);
    let admin = world.access_token("gael@contoso.com");
    let ada = world.graph(&admin, "/v1.0/users/ada@contoso.com").json();
    let path = format!("/v1.0/users/{}", id(&ada));
    assert_eq!(world.graph_write(&admin, "PATCH", &path, &json!({ "otherMails": [] })).status(), 204);
}

#[test]
fn narrow_permissions_reach_their_properties_alone() {
    let world = World::with_guests(5);
    world.consent(None, &["User-Mail.ReadWrite.All"]);
    let token = world.access_token(ADA);
    let path = format!("/v1.0/users/{}", id(&guest(&world, &token)));
    let patch = |change: &Value| world.graph_write(&token, "PATCH", &path, change).status();
    assert_eq!(patch(&json!({ "otherMails": ["second@fabrikam.com"] })), 204);
    assert_eq!(patch(&json!({ "otherMails": [], "displayName": "Changed" })), 403);
}

#[test]
fn revoking_sessions_ends_those_of_members_and_not_those_of_guests() {
    let (world, token) = writable();
    let mira = world.access_token("mira@contoso.com");
    let path = |name: &str| format!("/v1.0/users/{name}/revokeSignInSessions");
    let done = world.graph_write(&token, "POST", &path("mira@contoso.com"), &json!({}));
    assert_eq!((done.status(), &done.json()["value"]), (200, &json!(true)));
    assert_eq!(world.graph(&mira, "/v1.0/me").status(), 401);
    let guest = guest(&world, &token);
    assert_eq!(world.graph_write(&token, "POST", &path(id(&guest)), &json!({})).status(), 200);
}

#[test]
fn the_authorization_policy_decides_who_reads_others() {
    let world = World::with_guests(5);
    world.consent(None, &["GroupMember.Read.All"]);
    let member = world.access_token("mira@contoso.com");
    let ada = "/v1.0/users/ada@contoso.com";
    let paths = ["/v1.0/users", ada, "/v1.0/users/ada@contoso.com/memberOf", "/v1.0/groups"];
    let statuses = |token: &str| paths.map(|path| world.graph(token, path).status());
    assert_eq!(statuses(&member), [200; 4]);
    let closed = json!({ "authorizationPolicy": { "defaultUserRolePermissions": { "allowedToReadOtherUsers": false } } });
    assert_eq!(world.settings(&closed).status(), 200);
    assert_eq!(statuses(&member), [403; 4]);
    assert_eq!(world.graph(&member, "/v1.0/me").status(), 200);
    assert_eq!(statuses(&world.access_token(ADA)), [200; 4], "a role reads on");
}

#[test]
fn a_guest_becomes_an_internal_member_in_beta_only() {
    let (world, token) = writable();
    let guest = guest(&world, &token);
    world.consent(None, &["User-ConvertToInternal.ReadWrite.All"]);
    let token = world.access_token(ADA);
    let body = json!({
        "userPrincipalName": "former.guest@contoso.com",
        "passwordProfile": { "password": "not-a-real-one", "forceChangePasswordNextSignIn": true },
    });
    let path = |version: &str| format!("/{version}/users/{}/convertExternalToInternalMemberUser", id(&guest));
    assert_eq!(world.graph_write(&token, "POST", &path("v1.0"), &body).status(), 405);
    let done = world.graph_write(&token, "POST", &path("beta"), &body);
    assert_eq!(done.json()["userPrincipalName"], "former.guest@contoso.com", "{}", done.text());
    let user = world.graph(&token, &format!("/v1.0/users/{}?$select=userType,externalUserState", id(&guest)));
    assert_eq!(
        (&user.json()["userType"], &user.json()["externalUserState"]),
        (&json!("Member"), &Value::Null)
    );
}

#[test]
fn a_new_guest_is_read_before_it_can_be_written() {
    let (world, _) = writable();
    world.consent(None, &["GroupMember.ReadWrite.All"]);
    let token = world.access_token(ADA);
    world.settings(&json!({ "replicationSeconds": 5, "writeReplicationSeconds": 20 }));
    let made = world.invite(&token, &invitation("late@fabrikam.com")).json();
    let guest = made["invitedUser"]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1.0/users/{guest}");
    let groups = world.graph(&token, "/v1.0/groups?$filter=displayName eq 'External Auditors'").json();
    let members = format!("/v1.0/groups/{}/members/$ref", id(&groups["value"][0]));
    let sponsors = format!("{path}/sponsors/$ref");
    let link = json!({ "@odata.id": format!("{GRAPH}/v1.0/directoryObjects/{guest}") });
    let ada = world.graph(&token, "/v1.0/users/ada@contoso.com?$select=id").json();
    let sponsor = json!({ "@odata.id": format!("{GRAPH}/v1.0/users/{}", id(&ada)) });
    let one_sponsor = format!("{path}/sponsors/{}/$ref", id(&ada));
    let revoke = format!("{path}/revokeSignInSessions");
    let writes: [(&str, &str, Value); 6] = [
        ("PATCH", &path, json!({ "companyName": "Fabrikam" })),
        ("POST", &members, link),
        ("DELETE", &one_sponsor, json!({})),
        ("POST", &sponsors, sponsor),
        ("POST", &revoke, json!({})),
        ("DELETE", &path, json!({})),
    ];
    let all = || writes.each_ref().map(|(method, path, body)| world.graph_write(&token, method, path, body));
    for refused in all() {
        assert_eq!(refused.graph_error().1, "Request_ResourceNotFound", "reads do not find the guest either");
    }
    world.wait(SignedDuration::from_secs(5));
    assert_eq!(world.graph(&token, &path).status(), 200);
    let listed = world.graph(&token, "/v1.0/users?$filter=mail eq 'late@fabrikam.com'").json();
    assert_eq!(listed["value"].as_array().unwrap().len(), 1);
    let delta = world.graph(&token, "/v1.0/users/delta?$select=mail").text();
    assert!(delta.contains("late@fabrikam.com"), "{delta}");
    for refused in all() {
        let (status, code, message) = refused.graph_error();
        assert_eq!((status, code.as_str()), (404, "Directory_ObjectNotFound"));
        assert_eq!(message, "Unable to read the company information from the directory.");
    }
    // A check of memberships is a POST, but no write.
    let check =
        world.graph_write(&token, "POST", &format!("{path}/checkMemberGroups"), &json!({ "groupIds": [] }));
    assert_ne!(check.status(), 404);
    world.wait(SignedDuration::from_secs(15));
    assert_eq!(all().map(|reply| reply.status()), [204, 204, 204, 204, 200, 204]);
}
