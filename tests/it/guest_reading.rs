//! Reading the details of one guest.

use guestlist::app::guest_reading;
use guestlist::domain::guest::UserId;
use guestlist::graph::error::GraphErrorKind;

use crate::support::{World, json, run, user};

#[test]
fn the_details_of_another_user_are_an_error() {
    let id = |number: u8| UserId::parse(user(number)["id"].as_str().unwrap()).unwrap();
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([json(200, &user(1).to_string()), json(200, &user(2).to_string())]);
    let details = run(guest_reading::details(&portal.client, id(1))).unwrap();
    assert_eq!(details.name.as_deref(), Some("Guest 1"));
    let error = run(guest_reading::details(&portal.client, id(1))).unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::Unreadable);
}
