//! Requests to Graph through the token broker: where the token is sent, when it is renewed, and which requests are
//! repeated.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{join, join_all};
use guestlist::app::client::Wait;
use guestlist::app::guest_loading::{self, Arrived, GoOn};
use guestlist::app::portal::PortalEvent;
use guestlist::app::worker::server::WorkerServer;
use guestlist::auth::error::AuthKind;
use guestlist::auth::flow::AccountPicker;
use guestlist::auth::session::{Session, SignedOutReason};
use guestlist::graph::error::GraphErrorKind;
use guestlist::graph::http::Method;
use guestlist::graph::{me, users};

use crate::support::{PLAN, Renewal, World, page_of, refusal, run, silence, with_retry_after};

const HOUR: Duration = Duration::from_secs(3_600);

fn expired() -> Result<guestlist::app::ports::HttpResponse, guestlist::app::ports::TransportError> {
    refusal(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
}

fn tokens_used(world: &World) -> Vec<String> {
    world
        .services
        .graph_requests()
        .iter()
        .map(|request| request.header("authorization").unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_request_is_sent_to_graph_with_the_token() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    run(portal.client.call(&me::organization())).unwrap();
    let requests = world.services.graph_requests();
    let [request] = requests.as_slice() else { panic!("{} requests", requests.len()) };
    assert!(request.url.starts_with("https://graph.microsoft.com/v1.0/organization?"), "{}", request.url);
    assert_eq!((request.method, request.header("authorization")), (Method::Get, Some("Bearer access-1")));
}

#[test]
fn only_an_advanced_query_has_the_header_for_it() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    run(portal.client.call(&me::roles())).unwrap();
    run(portal.client.call(&me::me())).unwrap_err();
    let requests = world.services.graph_requests();
    let level: Vec<_> = requests.iter().map(|request| request.header("ConsistencyLevel")).collect();
    assert_eq!(level, [Some("eventual"), None]);
}

#[test]
fn s11_the_token_is_not_sent_to_a_link_with_another_origin() {
    for link in [
        "https://evil.test/v1.0/users",
        "http://graph.microsoft.com/v1.0/users",
        // It has the same length as Graph's origin.
        "https://graph.microsoft.org/v1.0/users",
        "https://graph.microsoft.com.evil.test/v1.0/users",
        "https://graph.microsoft.com:8443/v1.0/users",
        "https://graph.microsoft.com@evil.test/v1.0/users",
        "https://user:pass@graph.microsoft.com/v1.0/users",
        "https:\\\\evil.test/graph.microsoft.com",
        "//evil.test/v1.0/users",
        "/v1.0/users",
        "javascript:alert(1)",
        "",
    ] {
        let world = World::new();
        let (portal, _) = world.signed_in();
        world.services.graph_says([page_of(&[1], Some(link))]);
        let mut seen = 0;
        let take = |arrived| {
            if let Arrived::Page { guests, .. } = arrived {
                seen += guests.len();
            }
        };
        let loading = guest_loading::load(&portal.client, PLAN, take, || GoOn::Yes, std::future::pending());
        let error = run(loading).unwrap_err();
        assert_eq!((error.kind, seen), (GraphErrorKind::BadNextLink, 1), "{link}");
        assert_eq!(world.services.graph_requests().len(), 1, "{link} was followed");
    }
}

#[test]
fn a_token_is_renewed_shortly_before_it_expires() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(Duration::from_secs(3_599 - 121));
    run(portal.client.call(&me::organization())).unwrap();
    assert_eq!(world.services.token_requests().len(), 1, "good for two minutes and a second");
    world.clock.pass(Duration::from_secs(1));
    run(portal.client.call(&me::organization())).unwrap();
    let requests = world.services.token_requests();
    let [_, renewal] = requests.as_slice() else { panic!("{} token requests", requests.len()) };
    assert_eq!(
        (renewal.field("grant_type").as_deref(), renewal.field("refresh_token").as_deref()),
        (Some("refresh_token"), Some("refresh-1"))
    );
    assert!(renewal.header("authorization").is_none());
    assert_eq!(tokens_used(&world), ["Bearer access-1", "Bearer access-2"]);
    world.clock.pass(HOUR);
    run(portal.client.call(&me::organization())).unwrap();
    assert_eq!(
        world.services.token_requests().last().unwrap().field("refresh_token").as_deref(),
        Some("refresh-2"),
        "the newest"
    );
}

#[test]
fn many_requests_at_once_make_one_renewal() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    let call = me::organization();
    let answers = run(join_all((0..20).map(|_| portal.client.call(&call))));
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!((world.services.token_requests().len(), world.services.graph_requests().len()), (2, 20));
    assert!(tokens_used(&world).iter().all(|token| token == "Bearer access-2"));
}

#[test]
fn a_token_that_graph_refuses_is_renewed_once_and_the_request_is_repeated_once() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([expired()]);
    assert!(run(portal.client.call(&me::organization())).is_ok());
    assert_eq!(tokens_used(&world), ["Bearer access-1", "Bearer access-2"]);

    world.services.graph_says([expired(), expired(), expired()]);
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::SignInEnded);
    assert_eq!(
        (world.services.token_requests().len(), world.services.graph_requests().len()),
        (3, 4),
        "no loop"
    );
    // The person gets to know what to do.
    let Session::NeedsInteraction(_, problem) = portal.session() else { panic!("{:?}", portal.session()) };
    assert_eq!(problem.kind, AuthKind::Expired);
}

#[test]
fn a_token_that_graph_has_never_accepted_is_not_told_as_a_sign_in_that_has_ended() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([expired(), expired()]);
    run(portal.client.call(&me::organization())).unwrap_err();
    let Session::NeedsInteraction(_, problem) = portal.session() else { panic!("{:?}", portal.session()) };
    assert_eq!(problem.kind, AuthKind::RefusedByGraph);
}

/// Rights may have been changed after a renewal had begun.
#[test]
fn a_renewal_that_is_asked_for_during_another_one_follows_it() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    let call = me::organization();
    let (organization, checked) = run(join(portal.client.call(&call), portal.check_again()));
    assert!(organization.is_ok() && checked.is_ok());
    assert_eq!(world.services.token_requests().len(), 3, "one sign-in, two renewals");
}

#[test]
fn a_token_with_a_lifetime_of_a_minute_is_renewed_after_half_of_it() {
    let world = World::new();
    world.services.token_life.set(60);
    let (portal, _) = world.signed_in();
    let all = || join_all((0..5).map(|_| async { portal.client.call(&me::organization()).await }));
    world.clock.pass(Duration::from_secs(29));
    assert!(run(all()).iter().all(Result::is_ok));
    assert_eq!(world.services.token_requests().len(), 1);
    world.clock.pass(Duration::from_secs(1));
    assert!(run(all()).iter().all(Result::is_ok));
    assert_eq!(world.services.token_requests().len(), 2, "one renewal for all");
}

#[test]
fn a_lifetime_that_is_a_string_is_read() {
    let world = World::new();
    world.services.token_life.set(60);
    world.services.life_as_text.set(true);
    let (portal, _) = world.signed_in();
    world.clock.pass(Duration::from_secs(30));
    run(portal.client.call(&me::organization())).unwrap();
    assert_eq!(world.services.token_requests().len(), 2, "renewed after half of it");
}

#[test]
fn s18_what_comes_in_after_a_sign_out_is_dropped() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let server = world.server.borrow().clone().unwrap();
    let signed_out = |server: &Rc<WorkerServer>| {
        let server = Rc::clone(server);
        *world.services.meanwhile.borrow_mut() =
            Some(Box::new(move || server.receive_from_others("\"signedOut\"")));
    };
    signed_out(&server);
    world.services.graph_says([page_of(&[1], None)]);
    let answer = run(portal.client.call(&users::guests()));
    assert_eq!(answer.map(|_| ()).unwrap_err().kind, GraphErrorKind::SignInEnded);
    assert_eq!(world.services.graph_requests().len(), 1, "it was on its way");

    // If another tab signs out while a code is being redeemed, the sign-in fails.
    portal.sign_in(AccountPicker::IfNeeded);
    let page = world.page();
    signed_out(&server);
    run(page.go_on(page.arrive(Some(&world.answer()), false)));
    assert_eq!(page.session(), Session::SignedOut(SignedOutReason::LeftElsewhere));
    assert!(run(page.client.call(&me::organization())).is_err());
}

#[test]
fn s44_many_refused_requests_at_once_make_one_renewal() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([expired(), expired()]);
    let (call, client) = (me::organization(), &portal.client);
    let (one, other) = run(join(client.call(&call), client.call(&call)));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(world.services.token_requests().len(), 2, "one sign-in, one renewal");
}

#[test]
fn after_a_401_for_a_missing_scope_the_token_is_not_renewed() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let message = "Insufficient privileges to perform requested operation by the application '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI";
    world.services.graph_says([refusal(401, "Unauthorized", message)]);
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!(
        (error.kind, error.request_id.as_deref()),
        (GraphErrorKind::MissingScope, Some("2978706d-629a-4162-ab9c-98ad11388b69"))
    );
    assert_eq!((world.services.token_requests().len(), world.services.graph_requests().len()), (1, 1));
}

#[test]
fn a_refused_renewal_ends_the_sign_in_with_one_event() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    world.services.renewal.set(Renewal::Refused);
    let call = me::organization();
    let answers = run(join_all((0..5).map(|_| portal.client.call(&call))));
    assert!(
        answers
            .iter()
            .all(|answer| answer.as_ref().is_err_and(|error| error.kind == GraphErrorKind::SignInEnded))
    );
    assert_eq!(
        (world.services.token_requests().len(), world.services.graph_requests().len()),
        (2, 0),
        "one renewal, no question"
    );
    let events = world.events.borrow();
    let [PortalEvent::SessionChanged(session)] = events.as_slice() else { panic!("{events:?}") };
    let Session::NeedsInteraction(_, problem) = &**session else { panic!("{session:?}") };
    assert_eq!((problem.kind, problem.code), (AuthKind::Expired, Some(700_084)));
}

#[test]
fn the_refresh_token_is_kept_if_the_sign_in_host_is_unreachable() {
    use GraphErrorKind::{NotRenewed, SignInBusy, SignInFiltered};
    for (trouble, kind) in [
        (Renewal::Unreachable, NotRenewed),
        (Renewal::Odd(200), SignInFiltered),
        (Renewal::Odd(429), SignInBusy),
        (Renewal::Odd(503), SignInBusy),
    ] {
        let world = World::new();
        let (portal, _) = world.signed_in();
        world.clock.pass(HOUR);
        world.services.renewal.set(trouble);
        let error = run(portal.client.call(&me::organization())).unwrap_err();
        assert_eq!((error.outcome_unknown(), error.kind), (false, kind), "{trouble:?}");
        assert!(matches!(portal.session(), Session::SignedIn(_)), "{trouble:?}");
        world.services.renewal.set(Renewal::Works);
        assert!(run(portal.client.call(&me::organization())).is_ok());
        assert_eq!(
            world.services.token_requests().last().unwrap().field("refresh_token").as_deref(),
            Some("refresh-1")
        );
    }
}

#[test]
fn s49_requests_that_wait_for_a_renewal_share_its_failure() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    world.services.renewal.set(Renewal::Unreachable);
    let call = me::organization();
    let answers = run(join_all((0..20).map(|_| portal.client.call(&call))));
    assert!(
        answers
            .iter()
            .all(|answer| answer.as_ref().is_err_and(|error| error.kind == GraphErrorKind::NotRenewed))
    );
    assert_eq!(world.services.token_requests().len(), 1 + 2, "one sign-in, and two tries for all together");
}

#[test]
fn after_a_renewal_that_took_long_the_request_is_not_repeated() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    world.services.renewal.set(Renewal::Unreachable);
    let clock = Rc::clone(&world.clock);
    *world.services.meanwhile.borrow_mut() = Some(Box::new(move || clock.pass(Duration::from_secs(15))));
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!((error.kind, world.services.token_requests().len()), (GraphErrorKind::NotRenewed, 2));
}

#[test]
fn a_sign_out_during_a_renewal_keeps_no_token() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    let call = me::organization();
    let leave = async { portal.sign_out(false).await };
    let (answer, ()) = run(join(portal.client.call(&call), leave));
    assert_eq!(answer.map_err(|error| error.kind), Err(GraphErrorKind::SignInEnded));
    assert!(run(portal.client.call(&call)).is_err());
    assert!(world.services.graph_requests().is_empty());
}

#[test]
fn a_wait_that_graph_requests_is_kept_and_emitted_as_events() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([with_retry_after(429, "2.128"), with_retry_after(503, "7")]);
    let begun = portal.now();
    assert!(run(portal.client.call(&me::organization())).is_ok());
    let waits = [Duration::from_millis(2_128), Duration::from_secs(7)];
    assert_eq!(*world.clock.slept.borrow(), waits);
    let expected = [
        PortalEvent::Waiting(Some(Wait::Repeat(begun + waits[0]))),
        PortalEvent::Waiting(None),
        PortalEvent::Waiting(Some(Wait::Trouble(begun + waits[0] + waits[1]))),
        PortalEvent::Waiting(None),
    ];
    assert_eq!(*world.events.borrow(), expected);
}

#[test]
fn endless_throttling_and_very_long_waits_are_errors() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([with_retry_after(429, "86400")]);
    assert_eq!(run(portal.client.call(&me::organization())).unwrap_err().kind, GraphErrorKind::Throttled);
    assert!(world.clock.slept.borrow().is_empty());
    world.services.graph_says((0..9).map(|_| with_retry_after(429, "1")));
    assert_eq!(run(portal.client.call(&me::organization())).unwrap_err().kind, GraphErrorKind::Throttled);
    assert_eq!(world.clock.slept.borrow().len(), 4);
}

#[test]
fn a_get_is_repeated_if_there_is_no_response() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([silence(), refusal(502, "", "")]);
    assert!(run(portal.client.call(&me::organization())).is_ok());
    world.services.graph_says([silence(), silence(), silence(), silence()]);
    assert_eq!(run(portal.client.call(&me::organization())).unwrap_err().kind, GraphErrorKind::NoAnswer);
    assert_eq!(world.services.graph_requests().len(), 6);
}

/// Graph takes a UUID. Where no response arrives, Microsoft's support finds the request by it.
#[test]
fn a_request_without_a_response_is_known_by_the_id_that_it_was_sent_with() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([silence(), silence(), silence(), silence()]);
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    let last = world.services.graph_requests().pop().unwrap();
    assert_eq!(error.request_id.as_deref(), last.header("client-request-id"));
    assert_eq!(error.request_id.as_deref(), Some("7f7f7f7f-7f7f-4f7f-bf7f-7f7f7f7f7f7f"));
}

/// The tenant does not know the app, so no other token of it would be accepted.
#[test]
fn after_a_401_for_an_unknown_app_the_token_is_not_renewed() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let message = "The identity of the calling application could not be established.";
    world.services.graph_says([refusal(401, "Authorization_IdentityNotFound", message)]);
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!((error.kind, world.services.token_requests().len()), (GraphErrorKind::AppUnknown, 1));
    assert!(portal.session().is_signed_in());
}
