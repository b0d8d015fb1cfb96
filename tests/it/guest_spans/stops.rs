//! Loading of a long list is stopped by the person and resumed, also where no response comes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::pending;
use std::rc::Rc;

use futures_util::future::join;
use guestlist::app::guest_loading::{self, AT_ONCE, GoOn, Loaded};
use guestlist::app::portal::Portal;
use guestlist::graph::error::GraphError;

use crate::support::{PLAN, World, refusal, run, take_turns};

use super::{Directory, Seen, load, load_until};

#[test]
fn a_load_that_is_stopped_goes_on_where_it_was_and_reads_nothing_twice() {
    // The whole list is in one piece, or in spans.
    for guests in [5_000, 30_000] {
        let world = World::new();
        let directory = Directory::of(&world, guests);
        let undisturbed = load(&world).pages;
        directory.read.borrow_mut().clear();

        let world = World::new();
        let directory = Directory::of(&world, guests);
        let (portal, _) = world.signed_in();
        let (stopped, mut seen) = load_until(&portal, 3);
        let Ok(Loaded::Stopped(rest)) = stopped else { panic!("{stopped:?}") };
        assert!(seen.pages <= 3 + AT_ONCE, "the pages in flight arrive: {}", seen.pages);
        assert!(seen.ids.len() < guests);

        // Once more, and then to the end.
        let (before, take) = (seen.pages, RefCell::new(&mut seen));
        let arrives = |arrived| take.borrow_mut().take(arrived);
        let go_on = || if take.borrow().pages < before + 1 { GoOn::Yes } else { GoOn::Stop };
        let stopped = run(guest_loading::resume(&portal.client, PLAN, rest, arrives, go_on, pending()));
        let Ok(Loaded::Stopped(rest)) = stopped else { panic!("{stopped:?}") };
        let ended = run(guest_loading::resume(&portal.client, PLAN, rest, arrives, || GoOn::Yes, pending()));
        assert!(matches!(ended, Ok(Loaded::All)), "{ended:?}");
        assert_eq!((seen.ids.len(), &seen.others), (guests, &vec![]));
        assert_eq!(seen.pages, undisturbed);
        let read = directory.read.borrow();
        assert_eq!(read.iter().collect::<BTreeSet<_>>().len(), read.len(), "no page is read twice");
    }
}

#[test]
fn links_that_have_expired_while_loading_was_stopped_cost_their_spans() {
    let world = World::new();
    let directory = Directory::of(&world, 60_000);
    let (portal, _) = world.signed_in();
    let (stopped, seen) = load_until(&portal, 10);
    let Ok(Loaded::Stopped(rest)) = stopped else { panic!("{stopped:?}") };
    directory.expiries.set(AT_ONCE);
    let seen = RefCell::new(seen);
    let take = |arrived| seen.borrow_mut().take(arrived);
    let ended = run(guest_loading::resume(&portal.client, PLAN, rest, take, || GoOn::Yes, pending()));
    assert!(matches!(ended, Ok(Loaded::All)), "{ended:?}");
    assert_eq!((seen.borrow().ids.len(), &seen.borrow().others), (60_000, &vec![]));
}

/// Parts of the addresses of all requests for a long list: the first page, a span, the number of all guests, the numbers of spans, and the
/// link for changes.
const REQUESTS: [&str; 5] =
    ["/users?$filter=userType", "/users?$filter=%28", "/users?$count=true", "/$batch", "/users/delta?"];

/// Loads the rest of a list that was stopped, and expects all guests, with nothing read in another way.
fn load_rest(portal: &Portal, stopped: Result<Loaded, GraphError>, seen: Seen, guests: usize) {
    let Ok(Loaded::Stopped(rest)) = stopped else { panic!("{stopped:?}") };
    let seen = RefCell::new(seen);
    let take = |arrived| seen.borrow_mut().take(arrived);
    let ended = run(guest_loading::resume(&portal.client, PLAN, rest, take, || GoOn::Yes, pending()));
    assert!(matches!(ended, Ok(Loaded::All)), "{ended:?}");
    assert_eq!((seen.borrow().ids.len(), &seen.borrow().others), (guests, &vec![]));
}

async fn many_turns() {
    for _ in 0..300 {
        take_turns().await;
    }
}

#[test]
fn requests_without_a_response_are_given_up_and_the_rest_is_loaded_later() {
    for held in REQUESTS {
        let world = World::new();
        let directory = Directory::of(&world, 9_000);
        let (portal, _) = world.signed_in();
        world.services.holds_where.set(held);
        let (seen, stops) = (RefCell::new(Seen::default()), Cell::new(false));
        let take = |arrived| seen.borrow_mut().take(arrived);
        let go_on = || if stops.get() { GoOn::Stop } else { GoOn::Yes };
        let given_up = async {
            many_turns().await;
            stops.set(true);
            many_turns().await;
        };
        let stopped = run(guest_loading::load(&portal.client, PLAN, take, go_on, given_up));
        world.services.holds_where.set("");
        load_rest(&portal, stopped, seen.into_inner(), 9_000);
        let read = directory.read.borrow();
        let twice = read.len() - read.iter().collect::<BTreeSet<_>>().len();
        // Where the first requests have not got far enough, the first page is read again.
        assert_eq!(twice, usize::from(held == REQUESTS[2] || held == REQUESTS[3]), "{held}");
    }
}

/// The notice about slow responses has a button for that.
#[test]
fn who_stops_waiting_stops_loading_and_can_resume_it() {
    for held in &REQUESTS[..4] {
        let world = World::new();
        Directory::of(&world, 9_000);
        let (portal, _) = world.signed_in();
        world.clock.deadlines_pass.set(true);
        world.services.holds_where.set(held);
        let seen = RefCell::new(Seen::default());
        let take = |arrived| seen.borrow_mut().take(arrived);
        let stop = async {
            many_turns().await;
            portal.client.stop_waiting();
        };
        let loading = guest_loading::load(&portal.client, PLAN, take, || GoOn::Yes, pending());
        let (stopped, ()) = run(join(loading, stop));
        world.services.holds_where.set("");
        load_rest(&portal, stopped, seen.into_inner(), 9_000);
    }
}

#[test]
fn a_failure_after_the_person_has_stopped_is_not_told() {
    let world = World::new();
    Directory::of(&world, 9_000);
    let (portal, _) = world.signed_in();
    let (seen, refused) = (RefCell::new(Seen::default()), Rc::new(Cell::new(0)));
    let (count, usual) = (Rc::clone(&refused), world.services.graph_does.take().unwrap());
    let refuses = Rc::new(Cell::new(true));
    let does = Rc::clone(&refuses);
    *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
        if !does.get() || !sent.url.contains(REQUESTS[1]) {
            return usual(sent);
        }
        count.set(count.get() + 1);
        refusal(403, "Authorization_RequestDenied", "")
    }));
    let take = |arrived| seen.borrow_mut().take(arrived);
    let go_on = || if refused.get() > 0 { GoOn::Stop } else { GoOn::Yes };
    let stopped = run(guest_loading::load(&portal.client, PLAN, take, go_on, pending()));
    refuses.set(false);
    load_rest(&portal, stopped, seen.into_inner(), 9_000);
}
