//! The guest's side: from the mail to the page where the invitation leads.

use jiff::SignedDuration;
use sandbox::Site;
use serde_json::{Value, json};

use crate::world::{Reply, World, between, invitation};

/// Opens a redemption link as far as its page.
fn follow(world: &World, link: &str) -> Reply {
    let first = world.open(link);
    if first.status() == 302 { world.open(&first.location()) } else { first }
}

fn decide(world: &World, page: &Reply, action: &str) -> Reply {
    let text = page.text();
    let user = between(&text, "name=\"user\" value=\"", "\"");
    let ticket = between(&text, "name=\"ticket\" value=\"", "\"");
    world.submit("/invitations/redeem", &[("user", user), ("ticket", ticket), ("action", action)])
}

fn guest(world: &World, token: &str, invited: &Value) -> Value {
    let id = invited["invitedUser"]["id"].as_str().unwrap();
    let select = "externalUserState,externalUserStateChangeDateTime,identities";
    world.graph(token, &format!("/v1.0/users/{id}?$select={select}")).json()
}

#[test]
fn from_invitation_to_accepted() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let mut body = invitation("nora@fabrikam.com");
    body["sendInvitationMessage"] = true.into();
    let invited = world.invite(&token, &body).json();
    let link = world.outbox()[0]["acceptUrl"].as_str().unwrap().to_owned();
    world.wait(SignedDuration::from_mins(5));
    let page = follow(&world, &link);
    let text = page.text();
    assert!(
        text.contains("<h1>Review permissions</h1>")
            && text.contains("Ines Duarte")
            && text.contains("Contoso")
    );
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .contains("form-action 'self' https: https://app.example;")
    );
    let landed = decide(&world, &page, "accept");
    assert_eq!((landed.status(), landed.location().as_str()), (303, "https://app.example/start"));
    let guest = guest(&world, &token, &invited);
    assert_eq!(guest["externalUserState"], "Accepted");
    assert_eq!(guest["externalUserStateChangeDateTime"], "2026-11-20T09:05:00Z");
    assert_eq!(guest["identities"][0]["issuer"], "mail");
    // The link leads straight on afterwards, and so does that of a later invitation.
    assert_eq!(follow(&world, &link).location(), "https://app.example/start");
    let again = world.invite(&token, &invitation("nora@fabrikam.com")).json();
    assert_eq!(again["status"], "Completed");
    assert_eq!(follow(&world, again["inviteRedeemUrl"].as_str().unwrap()).status(), 303);
}

#[test]
fn a_newer_invitation_kills_the_older_link() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let link = || {
        world.invite(&token, &invitation("a@fabrikam.com")).json()["inviteRedeemUrl"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (older, newer) = (link(), link());
    let dead = follow(&world, &older);
    assert_eq!(dead.status(), 404);
    assert!(dead.text().contains("<h1>This invitation no longer works</h1>"));
    assert_eq!(follow(&world, &newer).status(), 200);
}

#[test]
fn a_page_left_open_cannot_accept_after_a_newer_invitation() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let first = world.invite(&token, &invitation("a@fabrikam.com")).json();
    let page = follow(&world, first["inviteRedeemUrl"].as_str().unwrap());
    world.invite(&token, &invitation("a@fabrikam.com"));
    assert_eq!(decide(&world, &page, "accept").status(), 404);
    assert_eq!(guest(&world, &token, &first)["externalUserState"], "PendingAcceptance");
}

#[test]
fn cancelling_changes_nothing() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let invited = world.invite(&token, &invitation("a@fabrikam.com")).json();
    let link = invited["inviteRedeemUrl"].as_str().unwrap();
    let page = decide(&world, &follow(&world, link), "cancel");
    assert!(page.text().contains("<h1>Invitation not accepted</h1>"));
    assert_eq!(guest(&world, &token, &invited)["externalUserState"], "PendingAcceptance");
    assert_eq!(follow(&world, link).status(), 200);
}

#[test]
fn the_outer_link_redirects_nowhere_else() {
    let world = World::new();
    let inner =
        form_urlencoded::byte_serialize(b"https://evil.example/invitations/redeem/?").collect::<String>();
    for link in ["/redeem".to_owned(), format!("/redeem?rd={inner}"), "/redeem?rd=%2f%2fevil.example".into()]
    {
        let reply = world.get(Site::Login, &link);
        assert_eq!((reply.status(), reply.header("location")), (404, None), "{link}");
    }
}

#[test]
fn an_acceptance_is_in_the_ledger() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let invited = world.invite(&token, &invitation("a@fabrikam.com")).json();
    decide(&world, &follow(&world, invited["inviteRedeemUrl"].as_str().unwrap()), "accept");
    let ledger = world.get(Site::Graph, "/_sandbox/ledger").json();
    assert_eq!(ledger["entries"][1]["path"], "/invitations/redeem");
    assert_eq!(ledger["invitationsPerAddress"], json!({ "a@fabrikam.com": 1 }));
}
