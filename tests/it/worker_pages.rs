//! Pages that disconnect from the worker: they receive nothing more, and the session stays for some seconds after the
//! last one.

use std::rc::Rc;
use std::time::Duration;

use guestlist::app::worker::protocol::{self, ToWorker};
use serde_json::json;

use guestlist::auth::flow::AccountPicker;

use crate::support::{Received, World, ask, redeemed, run, take_turns};

#[test]
fn a_page_that_has_left_receives_nothing_more_and_its_id_is_not_used_again() {
    let world = World::new();
    world.signed_in();
    let server = world.server.borrow().clone().unwrap();
    let gone = Rc::new(Received::default());
    let connection = server.accept(gone.clone());
    assert!(server.receive(connection, &protocol::write(&ToWorker::Leave)).is_none());
    run(server.receive(0, &ask(2, json!("forget"))).unwrap());
    assert!(gone.0.borrow().is_empty(), "{:?}", gone.0.borrow());
    assert_ne!(server.accept(gone), connection, "nobody gets what was meant for another");
}

#[test]
fn s13_a_session_ends_some_seconds_after_its_last_page() {
    let world = World::new();
    world.signed_in();
    let server = world.server.borrow().clone().unwrap();
    let leave = protocol::write(&ToWorker::Leave);
    let is_signed_in = |connection, page: &Received| {
        run(server.receive(connection, &ask(1, json!("whoIsSignedIn"))).unwrap());
        page.0.borrow().last().unwrap().contains("signedIn")
    };
    // A page that is reloaded connects in time.
    let waits = server.receive(0, &leave).unwrap();
    let page = Rc::new(Received::default());
    let connection = server.accept(page.clone());
    run(waits);
    assert!(is_signed_in(connection, &page));
    // No page connects within that time.
    let waits = server.receive(connection, &leave).unwrap();
    run(waits);
    assert_eq!(world.clock.slept.borrow().last(), Some(&Duration::from_secs(10)));
    let late = Rc::new(Received::default());
    let connection = server.accept(late.clone());
    assert!(!is_signed_in(connection, &late));
}

/// A page that was signed out stays connected to the worker until it closes.
#[test]
fn s13_a_page_that_was_signed_out_keeps_no_later_session() {
    let world = World::new();
    let (first, _) = world.signed_in();
    let (tab, second) = world.joined();
    run(first.sign_out(false));
    let third = world.beside();
    third.page().sign_in(AccountPicker::IfNeeded);
    let signed_in = third.page();
    redeemed(&third, &signed_in).unwrap();
    for page in [&first, &second, &signed_in] {
        page.page_hides(None);
    }
    for _ in 0..5 {
        run(take_turns());
    }
    let server = tab.server.borrow().clone().unwrap();
    let late = Rc::new(Received::default());
    let connection = server.accept(late.clone());
    run(server.receive(connection, &ask(1, json!("whoIsSignedIn"))).unwrap());
    assert!(!late.0.borrow().last().unwrap().contains("signedIn"), "{:?}", late.0.borrow());
}
