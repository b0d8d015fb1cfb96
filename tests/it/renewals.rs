//! Renewals that are not possible for now, tokens that Graph refuses for one request only, and clocks that differ.

use std::time::Duration;

use guestlist::app::portal::PortalEvent;
use guestlist::auth::error::AuthKind;
use guestlist::auth::flow::AccountPicker;
use guestlist::auth::session::Session;
use guestlist::graph::error::GraphErrorKind;
use guestlist::graph::me;

use crate::support::{Renewal, World, redeemed, refusal, run};

const HOUR: Duration = Duration::from_secs(3_600);

fn expired() -> Result<guestlist::app::ports::HttpResponse, guestlist::app::ports::TransportError> {
    refusal(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
}

#[test]
fn s49_the_wait_that_the_sign_in_host_wants_is_kept_and_told() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    world.services.renewal.set(Renewal::Busy("90"));
    assert_eq!(
        run(portal.client.call(&me::organization())).map_err(|error| error.kind),
        Err(GraphErrorKind::SignInBusy)
    );
    let waits: Vec<_> = world.clock.slept.borrow().clone();
    assert_eq!(waits, [Duration::from_secs(90)], "two tries, as far apart as the host wants");

    // A wait that is too long is told at once, and within it the host gets no further request.
    world.services.renewal.set(Renewal::Busy("3600"));
    assert!(run(portal.client.call(&me::organization())).is_err());
    let requests = world.services.token_requests().len();
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!((error.kind, world.services.token_requests().len()), (GraphErrorKind::SignInBusy, requests));
    assert!(run(portal.check_again()).is_err_and(|problem| problem.kind == AuthKind::Temporary));
    world.services.renewal.set(Renewal::Works);
    world.clock.pass(Duration::from_secs(601));
    assert!(run(portal.client.call(&me::organization())).is_ok());
}

#[test]
fn a_filter_before_the_sign_in_host_is_told_and_nothing_was_sent() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    world.services.renewal.set(Renewal::Odd(200));
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!((error.outcome_unknown(), error.kind), (false, GraphErrorKind::SignInFiltered));
    assert_eq!(world.services.token_requests().len(), 1 + 1, "one sign-in, and one try");
    assert!(run(portal.check_again()).is_err_and(|problem| problem.kind == AuthKind::Filtered));
}

/// A sign-in helps after a token was revoked. If it did not help for this request, it is not asked for again.
#[test]
fn s44_a_request_that_graph_refuses_with_every_token_interrupts_only_once() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    assert!(run(portal.client.call(&me::organization())).is_ok());
    world.services.graph_says([expired(), expired()]);
    let error = run(portal.client.call(&me::roles())).unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::SignInEnded);
    assert!(matches!(portal.session(), Session::NeedsInteraction(..)));

    portal.sign_in(AccountPicker::IfNeeded);
    let again = world.page();
    redeemed(&world, &again).unwrap();
    assert!(run(again.client.call(&me::organization())).is_ok());
    world.services.graph_says([expired(), expired()]);
    let error = run(again.client.call(&me::roles())).unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::TokenRefused);
    assert!(again.session().is_signed_in(), "{:?}", again.session());

    // When Graph accepts it again, a later refusal is one of the sign-in.
    assert!(run(again.client.call(&me::roles())).is_ok());
    world.services.graph_says([expired(), expired()]);
    assert_eq!(
        run(again.client.call(&me::roles())).map_err(|error| error.kind),
        Err(GraphErrorKind::SignInEnded)
    );
}

/// The portal's host can send any `Date`, and page and worker may load it at different times.
#[test]
fn a_host_whose_clock_is_wrong_does_not_end_the_sign_in() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.sleeps_last.set(true);
    world.clock.behind.set(30 * 24 * 3_600_000);
    let mut watching = Box::pin(portal.watch_expiry());
    run(std::future::poll_fn(|context| {
        let _ = watching.as_mut().poll(context);
        std::task::Poll::Ready(())
    }));
    assert!(portal.session().is_signed_in(), "{:?}", portal.session());
    assert!(!world.events.borrow().iter().any(|event| matches!(event, PortalEvent::ExpiresSoon(true))));
}
