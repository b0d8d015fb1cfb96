//! A sign-out reaches every tab and every record, also tabs that are elsewhere, and says the truth about Microsoft's session.

use std::collections::BTreeMap;

use guestlist::app::drafts;
use guestlist::app::ports::{BrowserStore as _, Clock as _};
use guestlist::app::sign_in::Arrival;
use guestlist::app::worker::protocol::{self, Event, ToPage};
use guestlist::auth::flow::AccountPicker;
use guestlist::auth::session::{Session, SignedOutReason};

use crate::support::{self, World, redeemed, run, signed_out};

/// A tab that shows another site, was closed, or is restored by the browser later gets no event. Two tabs of a person: the
/// second one was closed before the person signed out in the first, and the browser restores it.
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

/// An extension, or another page of the host, removes what is stored.
#[test]
fn s47_a_browser_store_that_was_cleared_is_no_sign_out_and_the_next_sign_out_is_noticed() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    world.browser_store.restore(BTreeMap::new());
    portal.browser_store_changed();
    assert_eq!(portal.session(), Session::SignedIn(account));
    // A tab that is elsewhere meanwhile.
    let (_, elsewhere) = world.beside().signed_in();
    drop(elsewhere);
    let away = world.beside();
    away.signed_in();
    run(portal.sign_out(false));
    assert!(matches!(away.portal().arrive(None, false), Arrival::SignedOut(SignedOutReason::LeftElsewhere)));
}

/// The storage is full already when the first person signs out.
#[test]
fn s47_the_first_sign_out_has_room_in_a_full_browser_store() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let away = world.beside();
    away.signed_in();
    world.browser_store.is_full_but_for_changes.set(true);
    run(portal.sign_out(false));
    assert!(matches!(away.portal().arrive(None, false), Arrival::SignedOut(SignedOutReason::LeftElsewhere)));
}

#[test]
fn s47_a_sign_out_elsewhere_empties_the_storage_of_an_open_tab_that_shows_no_person() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    let failed = world.beside();
    drafts::save(&*failed.store, account.key(), support::saved(), portal.now());
    let page = failed.portal();
    page.sign_in(AccountPicker::IfNeeded);
    let fragment = failed.refusal("access_denied", "AADSTS65004: declined");
    let page = failed.portal();
    run(page.go_on(page.arrive(Some(&fragment), false)));
    assert!(matches!(page.session(), Session::SignedOut(SignedOutReason::Refused(_))));
    assert!(failed.store.keys().contains(&drafts::KEY.to_owned()));
    run(portal.sign_out(false));
    page.browser_store_changed();
    assert!(!failed.store.keys().contains(&drafts::KEY.to_owned()));
}

#[test]
fn s47_a_sign_out_elsewhere_while_a_code_is_redeemed_is_told_as_what_it_is() {
    let world = World::new();
    let page = world.portal();
    page.sign_in(AccountPicker::IfNeeded);
    let fragment = world.answer();
    let page = world.portal();
    let server = world.server.borrow().clone().unwrap();
    *world.services.meanwhile.borrow_mut() =
        Some(Box::new(move || server.receive_from_others("\"signedOut\"")));
    run(page.go_on(page.arrive(Some(&fragment), false)));
    assert_eq!(page.session(), Session::SignedOut(SignedOutReason::LeftElsewhere));
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
