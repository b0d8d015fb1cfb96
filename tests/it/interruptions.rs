//! Interruptions of a session: which events end one in other tabs, and when a challenge counts as asked again.

use guestlist::app::portal::PortalEvent;
use guestlist::auth::error::AuthKind;
use guestlist::auth::flow::AccountPicker;
use guestlist::auth::session::Session;
use guestlist::graph::me;

use crate::support::{self, Renewal, World, run};

const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;

/// If a renewal in one tab ended the interruption of another, two tabs would make each other renew without end.
#[test]
fn s44_a_renewal_does_not_end_the_interruption_of_another_tab_and_a_sign_in_does() {
    let world = World::new();
    let (first, account) = world.signed_in();
    let (tab, second) = world.joined();
    let refuse = || {
        let text = "Lifetime validation failed, the token is expired.";
        world.services.graph_says((0..2).map(|_| support::refusal(401, "InvalidAuthenticationToken", text)));
        run(first.client.call(&me::organization())).unwrap_err();
    };
    refuse();
    assert!(matches!(second.session(), Session::NeedsInteraction(..)), "{:?}", second.session());
    let tokens = world.services.token_requests().len();
    tab.events.borrow_mut().clear();
    refuse();
    // Also not for a moment: the second tab would go on with what had stopped, and renew in its turn.
    let is_signed_in =
        |event: &PortalEvent| matches!(event, PortalEvent::SessionChanged(now) if now.is_signed_in());
    assert!(!tab.events.borrow().iter().any(is_signed_in), "{:?}", tab.events.borrow());
    assert_eq!(world.services.token_requests().len(), tokens + 1, "the second call renews");
    for (name, portal) in [("first", &first), ("second", &second)] {
        assert!(matches!(portal.session(), Session::NeedsInteraction(..)), "{name}: {:?}", portal.session());
    }
    let third = world.beside();
    third.page().sign_in(AccountPicker::IfNeeded);
    support::redeemed(&third, &third.page()).unwrap();
    assert_eq!(
        (first.session(), second.session()),
        (Session::SignedIn(account.clone()), Session::SignedIn(account))
    );
}

/// Cancelling at Microsoft's page gives no proof, so the same challenge after it is followed as a first one.
#[test]
fn a_sign_in_with_an_account_of_another_tenant_asks_for_the_account() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    world.clock.pass(std::time::Duration::from_secs(3_600));
    world.services.renewal.set(Renewal::OtherTenant);
    assert!(run(portal.client.call(&me::organization())).is_err());
    portal.sign_in(AccountPicker::IfNeeded);
    assert_eq!((world.asked("prompt").as_deref(), world.asked("login_hint")), (Some("select_account"), None));
}

#[test]
fn s41_a_challenge_after_a_cancelled_sign_in_is_not_told_as_asked_again() {
    type LeavesWithout = fn(&World) -> Option<String>;
    let cancels: LeavesWithout = |world| Some(world.refusal("access_denied", "AADSTS65004: User declined."));
    let goes_back: LeavesWithout = |_| None;
    for (name, fragment) in [("cancel", cancels), ("back", goes_back)] {
        let world = World::new();
        let (portal, _) = world.signed_in();
        world.services.graph_says([support::challenge(CLAIMS)]);
        run(portal.client.call(&me::organization())).unwrap_err();
        portal.sign_in(AccountPicker::IfNeeded);
        let _ = world.portal().arrive(fragment(&world).as_deref(), false);
        let (portal, _) = world.signed_in();
        world.services.graph_says([support::challenge(CLAIMS)]);
        run(portal.client.call(&me::organization())).unwrap_err();
        let Session::NeedsInteraction(_, problem) = portal.session() else {
            panic!("{:?}", portal.session())
        };
        assert_eq!(problem.kind, AuthKind::MoreNeeded, "{name}");
    }
}
