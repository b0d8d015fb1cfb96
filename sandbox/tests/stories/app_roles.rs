//! Apps with roles, and who gets them.

use serde_json::{Value, json};

use crate::world::{World, invitation};

const ADA: &str = "ada@contoso.com";
const ZEROS: &str = "00000000-0000-0000-0000-000000000000";

fn world() -> (World, String) {
    let world = World::with_guests(60);
    world.consent(None, &["AppRoleAssignment.ReadWrite.All", "Application.Read.All", "Group.Read.All"]);
    let token = world.access_token(ADA);
    (world, token)
}

fn rows(body: &Value) -> Vec<Value> {
    body["value"].as_array().unwrap_or_else(|| panic!("{body}")).clone()
}

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

fn app(world: &World, token: &str, name: &str) -> Value {
    rows(&world.graph(token, &format!("/v1.0/servicePrincipals?$filter=displayName eq '{name}'")).json())
        .remove(0)
}

fn role(app: &Value, name: &str) -> String {
    let roles = app["appRoles"].as_array().unwrap();
    let role = roles.iter().find(|role| role["displayName"] == name).unwrap();
    id(role).to_owned()
}

fn guest(world: &World, token: &str) -> String {
    let made = world.invite(token, &invitation("partner@fabrikam.com")).json();
    made["invitedUser"]["id"].as_str().unwrap().to_owned()
}

fn assignment(principal: &str, app: &Value, role: &str) -> Value {
    json!({ "principalId": principal, "resourceId": id(app), "appRoleId": role })
}

#[test]
fn apps_are_filtered_searched_counted_and_tell_their_roles() {
    let (world, token) = world();
    let found = app(&world, &token, "Partner Portal");
    let roles = found["appRoles"].as_array().unwrap();
    let names: Vec<_> = roles.iter().map(|role| role["displayName"].as_str().unwrap()).collect();
    assert_eq!(names, ["Partner", "Partner Manager", "Supplier (old)", "Read orders"]);
    assert_eq!(roles[2]["isEnabled"], false);
    assert_eq!(roles[3]["allowedMemberTypes"], json!(["Application"]));
    assert_eq!(found["appRoleAssignmentRequired"], true);

    let path = "/v1.0/servicePrincipals?$search=%22displayName:cont%22&$select=id,displayName&$count=true";
    assert_eq!(world.graph(&token, path).graph_error().1, "Request_UnsupportedQuery");
    let searched = world.graph_eventual(&token, path).json();
    assert_eq!((&searched["@odata.count"], rows(&searched).len()), (&json!(1), 1));
    assert_eq!(rows(&searched)[0]["displayName"], "Contoso Expenses");
    assert_eq!(rows(&searched)[0].as_object().unwrap().len(), 2);
    assert_eq!(world.graph_eventual(&token, "/v1.0/servicePrincipals/$count").text(), "6");
    let tagged =
        "/v1.0/servicePrincipals?$filter=tags/any(t:t eq 'WindowsAzureActiveDirectoryIntegratedApp')";
    assert_eq!(rows(&world.graph(&token, tagged).json()).len(), 5);
    let by_key = "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')";
    assert_eq!(world.graph(&token, by_key).json()["displayName"], "Microsoft Graph");
    let one = world.graph(&token, &format!("/v1.0/servicePrincipals/{}?$select=appId", id(&found)));
    assert_eq!(one.json()["appId"], found["appId"]);
    assert_eq!(world.graph(&token, &format!("/v1.0/servicePrincipals/{ZEROS}")).graph_error().0, 404);
}

#[test]
fn a_guest_gets_a_role_once_and_loses_it_once() {
    let (world, token) = world();
    let (guest, app) = (guest(&world, &token), app(&world, &token, "Partner Portal"));
    let to = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", id(&app));
    let body = assignment(&guest, &app, &role(&app, "Partner"));
    let given = world.graph_write(&token, "POST", &to, &body);
    assert_eq!(given.status(), 201, "{}", given.text());
    let given = given.json();
    assert_eq!(given["principalType"], "User");
    assert_eq!(given["resourceDisplayName"], "Partner Portal");
    assert_eq!(id(&given).len(), 43);
    assert_eq!(given["createdDateTime"], "2026-11-20T09:00:00.0000000Z");
    assert!(
        given["@odata.context"]
            .as_str()
            .unwrap()
            .ends_with(&format!("#servicePrincipals('{}')/appRoleAssignedTo/$entity", id(&app))),
        "{given}"
    );
    let of = format!("/v1.0/users/{guest}/appRoleAssignments");
    for path in [&to, &of] {
        let (status, code, message) = world.graph_write(&token, "POST", path, &body).graph_error();
        assert_eq!((status, code.as_str()), (400, "Request_BadRequest"));
        assert_eq!(message, "Permission being assigned already exists on the object");
    }
    let listed = rows(&world.graph(&token, &of).json());
    assert_eq!((listed.len(), id(&listed[0])), (1, id(&given)));
    let filtered = |resource: &str| world.graph(&token, &format!("{of}?$filter=resourceId eq {resource}"));
    assert_eq!(rows(&filtered(id(&app)).json()).len(), 1);
    assert_eq!(rows(&filtered(ZEROS).json()).len(), 0);
    assert_eq!(filtered(&format!("'{}'", id(&app))).status(), 400, "a GUID is not quoted");
    let one = world.graph(&token, &format!("{of}/{}", id(&given)));
    assert_eq!(one.json()["appRoleId"], body["appRoleId"]);
    let remove = || world.graph_write(&token, "DELETE", &format!("{of}/{}", id(&given)), &Value::Null);
    assert_eq!((remove().status(), remove().status()), (204, 404));
    assert_eq!(rows(&world.graph(&token, &of).json()).len(), 0);
}

#[test]
fn roles_that_the_app_does_not_offer_are_refused() {
    let (world, token) = world();
    let guest = guest(&world, &token);
    let give = |app: &Value, role: &str| {
        let path = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", id(app));
        world.graph_write(&token, "POST", &path, &assignment(&guest, app, role))
    };
    let portal = app(&world, &token, "Partner Portal");
    let own = [role(&portal, "Supplier (old)"), role(&portal, "Read orders")];
    let foreign = role(&app(&world, &token, "Contoso Expenses"), "Approver");
    for role in [own[0].as_str(), own[1].as_str(), foreign.as_str(), ZEROS] {
        let (status, code, message) = give(&portal, role).graph_error();
        assert_eq!((status, code.as_str()), (400, "Request_BadRequest"), "{role}");
        assert_eq!(message, "Permission being assigned was not found on application");
    }
    let without_roles = app(&world, &token, "Supplier Documents");
    assert_eq!(give(&without_roles, ZEROS).status(), 201, "no role is declared, so zeros stand for access");
}

#[test]
fn ids_must_fit_the_path_and_exist() {
    let (world, token) = world();
    let guest = guest(&world, &token);
    let portal = app(&world, &token, "Partner Portal");
    let of = format!("/v1.0/users/{guest}/appRoleAssignments");
    let partner = role(&portal, "Partner");
    let said = |path: &str, body: &Value| world.graph_write(&token, "POST", path, body).graph_error().2;
    let other = assignment(ZEROS, &portal, &partner);
    assert_eq!(said(&of, &other), "Not a valid reference update.");
    let to = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", id(&portal));
    let elsewhere = json!({ "principalId": guest, "resourceId": ZEROS, "appRoleId": partner });
    assert_eq!(said(&to, &elsewhere), "Not a valid reference update.");
    assert_eq!(said(&of, &elsewhere), "Specified resourceId was not found.");
    assert_eq!(said(&of, &json!({ "principalId": guest })), "One or more properties are invalid.");
    assert_eq!(world.graph_write(&token, "POST", &to, &other).status(), 404, "no such user or group");
    let odd = world.graph(&token, &format!("{of}/not-an-assignment")).graph_error();
    assert_eq!((odd.0, odd.2.as_str()), (400, "Invalid resource identifier for EntitlementGrant."));
}

#[test]
fn a_group_passes_its_role_on_to_direct_members() {
    let (world, token) = world();
    let portal = app(&world, &token, "Partner Portal");
    let named = |name: &str| {
        let path = format!("/v1.0/groups?$filter=displayName eq '{name}'");
        id(&rows(&world.graph(&token, &path).json())[0]).to_owned()
    };
    let group = named("Partner Portal Users");
    let to = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", id(&portal));
    let all = rows(&world.graph(&token, &format!("{to}?$top=999")).json());
    let of_group = all.iter().find(|row| row["principalId"] == group.as_str()).unwrap();
    assert_eq!(of_group["principalType"], "Group");
    assert!(all.iter().any(|row| row["principalType"] == "User"), "some guests have it themselves");

    let members = rows(&world.graph(&token, &format!("/v1.0/groups/{group}/members?$top=999")).json());
    let member = members.iter().find(|row| row["@odata.type"] == "#microsoft.graph.user").unwrap();
    let of = format!("/v1.0/users/{}/appRoleAssignments", id(member));
    let listed = rows(&world.graph(&token, &of).json());
    assert!(listed.iter().any(|row| row["id"] == of_group["id"]), "{listed:?}");
    let path = format!("{of}/{}", id(of_group));
    assert_eq!(world.graph_write(&token, "DELETE", &path, &Value::Null).status(), 404, "it is the group's");

    let body = assignment(&named("Projects"), &portal, &role(&portal, "Partner"));
    assert_eq!(
        world.graph_write(&token, "POST", &to, &body).status(),
        400,
        "a distribution list gets no role"
    );
    let body = assignment(&group, &portal, &role(&portal, "Partner Manager"));
    assert_eq!(world.graph_write(&token, "POST", &to, &body).status(), 201);
}

#[test]
fn assigning_takes_permissions_and_a_role() {
    let world = World::with_guests(3);
    world.consent(None, &["AppRoleAssignment.ReadWrite.All"]);
    let token = world.access_token(ADA);
    let guest = guest(&world, &token);
    let of = format!("/v1.0/users/{guest}/appRoleAssignments");
    assert_eq!(world.graph(&token, "/v1.0/servicePrincipals").status(), 403, "apps take a permission");
    assert_eq!(world.graph(&token, &of).status(), 200);
    world.consent(None, &["Application.Read.All"]);
    let reader = world.access_token(ADA);
    let portal = app(&world, &reader, "Partner Portal");
    let body = assignment(&guest, &portal, &role(&portal, "Partner"));
    let to = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", id(&portal));
    let denied = world.graph_write(&token, "POST", &to, &body).graph_error();
    assert_eq!((denied.0, denied.1.as_str()), (403, "Authorization_RequestDenied"), "two permissions");
    let mira = world.access_token("mira@contoso.com");
    assert_eq!(world.graph_write(&mira, "POST", &to, &body).status(), 403, "a member without a role");
    assert_eq!(
        world.graph_write(&token, "POST", &of, &body).status(),
        201,
        "one is enough on the user's path"
    );

    let graph = app(&world, &reader, "Microsoft Graph");
    let body = assignment(&guest, &graph, ZEROS);
    let path = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", id(&graph));
    assert_eq!(world.graph_write(&reader, "POST", &path, &body).status(), 403, "not a Global Administrator");
}

#[test]
fn the_audit_log_names_app_role_and_person() {
    let (world, token) = world();
    let (guest, portal) = (guest(&world, &token), app(&world, &token, "Partner Portal"));
    let of = format!("/v1.0/users/{guest}/appRoleAssignments");
    let body = assignment(&guest, &portal, &role(&portal, "Partner"));
    let given = world.graph_write(&token, "POST", &of, &body).json();
    world.graph_write(&token, "DELETE", &format!("{of}/{}", id(&given)), &Value::Null);
    world.consent(None, &["AuditLog.Read.All"]);
    let gael = world.access_token("gael@contoso.com");
    let events = rows(&world.graph(&gael, "/v1.0/auditLogs/directoryAudits?$top=999").json());
    for (name, old) in
        [("Add app role assignment grant to user", false), ("Remove app role assignment from user", true)]
    {
        let event = events.iter().find(|event| event["activityDisplayName"] == name).unwrap();
        assert_eq!(event["category"], "UserManagement");
        let targets = event["targetResources"].as_array().unwrap();
        assert_eq!((&targets[0]["type"], &targets[1]["id"]), (&json!("ServicePrincipal"), &json!(guest)));
        let change = &targets[0]["modifiedProperties"][2];
        assert_eq!(change["displayName"], "AppRole.DisplayName");
        assert_eq!(change[if old { "oldValue" } else { "newValue" }], "\"Partner\"");
    }
}

#[test]
fn a_guest_gets_a_role_when_writes_find_the_guest() {
    let (world, token) = world();
    let app = app(&world, &token, "Partner Portal");
    world.settings(&json!({ "replicationSeconds": 5, "writeReplicationSeconds": 20 }));
    let guest = guest(&world, &token);
    let paths = [
        format!("/v1.0/users/{guest}/appRoleAssignments"),
        format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", id(&app)),
    ];
    let roles = ["Partner", "Partner Manager"].map(|name| assignment(&guest, &app, &role(&app, name)));
    let assign = || [0, 1].map(|side| world.graph_write(&token, "POST", &paths[side], &roles[side]));
    let codes = || assign().map(|reply| reply.graph_error().1);
    assert_eq!(codes(), ["Request_ResourceNotFound"; 2]);
    world.wait(jiff::SignedDuration::from_secs(5));
    assert_eq!(codes(), ["Directory_ObjectNotFound"; 2]);
    world.wait(jiff::SignedDuration::from_secs(15));
    assert_eq!(assign().map(|reply| reply.status()), [201; 2]);
}

#[test]
fn a_deleted_guest_has_the_role_again_after_the_return() {
    let (world, _) = world();
    world.consent(None, &["User.ReadWrite.All", "User.DeleteRestore.All"]);
    let token = world.access_token(ADA);
    let (guest, portal) = (guest(&world, &token), app(&world, &token, "Supplier Documents"));
    let to = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", id(&portal));
    world.graph_write(&token, "POST", &to, &assignment(&guest, &portal, ZEROS));
    let assigned = || {
        let listed = rows(&world.graph(&token, &format!("{to}?$top=999")).json());
        listed.iter().any(|row| row["principalId"] == guest.as_str())
    };
    assert!(assigned());
    world.graph_write(&token, "DELETE", &format!("/v1.0/users/{guest}"), &Value::Null);
    assert!(!assigned(), "hidden while the guest is deleted");
    world.graph_write(&token, "POST", &format!("/v1.0/directory/deletedItems/{guest}/restore"), &Value::Null);
    assert!(assigned(), "back with the guest");
}
