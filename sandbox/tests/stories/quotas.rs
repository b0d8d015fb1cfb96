//! Quotas: how many objects the directory holds, and how many a person without a role creates.

use serde_json::{Value, json};

use crate::world::{INVITE, READ, World, invitation};

fn invite(world: &World, token: &str, number: u32) -> (u16, String) {
    let reply = world.invite(token, &invitation(&format!("guest{number}@fabrikam.com")));
    if reply.status() == 201 {
        return (201, String::new());
    }
    let (status, code, message) = reply.graph_error();
    assert_eq!(code, "Directory_QuotaExceeded");
    (status, message)
}

fn text(whose: &str) -> String {
    format!(
        "The directory object quota limit for the {whose} has been exceeded. Please ask your administrator to increase the \
         quota limit or delete objects to reduce the used quota."
    )
}

#[test]
fn a_person_without_a_role_creates_two_hundred_and_fifty_objects() {
    let world = World::new();
    let mira = world.sign_in("mira@contoso.com", INVITE)["access_token"].as_str().unwrap().to_owned();
    assert!((0..250).all(|number| invite(&world, &mira, number).0 == 201));
    assert_eq!(invite(&world, &mira, 250), (403, text("Principal")));
    assert_eq!(invite(&world, &mira, 7).0, 201, "nobody is created when the guest exists");
    let ines = world.access_token("ines@contoso.com");
    assert_eq!(invite(&world, &ines, 251).0, 201, "a role lifts the quota");
    assert_eq!(world.settings(&json!({ "personQuota": null })).status(), 200);
    assert_eq!(invite(&world, &mira, 252).0, 201);
}

#[test]
fn deleted_guests_count_until_they_cannot_be_restored() {
    let world = World::new();
    world.consent(None, &["User.ReadWrite.All"]);
    world.settings(&json!({ "personQuota": 2 }));
    let mira = world.access_token("mira@contoso.com");
    let first = world.invite(&mira, &invitation("guest0@fabrikam.com")).json();
    assert_eq!(invite(&world, &mira, 1).0, 201);
    let admin = world.sign_in("ada@contoso.com", READ)["access_token"].as_str().unwrap().to_owned();
    let path = format!("/v1.0/users/{}", first["invitedUser"]["id"].as_str().unwrap());
    assert_eq!(world.graph_write(&admin, "DELETE", &path, &Value::Null).status(), 204);
    assert_eq!(invite(&world, &mira, 2).0, 403);
    world.wait(jiff::SignedDuration::from_hours(31 * 24));
    let mira = world.access_token("mira@contoso.com");
    assert_eq!(invite(&world, &mira, 2).0, 201);
}

#[test]
fn a_full_directory_takes_nobody_not_even_from_an_administrator() {
    let world = World::new();
    let ada = world.access_token("ada@contoso.com");
    assert_eq!(invite(&world, &ada, 0).0, 201, "there is no quota at the start");
    assert_eq!(world.settings(&json!({ "directoryQuota": 3 })).status(), 200);
    assert_eq!(invite(&world, &ada, 1), (403, text("Tenant")));
    assert_eq!(world.settings(&json!({ "directoryQuota": 1_000 })).status(), 200);
    assert_eq!(invite(&world, &ada, 1).0, 201);
    assert_eq!(world.settings(&json!({ "directoryQuota": -1 })).status(), 400);
}
