//! Pages that leave the worker: what they are told no more, and how long a session outlives the last of them.

use std::rc::Rc;
use std::time::Duration;

use guestlist::app::worker::protocol::{self, ToWorker};
use serde_json::json;

use crate::support::{Received, World, ask, run};

#[test]
fn a_page_that_has_gone_is_told_nothing_more_and_keeps_no_place() {
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
fn s13_a_session_outlives_its_last_page_by_seconds_and_no_longer() {
    let world = World::new();
    world.signed_in();
    let server = world.server.borrow().clone().unwrap();
    let leave = protocol::write(&ToWorker::Leave);
    let who = |connection, page: &Received| {
        run(server.receive(connection, &ask(1, json!("whoIsSignedIn"))).unwrap());
        page.0.borrow().last().unwrap().contains("signedIn")
    };
    // A page that is loaded again comes back in time.
    let waits = server.receive(0, &leave).unwrap();
    let page = Rc::new(Received::default());
    let connection = server.accept(page.clone());
    run(waits);
    assert!(who(connection, &page));
    // No page connects within that time.
    let waits = server.receive(connection, &leave).unwrap();
    run(waits);
    assert_eq!(world.clock.slept.borrow().last(), Some(&Duration::from_secs(10)));
    let late = Rc::new(Received::default());
    let connection = server.accept(late.clone());
    assert!(!who(connection, &late));
}
