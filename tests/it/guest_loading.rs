//! Loading the guest list page by page, and what ends the loading.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use guestlist::app::guest_loading::{self, Arrived, GoOn, Loaded};
use guestlist::domain::moment::Moment;
use guestlist::graph::error::{GraphError, GraphErrorKind};
use guestlist::graph::users;
use serde_json::{Value, json as object};
use url::Url;

use crate::support::{self, World, json, page_of, refusal, run};

/// The outcome, and the names of the guests on each page since the list was last begun.
type Outcome = (Result<(), GraphError>, Vec<Vec<String>>);

fn load(world: &World, go_on: impl Fn() -> GoOn) -> Outcome {
    let (portal, _) = world.signed_in();
    let mut pages = Vec::new();
    let take = |arrived| match arrived {
        Arrived::Page { guests, .. } => pages.push(guests.into_iter().map(|guest| guest.name).collect()),
        Arrived::StartsOver => pages.clear(),
        Arrived::Total(_) | Arrived::ChangesFrom(_) | Arrived::OneByOne => {}
    };
    let outcome = run(guest_loading::load(&portal.client, NOW, take, go_on));
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

const NOW: Moment = Moment::from_unix_millis(1_795_176_000_000);

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
    assert_eq!(page.unreadable, named);
}

/// A directory with guests who were created one minute after the other; every hundredth has no date. It answers as the
/// service does: pages of 999, spans with both ends, batches of counts.
struct Directory {
    guests: usize,
    /// Whether it can tell who has no date.
    knows_undated: Cell<bool>,
    /// The addresses of the pages that were read.
    read: RefCell<Vec<String>>,
}

impl Directory {
    fn of(world: &World, guests: usize) -> Rc<Self> {
        let directory = Rc::new(Self { guests, knows_undated: Cell::new(true), read: RefCell::default() });
        let answering = Rc::clone(&directory);
        *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
            if !sent.url.ends_with("/$batch") {
                return match answering.answer(&sent.url) {
                    Some(answer) => json(200, &answer.to_string()),
                    None => refusal(400, "Request_UnsupportedQuery", "Unsupported Query."),
                };
            }
            let body: Value = serde_json::from_str(&sent.body).unwrap();
            let one = |request: &Value| {
                assert_eq!(request["headers"]["ConsistencyLevel"], "eventual", "it is an advanced query");
                let url = format!("https://graph.microsoft.com/v1.0{}", request["url"].as_str().unwrap());
                object!({ "id": request["id"], "status": 200, "body": answering.answer(&url).unwrap() })
            };
            let responses: Vec<Value> = body["requests"].as_array().unwrap().iter().map(one).collect();
            json(200, &object!({ "responses": responses }).to_string())
        }));
        directory
    }

    fn created(guest: usize) -> Option<Moment> {
        (!guest.is_multiple_of(100)).then(|| NOW - Duration::from_mins(guest as u64))
    }

    /// `None`: it cannot be asked so.
    fn answer(&self, url: &str) -> Option<Value> {
        if url.contains("/users/delta?") {
            return Some(
                object!({ "value": [], "@odata.deltaLink": "https://graph.microsoft.com/v1.0/users/delta?$deltatoken=1" }),
            );
        }
        let options: BTreeMap<String, String> = Url::parse(url).unwrap().query_pairs().into_owned().collect();
        let filter = &options["$filter"];
        let limit = |name: &str| Moment::parse(filter.split_once(name)?.1.split([' ', ')']).next()?);
        let (from, to) = (limit("createdDateTime ge "), limit("createdDateTime le "));
        let undated = filter.contains("not(");
        if undated && !self.knows_undated.get() {
            return None;
        }
        let fits = |guest: &usize| match Self::created(*guest) {
            None => undated || (from.is_none() && to.is_none()),
            Some(at) => !undated && from.is_none_or(|from| at >= from) && to.is_none_or(|to| at <= to),
        };
        let found: Vec<usize> = (0..self.guests).filter(fits).collect();
        if options["$top"] == "1" {
            return Some(object!({ "@odata.count": found.len(), "value": [] }));
        }
        self.read.borrow_mut().push(url.to_owned());
        let skip = options.get("$skiptoken").map_or(0, |skip| skip.parse().unwrap());
        let guest = |guest: &usize| {
            let id = format!("00000000-0000-4000-8000-{guest:012x}");
            object!({ "id": id, "displayName": format!("Guest {guest}"), "userType": "Guest" })
        };
        let mut page = object!({ "value": found.iter().skip(skip).take(999).map(guest).collect::<Vec<_>>() });
        if found.len() > skip + 999 {
            let first = url.split("&$skiptoken=").next().unwrap();
            page["@odata.nextLink"] = format!("{first}&$skiptoken={}", skip + 999).into();
        }
        Some(page)
    }
}

#[test]
fn a_long_list_is_read_in_spans_at_the_same_time_and_nobody_is_missing() {
    for guests in [7_000, 9_000, 25_000, 60_000] {
        let world = World::new();
        let directory = Directory::of(&world, guests);
        let (portal, _) = world.signed_in();
        let (mut ids, mut totals, mut others) = (BTreeSet::new(), Vec::new(), 0);
        let take = |arrived| match arrived {
            Arrived::Page { guests, .. } => ids.extend(guests.into_iter().map(|guest| guest.id)),
            Arrived::Total(total) => totals.push(total),
            Arrived::ChangesFrom(_) => {}
            Arrived::StartsOver | Arrived::OneByOne => others += 1,
        };
        assert_eq!(whole(run(guest_loading::load(&portal.client, NOW, take, always))), Ok(()));
        assert_eq!((ids.len(), totals, others), (guests, vec![guests], 0));
        let read = directory.read.borrow();
        let in_spans = read.iter().filter(|url| url.contains("createdDateTime%20")).count();
        assert_eq!(in_spans > 0, guests > 8_000, "{guests}");
        assert!(read.len() <= guests / 999 + 25, "{} pages for {guests}", read.len());
    }
}

#[test]
fn a_list_that_does_not_add_up_is_read_once_more_page_by_page() {
    let world = World::new();
    let directory = Directory::of(&world, 9_000);
    directory.knows_undated.set(false);
    let (portal, _) = world.signed_in();
    let (mut ids, mut others) = (BTreeSet::new(), Vec::new());
    let take = |arrived| match arrived {
        Arrived::Page { guests, .. } => ids.extend(guests.into_iter().map(|guest| guest.id)),
        other @ (Arrived::StartsOver | Arrived::OneByOne) => others.push(other),
        Arrived::Total(_) | Arrived::ChangesFrom(_) => {}
    };
    assert_eq!(whole(run(guest_loading::load(&portal.client, NOW, take, always))), Ok(()));
    assert_eq!((ids.len(), others), (9_000, vec![Arrived::OneByOne]));
}
