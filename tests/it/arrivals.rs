//! The first step of a page: after a sign-out elsewhere, with an answer that is not this tab's, and after a redirect that
//! did not come back.

use std::time::Duration;

use guestlist::app::drafts;
use guestlist::app::portal::PortalEvent;
use guestlist::app::ports::{BrowserStore as _, Clock as _};
use guestlist::app::sign_in::Arrival;
use guestlist::app::worker::protocol::{self, Event, ToPage};
use guestlist::auth::error::AuthKind;
use guestlist::auth::flow::AccountPicker;
use guestlist::auth::session::{Session, SignedOutReason};
use guestlist::domain::rights::Permission;

use crate::support::{self, World, redeemed, refused, run, signed_out};

/// A tab that shows another site, was closed, or is restored by the browser later gets no event.
#[test]
fn s47_a_tab_that_comes_back_after_a_sign_out_has_forgotten_the_person() {
    let world = World::new();
    let (first, account) = world.signed_in();
    let (tab, second) = world.joined();
    second.page_hides(Some(support::saved()));
    drop(second);
    // The page of the second tab is gone, but its storage is not.
    let (before, text) = (tab.store.content(), tab.store.dump());
    run(first.sign_out(false));
    tab.store.restore(before);
    assert!(text.contains("O.hint") && text.contains(&account.oid), "{text}");
    let portal = tab.portal();
    assert_eq!(signed_out(portal.arrive(None, false)), SignedOutReason::LeftElsewhere);
    assert!(tab.store.keys().is_empty(), "{:?}", tab.store.keys());
    assert_eq!((signed_out(tab.portal().arrive(None, false)), tab.times_left()), (SignedOutReason::Fresh, 0));
    // A later sign-in is not affected.
    portal.sign_in(AccountPicker::IfNeeded);
    redeemed(&tab, &tab.portal()).unwrap();
    assert!(matches!(tab.portal().arrive(None, false), Arrival::Leaving));
}

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

/// Two tabs of a person. The second one was closed before the person signed out in the first, and the browser restores it.
fn restored_after_a_sign_out() -> (World, World) {
    let world = World::new();
    let (first, _) = world.signed_in();
    let (tab, second) = world.joined();
    drop(second);
    let before = tab.store.content();
    run(first.sign_out(false));
    tab.store.restore(before);
    (world, tab)
}

#[test]
fn s47_a_tab_that_comes_back_after_a_sign_out_joins_a_session_that_began_since() {
    let (world, tab) = restored_after_a_sign_out();
    world.page().sign_in(AccountPicker::IfNeeded);
    redeemed(&world, &world.page()).unwrap();
    let page = tab.page();
    let arrival = page.arrive(None, true);
    assert!(matches!(arrival, Arrival::AskWorkerAfterSignOut));
    run(page.go_on(arrival));
    assert!(page.session().is_signed_in(), "{:?}", page.session());
}

#[test]
fn s47_a_tab_that_comes_back_after_a_sign_out_says_so_where_another_tab_has_no_session_either() {
    let (_, tab) = restored_after_a_sign_out();
    let page = tab.page();
    run(page.go_on(page.arrive(None, true)));
    assert_eq!(page.session(), Session::SignedOut(SignedOutReason::LeftElsewhere));
}

/// Two tabs can have different workers: by different registrations, or in a browser without shared workers.
#[test]
fn s47_a_sign_out_reaches_a_tab_with_another_worker_by_the_storage() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    portal.browser_store_changed();
    assert!(portal.session().is_signed_in(), "nothing about the sign-in has changed");
    world.browser_store.put("guestlist.epoch", "7");
    portal.browser_store_changed();
    assert_eq!(portal.session(), Session::SignedOut(SignedOutReason::LeftElsewhere));
    assert!(world.store.keys().is_empty(), "{:?}", world.store.keys());
}

/// The form of a person whose sign-in failed waits for them, but not after a sign-out.
#[test]
fn s47_a_draft_of_a_failed_sign_in_does_not_outlive_a_sign_out() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    drafts::save(&*world.store, account.key(), support::saved(), world.clock.now());
    world.browser_store.put("guestlist.epoch", "7");
    portal.sign_in(AccountPicker::IfNeeded);
    assert!(!world.store.dump().contains("guestlist.draft"), "{}", world.store.dump());
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

/// The message about the sign-out does not reach a worker that is still starting.
#[test]
fn s47_a_code_is_worth_nothing_after_a_sign_out_in_another_tab() {
    let world = World::new();
    world.portal().sign_in(AccountPicker::IfNeeded);
    let portal = world.portal();
    let arrival = portal.arrive(Some(&world.answer()), false);
    world.browser_store.put("guestlist.epoch", "7");
    run(portal.go_on(arrival));
    assert_eq!(portal.session(), Session::SignedOut(SignedOutReason::LeftElsewhere));
    let other = world.page();
    let arrival = other.arrive(None, true);
    run(other.go_on(arrival));
    assert!(!other.session().is_signed_in(), "the worker has no session");
}

#[test]
fn s47_a_page_that_is_still_asking_for_its_session_forgets_the_person_too() {
    let world = World::new();
    let (_, account) = world.signed_in();
    drafts::save(&*world.store, account.key(), support::saved(), world.clock.now());
    let portal = world.page();
    let _ = portal.arrive(None, true);
    assert!(world.store.dump().contains("O.hint") && world.store.dump().contains(&account.oid));
    portal.receive(&protocol::write(&ToPage::Event(Event::SignedOut)));
    assert!(world.store.keys().is_empty(), "{:?}", world.store.keys());
}

/// Microsoft's sign-out page is left by Back, or its tab is closed, before it has ended the session.
#[test]
fn s47_a_sign_out_that_was_not_completed_at_microsoft_is_not_told_as_complete() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    run(portal.sign_out(false));
    assert!(world.left_to().path().ends_with("/logout"), "{}", world.left_to());
    // A tab that is opened meanwhile says nothing, but its sign-in asks for the account.
    let tab = world.beside();
    let page = tab.portal();
    assert_eq!(signed_out(page.arrive(None, false)), SignedOutReason::Fresh);
    page.sign_in(AccountPicker::IfNeeded);
    assert_eq!(tab.asked("prompt").as_deref(), Some("select_account"));

    world.bar.went_back.set(true);
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::LeftOpen);
    assert_eq!(signed_out(world.beside().portal().arrive(None, false)), SignedOutReason::LeftOpen);
}

#[test]
fn s47_a_sign_out_that_was_completed_at_microsoft_leaves_no_mark() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    run(portal.sign_out(false));
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Left);
    let tab = world.beside();
    tab.portal().sign_in(AccountPicker::IfNeeded);
    assert_eq!(tab.asked("prompt"), None);
}

/// The page of a person who signs out stays while an invitation has no answer.
#[test]
fn s47_a_sign_out_that_stays_on_the_page_says_that_the_session_at_microsoft_is_open() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let left = world.times_left();
    run(portal.sign_out(true));
    assert_eq!(portal.session(), Session::SignedOut(SignedOutReason::LeftOpen));
    assert_eq!(world.times_left(), left);
    run(portal.end_session());
    assert!(world.left_to().path().ends_with("/logout"), "{}", world.left_to());
}

#[test]
fn s47_a_sign_out_removes_what_was_searched_for_from_the_address() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    *world.bar.here.borrow_mut() = "/guests?q=ann".to_owned();
    run(portal.sign_out(true));
    assert_eq!(*world.bar.here.borrow(), "/guests");
}

#[test]
fn s45_records_of_another_registration_are_dropped() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    drafts::save(&*world.store, account.key(), support::saved(), portal.now());
    let other = world.registered_as("22222222-bbbb-3333-cccc-4444dddd5555");
    assert_eq!(signed_out(other.portal().arrive(None, false)), SignedOutReason::Fresh);
    assert!(other.store.keys().is_empty(), "{:?}", other.store.keys());
}

#[test]
fn s47_after_a_sign_out_without_a_network_the_next_sign_in_asks_for_the_account() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.bar.reachable.set(false);
    run(portal.sign_out(false));
    for tab in [&world, &world.beside()] {
        assert!(tab.sign_in_program().is_none(), "only the portal has the words");
        assert_eq!(signed_out(tab.portal().arrive(None, false)), SignedOutReason::LeftOpen);
    }
    let tab = world.beside();
    let portal = tab.portal();
    portal.sign_in(AccountPicker::IfNeeded);
    assert_eq!(tab.asked("prompt").as_deref(), Some("select_account"));
    redeemed(&tab, &tab.portal()).unwrap();
    let later = world.beside();
    later.portal().sign_in(AccountPicker::IfNeeded);
    assert_eq!(later.asked("prompt"), None, "the former session is replaced");

    // The page after a reload can end the session at Microsoft, too.
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.bar.reachable.set(false);
    run(portal.sign_out(false));
    let portal = world.portal();
    let _ = portal.arrive(None, false);
    world.bar.reachable.set(true);
    run(portal.end_session());
    assert!(world.left_to().path().ends_with("/logout"), "{}", world.left_to());
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Left);
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Fresh);
}

const FORGED: [&str; 3] = ["#code=forged&state=forged", "#code=forged", "#error=login_required&state=forged"];

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
