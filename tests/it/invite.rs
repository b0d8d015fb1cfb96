//! Inviting one person: look first, send once, and never twice by accident.

use std::cell::Cell;

use guestlist::app::invite::{InviteOutcome, Look, invite};
use guestlist::domain::guest::{Guest, GuestState, UserId};
use guestlist::domain::invitation::{Invitation, InvitationDraft, Rules};
use guestlist::graph::error::{GraphError, GraphErrorKind};

use crate::support::{Sent, World, json, page_of, refusal, run, silence, user, with_retry_after};

const CREATED: &str = r#"{"inviteRedeemUrl":"https://login.microsoftonline.com/redeem?rd=x","status":"PendingAcceptance","invitedUser":{"id":"cbb896f9-8306-49d0-b56b-b8e39cd28825"}}"#;

fn invitation(address: &str) -> Invitation {
    let draft =
        InvitationDraft { email: address.to_owned(), ..InvitationDraft::new("https://myapps.microsoft.com") };
    draft.check(&Rules::default()).unwrap()
}

fn invited(world: &World, look: Look) -> Result<InviteOutcome, GraphError> {
    let (portal, _) = world.signed_in();
    run(invite(&portal.client, &invitation("ann@fabrikam.com"), look, || ()))
}

fn posts(world: &World) -> Vec<Sent> {
    world.services.graph_asks().into_iter().filter(|ask| ask.method == "POST").collect()
}

#[test]
fn somebody_new_is_looked_for_and_invited() {
    let world = World::new();
    world.services.graph_says([page_of(&[], None), json(201, CREATED)]);
    let Ok(InviteOutcome::Sent(sent)) = invited(&world, Look::First(None)) else { panic!("not sent") };
    assert_eq!(
        (sent.state, sent.redeem_url.as_str()),
        (GuestState::Pending, "https://login.microsoftonline.com/redeem?rd=x")
    );
    let asks = world.services.graph_asks();
    assert_eq!(asks.iter().map(|ask| ask.method).collect::<Vec<_>>(), ["GET", "POST"]);
    assert!(asks[0].url.contains("mail%20eq%20%27ann%40fabrikam.com%27"), "{}", asks[0].url);
    assert_eq!(
        (asks[1].url.as_str(), asks[1].header("content-type")),
        ("https://graph.microsoft.com/v1.0/invitations", Some("application/json"))
    );
    assert!(asks[1].body.contains(r#""invitedUserEmailAddress":"ann@fabrikam.com""#));
}

#[test]
fn an_existing_guest_is_a_question_and_no_second_invitation() {
    let world = World::new();
    world.services.graph_says([page_of(&[7], None)]);
    let Ok(InviteOutcome::Found(existing)) = invited(&world, Look::First(None)) else { panic!("not found") };
    assert_eq!((existing.guest.name.as_str(), existing.internal), ("Guest 7", false));
    assert!(posts(&world).is_empty());
}

#[test]
fn an_employee_is_told_from_a_guest() {
    let world = World::new();
    let mut employee = user(1);
    employee["userType"] = "Member".into();
    employee["externalUserState"] = serde_json::Value::Null;
    world.services.graph_says([json(200, &serde_json::json!({ "value": [employee] }).to_string())]);
    assert!(
        matches!(invited(&world, Look::First(None)), Ok(InviteOutcome::Found(existing)) if existing.internal)
    );
}

#[test]
fn an_employee_who_is_blocked_is_told_as_such() {
    for (enabled, blocked) in [(false, true), (true, false)] {
        let world = World::new();
        let mut employee = user(1);
        employee["userType"] = "Member".into();
        employee["externalUserState"] = serde_json::Value::Null;
        employee["accountEnabled"] = enabled.into();
        world.services.graph_says([json(200, &serde_json::json!({ "value": [employee] }).to_string())]);
        let Ok(InviteOutcome::Found(existing)) = invited(&world, Look::First(None)) else {
            panic!("not found")
        };
        assert_eq!((existing.internal, existing.blocked), (true, blocked));
        assert!(world.services.graph_asks()[0].url.contains("accountEnabled"), "it comes only when selected");
    }
}

/// The directory shows a new guest only after a while.
#[test]
fn who_was_invited_from_here_is_known_before_the_directory_shows_them() {
    let guest = |name: &str| Guest {
        id: UserId::parse("cbb896f9-8306-49d0-b56b-b8e39cd28825").unwrap(),
        name: name.to_owned(),
        address: "ann@fabrikam.com".to_owned(),
        state: GuestState::Pending,
        invited: None,
        changed: None,
    };
    for (answer, name) in [(page_of(&[], None), "From here"), (page_of(&[7], None), "Guest 7")] {
        let world = World::new();
        world.services.graph_says([answer]);
        let Ok(InviteOutcome::Found(existing)) = invited(&world, Look::First(Some(guest("From here"))))
        else {
            panic!("not found")
        };
        assert_eq!((existing.guest.name.as_str(), existing.internal), (name, false));
        assert!(posts(&world).is_empty());
    }
}

#[test]
fn what_fails_while_looking_has_not_begun_to_send() {
    for (answers, begins) in
        [(vec![json(200, "<html>")], false), (vec![page_of(&[], None), json(201, "<html>")], true)]
    {
        let world = World::new();
        world.services.graph_says(answers);
        let (portal, _) = world.signed_in();
        let begun = Cell::new(false);
        let address = invitation("ann@fabrikam.com");
        assert!(run(invite(&portal.client, &address, Look::First(None), || begun.set(true))).is_err());
        assert_eq!(begun.get(), begins);
    }
}

#[test]
fn who_has_decided_is_not_asked_again() {
    let world = World::new();
    world.services.graph_says([json(201, CREATED)]);
    assert!(matches!(invited(&world, Look::Decided), Ok(InviteOutcome::Sent(_))));
    assert_eq!(world.services.graph_asks().len(), 1);
}

#[test]
fn who_may_not_look_may_still_invite() {
    for (status, code) in
        [(403, "Authorization_RequestDenied"), (401, "Unauthorized"), (501, "NotImplemented")]
    {
        let world = World::new();
        world.services.graph_says([
            refusal(status, code, "Insufficient privileges to complete the operation."),
            json(201, CREATED),
        ]);
        assert!(matches!(invited(&world, Look::First(None)), Ok(InviteOutcome::Sent(_))), "{status}");
    }
}

/// Without knowing who is there, a second invitation could go out: better none.
#[test]
fn a_look_that_fails_sends_nothing() {
    for answer in [refusal(400, "Request_UnsupportedQuery", "Unsupported Query."), json(200, "<html>")] {
        let world = World::new();
        world.services.graph_says([answer]);
        assert!(invited(&world, Look::First(None)).is_err());
        assert!(posts(&world).is_empty());
    }
    let world = World::new();
    world.services.graph_says([silence(), silence(), silence()]);
    assert_eq!(invited(&world, Look::First(None)).unwrap_err().kind, GraphErrorKind::NoAnswer);
    assert!(posts(&world).is_empty());
}

#[test]
fn an_invitation_is_never_repeated_after_silence_or_a_fault() {
    let html = json(201, "<html>");
    for answer in
        [silence(), refusal(500, "InternalServerError", ""), refusal(502, "", ""), refusal(504, "", ""), html]
    {
        let world = World::new();
        world.services.graph_says([page_of(&[], None), answer]);
        let error = invited(&world, Look::First(None)).unwrap_err();
        assert!(error.outcome_unknown(), "{error:?}: it may have been made");
        assert_eq!(posts(&world).len(), 1);
    }
    let world = World::new();
    world.services.graph_says([page_of(&[], None), refusal(503, "", "")]);
    assert!(
        !invited(&world, Look::First(None)).unwrap_err().outcome_unknown(),
        "503 means that it was not begun"
    );
    assert_eq!(posts(&world).len(), 1);
}

/// The lost answer of an invitation that was made: sending again finds the guest instead of making a second one.
#[test]
fn sending_again_after_a_lost_answer_makes_no_second_invitation() {
    let world = World::new();
    world.services.graph_says([page_of(&[], None), silence(), page_of(&[7], None)]);
    assert!(invited(&world, Look::First(None)).unwrap_err().outcome_unknown());
    assert!(matches!(invited(&world, Look::First(None)), Ok(InviteOutcome::Found(_))));
    assert_eq!(posts(&world).len(), 1);
}

#[test]
fn an_invitation_that_was_put_off_is_sent_once_the_wait_is_over() {
    for status in [429, 503] {
        let world = World::new();
        world.services.graph_says([page_of(&[], None), with_retry_after(status, "3"), json(201, CREATED)]);
        assert!(matches!(invited(&world, Look::First(None)), Ok(InviteOutcome::Sent(_))), "{status}");
        assert_eq!(posts(&world).len(), 2);
    }
}

#[test]
fn an_expired_token_repeats_an_invitation_that_was_not_made() {
    let world = World::new();
    let expired =
        refusal(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
    world.services.graph_says([page_of(&[], None), expired, json(201, CREATED)]);
    assert!(matches!(invited(&world, Look::First(None)), Ok(InviteOutcome::Sent(_))));
    let tokens: Vec<_> =
        posts(&world).iter().map(|ask| ask.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens, ["Bearer access-1", "Bearer access-2"]);
}
