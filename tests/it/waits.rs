//! What a person gets to know while a request takes long, and what they can stop.

use std::time::Duration;

use futures_util::future::join;
use guestlist::app::client::Wait;
use guestlist::app::portal::PortalEvent;
use guestlist::app::ports::Clock as _;
use guestlist::domain::invitation::{Invitation, InvitationDraft, Rules};
use guestlist::graph::error::GraphErrorKind;
use guestlist::graph::{invitations, me};

use crate::support::{World, run, take_turns, with_retry_after};

fn invitation() -> Invitation {
    let draft = InvitationDraft {
        email: "ann@fabrikam.com".to_owned(),
        ..InvitationDraft::new("https://myapps.microsoft.com")
    };
    draft.check(&Rules::default()).unwrap()
}

#[test]
fn s49_a_slow_response_is_told_until_it_arrives() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.deadlines_pass.set(true);
    run(portal.client.call(&me::organization())).unwrap();
    let read = [PortalEvent::Waiting(Some(Wait::Response { can_stop: true })), PortalEvent::Waiting(None)];
    assert_eq!(*world.events.borrow(), read);
    world.events.borrow_mut().clear();
    run(portal.client.call(&invitations::invite(&invitation()))).unwrap_err();
    let write = [PortalEvent::Waiting(Some(Wait::Response { can_stop: false })), PortalEvent::Waiting(None)];
    assert_eq!(*world.events.borrow(), write, "it may have taken effect");
}

#[test]
fn a_person_can_stop_waiting_for_a_read() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.deadlines_pass.set(true);
    let (call, client) = (me::organization(), &portal.client);
    let (answer, ()) = run(join(client.call(&call), async { client.stop_waiting() }));
    assert_eq!(answer.unwrap_err().kind, GraphErrorKind::Stopped);
    assert_eq!(world.events.borrow().last(), Some(&PortalEvent::Waiting(None)));
    assert!(run(client.call(&call)).is_ok(), "later requests are sent as usual");
}

/// The browser's locks, or the worker, do not answer.
#[test]
fn a_person_can_stop_waiting_for_the_claim_of_an_address() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let (_, other) = world.joined();
    world.clock.deadlines_pass.set(true);
    world.locks.hang.set(true);
    let client = &portal.client;
    let (claim, ()) = run(join(client.claim("ann@fabrikam.com"), async { client.stop_waiting() }));
    assert_eq!(claim.err().map(|error| error.kind), Some(GraphErrorKind::Stopped));
    world.locks.hang.set(false);
    assert!(run(other.client.claim("ann@fabrikam.com")).is_ok(), "it is not kept");
}

#[test]
fn s49_a_person_cannot_stop_a_write_that_is_under_way() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.deadlines_pass.set(true);
    let (call, client) = (invitations::invite(&invitation()), &portal.client);
    let (answer, ()) = run(join(client.call(&call), async { client.stop_waiting() }));
    assert_ne!(answer.unwrap_err().kind, GraphErrorKind::Stopped);
}

/// A throttled invitation may have to wait for minutes. It was not carried out, so it can be given up.
#[test]
fn the_wait_before_a_repetition_can_be_stopped_also_for_a_write() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([with_retry_after(429, "100")]);
    world.clock.sleeps_last.set(true);
    let (call, client) = (invitations::invite(&invitation()), &portal.client);
    let stop = async {
        while world.events.borrow().is_empty() {
            take_turns().await;
        }
        client.stop_waiting();
    };
    let (answer, ()) = run(join(client.call(&call), stop));
    assert_eq!(answer.unwrap_err().kind, GraphErrorKind::Throttled);
    assert_eq!(world.services.graph_requests().len(), 1);
}

/// Browsers slow down the timers of a hidden page.
#[test]
fn a_run_waits_in_the_worker_and_in_the_page_only_if_the_worker_ends() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let timers = portal.timers();
    let wait = Duration::from_secs(7);
    run(timers.sleep(wait));
    assert_eq!(*world.clock.slept.borrow(), [wait]);
    assert_eq!(timers.uncorrected(), world.clock.uncorrected());

    world.clock.sleeps_last.set(true);
    let ends = async {
        while world.clock.slept.borrow().len() < 2 {
            take_turns().await;
        }
        world.clock.sleeps_last.set(false);
        portal.worker_is_lost().await;
    };
    run(join(timers.sleep(wait), ends));
    assert_eq!(world.clock.slept.borrow().last(), Some(&wait), "in the page");
}

#[test]
fn the_time_until_a_repetition_is_told_by_its_end_and_counts_down() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([with_retry_after(429, "20.4")]);
    let begun = portal.now();
    let _ = run(portal.client.call(&invitations::invite(&invitation())));
    let end = begun + Duration::from_millis(20_400);
    let wait = Wait::Repeat(end);
    assert_eq!(world.events.borrow().first(), Some(&PortalEvent::Waiting(Some(wait))));
    let at = |millis| wait.seconds_left(begun + Duration::from_millis(millis));
    assert_eq!([0, 1_000, 19_000, 20_300, 21_000].map(at), [Some(20), Some(19), Some(1), Some(1), Some(1)]);
    assert_eq!(Wait::Response { can_stop: true }.seconds_left(begun), None);
}
