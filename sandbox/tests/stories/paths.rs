//! Paths: letter case, unknown segments and versions, actions of beta, keys of objects, and `/$ref` forgotten.

use sandbox::Site;
use serde_json::{Value, json};

use crate::batch::{get, parts, send};
use crate::world::{GRAPH, Reply, World, invitation};

const ADA: &str = "ada@contoso.com";

fn world(permissions: &[&str]) -> (World, String) {
    let world = World::with_guests(20);
    world.consent(None, permissions);
    let token = world.access_token(ADA);
    (world, token)
}

fn refused(reply: &Reply) -> (u16, String, String) {
    reply.graph_error()
}

#[test]
fn paths_ignore_letter_case_and_the_format_option_that_changes_nothing() {
    let (world, token) = world(&["Group.Read.All", "AuditLog.Read.All", "User.ReadWrite.All"]);
    for (path, same) in [
        ("/v1.0/Users?$top=3", "/v1.0/users?$top=3"),
        ("/V1.0/ME", "/v1.0/me"),
        ("/v1.0/users/$COUNT", "/v1.0/users/$count"),
        ("/v1.0/Me/MemberOf", "/v1.0/me/memberOf"),
        ("/v1.0/Groups?$format=json&$top=3", "/v1.0/groups?$top=3"),
        ("/v1.0/me?$format=application/json;odata.metadata=minimal", "/v1.0/me"),
        ("/v1.0/Users('ADA@contoso.com')", "/v1.0/users/ada@contoso.com"),
        (
            "/BETA/Directory/DeletedItems/Microsoft.Graph.User",
            "/beta/directory/deletedItems/microsoft.graph.user",
        ),
    ] {
        let (found, expected) = (world.graph_eventual(&token, path), world.graph_eventual(&token, same));
        assert_eq!(found.status(), 200, "{path}: {}", found.text());
        let value =
            |reply: &Reply| serde_json::from_str::<Value>(&reply.text()).map(|body| body["value"].clone());
        assert_eq!(value(&found).ok(), value(&expected).ok(), "{path}");
    }
    let gael = world.access_token("gael@contoso.com");
    for path in ["/v1.0/auditLogs/signins?$top=1", "/v1.0/AuditLogs/directoryaudits?$top=1"] {
        assert_eq!(world.graph(&gael, path).status(), 200, "{path}");
    }
    let made = world.graph_write(&token, "POST", "/v1.0/Invitations", &invitation("case@fabrikam.com"));
    assert_eq!(made.status(), 201);
    let ledger = world.get(Site::Graph, "/_sandbox/ledger").json();
    assert_eq!(ledger["invitationsPerAddress"]["case@fabrikam.com"], 1, "{ledger}");
    let reply = world.graph_write(&token, "POST", "/v1.0/$Batch", &json!({ "requests": [get("1", "/Me")] }));
    assert_eq!(parts(&reply)["1"]["status"], 200);
    assert_eq!(world.graph(&token, "/v1.0/users?$format=xml").status(), 400);
}

#[test]
fn unknown_segments_versions_and_objects_have_three_different_answers() {
    let (world, token) = world(&[]);
    let segment =
        |name: &str| (400, "BadRequest".to_owned(), format!("Resource not found for the segment '{name}'."));
    for (path, name) in [
        ("/v1.0/nothing", "nothing"),
        ("/v1.0/Nothing", "Nothing"),
        ("/v1.0/me/nothing", "nothing"),
        ("/v1.0/users/ada@contoso.com/nothing", "nothing"),
        ("/v1.0/policies/nothing", "nothing"),
        ("/v1.0/auditLogs/nothing", "nothing"),
    ] {
        assert_eq!(refused(&world.graph(&token, path)), segment(name), "{path}");
    }
    let version = (400, "BadRequest".to_owned(), "Invalid version.".to_owned());
    assert_eq!(refused(&world.graph(&token, "/v2.0/me")), version);
    assert_eq!(refused(&world.graph(&token, "/me")), version);
    let object = refused(&world.graph(&token, "/v1.0/users/nobody@contoso.com"));
    assert_eq!((object.0, object.1.as_str()), (404, "Request_ResourceNotFound"));
    let items = send(&world, &token, &json!([get("1", "/nothing"), get("2", "/v1.0/me")]));
    assert!(
        parts(&items)
            .values()
            .all(|part| part["status"] == 400 && part["body"]["error"]["code"] == "BadRequest")
    );
}

#[test]
fn actions_of_beta_answer_405_under_v1() {
    let (world, token) = world(&["User-ConvertToInternal.ReadWrite.All"]);
    for action in ["convertExternalToInternalMemberUser", "getPasswordSingleSignOnCredentials"] {
        let path = format!("/v1.0/users/{ADA}/{action}");
        let expected = "Specified HTTP method is not allowed for the request target.";
        let reply = world.graph_write(&token, "POST", &path, &json!({}));
        assert_eq!(refused(&reply), (405, "Request_BadRequest".to_owned(), expected.to_owned()), "{action}");
    }
}

#[test]
fn sign_in_activity_is_shown_for_an_id_and_not_for_a_name() {
    let (world, token) = world(&["AuditLog.Read.All"]);
    let id = world.graph(&token, "/v1.0/me").json()["id"].as_str().unwrap().to_owned();
    let read = |key: &str| world.graph(&token, &format!("/v1.0/users/{key}?$select=id,signInActivity"));
    assert_eq!(read(&id).status(), 200);
    let (status, code, message) = refused(&read(ADA));
    assert_eq!((status, code.as_str()), (400, "BadRequest"));
    assert_eq!(message, "Get By Key only supports UserId and the key has to be a valid Guid");
    assert_eq!(world.graph(&token, &format!("/v1.0/users/{ADA}?$select=id")).status(), 200);
    assert_eq!(world.graph(&token, "/v1.0/me?$select=signInActivity").status(), 200);
}

/// The only entry of the ledger with a warning.
fn warned(world: &World) -> Value {
    let ledger = world.get(Site::Graph, "/_sandbox/ledger").json();
    let warnings = ledger["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 1, "{ledger}");
    assert!(ledger["entries"].as_array().unwrap().contains(&warnings[0]));
    warnings[0].clone()
}

#[test]
fn removing_a_member_without_ref_deletes_the_user_and_the_ledger_shouts() {
    let (world, _) = world(&["GroupMember.ReadWrite.All", "Group.Read.All"]);
    let token = world.access_token(ADA);
    let groups = world.graph(&token, "/v1.0/groups?$filter=displayName eq 'External Auditors'").json();
    let members = format!("/v1.0/groups/{}/members", groups["value"][0]["id"].as_str().unwrap());
    let made = world.invite(&token, &invitation("auditor@fabrikam.com")).json();
    let guest = made["invitedUser"]["id"].as_str().unwrap();
    let link = json!({ "@odata.id": format!("{GRAPH}/v1.0/directoryObjects/{guest}") });
    let delete = |token: &str, path: &str| world.graph_write(token, "DELETE", path, &Value::Null).status();
    let without = format!("{members}/{guest}");
    assert_eq!(delete(&token, &without), 404, "not a member");
    assert_eq!(world.graph_write(&token, "POST", &format!("{members}/$ref"), &link).status(), 204);
    assert_eq!(delete(&token, &without), 403, "the app may manage members, and not users");
    assert_eq!(world.graph(&token, &format!("/v1.0/users/{guest}")).status(), 200);
    assert_eq!(world.get(Site::Graph, "/_sandbox/ledger").json()["warnings"], json!([]));

    world.consent(None, &["User.ReadWrite.All"]);
    let token = world.access_token(ADA);
    assert_eq!(delete(&token, &format!("{without}/$ref")), 204);
    assert_eq!(
        world.graph(&token, &format!("/v1.0/users/{guest}")).status(),
        200,
        "only the membership ended"
    );
    world.graph_write(&token, "POST", &format!("{members}/$ref"), &link);
    assert_eq!(delete(&token, &without), 204);
    assert_eq!(world.graph(&token, &format!("/v1.0/users/{guest}")).status(), 404, "the user is deleted");
    let warned = warned(&world);
    assert!(
        warned["warning"].as_str().unwrap().contains("DELETED")
            && warned["address"] == "auditor@fabrikam.com"
    );
    let page = world.get(Site::Graph, "/_sandbox").text();
    assert!(page.contains("<p class=\"warning\"") && page.contains("THE MEMBER ITSELF WAS DELETED"));
    let bin = "/v1.0/directory/deletedItems/microsoft.graph.user?$select=id";
    assert_eq!(world.graph(&token, bin).json()["value"][0]["id"], guest);
}

#[test]
fn removing_a_sponsor_without_ref_deletes_the_sponsor() {
    let (world, token) = world(&["User.ReadWrite.All"]);
    let made = world.invite(&token, &invitation("sponsored@fabrikam.com")).json();
    let sponsors = format!("/v1.0/users/{}/sponsors", made["invitedUser"]["id"].as_str().unwrap());
    let lena = world.graph(&token, "/v1.0/users/lena@contoso.com").json();
    let lena = lena["id"].as_str().unwrap();
    let link = json!({ "@odata.id": format!("{GRAPH}/v1.0/users/{lena}") });
    assert_eq!(world.graph_write(&token, "POST", &format!("{sponsors}/$ref"), &link).status(), 204);
    let delete = || world.graph_write(&token, "DELETE", &format!("{sponsors}/{lena}"), &Value::Null).status();
    assert_eq!((delete(), delete()), (204, 404));
    assert_eq!(world.graph(&token, &format!("/v1.0/users/{lena}")).status(), 404);
    assert_eq!(warned(&world)["address"], "lena@contoso.com");
}
