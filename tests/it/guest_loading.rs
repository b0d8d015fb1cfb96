//! Loading the guest list page by page, and what ends the loading.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::future::pending;

use guestlist::app::guest_loading::{self, Arrived, GoOn, Loaded};
use guestlist::graph::error::{GraphError, GraphErrorKind};
use guestlist::graph::users;

use crate::support::{self, PLAN, World, json, page_of, refusal, run};

/// The outcome, and the names of the guests on each page since the list was last begun.
type Outcome = (Result<(), GraphError>, Vec<Vec<String>>);

fn load(world: &World, go_on: impl Fn() -> GoOn) -> Outcome {
    let (portal, _) = world.signed_in();
    let mut pages = Vec::new();
    let take = |arrived| match arrived {
        Arrived::Page { guests, .. } => pages.push(guests.into_iter().map(|guest| guest.name).collect()),
        Arrived::StartsOver => pages.clear(),
        Arrived::Total(_) | Arrived::ChangesFrom(_) | Arrived::TellsNoChanges | Arrived::OneByOne => {}
    };
    let outcome = run(guest_loading::load(&portal.client, PLAN, take, go_on, pending()));
    (whole(outcome), pages)
}

const fn always() -> GoOn {
    GoOn::Yes
}

/// The outcome of a load that is not stopped.
fn whole(outcome: Result<Loaded, GraphError>) -> Result<(), GraphError> {
    match outcome? {
        Loaded::All => Ok(()),
        Loaded::Stopped(rest) => panic!("it was not to stop: {rest:?}"),
    }
}

fn names(numbers: &[u8]) -> Vec<String> {
    numbers.iter().map(|number| format!("Guest {number}")).collect()
}

const NEXT: &str = "https://graph.microsoft.com/v1.0/users?$skiptoken=RFNwdAoAAQ%2B";

#[test]
fn all_pages_are_loaded_also_empty_ones() {
    let world = World::new();
    world.services.graph_says([
        page_of(&[1, 2], Some(NEXT)),
        page_of(&[], Some(&format!("{NEXT}2"))),
        page_of(&[2, 3], None),
    ]);
    let (outcome, pages) = load(&world, always);
    assert_eq!(
        (outcome, pages.concat()),
        (Ok(()), names(&[1, 2, 2, 3])),
        "the table replaces the earlier record"
    );
    assert_eq!(world.services.graph_requests()[1].url, NEXT, "a link is followed as it stands");
}

#[test]
fn loading_ends_at_a_next_link_that_was_already_followed() {
    let world = World::new();
    let other = format!("{NEXT}2");
    world.services.graph_says([
        page_of(&[1], Some(NEXT)),
        page_of(&[2], Some(&other)),
        page_of(&[3], Some(NEXT)),
    ]);
    let (outcome, pages) = load(&world, always);
    assert_eq!((outcome.unwrap_err().kind, pages.len()), (GraphErrorKind::BadNextLink, 3));

    // The next link of a page is its own address.
    let world = World::new();
    world.services.graph_says([page_of(&[1], Some(NEXT)), page_of(&[1], Some(NEXT))]);
    let (outcome, pages) = load(&world, always);
    assert_eq!((outcome.unwrap_err().kind, pages.concat().len()), (GraphErrorKind::BadNextLink, 2));
    assert_eq!(world.services.graph_requests().len(), 2);
}

/// Each link is new, and the pages have nothing new.
#[test]
fn a_list_that_leads_on_without_new_guests_is_ended() {
    for (ids, most) in [(&[1, 2][..], 10), (&[], 110)] {
        let world = World::new();
        let asked = Cell::new(0);
        *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
            if sent.url.contains("$count=true") {
                return refusal(400, "Request_UnsupportedQuery", "");
            }
            asked.set(asked.get() + 1);
            page_of(ids, Some(&format!("{NEXT}{}", asked.get())))
        }));
        let (outcome, pages) = load(&world, always);
        assert_eq!(outcome.unwrap_err().kind, GraphErrorKind::BadNextLink);
        assert!(pages.len() <= most, "{} pages of {}", pages.len(), ids.len());
    }
    // The service may send many empty pages, and some guests twice.
    let world = World::new();
    let link = |at: usize| format!("{NEXT}{at}");
    world.services.graph_says([page_of(&[1, 2], Some(&link(0)))]);
    world.services.graph_says((1..60).map(|at| page_of(&[], Some(&link(at)))));
    world.services.graph_says((60..64).map(|at| page_of(&[1, 2], Some(&link(at)))));
    world.services.graph_says([page_of(&[3], None)]);
    let (outcome, pages) = load(&world, always);
    assert_eq!((outcome, pages.len()), (Ok(()), 65));
}

#[test]
fn pages_before_a_failure_are_kept() {
    let world = World::new();
    world.services.graph_says([
        page_of(&[1], Some(NEXT)),
        refusal(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
    ]);
    let (outcome, pages) = load(&world, always);
    assert_eq!(
        (outcome.unwrap_err().kind, pages.concat()),
        (GraphErrorKind::Forbidden, vec!["Guest 1".to_owned()])
    );
}

const EXPIRED: [&str; 2] = [
    "Directory_ExpiredPageToken",
    "The specified page token value has expired and can no longer be included in your request.",
];

#[test]
fn a_list_whose_next_link_has_expired_is_read_again_from_its_first_page() {
    let [code, message] = EXPIRED;
    let expiries = [
        refusal(400, code, message),
        refusal(400, "Request_ExpiredPageToken", "Another text."),
        refusal(400, "Request_BadRequest", "The specified page token value has expired."),
        refusal(400, "Request_BadRequest", "Of the link it is not told what is wrong with it."),
        json(410, ""),
    ];
    for (at, expiry) in expiries.into_iter().enumerate() {
        let world = World::new();
        let other = format!("{NEXT}2");
        world.services.graph_says([
            page_of(&[1], Some(NEXT)),
            page_of(&[2], Some(&other)),
            expiry,
            // The link may be the one that was followed before.
            page_of(&[1], Some(NEXT)),
            page_of(&[3], None),
        ]);
        let (outcome, pages) = load(&world, always);
        assert_eq!((outcome, pages.concat()), (Ok(()), names(&[1, 3])), "expiry {at}");
    }
}

#[test]
fn a_list_is_begun_again_only_once() {
    let [code, message] = EXPIRED;
    let world = World::new();
    world.services.graph_says([
        page_of(&[1], Some(NEXT)),
        refusal(400, code, message),
        page_of(&[1], Some(NEXT)),
        page_of(&[2], Some(&format!("{NEXT}2"))),
        refusal(400, code, message),
        page_of(&[1], None),
    ]);
    let (outcome, pages) = load(&world, always);
    assert_eq!((outcome.unwrap_err().kind, pages.concat()), (GraphErrorKind::PageExpired, names(&[1, 2])));
    assert_eq!(world.services.graph_requests().len(), 5);
}

#[test]
fn a_refusal_of_the_first_page_or_for_another_reason_starts_nothing_again() {
    for (says, kind, requests) in [
        (vec![refusal(400, "Request_BadRequest", "Wrong.")], GraphErrorKind::BadRequest, 1),
        (vec![page_of(&[1], Some(NEXT)), refusal(403, "x", "")], GraphErrorKind::Forbidden, 2),
    ] {
        let world = World::new();
        world.services.graph_says(says);
        assert_eq!(load(&world, always).0.unwrap_err().kind, kind);
        assert_eq!(world.services.graph_requests().len(), requests);
    }
}

#[test]
fn loading_stops_with_an_error_when_the_sign_in_ends() {
    let world = World::new();
    world.services.graph_says([page_of(&[1], Some(NEXT)), page_of(&[2], None)]);
    assert_eq!(
        load(&world, || GoOn::SignInEnded).0.unwrap_err().kind,
        GraphErrorKind::SignInEnded,
        "it is not complete"
    );
    assert_eq!(world.services.graph_requests().len(), 1);
}

#[test]
fn a_response_of_another_shape_is_an_error_and_not_a_panic() {
    for body in ["", "[]", "{}", "null", r#"{"value":null}"#, "{\"value\":[", &"[".repeat(5_000)] {
        let world = World::new();
        world.services.graph_says([json(200, body)]);
        assert_eq!(load(&world, always).0.unwrap_err().kind, GraphErrorKind::Unreadable, "{body:.20}");
    }
}

/// It is from a proxy or a network's sign-in page, and not from Graph.
#[test]
fn a_web_page_in_place_of_a_list_is_told_as_a_filter() {
    for status in [200, 403, 404] {
        let world = World::new();
        world.services.graph_says([json(status, "<!doctype html><title>Sign in to this network</title>")]);
        assert_eq!(load(&world, always).0.unwrap_err().kind, GraphErrorKind::Filtered, "{status}");
    }
    for status in [407, 451, 511] {
        let world = World::new();
        world.services.graph_says([json(status, "")]);
        assert_eq!(load(&world, always).0.unwrap_err().kind, GraphErrorKind::Filtered, "{status}");
    }
}

#[test]
fn an_entry_that_is_not_as_documented_costs_that_entry_only() {
    let good = support::user(1);
    let id = |n: u8| support::user(n)["id"].as_str().unwrap().to_owned();
    let page = serde_json::json!({ "value": [
        {}, null, 7, ["id"], { "id": "../me", "displayName": "No guid" }, { "id": id(2), "displayName": 42 },
        { "id": 42, "mail": "kim@fabrikam.com" }, { "id": id(3), "createdDateTime": {} }, good,
    ]});
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([json(200, &page.to_string())]);
    let page = run(portal.client.call(&users::guests())).unwrap();
    assert_eq!(page.items.iter().map(|guest| guest.name.as_str()).collect::<Vec<_>>(), ["Guest 1"]);
    let named = ["", "", "", "", "../me", &id(2), "kim@fabrikam.com", &id(3)];
    assert_eq!(page.unreadable.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), named);
    let keys: BTreeSet<&str> = page.unreadable.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys.len(), named.len(), "also entries without a name are told apart");
}
