//! The way to Graph: where the token goes, when it is renewed, what is asked again and what never is.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{join, join_all};
use guestlist::app::client::News;
use guestlist::app::guests;
use guestlist::app::worker::server::WorkerServer;
use guestlist::auth::error::AuthKind;
use guestlist::auth::session::Session;
use guestlist::domain::guest::Guest;
use guestlist::graph::error::{GraphError, GraphErrorKind};
use guestlist::graph::{me, users};

use crate::support::{self, Renewal, World, json, page_of, refusal, run, silence, with_retry_after};

const HOUR: Duration = Duration::from_secs(3_600);

fn expired() -> Result<guestlist::app::ports::HttpReply, guestlist::app::ports::TransportError> {
    refusal(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
}

fn tokens_used(world: &World) -> Vec<String> {
    world
        .services
        .graph_asks()
        .iter()
        .map(|ask| ask.header("authorization").unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_question_goes_to_graph_with_the_token() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    run(portal.client.call(&me::organization())).unwrap();
    let asks = world.services.graph_asks();
    let [ask] = asks.as_slice() else { panic!("{} requests", asks.len()) };
    assert!(ask.url.starts_with("https://graph.microsoft.com/v1.0/organization?"), "{}", ask.url);
    assert_eq!((ask.method, ask.header("authorization")), ("GET", Some("Bearer access-1")));
}

#[test]
fn only_an_advanced_query_carries_the_header_for_one() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    run(portal.client.call(&me::roles())).unwrap();
    run(portal.client.call(&me::me())).unwrap_err();
    let asks = world.services.graph_asks();
    let level: Vec<_> = asks.iter().map(|ask| ask.header("ConsistencyLevel")).collect();
    assert_eq!(level, [Some("eventual"), None]);
}

/// S-11.
#[test]
fn s11_the_token_follows_no_link_to_another_origin() {
    for link in [
        "https://evil.test/v1.0/users",
        "http://graph.microsoft.com/v1.0/users",
        // As long as the true one.
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
        let error = run(guests::load(&portal.client, |page| seen += page.len(), || true)).unwrap_err();
        assert_eq!((error.kind, seen), (GraphErrorKind::LedAstray, 1), "{link}");
        assert_eq!(world.services.graph_asks().len(), 1, "{link} was followed");
    }
}

#[test]
fn a_token_is_renewed_shortly_before_it_ends() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(Duration::from_secs(3_599 - 121));
    run(portal.client.call(&me::organization())).unwrap();
    assert_eq!(world.services.token_asks().len(), 1, "good for two minutes and a second");
    world.clock.pass(Duration::from_secs(1));
    run(portal.client.call(&me::organization())).unwrap();
    let asks = world.services.token_asks();
    let [_, renewal] = asks.as_slice() else { panic!("{} token requests", asks.len()) };
    assert_eq!(
        (renewal.field("grant_type").as_deref(), renewal.field("refresh_token").as_deref()),
        (Some("refresh_token"), Some("refresh-1"))
    );
    assert!(renewal.header("authorization").is_none());
    assert_eq!(tokens_used(&world), ["Bearer access-1", "Bearer access-2"]);
    world.clock.pass(HOUR);
    run(portal.client.call(&me::organization())).unwrap();
    assert_eq!(
        world.services.token_asks().last().unwrap().field("refresh_token").as_deref(),
        Some("refresh-2"),
        "the newest"
    );
}

#[test]
fn many_questions_at_once_make_one_renewal() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    let call = me::organization();
    let answers = run(join_all((0..20).map(|_| portal.client.call(&call))));
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!((world.services.token_asks().len(), world.services.graph_asks().len()), (2, 20));
    assert!(tokens_used(&world).iter().all(|token| token == "Bearer access-2"));
}

#[test]
fn a_token_that_graph_refuses_is_renewed_once_and_the_question_repeated_once() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([expired()]);
    assert!(run(portal.client.call(&me::organization())).is_ok());
    assert_eq!(tokens_used(&world), ["Bearer access-1", "Bearer access-2"]);

    world.services.graph_says([expired(), expired(), expired()]);
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::SignInEnded);
    assert_eq!((world.services.token_asks().len(), world.services.graph_asks().len()), (3, 4), "no loop");
    // Somebody is told what to do about it.
    let Session::NeedsInteraction(_, problem) = portal.session() else { panic!("{:?}", portal.session()) };
    assert_eq!(problem.kind, AuthKind::Expired);
}

#[test]
fn a_token_of_a_minute_is_renewed_after_half_of_it() {
    let world = World::new();
    world.services.token_life.set(60);
    let (portal, _) = world.signed_in();
    let all = || join_all((0..5).map(|_| async { portal.client.call(&me::organization()).await }));
    world.clock.pass(Duration::from_secs(29));
    assert!(run(all()).iter().all(Result::is_ok));
    assert_eq!(world.services.token_asks().len(), 1);
    world.clock.pass(Duration::from_secs(1));
    assert!(run(all()).iter().all(Result::is_ok));
    assert_eq!(world.services.token_asks().len(), 2, "one renewal for all");
}

#[test]
fn a_life_that_is_told_as_a_text_is_a_life() {
    let world = World::new();
    world.services.token_life.set(60);
    world.services.life_as_text.set(true);
    let (portal, _) = world.signed_in();
    world.clock.pass(Duration::from_secs(30));
    run(portal.client.call(&me::organization())).unwrap();
    assert_eq!(world.services.token_asks().len(), 2, "renewed after half of it");
}

#[test]
fn s18_what_comes_after_signing_out_reaches_nobody() {
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
    assert_eq!(world.services.graph_asks().len(), 1, "it was on its way");

    // A code that is being redeemed while another tab signs out signs nobody in.
    portal.sign_in(false);
    let page = world.page();
    signed_out(&server);
    assert_eq!(support::redeemed(&world, &page).unwrap_err(), AuthKind::Expired);
    assert!(run(page.client.call(&me::organization())).is_err());
}

#[test]
fn many_refused_at_once_make_one_renewal() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([expired(), expired()]);
    let (call, client) = (me::organization(), &portal.client);
    let (one, other) = run(join(client.call(&call), client.call(&call)));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(world.services.token_asks().len(), 2, "one sign-in, one renewal");
}

#[test]
fn a_missing_scope_is_a_401_that_no_new_token_cures() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let message = "Insufficient privileges to perform requested operation by the application '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI";
    world.services.graph_says([refusal(401, "Unauthorized", message)]);
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!(
        (error.kind, error.request_id.as_deref()),
        (GraphErrorKind::MissingScope, Some("2978706d-629a-4162-ab9c-98ad11388b69"))
    );
    assert_eq!((world.services.token_asks().len(), world.services.graph_asks().len()), (1, 1));
}

#[test]
fn a_refused_renewal_ends_the_sign_in_and_is_told_once() {
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
        (world.services.token_asks().len(), world.services.graph_asks().len()),
        (2, 0),
        "one renewal, no question"
    );
    let news = world.news.borrow();
    let [News::Session(session)] = news.as_slice() else { panic!("{news:?}") };
    let Session::NeedsInteraction(_, problem) = &**session else { panic!("{session:?}") };
    assert_eq!((problem.kind, problem.code), (AuthKind::Expired, Some(700_084)));
}

#[test]
fn an_unreachable_sign_in_host_costs_no_refresh_token() {
    for trouble in [Renewal::Unreachable, Renewal::Odd(200), Renewal::Odd(429), Renewal::Odd(503)] {
        let world = World::new();
        let (portal, _) = world.signed_in();
        world.clock.pass(HOUR);
        world.services.renewal.set(trouble);
        let error = run(portal.client.call(&me::organization())).unwrap_err();
        assert_eq!(error.kind, GraphErrorKind::NoAnswer, "{trouble:?}");
        assert!(matches!(portal.session(), Session::SignedIn(_)), "{trouble:?}");
        world.services.renewal.set(Renewal::Works);
        assert!(run(portal.client.call(&me::organization())).is_ok());
        assert_eq!(
            world.services.token_asks().last().unwrap().field("refresh_token").as_deref(),
            Some("refresh-1")
        );
    }
}

#[test]
fn signing_out_while_a_token_is_renewed_keeps_none() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    let call = me::organization();
    let leave = async { portal.sign_out().await };
    let (answer, ()) = run(join(portal.client.call(&call), leave));
    assert_eq!(answer.map_err(|error| error.kind), Err(GraphErrorKind::SignInEnded));
    assert!(run(portal.client.call(&call)).is_err());
    assert!(world.services.graph_asks().is_empty());
}

#[test]
fn a_wait_that_graph_asks_for_is_kept_and_told() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([with_retry_after(429, "2.128"), with_retry_after(503, "7")]);
    assert!(run(portal.client.call(&me::organization())).is_ok());
    let waits = [Duration::from_millis(2_128), Duration::from_secs(7)];
    assert_eq!(*world.clock.slept.borrow(), waits);
    let told = [News::Waiting(waits[0]), News::GoingOn, News::Waiting(waits[1]), News::GoingOn];
    assert_eq!(*world.news.borrow(), told);
}

#[test]
fn throttling_without_end_and_absurd_waits_are_told_instead_of_waited_for() {
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
fn reading_is_asked_again_after_silence() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([silence(), refusal(502, "", "")]);
    assert!(run(portal.client.call(&me::organization())).is_ok());
    world.services.graph_says([silence(), silence(), silence(), silence()]);
    assert_eq!(run(portal.client.call(&me::organization())).unwrap_err().kind, GraphErrorKind::NoAnswer);
    assert_eq!(world.services.graph_asks().len(), 6);
}

type Loaded = (Result<(), GraphError>, Vec<Vec<String>>);

fn load(world: &World, go_on: impl Fn() -> bool) -> Loaded {
    let (portal, _) = world.signed_in();
    let mut pages = Vec::new();
    let take = |page: Vec<Guest>| pages.push(page.into_iter().map(|guest| guest.name).collect());
    let outcome = run(guests::load(&portal.client, take, go_on));
    (outcome, pages)
}

const NEXT: &str = "https://graph.microsoft.com/v1.0/users?$skiptoken=RFNwdAoAAQ%2B";

#[test]
fn all_pages_are_loaded_and_nobody_comes_twice() {
    let world = World::new();
    world.services.graph_says([
        page_of(&[1, 2], Some(NEXT)),
        page_of(&[], Some(&format!("{NEXT}2"))),
        page_of(&[2, 3], None),
    ]);
    let (outcome, pages) = load(&world, || true);
    assert_eq!(
        (outcome, pages.concat()),
        (Ok(()), ["Guest 1", "Guest 2", "Guest 3"].map(str::to_owned).to_vec())
    );
    assert_eq!(world.services.graph_asks()[1].url, NEXT, "a link is followed as it stands");
}

#[test]
fn a_list_that_goes_round_in_circles_stops() {
    let world = World::new();
    let other = format!("{NEXT}2");
    world.services.graph_says([
        page_of(&[1], Some(NEXT)),
        page_of(&[2], Some(&other)),
        page_of(&[3], Some(NEXT)),
    ]);
    let (outcome, pages) = load(&world, || true);
    assert_eq!((outcome.unwrap_err().kind, pages.len()), (GraphErrorKind::LedAstray, 3));

    // A page that names itself as the next one.
    let world = World::new();
    world.services.graph_says([page_of(&[1], Some(NEXT)), page_of(&[1], Some(NEXT))]);
    let (outcome, pages) = load(&world, || true);
    assert_eq!((outcome.unwrap_err().kind, pages.concat().len()), (GraphErrorKind::LedAstray, 1));
    assert_eq!(world.services.graph_asks().len(), 2);
}

#[test]
fn a_list_that_breaks_off_keeps_what_came() {
    let world = World::new();
    world.services.graph_says([
        page_of(&[1], Some(NEXT)),
        refusal(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
    ]);
    let (outcome, pages) = load(&world, || true);
    assert_eq!(
        (outcome.unwrap_err().kind, pages.concat()),
        (GraphErrorKind::Forbidden, vec!["Guest 1".to_owned()])
    );
}

#[test]
fn a_list_whose_sign_in_ended_is_not_loaded_to_its_end_nor_called_complete() {
    let world = World::new();
    world.services.graph_says([page_of(&[1], Some(NEXT)), page_of(&[2], None)]);
    assert_eq!(load(&world, || false).0.unwrap_err().kind, GraphErrorKind::SignInEnded, "it is not complete");
    assert_eq!(world.services.graph_asks().len(), 1);
}

#[test]
fn an_answer_of_another_shape_is_an_error_and_no_panic() {
    for body in [
        "",
        "<html>",
        "[]",
        "{}",
        "null",
        r#"{"value":null}"#,
        r#"{"value":[{"id":7}]}"#,
        "{\"value\":[",
        &"[".repeat(5_000),
    ] {
        let world = World::new();
        world.services.graph_says([json(200, body)]);
        assert_eq!(load(&world, || true).0.unwrap_err().kind, GraphErrorKind::Unreadable, "{body:.20}");
    }
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.graph_says([json(200, r#"{"value":[{"id":"../me"}]}"#)]);
    let page = run(portal.client.call(&users::guests())).unwrap();
    assert!(page.items.is_empty(), "an id that is none names nobody");
}
