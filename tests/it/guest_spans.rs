//! Reading a long guest list in spans of `createdDateTime`, beside each other: all guests arrive, nothing is read twice, and loading
//! can be stopped and resumed.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::pending;
use std::rc::Rc;
use std::time::Duration;

use guestlist::app::guest_loading::{self, AT_ONCE, Arrived, GoOn, Loaded};
use guestlist::app::portal::Portal;
use guestlist::domain::guest::UserId;
use guestlist::domain::moment::Moment;
use guestlist::graph::error::GraphError;
use serde_json::{Value, json as object};
use url::Url;

use crate::support::{PLAN, World, json, refusal, run};

mod stops;

/// A directory with guests who were created one minute after the other; every hundredth has no date. It answers as the
/// service does: pages of 999, spans with both ends, batches of counts.
struct Directory {
    guests: usize,
    /// Whether it can tell who has no date.
    knows_undated: Cell<bool>,
    /// This guest is deleted as soon as this many pages were read.
    deleted_after: Cell<Option<(usize, usize)>>,
    /// An entry that cannot be read stands in place of this guest.
    odd: RefCell<Option<(usize, Value)>>,
    /// This guest is missing in the answers for spans.
    not_in_spans: Cell<Option<usize>>,
    /// So many links to next pages are refused as expired.
    expiries: Cell<usize>,
    /// The addresses of the pages that were read.
    read: RefCell<Vec<String>>,
    /// The resource units that all requests have cost.
    units: Cell<usize>,
}

impl Directory {
    fn of(world: &World, guests: usize) -> Rc<Self> {
        let directory = Rc::new(Self {
            guests,
            knows_undated: Cell::new(true),
            deleted_after: Cell::default(),
            odd: RefCell::default(),
            not_in_spans: Cell::default(),
            expiries: Cell::default(),
            read: RefCell::default(),
            units: Cell::default(),
        });
        let answering = Rc::clone(&directory);
        *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
            if !sent.url.ends_with("/$batch") {
                return match answering.answer(&sent.url) {
                    Ok(answer) => json(200, &answer.to_string()),
                    Err(code) => refusal(400, code, ""),
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
        (!guest.is_multiple_of(100)).then(|| PLAN.now - Duration::from_mins(guest as u64))
    }

    fn has(&self, guest: usize) -> bool {
        self.deleted_after
            .get()
            .is_none_or(|(deleted, pages)| guest != deleted || self.read.borrow().len() < pages)
    }

    /// The error is the code of a refusal.
    fn answer(&self, url: &str) -> Result<Value, &'static str> {
        // A list costs two units, and one less with `$select`.
        self.units.set(self.units.get() + 1);
        if url.contains("/users/delta?") {
            let link = "https://graph.microsoft.com/v1.0/users/delta?$deltatoken=1";
            return Ok(object!({ "value": [], "@odata.deltaLink": link }));
        }
        let options: BTreeMap<String, String> = Url::parse(url).unwrap().query_pairs().into_owned().collect();
        let filter = &options["$filter"];
        let limit = |name: &str| Moment::parse(filter.split_once(name)?.1.split([' ', ')']).next()?);
        let (from, to) = (limit("createdDateTime ge "), limit("createdDateTime le "));
        let undated = filter.contains("not(");
        if undated && !self.knows_undated.get() {
            return Err("Request_UnsupportedQuery");
        }
        let fits = |guest: &usize| match Self::created(*guest) {
            None => undated || (from.is_none() && to.is_none()),
            Some(at) => !undated && from.is_none_or(|from| at >= from) && to.is_none_or(|to| at <= to),
        };
        let missing = self
            .not_in_spans
            .get()
            .filter(|_| from.is_some() || to.is_some())
            .filter(|_| options["$top"] != "1");
        let there = |guest: &usize| self.has(*guest) && Some(*guest) != missing;
        let found: Vec<usize> = (0..self.guests).filter(there).filter(fits).collect();
        if options["$top"] == "1" {
            return Ok(object!({ "@odata.count": found.len(), "value": [] }));
        }
        let skip = options.get("$skiptoken").map_or(0, |skip| skip.parse().unwrap());
        if skip > 0
            && let Some(left) = self.expiries.get().checked_sub(1)
        {
            self.expiries.set(left);
            return Err("Directory_ExpiredPageToken");
        }
        self.read.borrow_mut().push(url.to_owned());
        let guest = |guest: &usize| {
            if let Some((_, entry)) = self.odd.borrow().as_ref().filter(|(odd, _)| odd == guest) {
                return entry.clone();
            }
            object!({ "id": id_of(*guest), "displayName": format!("Guest {guest}"), "userType": "Guest" })
        };
        let mut page = object!({ "value": found.iter().skip(skip).take(999).map(guest).collect::<Vec<_>>() });
        if found.len() > skip + 999 {
            let first = url.split("&$skiptoken=").next().unwrap();
            page["@odata.nextLink"] = format!("{first}&$skiptoken={}", skip + 999).into();
        }
        Ok(page)
    }

    /// How many pages were read of spans, and of the whole list.
    fn pages(&self) -> (usize, usize) {
        let read = self.read.borrow();
        let in_spans = read.iter().filter(|url| url.contains("createdDateTime%20")).count();
        (in_spans, read.len() - in_spans)
    }
}

fn id_of(guest: usize) -> String {
    format!("00000000-0000-4000-8000-{guest:012x}")
}

/// What has arrived of a list.
#[derive(Default)]
struct Seen {
    ids: BTreeSet<UserId>,
    pages: usize,
    unreadable: Vec<String>,
    totals: Vec<usize>,
    delta: bool,
    /// The list was read page by page, or once more.
    others: Vec<Arrived>,
}

impl Seen {
    fn take(&mut self, arrived: Arrived) {
        match arrived {
            Arrived::Page { guests, unreadable } => {
                self.pages += 1;
                self.unreadable.extend(unreadable);
                self.ids.extend(guests.into_iter().map(|guest| guest.id));
            }
            Arrived::Total(total) => self.totals.push(total),
            Arrived::ChangesFrom(_) => self.delta = true,
            other @ (Arrived::StartsOver | Arrived::OneByOne | Arrived::TellsNoChanges) => {
                self.others.push(other)
            }
        }
    }
}

/// Loads a list, and stops as soon as `pages` have arrived.
fn load_until(portal: &Portal, pages: usize) -> (Result<Loaded, GraphError>, Seen) {
    let seen = RefCell::new(Seen::default());
    let take = |arrived| seen.borrow_mut().take(arrived);
    let go_on = || if seen.borrow().pages < pages { GoOn::Yes } else { GoOn::Stop };
    let outcome = run(guest_loading::load(&portal.client, PLAN, take, go_on, pending()));
    (outcome, seen.into_inner())
}

/// Loads a whole list.
fn load(world: &World) -> Seen {
    let (portal, _) = world.signed_in();
    let (outcome, seen) = load_until(&portal, usize::MAX);
    assert!(matches!(outcome, Ok(Loaded::All)), "{outcome:?}");
    seen
}

#[test]
fn a_long_list_is_read_in_spans_at_the_same_time_and_nobody_is_missing() {
    for guests in [7_000, 9_000, 25_000, 60_000] {
        let world = World::new();
        let directory = Directory::of(&world, guests);
        let seen = load(&world);
        assert_eq!((seen.ids.len(), seen.totals, seen.others), (guests, vec![guests], vec![]));
        let (in_spans, others) = directory.pages();
        assert_eq!((in_spans > 0, seen.delta), (guests > 8_000, guests > 8_000), "{guests}");
        assert!(in_spans + others <= guests / 999 + 25, "{in_spans} + {others} pages for {guests}");
    }
}

#[test]
fn a_list_that_does_not_add_up_is_read_once_more_page_by_page() {
    let world = World::new();
    let directory = Directory::of(&world, 60_000);
    directory.knows_undated.set(false);
    let seen = load(&world);
    assert_eq!((seen.ids.len(), seen.others), (60_000, vec![Arrived::OneByOne]));
    let (in_spans, others) = directory.pages();
    assert!(in_spans <= AT_ONCE, "the other readers end after their page: {in_spans}");
    assert_eq!(others, 1 + 61, "and also the first page is read again");
}

#[test]
fn a_guest_who_is_deleted_meanwhile_or_cannot_be_read_does_not_cost_the_list_twice() {
    let world = World::new();
    let directory = Directory::of(&world, 20_000);
    // The youngest and the oldest with a date: one of them is deleted before its span is read.
    directory.deleted_after.set(Some((19_999, 2)));
    let seen = load(&world);
    assert_eq!((seen.ids.len(), seen.totals, seen.others), (19_999, vec![20_000, 19_999], vec![]));

    let world = World::new();
    let directory = Directory::of(&world, 20_000);
    let entry = object!({ "id": id_of(10_001), "displayName": 42 });
    *directory.odd.borrow_mut() = Some((10_001, entry));
    let seen = load(&world);
    assert_eq!((seen.ids.len(), seen.others), (19_999, vec![]));
    assert!(directory.pages().0 < 40);
}

/// The guests of the first page come again in the spans.
#[test]
fn an_entry_that_cannot_be_read_counts_once_and_hides_no_guest_who_is_missing() {
    let entries = [
        object!({ "id": id_of(5), "displayName": 42 }),
        object!({ "id": "odd", "displayName": "Ann" }),
        object!({ "displayName": "Ann" }),
        object!(7),
    ];
    for entry in entries {
        let world = World::new();
        let directory = Directory::of(&world, 9_000);
        *directory.odd.borrow_mut() = Some((5, entry.clone()));
        let seen = load(&world);
        assert_eq!((seen.ids.len(), seen.unreadable.len(), seen.others), (8_999, 1, vec![]), "{entry}");

        let world = World::new();
        let directory = Directory::of(&world, 9_000);
        *directory.odd.borrow_mut() = Some((5, entry.clone()));
        directory.not_in_spans.set(Some(5_001));
        let seen = load(&world);
        assert_eq!((seen.ids.len(), seen.others), (8_999, vec![Arrived::OneByOne]), "{entry}");
    }
}

#[test]
fn an_expired_link_costs_its_span_only() {
    let world = World::new();
    let directory = Directory::of(&world, 60_000);
    directory.expiries.set(1);
    let seen = load(&world);
    assert_eq!((seen.ids.len(), seen.others), (60_000, vec![]), "it does not start over");
    assert!(directory.pages().0 <= 61 + 25, "{}", directory.pages().0);
    // If it goes on, the list is read page by page, and once more; and then it is an error.
    let world = World::new();
    let directory = Directory::of(&world, 60_000);
    directory.expiries.set(usize::MAX);
    let (portal, _) = world.signed_in();
    let (outcome, seen) = load_until(&portal, usize::MAX);
    assert!(outcome.is_err());
    assert_eq!(seen.others, [Arrived::OneByOne, Arrived::StartsOver]);
    assert!(seen.ids.len() >= 999, "what has arrived is right");
}

/// Microsoft's limit for an app in the smallest tenants is 3,500 units in ten seconds. A page takes the service 150 ms, about.
#[test]
fn reading_costs_less_than_four_fifths_of_the_smallest_quota() {
    let world = World::new();
    let directory = Directory::of(&world, 100_000);
    load(&world);
    let (in_spans, others) = directory.pages();
    let beside_pages = directory.units.get() - in_spans - others;
    assert!(beside_pages <= 23, "counts and the link for changes: {beside_pages}");
    let in_ten_seconds = AT_ONCE * 10_000 / 150 + beside_pages;
    assert!(in_ten_seconds <= 3_500 * 4 / 5, "{in_ten_seconds}");
    assert!(directory.units.get() <= 150, "the whole list: {}", directory.units.get());
}
