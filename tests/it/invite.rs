//! Inviting one person: the directory is searched first, and the invitation is never sent twice by accident.

use std::cell::Cell;

use guestlist::app::invite::{DuplicateCheck, InviteOutcome, KnownGuest, invite};
use guestlist::app::worker::protocol::{self, ToOtherWorkers};
use guestlist::domain::guest::GuestState;
use guestlist::domain::invitation::{Invitation, InvitationDraft, Rules};
use guestlist::graph::error::{GraphError, GraphErrorKind};
use guestlist::graph::http::Method;
use guestlist::graph::users::Existing;

use crate::support::{Sent, World, json, page_of, refusal, run, silence, user, with_retry_after};

const CREATED: &str = r#"{"inviteRedeemUrl":"https://login.microsoftonline.com/redeem?rd=x","status":"PendingAcceptance","invitedUser":{"id":"cbb896f9-8306-49d0-b56b-b8e39cd28825"}}"#;

fn invitation(address: &str) -> Invitation {
    let draft =
        InvitationDraft { email: address.to_owned(), ..InvitationDraft::new("https://myapps.microsoft.com") };
    draft.check(&Rules::default()).unwrap()
}

fn search() -> DuplicateCheck {
    DuplicateCheck::Search
}

/// The existing guest of an outcome.
fn listed(outcome: Result<InviteOutcome, GraphError>) -> Existing {
    let Ok(InviteOutcome::Found(KnownGuest::Listed(existing))) = outcome else { panic!("{outcome:?}") };
    existing
}

fn invited(world: &World, check: DuplicateCheck) -> Result<InviteOutcome, GraphError> {
    let (portal, _) = world.signed_in();
    run(invite(&portal.client, &invitation("ann@fabrikam.com"), |_| None, check, async || true))
}

fn posts(world: &World) -> Vec<Sent> {
    world.services.graph_requests().into_iter().filter(|request| request.method == Method::Post).collect()
}

#[test]
fn a_new_person_is_searched_for_and_then_invited() {
    let world = World::new();
    world.services.graph_says([page_of(&[], None), json(201, CREATED)]);
    let Ok(InviteOutcome::Sent(sent)) = invited(&world, search()) else { panic!("not sent") };
    assert_eq!(
        (sent.state, sent.redeem_url.as_deref()),
        (GuestState::Pending, Some("https://login.microsoftonline.com/redeem?rd=x"))
    );
    let requests = world.services.graph_requests();
    assert_eq!(
        requests.iter().map(|request| request.method).collect::<Vec<_>>(),
        [Method::Get, Method::Post]
    );
    assert!(requests[0].url.contains("mail%20eq%20%27ann%40fabrikam.com%27"), "{}", requests[0].url);
    assert_eq!(
        (requests[1].url.as_str(), requests[1].header("content-type")),
        ("https://graph.microsoft.com/v1.0/invitations", Some("application/json"))
    );
    assert!(requests[1].body.contains(r#""invitedUserEmailAddress":"ann@fabrikam.com""#));
}

#[test]
fn an_existing_guest_is_returned_and_nothing_is_sent() {
    let world = World::new();
    world.services.graph_says([page_of(&[7], None)]);
    let existing = listed(invited(&world, search()));
    assert_eq!((existing.guest.name.as_str(), existing.internal), ("Guest 7", false));
    assert!(posts(&world).is_empty());
}

#[test]
fn an_employee_is_distinguished_from_a_guest() {
    let world = World::new();
    let mut employee = user(1);
    employee["userType"] = "Member".into();
    employee["externalUserState"] = serde_json::Value::Null;
    world.services.graph_says([json(200, &serde_json::json!({ "value": [employee] }).to_string())]);
    let kind = invited(&world, search()).unwrap_err().kind;
    assert!(matches!(kind, GraphErrorKind::AlreadyInternal { id: Some(_), blocked: false }), "{kind:?}");
    assert!(posts(&world).is_empty(), "nothing was sent");
}

#[test]
fn a_blocked_employee_is_reported_as_blocked() {
    for (enabled, blocked) in [(false, true), (true, false)] {
        let world = World::new();
        let mut employee = user(1);
        employee["userType"] = "Member".into();
        employee["externalUserState"] = serde_json::Value::Null;
        employee["accountEnabled"] = enabled.into();
        world.services.graph_says([json(200, &serde_json::json!({ "value": [employee] }).to_string())]);
        let kind = invited(&world, search()).unwrap_err().kind;
        let found =
            matches!(kind, GraphErrorKind::AlreadyInternal { blocked: found, .. } if found == blocked);
        assert!(found, "{kind:?}");
        assert!(
            world.services.graph_requests()[0].url.contains("accountEnabled"),
            "it comes only when selected"
        );
    }
}

#[test]
fn a_failed_search_is_not_reported_as_the_start_of_sending() {
    for (answers, begins) in
        [(vec![json(200, "<html>")], false), (vec![page_of(&[], None), json(201, "<html>")], true)]
    {
        let world = World::new();
        world.services.graph_says(answers);
        let (portal, _) = world.signed_in();
        let begun = Cell::new(false);
        let address = invitation("ann@fabrikam.com");
        assert!(
            run(invite(
                &portal.client,
                &address,
                |_| None,
                search(),
                async || {
                    begun.set(true);
                    true
                }
            ))
            .is_err()
        );
        assert_eq!(begun.get(), begins);
    }
}

#[test]
fn after_the_persons_decision_the_directory_is_not_searched_again() {
    let world = World::new();
    world.services.graph_says([json(201, CREATED)]);
    assert!(matches!(invited(&world, DuplicateCheck::Skip), Ok(InviteOutcome::Sent(_))));
    assert_eq!(world.services.graph_requests().len(), 1);
}

#[test]
fn a_person_who_may_not_search_may_still_invite() {
    for (status, code) in
        [(403, "Authorization_RequestDenied"), (401, "Unauthorized"), (501, "NotImplemented")]
    {
        let world = World::new();
        world.services.graph_says([
            refusal(status, code, "Insufficient privileges to complete the operation."),
            json(201, CREATED),
        ]);
        assert!(matches!(invited(&world, search()), Ok(InviteOutcome::Sent(_))), "{status}");
    }
}

/// If it is not known whether the guest exists, nothing is sent, because it could be a second invitation.
#[test]
fn after_a_failed_search_nothing_is_sent() {
    for answer in [refusal(400, "Request_UnsupportedQuery", "Unsupported Query."), json(200, "<html>")] {
        let world = World::new();
        world.services.graph_says([answer]);
        assert!(invited(&world, search()).is_err());
        assert!(posts(&world).is_empty());
    }
    let world = World::new();
    world.services.graph_says([silence(), silence(), silence()]);
    assert_eq!(invited(&world, search()).unwrap_err().kind, GraphErrorKind::NoAnswer);
    assert!(posts(&world).is_empty());
}

#[test]
fn an_invitation_is_not_repeated_without_a_response_or_after_a_server_error() {
    let answers = [
        silence(),
        refusal(500, "InternalServerError", ""),
        refusal(502, "", ""),
        refusal(504, "", ""),
        // Without Graph's code it is of a gateway, which may have lost Graph's response.
        refusal(503, "", ""),
        refusal(408, "", ""),
        json(201, "<html>"),
        json(403, "<html>"),
    ];
    for answer in answers {
        let world = World::new();
        world.services.graph_says([page_of(&[], None), answer]);
        let error = invited(&world, search()).unwrap_err();
        assert!(error.outcome_unknown(), "{error:?}: it may have been made");
        assert_eq!(posts(&world).len(), 1);
    }
    let world = World::new();
    world.services.graph_says([page_of(&[], None), refusal(503, "ServiceUnavailable", "")]);
    assert!(!invited(&world, search()).unwrap_err().outcome_unknown(), "503 means that it was not begun");
    assert_eq!(posts(&world).len(), 1);
}

/// The service created the invitation, but its response was lost. The next attempt finds the guest and sends nothing.
#[test]
fn sending_again_after_a_lost_response_makes_no_second_invitation() {
    let world = World::new();
    world.services.graph_says([page_of(&[], None), silence(), page_of(&[7], None)]);
    assert!(invited(&world, search()).unwrap_err().outcome_unknown());
    assert!(matches!(invited(&world, search()), Ok(InviteOutcome::Found(_))));
    assert_eq!(posts(&world).len(), 1);
}

/// The person signs out in another tab while the invitation is being sent. Of the response, only the status is told.
#[test]
fn an_outcome_after_a_sign_out_is_told_without_its_content() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let server = world.server.borrow().clone().unwrap();
    world.services.graph_says([json(201, CREATED)]);
    *world.services.meanwhile.borrow_mut() = Some(Box::new(move || {
        server.receive_from_others(&protocol::write(&ToOtherWorkers::SignedOut));
    }));
    let invitation = invitation("ann@fabrikam.com");
    let error =
        run(invite(&portal.client, &invitation, |_| None, DuplicateCheck::Skip, async || true)).unwrap_err();
    assert_eq!((error.kind, error.status), (GraphErrorKind::SignedOutMeanwhile, Some(201)));
}

#[test]
fn a_throttled_invitation_is_sent_again_after_the_wait() {
    for status in [429, 503] {
        let world = World::new();
        world.services.graph_says([page_of(&[], None), with_retry_after(status, "3"), json(201, CREATED)]);
        assert!(matches!(invited(&world, search()), Ok(InviteOutcome::Sent(_))), "{status}");
        assert_eq!(posts(&world).len(), 2);
    }
}

#[test]
fn an_invitation_that_was_refused_for_an_expired_token_is_repeated() {
    let world = World::new();
    let expired =
        refusal(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
    world.services.graph_says([page_of(&[], None), expired, json(201, CREATED)]);
    assert!(matches!(invited(&world, search()), Ok(InviteOutcome::Sent(_))));
    let tokens: Vec<_> =
        posts(&world).iter().map(|request| request.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens, ["Bearer access-1", "Bearer access-2"]);
}
