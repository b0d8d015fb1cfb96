//! Pages and the worker: several tabs with one session, sign-out, expiry, and interactions that Microsoft requires.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{join_all, join3};
use guestlist::app::drafts;
use guestlist::app::portal::PortalEvent;
use guestlist::app::ports::{Clock as _, TransportError};
use guestlist::app::sign_in::Arrival;
use guestlist::app::worker::client::WorkerClient;
use guestlist::app::worker::protocol::SendError;
use guestlist::app::worker::protocol::{self, ToOtherWorkers};
use guestlist::auth::error::{AuthKind, AuthProblem};
use guestlist::auth::flow::AccountPicker;
use guestlist::auth::session::{Session, SignedOutReason};
use guestlist::domain::tenant::{PersonKey, TenantId};
use guestlist::graph::error::GraphErrorKind;
use guestlist::graph::me;
use serde_json::json;

use crate::support::{self, Received, Renewal, World, challenge, run, send, signed_out};

const HOUR: Duration = Duration::from_secs(3_600);
const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;

#[test]
fn a_second_tab_is_signed_in_without_a_redirect() {
    let world = World::new();
    let (_, account) = world.signed_in();
    let (tab, portal) = world.joined();
    assert_eq!(portal.session(), Session::SignedIn(account));
    assert_eq!((tab.times_left(), world.services.token_requests().len()), (0, 1));
    assert!(run(portal.client.call(&me::organization())).is_ok());
}

#[test]
fn without_a_session_in_the_worker_a_tab_signs_in_silently_or_shows_the_button() {
    let world = World::new();
    drop(world.portal());
    let (tab, portal) = world.joined();
    assert_eq!((portal.session(), tab.times_left()), (Session::SignedOut(SignedOutReason::Fresh), 0));

    let world = World::new();
    world.signed_in();
    let portal = world.portal();
    let arrival = portal.arrive(None, true);
    run(portal.go_on(arrival));
    assert_eq!((portal.session(), world.asked("prompt").as_deref()), (Session::Leaving, Some("none")));
}

#[test]
fn s15_five_tabs_with_an_expired_token_renew_it_once() {
    let world = World::new();
    let (first, _) = world.signed_in();
    let tabs: Vec<_> = (0..4).map(|_| world.joined()).collect();
    world.clock.pass(HOUR);
    let call = me::organization();
    let portals = tabs.iter().map(|(_, portal)| portal).chain([&first]);
    let answers = run(join_all(portals.map(|portal| portal.client.call(&call))));
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(world.services.token_requests().len(), 2, "one sign-in, one renewal");
}

#[test]
fn s18_a_sign_out_in_one_tab_signs_out_the_others() {
    let world = World::new();
    let (first, account) = world.signed_in();
    let (tab, second) = world.joined();
    drafts::save(&*tab.store, account.key(), support::saved(), second.now());
    run(first.sign_out(false));
    assert_eq!(second.session(), Session::SignedOut(SignedOutReason::LeftElsewhere));
    assert!(tab.store.keys().is_empty(), "{:?}", tab.store.keys());
    assert!(run(second.client.call(&me::organization())).is_err());
    assert_eq!((first.session(), tab.times_left()), (Session::Leaving, 0), "one tab goes to Microsoft");
}

#[test]
fn s18_a_sign_out_also_reaches_the_worker_of_another_tab() {
    let world = World::new();
    let (first, _) = world.signed_in();
    let elsewhere = World { others: world.others.clone(), ..world.beside() };
    let (other, _) = elsewhere.signed_in();
    run(first.sign_out(false));
    assert_eq!(other.session(), Session::SignedOut(SignedOutReason::LeftElsewhere));
    assert!(run(other.client.call(&me::organization())).is_err());
}

#[test]
fn s18_without_a_network_the_portal_shows_that_the_session_at_microsoft_is_open() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.bar.reachable.set(false);
    let left = world.times_left();
    run(portal.sign_out(false));
    assert_eq!(portal.session(), Session::SignedOut(SignedOutReason::LeftOpen));
    assert!(world.store.keys().is_empty(), "{:?}", world.store.keys());
    assert!(run(portal.client.call(&me::organization())).is_err());
    run(portal.end_session());
    assert_eq!((portal.session(), world.times_left()), (Session::SignedOut(SignedOutReason::LeftOpen), left));
    world.bar.reachable.set(true);
    run(portal.end_session());
    assert_eq!((portal.session(), world.times_left()), (Session::Leaving, left + 1));
    assert_eq!(world.asked("logout_hint").as_deref(), Some("O.hint"));
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Left);
}

#[test]
fn s19_a_sign_in_of_another_person_in_another_tab_removes_the_first_persons_data() {
    let world = World::new();
    let (_, ines) = world.signed_in();
    let (tab, portal) = world.joined();
    drafts::save(&*tab.store, ines.key(), support::saved(), portal.now());
    tab.events.borrow_mut().clear();
    let server = world.server.borrow().clone();
    world.services.claims.borrow_mut().push(("oid", json!("99999999-1bf0-433f-aec3-cb9272f093dc")));
    let other = world.beside();
    let page = other.page();
    let _ = page.arrive(None, false);
    page.sign_in(AccountPicker::Always);
    let (ada, _) = support::redeemed(&other, &other.page()).unwrap();
    assert_ne!(ada.key(), ines.key());
    assert_eq!(portal.session(), Session::SignedOut(SignedOutReason::Left));
    assert!(
        matches!(tab.events.borrow().last(), Some(PortalEvent::OtherAccount)),
        "the page is to be loaded anew"
    );
    assert!(tab.store.keys().is_empty(), "{:?}", tab.store.keys());

    // A request of the first person's page is never sent with the second person's token, also not if it arrives late.
    let requests = world.services.graph_requests().len();
    assert!(run(portal.client.call(&me::organization())).is_err());
    let late = send(9, &ines.key(), "Get", &json!({ "Path": "/v1.0/me" }));
    run(server.unwrap().receive(0, &late).unwrap());
    assert_eq!(world.services.graph_requests().len(), requests);
}

#[test]
fn s19_a_sign_in_of_another_person_in_another_worker_removes_the_data_of_an_interrupted_session() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(HOUR);
    world.services.renewal.set(Renewal::Refused);
    assert!(run(portal.client.call(&me::organization())).is_err());
    assert!(matches!(portal.session(), Session::NeedsInteraction(..)));
    let server = world.server.borrow().clone().unwrap();
    let account = portal.session().account().unwrap().key();
    let signed_in = |person: PersonKey| protocol::write(&ToOtherWorkers::SignedIn { person });
    server.receive_from_others(&signed_in(account.clone()));
    assert!(matches!(portal.session(), Session::NeedsInteraction(..)), "the same person");
    server.receive_from_others(&signed_in(PersonKey { oid: "another".to_owned(), ..account }));
    assert_eq!(portal.session(), Session::SignedOut(SignedOutReason::LeftElsewhere));
}

#[test]
fn s16_a_renewal_that_requires_an_interaction_keeps_the_page_and_passes_the_claims_on() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    let (_, second) = world.joined();
    world.clock.pass(HOUR);
    world.services.renewal.set(Renewal::Interaction);
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::SignInEnded);
    for session in [portal.session(), second.session()] {
        let Session::NeedsInteraction(current, problem) = session else { panic!("{session:?}") };
        assert_eq!((current.key(), problem.kind), (account.key(), AuthKind::MoreNeeded));
    }
    portal.sign_in(AccountPicker::IfNeeded);
    let claims: serde_json::Value = serde_json::from_str(&world.asked("claims").unwrap()).unwrap();
    assert_eq!(claims["access_token"]["capolids"]["values"], json!(["x"]));
    assert_eq!(claims["access_token"]["xms_cc"]["values"], json!(["cp1"]));
    assert_eq!(world.asked("login_hint").as_deref(), Some("O.hint"));
    assert!(matches!(portal.session(), Session::NeedsInteraction(..)), "the page stays until it goes");

    // A new sign-in in one tab is enough.
    world.services.renewal.set(Renewal::Works);
    let page = world.page();
    support::redeemed(&world, &page).unwrap();
    assert!(matches!(second.session(), Session::SignedIn(_)));
    assert!(run(second.client.call(&me::organization())).is_ok());
}

#[test]
fn requests_fail_when_the_browser_ends_the_worker() {
    let worker = WorkerClient::new(Rc::new(Received::default()));
    let tid = TenantId::parse(support::TENANT).unwrap();
    let person = PersonKey { oid: "me".to_owned(), tid };
    let sending = worker.send(person, me::organization().request, None);
    let (sent, session, ()) = run(join3(sending, worker.session(), async { worker.lost() }));
    assert_eq!(sent, Err(SendError::Transport(TransportError::NoAnswer)));
    assert_eq!(session, None);
}

#[test]
fn a_page_whose_worker_has_ended_uses_the_next_one_and_keeps_its_session() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    let (tab, second) = world.joined();
    world.lose_worker(&portal, None);
    let next = world.server.borrow().clone();
    tab.lose_worker(&second, next);
    run(portal.worker_is_lost());
    run(second.worker_is_lost());
    for session in [portal.session(), second.session()] {
        let Session::NeedsInteraction(current, problem) = session else { panic!("{session:?}") };
        assert_eq!((current.key(), problem.kind), (account.key(), AuthKind::Lost));
    }
    // A new sign-in in one tab is enough, because both tabs already use the new worker.
    portal.sign_in(AccountPicker::IfNeeded);
    let page = world.page();
    support::redeemed(&world, &page).unwrap();
    assert_eq!(second.session(), Session::SignedIn(account));
    assert!(run(second.client.call(&me::organization())).is_ok());

    // If a tab detects the end of its worker late, the next worker already has a session, and the tab stays signed in.
    let same = world.server.borrow().clone();
    world.lose_worker(&page, same);
    run(page.worker_is_lost());
    assert!(matches!(page.session(), Session::SignedIn(_)));
}

#[test]
fn s17_a_warning_is_shown_half_an_hour_before_the_sign_in_expires() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    assert_eq!(portal.expires_at().since(portal.now()), HOUR * 24, "what is not told is a day");
    world.clock.pass(HOUR * 23);
    run(portal.client.call(&me::organization())).unwrap();
    assert_eq!(portal.expires_at().since(portal.now()), HOUR, "a renewal gives no new day");
    world.events.borrow_mut().clear();

    // The clock moves while `watch_expiry` sleeps, so that it runs to its end.
    let warned = Rc::new(Cell::new(None));
    let (events, clock) = (Rc::clone(&warned), Rc::clone(&world.clock));
    let expires_at = portal.expires_at();
    portal.on_event(Box::new(move |event| {
        if event == PortalEvent::ExpiresSoon(true) {
            events.set(Some(expires_at.since(clock.now())));
        }
    }));
    run(portal.watch_expiry());
    let left: Duration = warned.get().expect("a warning");
    assert!((HOUR / 2 - Duration::from_secs(60)..HOUR / 2).contains(&left), "{left:?}");
    let Session::NeedsInteraction(_, problem) = portal.session() else { panic!("{:?}", portal.session()) };
    assert_eq!(problem.kind, AuthKind::Expired, "after a day it is over, and said so");

    let world = World::new();
    world.services.refresh_life.set(Some(3_600));
    let (portal, _) = world.signed_in();
    assert_eq!(portal.expires_at().since(portal.now()), HOUR, "what is told counts");
}

#[test]
fn s41_a_claims_challenge_is_followed_once_and_then_shown_as_an_error() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let declared = world.asked("claims").unwrap();
    assert!(
        declared.contains("cp1")
            && world.services.token_requests()[0].field("claims").unwrap().contains("cp1")
    );
    world.services.graph_says([challenge(CLAIMS)]);
    let error = run(portal.client.call(&me::organization())).unwrap_err();
    assert_eq!(
        (error.kind, world.services.graph_requests().len()),
        (GraphErrorKind::SignInEnded, 1),
        "no loop"
    );
    let Session::NeedsInteraction(_, problem) = portal.session() else { panic!("{:?}", portal.session()) };
    assert_eq!((problem.kind, problem.claims.as_deref()), (AuthKind::MoreNeeded, Some(CLAIMS)));
    portal.sign_in(AccountPicker::IfNeeded);
    assert!(world.asked("claims").unwrap().contains("1604106651"));
    assert_eq!(world.asked("prompt"), None);

    let (portal, _) = world.come_back();
    world.services.graph_says([challenge(CLAIMS)]);
    run(portal.client.call(&me::organization())).unwrap_err();
    let Session::NeedsInteraction(_, problem) = portal.session() else { panic!("{:?}", portal.session()) };
    assert_eq!(problem.kind, AuthKind::AskedAgain);
    // After some time, the same challenge is treated as a new one.
    portal.sign_in(AccountPicker::IfNeeded);
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
fn after_checking_again_every_tab_has_the_new_rights() {
    let world = World::new();
    let (first, account) = world.signed_in();
    let (_, second) = world.joined();
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
fn a_renewal_with_another_persons_id_token_is_refused() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.services.claims.borrow_mut().push(("oid", json!("99999999-1bf0-433f-aec3-cb9272f093dc")));
    assert_eq!(run(portal.check_again()).unwrap_err().kind, AuthKind::BadToken);
    let requests = world.services.graph_requests().len();
    assert!(run(portal.client.call(&me::organization())).is_err());
    assert_eq!(world.services.graph_requests().len(), requests);
}

#[test]
fn a_page_that_is_loaded_again_and_again_stops_although_each_sign_in_works() {
    let world = World::new();
    world.signed_in();
    for round in 0..10 {
        assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving), "{round}");
        world.come_back();
        world.clock.pass(Duration::from_secs(1));
    }
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Paused);

    // The person loads the page again while the code is being redeemed, each time.
    let world = World::new();
    world.signed_in();
    for round in 0..10 {
        assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving), "{round}");
        let fragment = world.answer();
        assert!(matches!(world.portal().arrive(Some(&fragment), false), Arrival::Redeem(_)));
    }
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Paused);

    // Ten reloads in ten minutes are allowed.
    let world = World::new();
    world.signed_in();
    for _ in 0..10 {
        assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving));
        world.come_back();
        world.clock.pass(Duration::from_secs(60));
    }
}
