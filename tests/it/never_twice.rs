//! No guest is invited twice by accident: not by two tabs at the same time, not after a reload, and not while the directory
//! does not list a new guest yet.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::join;
use guestlist::app::invite::{DuplicateCheck, InviteOutcome, KnownGuest, invite};
use guestlist::app::portal::{Portal, PortalEvent};
use guestlist::app::sign_in::Arrival;
use guestlist::auth::flow::AccountPicker;
use guestlist::domain::invitation::{Invitation, InvitationDraft, Rules};
use guestlist::domain::invited::Invited;
use guestlist::graph::error::{GraphError, GraphErrorKind};
use guestlist::graph::http::Method;

use crate::support::{World, json, page_of, redeemed, refusal, run, silence, with_retry_after};

const CREATED: &str = r#"{"inviteRedeemUrl":"https://login.microsoftonline.com/redeem?rd=x","status":"PendingAcceptance","invitedUser":{"id":"cbb896f9-8306-49d0-b56b-b8e39cd28825"}}"#;

fn invitation(address: &str) -> Invitation {
    let draft = InvitationDraft {
        email: address.to_owned(),
        name: "Ann".to_owned(),
        ..InvitationDraft::new("https://myapps.microsoft.com")
    };
    draft.check(&Rules::default()).unwrap()
}

fn send(portal: &Portal, address: &str) -> Result<InviteOutcome, GraphError> {
    run(invite(&portal.client, &invitation(address), |_| None, DuplicateCheck::Search, async || true))
}

fn posts(world: &World) -> usize {
    world.services.graph_requests().iter().filter(|request| request.method == Method::Post).count()
}

fn invited_here(outcome: Result<InviteOutcome, GraphError>) -> Invited {
    let Ok(InviteOutcome::Found(KnownGuest::InvitedHere(invited))) = outcome else { panic!("{outcome:?}") };
    invited
}

/// A page of a person who has invited Ann. The directory never lists her.
fn after_an_invitation(world: &World) -> Rc<Portal> {
    let (portal, _) = world.signed_in();
    world.services.graph_says([page_of(&[], None), json(201, CREATED)]);
    assert!(matches!(send(&portal, "ann@fabrikam.com"), Ok(InviteOutcome::Sent(_))));
    portal
}

/// Another tab of the same person: with the same worker, or with a worker of its own, as in a browser without shared
/// workers.
type OpenTab = fn(&World) -> Rc<Portal>;
const OTHER_TABS: [OpenTab; 2] = [|world| world.joined().1, |world| world.beside().signed_in().0];

#[test]
fn a_guest_whom_the_directory_does_not_list_yet_is_known_in_every_tab() {
    for open_tab in OTHER_TABS {
        known_in_every_tab(open_tab);
    }
}

fn known_in_every_tab(open_tab: OpenTab) {
    let world = World::new();
    let first = after_an_invitation(&world);
    let second = open_tab(&world);
    for page in [&first, &second] {
        let invited = invited_here(send(page, "Ann@Fabrikam.com"));
        assert_eq!((invited.shown_name(), invited.user.is_some()), ("Ann", true));
    }
    assert_eq!(posts(&world), 1);
    // The person can decide to send another one.
    world.services.graph_says([json(201, CREATED)]);
    let again = run(invite(
        &second.client,
        &invitation("ann@fabrikam.com"),
        |_| None,
        DuplicateCheck::Skip,
        async || true,
    ));
    assert!(matches!(again, Ok(InviteOutcome::Sent(_))));
}

fn invitation_of(event: &PortalEvent) -> Option<&Invited> {
    if let PortalEvent::Invited(invited) = event { Some(invited) } else { None }
}

#[test]
fn the_pages_of_other_tabs_are_told_of_an_invitation() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let (tab, _page) = world.joined();
    tab.events.borrow_mut().clear();
    world.services.graph_says([page_of(&[], None), json(201, CREATED)]);
    send(&portal, "ann@fabrikam.com").unwrap();
    let told = tab.events.borrow();
    let last = told.iter().rev().find_map(invitation_of);
    assert_eq!(last.map(|invited| (invited.shown_name(), invited.user.is_some())), Some(("Ann", true)));
}

#[test]
fn the_reload_of_the_only_tab_does_not_forget_an_invitation() {
    let world = World::new();
    after_an_invitation(&world).page_hides(None);
    // The worker has ended with its last page.
    let silent = world.portal();
    assert!(matches!(silent.arrive(None, false), Arrival::Leaving));
    let (page, _) = world.come_back();
    run(page.remember_invited());
    invited_here(send(&page, "ann@fabrikam.com"));
    assert_eq!(posts(&world), 1);
}

#[test]
fn a_worker_that_the_browser_has_ended_is_told_again() {
    let world = World::new();
    let portal = after_an_invitation(&world);
    world.lose_worker(&portal, None);
    portal.sign_in(guestlist::auth::flow::AccountPicker::IfNeeded);
    let page = world.page();
    redeemed(&world, &page).unwrap();
    run(page.remember_invited());
    invited_here(send(&page, "ann@fabrikam.com"));
}

#[test]
fn s47_a_sign_out_forgets_who_was_invited() {
    let world = World::new();
    let portal = after_an_invitation(&world);
    assert!(world.store.dump().contains("ann@fabrikam.com"));
    run(portal.sign_out(true));
    assert!(!world.store.dump().contains("ann@fabrikam.com"), "{}", world.store.dump());
    portal.sign_in(guestlist::auth::flow::AccountPicker::IfNeeded);
    let page = world.page();
    redeemed(&world, &page).unwrap();
    run(page.remember_invited());
    world.services.graph_says([page_of(&[], None), json(201, CREATED)]);
    assert!(matches!(send(&page, "ann@fabrikam.com"), Ok(InviteOutcome::Sent(_))));
}

#[test]
fn after_an_hour_an_invitation_is_forgotten() {
    let world = World::new();
    let portal = after_an_invitation(&world);
    world.clock.pass(Duration::from_secs(3_600));
    world.services.graph_says([page_of(&[], None), json(201, CREATED)]);
    assert!(matches!(send(&portal, "ann@fabrikam.com"), Ok(InviteOutcome::Sent(_))));
}

#[test]
fn two_tabs_do_not_invite_the_same_person_at_the_same_time() {
    for open_tab in OTHER_TABS {
        one_of_two_tabs_invites(open_tab);
    }
}

fn one_of_two_tabs_invites(open_tab: OpenTab) {
    let world = World::new();
    let (first, _) = world.signed_in();
    let second = open_tab(&world);
    world.services.graph_says([page_of(&[], None), json(201, CREATED)]);
    let ann = invitation("ann@fabrikam.com");
    let of = |page: Rc<Portal>| {
        let ann = ann.clone();
        async move { invite(&page.client, &ann, |_| None, DuplicateCheck::Search, async || true).await }
    };
    let (one, other) = run(join(of(first), of(Rc::clone(&second))));
    assert!(matches!(one, Ok(InviteOutcome::Sent(_))), "{one:?}");
    assert_eq!(other.map_err(|error| error.kind), Err(GraphErrorKind::InvitedElsewhere));
    assert_eq!(posts(&world), 1);
    // Another address is free, and this one is when the first invitation has its answer.
    invited_here(send(&second, "ann@fabrikam.com"));
}

#[test]
fn an_invitation_that_was_refused_or_taken_back_leaves_nothing() {
    for answer in [refusal(400, "BadRequest", "no"), refusal(503, "ServiceUnavailable", "")] {
        let world = World::new();
        let (portal, _) = world.signed_in();
        world.services.graph_says([page_of(&[], None), answer, page_of(&[], None), json(201, CREATED)]);
        assert!(send(&portal, "ann@fabrikam.com").is_err());
        assert!(matches!(send(&portal, "ann@fabrikam.com"), Ok(InviteOutcome::Sent(_))));
    }
    let world = World::new();
    let (portal, _) = world.signed_in();
    let ann = invitation("ann@fabrikam.com");
    let outcome = run(invite(&portal.client, &ann, |_| None, DuplicateCheck::Search, async || false));
    assert!(matches!(outcome, Ok(InviteOutcome::TakenBack)));
    assert_eq!(posts(&world), 0);
    world.services.graph_says([page_of(&[], None), json(201, CREATED)]);
    assert!(matches!(send(&portal, "ann@fabrikam.com"), Ok(InviteOutcome::Sent(_))));
}

/// The page is loaded again while the invitation is on its way.
#[test]
fn an_invitation_whose_page_has_left_is_known_to_the_next_one() {
    let world = World::new();
    let (first, _) = world.signed_in();
    let (_, second) = world.joined();
    world.services.graph_says([page_of(&[], None), json(201, CREATED)]);
    let leaves = Rc::downgrade(&first);
    let during = async || {
        let leaves = leaves.clone();
        *world.services.meanwhile.borrow_mut() = Some(Box::new(move || {
            if let Some(page) = leaves.upgrade() {
                page.page_hides(None);
            }
        }));
        true
    };
    // The page that has left gets no answer, so that the future does not end.
    let ann = invitation("ann@fabrikam.com");
    let mut sending = Box::pin(invite(&first.client, &ann, |_| None, DuplicateCheck::Search, during));
    run(std::future::poll_fn(|context| {
        let _ = sending.as_mut().poll(context);
        if posts(&world) == 0 {
            context.waker().wake_by_ref();
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(())
    }));
    run(second.remember_invited());
    let outcome = send(&second, "ann@fabrikam.com");
    let known = matches!(&outcome, Ok(InviteOutcome::Found(KnownGuest::InvitedHere(_))))
        || outcome.as_ref().is_err_and(|error| error.kind == GraphErrorKind::InvitedElsewhere);
    assert!(known, "{outcome:?}");
    assert_eq!(posts(&world), 1);
}

/// Sends an invitation, and stops when Graph has the request and before there is a response.
fn send_and_end(world: &World, page: &Rc<Portal>) {
    world.services.holds.set(true);
    let ann = invitation("ann@fabrikam.com");
    let mut sending = Box::pin(invite(&page.client, &ann, |_| None, DuplicateCheck::Search, async || true));
    run(std::future::poll_fn(|context| {
        let _ = sending.as_mut().poll(context);
        if posts(world) == 0 {
            context.waker().wake_by_ref();
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(())
    }));
    // A page that ends drops nothing: it sends no more messages.
    std::mem::forget(sending);
}

/// A tab with a worker of its own, which ends with the tab: the request may have reached the service.
#[test]
fn an_invitation_whose_tab_and_worker_end_is_in_doubt_in_the_other_tabs_and_after_the_reload() {
    let world = World::new();
    let (first, _) = world.signed_in();
    let second = world.beside().signed_in().0;
    world.services.graph_says([page_of(&[], None)]);
    send_and_end(&world, &first);
    world.locks.end();
    assert!(invited_here(send(&second, "ann@fabrikam.com")).in_doubt);
    // The same tab after a reload, with another worker.
    assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving));
    let (again, _) = world.come_back();
    run(again.remember_invited());
    assert!(invited_here(send(&again, "ann@fabrikam.com")).in_doubt);
    assert_eq!(posts(&world), 1);
}

/// The browser ends the shared worker while it waits for the response.
#[test]
fn an_invitation_whose_worker_ends_is_in_doubt_after_the_next_sign_in() {
    let world = World::new();
    let (page, _) = world.signed_in();
    world.services.graph_says([page_of(&[], None)]);
    send_and_end(&world, &page);
    world.locks.end();
    world.lose_worker(&page, None);
    run(page.worker_is_lost());
    page.sign_in(AccountPicker::IfNeeded);
    let again = world.page();
    redeemed(&world, &again).unwrap();
    run(again.remember_invited());
    assert!(invited_here(send(&again, "ann@fabrikam.com")).in_doubt);
    assert_eq!(posts(&world), 1);
}

/// The person signs out in one tab while its invitation is on its way, and in again in another one.
#[test]
fn the_outcome_after_a_sign_out_reaches_the_tab_in_which_the_person_is_signed_in_again() {
    let world = World::new();
    let (first, _) = world.signed_in();
    world.services.graph_says([page_of(&[], None)]);
    send_and_end(&world, &first);
    run(first.sign_out(true));
    let second = world.beside().signed_in().0;
    world.services.graph_says([json(201, CREATED)]);
    world.services.holds.set(false);
    run(second.remember_invited());
    assert_eq!(posts(&world), 1);
    invited_here(send(&second, "ann@fabrikam.com"));
}

/// The response is lost, and the directory does not list the guest yet.
#[test]
fn an_invitation_that_may_have_been_made_is_a_question_in_every_tab_for_a_minute() {
    // The status 201 says that it was made, whatever the body is.
    for (lost, in_doubt) in [(silence(), true), (refusal(502, "", ""), true), (json(201, "<html>"), false)] {
        let world = World::new();
        let (first, _) = world.signed_in();
        let (_, second) = world.joined();
        world.services.graph_says([page_of(&[], None), lost]);
        assert!(send(&first, "ann@fabrikam.com").unwrap_err().outcome_unknown());
        for page in [&first, &second] {
            assert_eq!(invited_here(send(page, "ann@fabrikam.com")).in_doubt, in_doubt);
        }
        if !in_doubt {
            continue;
        }
        world.clock.pass(Duration::from_secs(60));
        world.services.graph_says([page_of(&[], None), json(201, CREATED)]);
        assert!(
            matches!(send(&second, "ann@fabrikam.com"), Ok(InviteOutcome::Sent(_))),
            "the advice is kept"
        );
    }
}

/// The service wants a pause, and the person signs out within it. The same person may be signed in again when it ends.
#[test]
fn an_invitation_is_not_repeated_after_a_sign_out() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([page_of(&[], None), with_retry_after(429, "14"), json(201, CREATED)]);
    let ann = invitation("ann@fabrikam.com");
    let sending = invite(
        &portal.client,
        &ann,
        |_| None,
        DuplicateCheck::Search,
        async || {
            let signs_out = Rc::clone(&portal);
            *world.services.meanwhile.borrow_mut() = Some(Box::new(move || {
                let person = signs_out.session().account().map(|account| account.key());
                signs_out.client.set_person(None);
                signs_out.client.set_person(person);
            }));
            true
        },
    );
    let error = run(sending).unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::Throttled);
    assert_eq!(posts(&world), 1);
    assert!(world.clock.slept.borrow().is_empty());
}
