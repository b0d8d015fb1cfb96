//! Pages and the worker: what passes between them, what several tabs hear of each other, and how a session goes on.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{join_all, join3};
use guestlist::app::client::News;
use guestlist::app::ports::TransportError;
use guestlist::app::sign_in::Arrival;
use guestlist::app::token_broker::SendError;
use guestlist::app::worker::client::WorkerClient;
use guestlist::app::worker::protocol::{self, ToOtherWorkers};
use guestlist::auth::error::{AuthKind, AuthProblem};
use guestlist::auth::session::{Session, SignedOutWhy};
use guestlist::graph::error::GraphErrorKind;
use guestlist::graph::me;
use serde_json::json;

use crate::support::{self, Received, Renewal, World, challenge, run, send, signed_out};

const HOUR: Duration = Duration::from_secs(3_600);
const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;

/// Another tab of the same worker, in which the worker was asked who is there.
fn joined(world: &World) -> (World, std::rc::Rc<guestlist::app::portal::Portal>) {
    let tab = world.beside();
    let portal = tab.page();
    let arrival = portal.arrive(None, true);
    assert!(matches!(arrival, Arrival::Ask));
    run(portal.go_on(arrival));
    (tab, portal)
}

#[test]
fn a_second_tab_is_signed_in_without_leaving_its_page() {
    let world = World::new();
    let (_, account) = world.signed_in();
    let (tab, portal) = joined(&world);
    assert_eq!(portal.session(), Session::SignedIn(account));
    assert_eq!((tab.times_left(), world.services.token_asks().len()), (0, 1));
    assert!(run(portal.client.call(&me::organization())).is_ok());
}

#[test]
fn a_worker_without_a_session_leads_to_a_silent_sign_in_or_to_the_button() {
    let world = World::new();
    drop(world.portal());
    let (tab, portal) = joined(&world);
    assert_eq!((portal.session(), tab.times_left()), (Session::SignedOut(SignedOutWhy::Fresh), 0));

    let world = World::new();
    world.signed_in();
    let portal = world.portal();
    let arrival = portal.arrive(None, true);
    run(portal.go_on(arrival));
    assert_eq!((portal.session(), world.asked("prompt").as_deref()), (Session::Leaving, Some("none")));
}

#[test]
fn s15_five_tabs_that_expire_together_renew_once() {
    let world = World::new();
    let (first, _) = world.signed_in();
    let tabs: Vec<_> = (0..4).map(|_| joined(&world)).collect();
    world.clock.pass(HOUR);
    let call = me::organization();
    let portals = tabs.iter().map(|(_, portal)| portal).chain([&first]);
    let answers = run(join_all(portals.map(|portal| portal.client.call(&call))));
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(world.services.token_asks().len(), 2, "one sign-in, one renewal");
}

#[test]
fn s18_signing_out_in_one_tab_empties_the_others() {
    let world = World::new();
    let (first, account) = world.signed_in();
    let (tab, second) = joined(&world);
    second.save_draft(&account, &support::saved());
    run(first.sign_out());
    assert_eq!(second.session(), Session::SignedOut(SignedOutWhy::Left));
    assert!(tab.store.keys().is_empty(), "{:?}", tab.store.keys());
    assert!(run(second.client.call(&me::organization())).is_err());
    assert_eq!((first.session(), tab.times_left()), (Session::Leaving, 0), "one tab goes to Microsoft");
}

#[test]
fn s18_a_worker_that_shares_no_memory_hears_of_it_too() {
    let world = World::new();
    let (first, _) = world.signed_in();
    let elsewhere = World { others: world.others.clone(), ..world.beside() };
    let (other, _) = elsewhere.signed_in();
    run(first.sign_out());
    assert_eq!(other.session(), Session::SignedOut(SignedOutWhy::Left));
    assert!(run(other.client.call(&me::organization())).is_err());
}

#[test]
fn s18_without_a_network_one_is_told_that_the_session_at_microsoft_is_open() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.bar.reachable.set(false);
    let left = world.times_left();
    run(portal.sign_out());
    assert_eq!(portal.session(), Session::SignedOut(SignedOutWhy::LeftOffline));
    assert!(world.store.keys().is_empty(), "{:?}", world.store.keys());
    assert!(run(portal.client.call(&me::organization())).is_err());
    run(portal.end_session());
    assert_eq!((portal.session(), world.times_left()), (Session::SignedOut(SignedOutWhy::LeftOffline), left));
    world.bar.reachable.set(true);
    run(portal.end_session());
    assert_eq!((portal.session(), world.times_left()), (Session::Leaving, left + 1));
    assert_eq!(world.asked("logout_hint").as_deref(), Some("O.hint"));
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutWhy::Left);
}

#[test]
fn s19_somebody_else_in_another_tab_leaves_nothing_of_the_former_person() {
    let world = World::new();
    let (_, ines) = world.signed_in();
    let (tab, portal) = joined(&world);
    portal.save_draft(&ines, &support::saved());
    tab.news.borrow_mut().clear();
    let server = world.server.borrow().clone();
    world.services.claims.borrow_mut().push(("oid", json!("99999999-1bf0-433f-aec3-cb9272f093dc")));
    let other = world.beside();
    let page = other.page();
    let _ = page.arrive(None, false);
    page.sign_in(true);
    let (ada, _) = support::redeemed(&other, &other.page()).unwrap();
    assert_ne!(ada.key(), ines.key());
    assert_eq!(portal.session(), Session::SignedOut(SignedOutWhy::Left));
    assert!(matches!(tab.news.borrow().last(), Some(News::Elsewhere)), "the page is to be loaded anew");
    assert!(tab.store.keys().is_empty(), "{:?}", tab.store.keys());

    // What the former person's page asks is not asked with the new one's token, whenever it comes.
    let asks = world.services.graph_asks().len();
    assert!(run(portal.client.call(&me::organization())).is_err());
    let late = send(9, &ines.key(), "Get", &json!({ "Path": "/v1.0/me" }));
    run(server.unwrap().receive(0, &late).unwrap());
    assert_eq!(world.services.graph_asks().len(), asks);
}

#[test]
fn s19_somebody_else_leaves_nothing_where_the_worker_is_not_shared_and_the_sign_in_had_ended() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    world.services.renewal.set(Renewal::Refused);
    assert!(run(portal.client.call(&me::organization())).is_err());
    assert!(matches!(portal.session(), Session::NeedsInteraction(..)));
    let server = world.server.borrow().clone().unwrap();
    let account = portal.session().account().unwrap().key();
    let signed_in =
        |account: &str| protocol::write(&ToOtherWorkers::SignedIn { account: account.to_owned() });
    server.receive_from_others(&signed_in(&account));
    assert!(matches!(portal.session(), Session::NeedsInteraction(..)), "the same person");
    server.receive_from_others(&signed_in("somebody.else"));
    assert_eq!(portal.session(), Session::SignedOut(SignedOutWhy::Left));
}

#[test]
fn s16_a_renewal_that_wants_the_person_keeps_the_page_and_hands_the_claims_on() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    let (_, second) = joined(&world);
    world.clock.pass(HOUR);
    world.services.renewal.set(Renewal::Interaction);
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::SignInEnded);
    for session in [portal.session(), second.session()] {
        let Session::NeedsInteraction(who, problem) = session else { panic!("{session:?}") };
        assert_eq!((who.key(), problem.kind), (account.key(), AuthKind::MoreNeeded));
    }
    portal.sign_in(false);
    let claims: serde_json::Value = serde_json::from_str(&world.asked("claims").unwrap()).unwrap();
    assert_eq!(claims["access_token"]["capolids"]["values"], json!(["x"]));
    assert_eq!(claims["access_token"]["xms_cc"]["values"], json!(["cp1"]));
    assert_eq!(world.asked("login_hint").as_deref(), Some("O.hint"));
    assert!(matches!(portal.session(), Session::NeedsInteraction(..)), "the page stays until it goes");

    // It is enough to sign in again in one tab.
    world.services.renewal.set(Renewal::Works);
    let page = world.page();
    support::redeemed(&world, &page).unwrap();
    assert!(matches!(second.session(), Session::SignedIn(_)));
    assert!(run(second.client.call(&me::organization())).is_ok());
}

#[test]
fn a_worker_that_the_browser_ends_leaves_no_request_open() {
    let worker = WorkerClient::new(Rc::new(Received::default()));
    let ask = me::organization().ask;
    let asked = join3(worker.send("me", &ask), worker.who(), async { worker.lost() });
    let (sent, who, ()) = run(asked);
    assert_eq!(sent, Err(SendError::Transport(TransportError::NoAnswer)));
    assert_eq!(who, None);
}

#[test]
fn a_page_whose_worker_was_ended_asks_the_next_one_and_keeps_what_was_typed() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    let (tab, second) = joined(&world);
    world.lose_worker(&portal, None);
    let next = world.server.borrow().clone();
    tab.lose_worker(&second, next);
    run(portal.worker_is_lost());
    run(second.worker_is_lost());
    for session in [portal.session(), second.session()] {
        let Session::NeedsInteraction(who, problem) = session else { panic!("{session:?}") };
        assert_eq!((who.key(), problem.kind), (account.key(), AuthKind::Lost));
    }
    // Signing in again in one tab is enough: both are with the new worker already.
    portal.sign_in(false);
    let page = world.page();
    support::redeemed(&world, &page).unwrap();
    assert_eq!(second.session(), Session::SignedIn(account));
    assert!(run(second.client.call(&me::organization())).is_ok());

    // A tab that hears of it late finds somebody signed in already, and nothing happens to it.
    let same = world.server.borrow().clone();
    world.lose_worker(&page, same);
    run(page.worker_is_lost());
    assert!(matches!(page.session(), Session::SignedIn(_)));
}

#[test]
fn s17_half_an_hour_before_the_end_one_is_warned() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let end = portal.session_ends_at().0 - portal.now().0;
    assert_eq!(end, 24 * 3_600_000, "what is not told is a day");
    world.clock.pass(HOUR * 23);
    run(portal.client.call(&me::organization())).unwrap();
    assert!(!portal.is_nearly_over(), "a renewal gives no new day");
    assert_eq!(portal.session_ends_at().0 - portal.now().0, 3_600_000);
    world.clock.pass(HOUR / 2 + Duration::from_secs(1));
    assert!(portal.is_nearly_over());
    run(portal.a_while());
    assert!(matches!(portal.session(), Session::SignedIn(_)));
    world.clock.pass(HOUR / 2);
    run(portal.a_while());
    let Session::NeedsInteraction(_, problem) = portal.session() else { panic!("{:?}", portal.session()) };
    assert_eq!(problem.kind, AuthKind::Expired, "after a day it is over, and said so");

    let world = World::new();
    world.services.refresh_life.set(Some(3_600));
    let (portal, _) = world.signed_in();
    assert_eq!(portal.session_ends_at().0 - portal.now().0, 3_600_000, "what is told counts");
}

#[test]
fn s41_a_claims_challenge_is_honoured_once_and_then_explained() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let declared = world.asked("claims").unwrap();
    assert!(
        declared.contains("cp1") && world.services.token_asks()[0].field("claims").unwrap().contains("cp1")
    );
    world.services.graph_says([challenge(CLAIMS)]);
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!((error.kind, world.services.graph_asks().len()), (GraphErrorKind::SignInEnded, 1), "no loop");
    let Session::NeedsInteraction(_, problem) = portal.session() else { panic!("{:?}", portal.session()) };
    assert_eq!((problem.kind, problem.claims.as_deref()), (AuthKind::MoreNeeded, Some(CLAIMS)));
    portal.sign_in(false);
    assert!(world.asked("claims").unwrap().contains("1604106651"));
    assert_eq!(world.asked("prompt"), None);

    let (portal, _) = world.come_back();
    world.services.graph_says([challenge(CLAIMS)]);
    run(portal.client.call(&me::organization())).unwrap_err();
    let Session::NeedsInteraction(_, problem) = portal.session() else { panic!("{:?}", portal.session()) };
    assert_eq!(problem.kind, AuthKind::AskedAgain);
    // Another time, the same question is a new one.
    portal.sign_in(false);
    let (portal, _) = world.come_back();
    world.clock.pass(HOUR);
    world.services.graph_says([challenge(CLAIMS)]);
    run(portal.client.call(&me::organization())).unwrap_err();
    assert!(matches!(
        portal.session(),
        Session::NeedsInteraction(_, AuthProblem { kind: AuthKind::MoreNeeded, .. })
    ));
}

#[test]
fn checking_again_brings_new_rights_to_every_tab() {
    let world = World::new();
    let (first, account) = world.signed_in();
    let (_, second) = joined(&world);
    let role = "fe930be7-5e62-47db-91af-98c3a49a38b1";
    world.services.claims.borrow_mut().push(("wids", json!([role])));
    run(first.check_again()).unwrap();
    for session in [first.session(), second.session()] {
        let Session::SignedIn(now) = session else { panic!("{session:?}") };
        assert_eq!((now.key(), now.rights.roles()), (account.key(), Some(&[role.to_owned()][..])));
    }
    world.services.renewal.set(Renewal::Unreachable);
    assert_eq!(run(first.check_again()).unwrap_err().kind, AuthKind::Unreachable);
    assert!(matches!(first.session(), Session::SignedIn(_)));
    world.services.renewal.set(Renewal::Refused);
    assert_eq!(run(first.check_again()).unwrap_err().kind, AuthKind::Expired);
    assert!(matches!(first.session(), Session::NeedsInteraction(..)));
}

#[test]
fn a_renewal_that_speaks_of_somebody_else_signs_nobody_in() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.claims.borrow_mut().push(("oid", json!("99999999-1bf0-433f-aec3-cb9272f093dc")));
    assert_eq!(run(portal.check_again()).unwrap_err().kind, AuthKind::BadToken);
    let asks = world.services.graph_asks().len();
    assert!(run(portal.client.call(&me::organization())).is_err());
    assert_eq!(world.services.graph_asks().len(), asks);
}

#[test]
fn s03_a_forged_link_sends_nothing_and_forgets_nobody() {
    let world = World::new();
    world.signed_in();
    let asks = world.services.log().len();
    for forged in ["#code=forged&state=forged", "#code=forged", "#error=login_required&state=forged"] {
        let SignedOutWhy::Refused(problem) = signed_out(world.portal().arrive(Some(forged), false)) else {
            panic!("{forged}")
        };
        assert_eq!((problem.kind, world.services.log().len()), (AuthKind::Foreign, asks), "{forged}");
    }
    assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving), "whom to sign in again is known");
    // Nor does it cost a sign-in that is under way.
    let answer = world.answer();
    let _ = world.portal().arrive(Some("#code=forged&state=forged"), false);
    assert!(matches!(world.portal().arrive(Some(&answer), false), Arrival::Redeem(_)));
}

#[test]
fn silent_redirects_without_a_sign_in_between_stop_after_two() {
    let world = World::new();
    world.signed_in();
    for _ in 0..2 {
        assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving));
    }
    let left = world.times_left();
    let SignedOutWhy::Refused(problem) = signed_out(world.portal().arrive(None, false)) else { panic!() };
    assert_eq!((problem.kind, world.times_left()), (AuthKind::Loop, left));
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutWhy::Fresh, "and it stays so");
}

#[test]
fn a_page_that_is_loaded_in_circles_stops_though_each_sign_in_works() {
    let world = World::new();
    world.signed_in();
    for round in 0..10 {
        assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving), "{round}");
        world.come_back();
        world.clock.pass(Duration::from_secs(1));
    }
    let SignedOutWhy::Refused(problem) = signed_out(world.portal().arrive(None, false)) else { panic!() };
    assert_eq!(problem.kind, AuthKind::Loop);

    // Ten reloads in ten minutes are nothing.
    let world = World::new();
    world.signed_in();
    for _ in 0..10 {
        assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving));
        world.come_back();
        world.clock.pass(Duration::from_secs(60));
    }
}
