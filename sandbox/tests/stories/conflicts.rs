//! States that a directory cannot have: one address of two users, a member twice, groups that do not go together.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{GRAPH, Reply, World, invitation};

const ADA: &str = "ada@contoso.com";
const TAKEN: &str = "Another object with the same value for property proxyAddresses already exists.";

fn world() -> (World, String) {
    let world = World::with_guests(10);
    world.consent(None, &["User.ReadWrite.All", "Group.ReadWrite.All", "Directory.Read.All"]);
    let token = world.access_token(ADA);
    (world, token)
}

fn guest(world: &World, token: &str, address: &str) -> String {
    let made = world.invite(token, &invitation(address)).json();
    made["invitedUser"]["id"].as_str().unwrap().to_owned()
}

fn group(world: &World, token: &str, name: &str) -> String {
    let found = world.graph(token, &format!("/v1.0/groups?$filter=displayName eq '{name}'")).json();
    found["value"][0]["id"].as_str().unwrap().to_owned()
}

fn link(id: &str) -> String {
    format!("{GRAPH}/v1.0/directoryObjects/{id}")
}

fn mails(world: &World, token: &str, mail: &str) -> usize {
    let found = world.graph(token, &format!("/v1.0/users?$filter=mail eq '{mail}'")).json();
    found["value"].as_array().unwrap().len()
}

#[test]
fn a_deleted_guest_whose_address_is_taken_is_not_restored() {
    let (world, token) = world();
    let (gone, other) =
        (guest(&world, &token, "one@fabrikam.com"), guest(&world, &token, "two@fabrikam.com"));
    world.graph_write(&token, "DELETE", &format!("/v1.0/users/{gone}"), &Value::Null);
    let patch = |mail: &str| {
        world.graph_write(&token, "PATCH", &format!("/v1.0/users/{other}"), &json!({ "mail": mail })).status()
    };
    assert_eq!(patch("one@fabrikam.com"), 204);
    let restore = || -> Reply {
        let path = format!("/v1.0/directory/deletedItems/{gone}/restore");
        world.graph_write(&token, "POST", &path, &json!({}))
    };
    assert_eq!(restore().graph_error(), (400, "Request_BadRequest".to_owned(), TAKEN.to_owned()));
    assert_eq!(mails(&world, &token, "one@fabrikam.com"), 1);
    assert_eq!((patch("two@fabrikam.com"), restore().status()), (204, 200));
}

#[test]
fn a_reset_does_not_take_the_address_of_another_guest() {
    let (world, token) = world();
    let (one, _) = (guest(&world, &token, "one@fabrikam.com"), guest(&world, &token, "two@fabrikam.com"));
    let reset = |address: &str| {
        let change = json!({ "otherMails": [address] });
        assert_eq!(world.graph_write(&token, "PATCH", &format!("/v1.0/users/{one}"), &change).status(), 204);
        let mut body = invitation(address);
        body["invitedUser"] = json!({ "id": one });
        body["resetRedemption"] = true.into();
        world.invite(&token, &body)
    };
    assert_eq!(reset("two@fabrikam.com").graph_error(), (400, "BadRequest".to_owned(), TAKEN.to_owned()));
    assert_eq!(mails(&world, &token, "two@fabrikam.com"), 1);
    assert_eq!(reset("three@fabrikam.com").status(), 201);
}

#[test]
fn a_member_is_added_once() {
    let (world, token) = world();
    let (one, path) = (guest(&world, &token, "one@fabrikam.com"), group(&world, &token, "External Auditors"));
    let body = json!({ "members@odata.bind": [link(&one), link(&one)] });
    let reply = world.graph_write(&token, "PATCH", &format!("/v1.0/groups/{path}"), &body);
    assert!(reply.graph_error().2.starts_with("One or more added object references already exist"));
}

#[test]
fn groups_that_do_not_go_together_are_refused() {
    let (world, token) = world();
    let [unified, security, other] =
        ["Project Aurora", "External Auditors", "Supplier Documents"].map(|name| group(&world, &token, name));
    let add = |group: &str, member: &str| {
        let path = format!("/v1.0/groups/{group}/members/$ref");
        world.graph_write(&token, "POST", &path, &json!({ "@odata.id": link(member) }))
    };
    for (group, member, message) in [
        (&unified, &unified, "Unified Groups cannot be added to Unified Groups."),
        (&unified, &security, "Security Groups cannot be added to Unified Groups."),
        (&security, &unified, "Unified Groups cannot be added to Security Groups."),
        (&security, &security, "Security Groups cannot be added to Security Groups."),
    ] {
        let reply = add(group, member);
        assert!(reply.graph_error().2.starts_with(message), "{}", reply.text());
        assert_eq!(reply.json()["error"]["details"][0]["code"], "InvalidValue");
    }
    assert_eq!(add(&security, &other).status(), 204);
}

#[test]
fn a_sponsor_is_somebody_whom_reads_and_writes_find() {
    let (world, token) = world();
    let one = guest(&world, &token, "one@fabrikam.com");
    let sponsor = |id: &str| {
        let path = format!("/v1.0/users/{one}/sponsors/$ref");
        world.graph_write(&token, "POST", &path, &json!({ "@odata.id": link(id) }))
    };
    world.settings(&json!({ "replicationSeconds": 60, "writeReplicationSeconds": 90 }));
    let late = guest(&world, &token, "late@fabrikam.com");
    assert_eq!(sponsor(&late).graph_error().0, 404);
    let mut body = invitation("three@fabrikam.com");
    body["invitedUserSponsors"] = json!([{ "id": late }]);
    assert_eq!(world.invite(&token, &body).status(), 400);
    world.wait(SignedDuration::from_secs(60));
    assert_eq!(sponsor(&late).graph_error().1, "Directory_ObjectNotFound");
    world.wait(SignedDuration::from_secs(30));
    assert_eq!(sponsor(&late).status(), 204);
    let count = world.graph_eventual(&token, &format!("/v1.0/users/{one}/sponsors/$count"));
    assert_eq!(count.text(), "2");
}
