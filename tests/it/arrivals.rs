//! The first step of a page: after a sign-out elsewhere, with an answer that is not this tab's, and after a redirect that
//! did not come back.

use std::time::Duration;

use guestlist::app::drafts;
use guestlist::app::portal::PortalEvent;
use guestlist::app::sign_in::Arrival;
use guestlist::auth::error::AuthKind;
use guestlist::auth::flow::AccountPicker;
use guestlist::auth::session::{Session, SignedOutReason};
use guestlist::domain::rights::Permission;

use crate::support::{self, World, refused, run, signed_out};

const FORGED: [&str; 3] = ["#code=forged&state=forged", "#code=forged", "#error=login_required&state=forged"];

#[test]
fn a_sign_in_that_was_under_way_during_a_sign_out_ends_at_the_sign_in_page() {
    let world = World::new();
    let (first, _) = world.signed_in();
    let tab = world.beside();
    tab.portal().sign_in(AccountPicker::IfNeeded);
    run(first.sign_out(false));
    let answer = tab.answer();
    assert_eq!(signed_out(tab.portal().arrive(Some(&answer), false)), SignedOutReason::LeftElsewhere);
}

#[test]
fn s45_an_answer_to_a_sign_in_of_another_registration_is_told_as_such() {
    let world = World::new();
    world.portal().sign_in(AccountPicker::IfNeeded);
    let answer = world.answer();
    let other = world.registered_as("22222222-bbbb-3333-cccc-4444dddd5555");
    let why = signed_out(other.portal().arrive(Some(&answer), false));
    assert_eq!(refused(why), AuthKind::Reconfigured);
    assert_eq!(other.services.token_requests().len(), 0);
}

#[test]
fn s45_records_of_another_registration_are_dropped_but_for_the_draft_of_its_owner() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    drafts::save(&*world.store, account.key(), support::saved(), portal.now());
    let other = world.registered_as("22222222-bbbb-3333-cccc-4444dddd5555");
    assert_eq!(signed_out(other.portal().arrive(None, false)), SignedOutReason::Fresh);
    assert_eq!(other.store.keys(), [drafts::KEY]);
    assert_eq!(other.portal().restore_draft(&account), Some(support::saved()));
}

#[test]
fn s03_a_forged_link_sends_nothing_and_removes_nothing() {
    let world = World::new();
    let requests = world.services.log().len();
    for forged in FORGED {
        let why = signed_out(world.portal().arrive(Some(forged), false));
        assert_eq!((refused(why), world.services.log().len()), (AuthKind::Foreign, requests), "{forged}");
    }
    // A pending sign-in can still be completed.
    world.portal().sign_in(AccountPicker::IfNeeded);
    let answer = world.answer();
    let _ = world.portal().arrive(Some(FORGED[0]), false);
    assert!(matches!(world.portal().arrive(Some(&answer), false), Arrival::Redeem(_)));
}

/// Such an answer comes from the browser's history, a bookmark, a duplicated tab or a forged link.
#[test]
fn s03_an_answer_that_is_not_this_tabs_leaves_the_session_as_it_is() {
    for forged in FORGED {
        let world = World::new();
        let (_, account) = world.signed_in();
        // Another tab, whose worker is shared.
        let tab = world.beside();
        let portal = tab.page();
        let arrival = portal.arrive(Some(forged), true);
        assert!(matches!(arrival, Arrival::AskWorker), "{forged}");
        run(portal.go_on(arrival));
        assert_eq!(portal.session(), Session::SignedIn(account), "{forged}");
        assert!(portal.take_after_sign_in().ignored_answer, "{forged}");
        assert_eq!(world.services.token_requests().len(), 1, "{forged}");

        // The same tab after a reload, without a worker: it signs in silently as usual, and says it afterwards.
        assert!(matches!(world.portal().arrive(Some(forged), false), Arrival::Leaving), "{forged}");
        let portal = world.portal();
        let arrival = portal.arrive(Some(&world.answer()), false);
        run(portal.go_on(arrival));
        assert!(portal.take_after_sign_in().ignored_answer, "{forged}");
    }
    // A worker of another tab was alive but has no session any more.
    let world = World::new();
    drop(world.portal());
    let portal = world.page();
    let arrival = portal.arrive(Some(FORGED[0]), true);
    run(portal.go_on(arrival));
    let Session::SignedOut(why) = portal.session() else { panic!("{:?}", portal.session()) };
    assert_eq!(refused(why), AuthKind::Foreign);
}

/// A person may reload three times before the sign-in host responds.
#[test]
fn s46_a_silent_redirect_that_did_not_come_back_is_no_loop() {
    let world = World::new();
    world.signed_in();
    assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving));
    for round in 0..3 {
        let portal = world.portal();
        let arrival = portal.arrive(None, false);
        assert!(matches!(arrival, Arrival::AskHost), "{round}");
        run(portal.go_on(arrival));
        assert_eq!(portal.session(), Session::Leaving, "{round}");
    }
    world.come_back();
    assert!(
        matches!(world.portal().arrive(None, false), Arrival::Leaving),
        "after an answer it does not ask first"
    );

    let portal = world.portal();
    world.bar.reachable.set(false);
    let arrival = portal.arrive(None, false);
    run(portal.go_on(arrival));
    let Session::SignedOut(why) = portal.session() else { panic!("{:?}", portal.session()) };
    assert_eq!(refused(why), AuthKind::Unreachable);
    assert!(world.sign_in_program().is_none(), "the portal asks the host");
}

/// A navigation can be stopped by the person, answered with 204 or a download, or wait for a host that does not respond.
#[test]
fn s46_a_page_that_does_not_leave_lets_the_person_act() {
    let world = World::new();
    let portal = world.portal();
    let _ = portal.arrive(None, false);
    portal.sign_in(AccountPicker::IfNeeded);
    assert_eq!(portal.session(), Session::Leaving);
    run(portal.watch_departure());
    assert_eq!(world.clock.slept.borrow().last(), Some(&Duration::from_secs(5)));
    assert_eq!(portal.session(), Session::SignedOut(SignedOutReason::NotLeft));
    portal.sign_in(AccountPicker::IfNeeded);
    assert_eq!((portal.session(), world.times_left()), (Session::Leaving, 2));

    // After a sign-out, the session at Microsoft may still be open.
    let world = World::new();
    let (portal, _) = world.signed_in();
    run(portal.sign_out(false));
    run(portal.watch_departure());
    assert_eq!(portal.session(), Session::SignedOut(SignedOutReason::LeftOpen));
    assert_eq!(signed_out(world.beside().portal().arrive(None, false)), SignedOutReason::LeftOpen);
    let again = signed_out(world.portal().arrive(None, false));
    assert_eq!(again, SignedOutReason::LeftOpen, "a reload does not come from Microsoft");
}

#[test]
fn s46_a_person_who_is_signed_in_is_told_that_microsofts_page_did_not_open() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    portal.ask_for(&account, &[Permission::Invite]).unwrap();
    run(portal.watch_departure());
    assert_eq!(world.events.borrow().last(), Some(&PortalEvent::DidNotLeave));
    assert_eq!(portal.session(), Session::SignedIn(account));
}

#[test]
fn silent_redirects_without_an_answer_stop_after_ten_in_five_minutes() {
    let world = World::new();
    world.signed_in();
    for round in 0..10 {
        let portal = world.portal();
        let arrival = portal.arrive(None, false);
        run(portal.go_on(arrival));
        assert_eq!(portal.session(), Session::Leaving, "{round}");
        world.clock.pass(Duration::from_secs(20));
    }
    let left = world.times_left();
    for _ in 0..2 {
        assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Paused);
        world.clock.pass(Duration::from_secs(600));
    }
    assert_eq!(world.times_left(), left, "the person begins the next one");
    world.portal().sign_in(AccountPicker::IfNeeded);
    assert_eq!(
        (world.asked("prompt"), world.asked("login_hint").as_deref()),
        (None, Some("O.hint")),
        "with the same account"
    );
    world.come_back();
    assert!(
        matches!(world.portal().arrive(None, false), Arrival::Leaving),
        "a reload signs in silently again"
    );
}
