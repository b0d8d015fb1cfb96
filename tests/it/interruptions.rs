//! Interruptions in several tabs: a renewal is not a sign-in, and does not end an interruption.

use guestlist::auth::flow::AccountPicker;
use guestlist::auth::session::Session;
use guestlist::graph::me;

use crate::support::{self, World, run};

/// If a renewal in one tab ended the interruption of another, two tabs would make each other renew without end.
#[test]
fn a_renewal_does_not_end_the_interruption_of_another_tab_and_a_sign_in_does() {
    let world = World::new();
    let (first, account) = world.signed_in();
    let (_, second) = world.joined();
    let refuse = || {
        let text = "Lifetime validation failed, the token is expired.";
        world.services.graph_says((0..2).map(|_| support::refusal(401, "InvalidAuthenticationToken", text)));
        run(first.client.call(&me::organization())).unwrap_err();
    };
    refuse();
    assert!(matches!(second.session(), Session::NeedsInteraction(..)), "{:?}", second.session());
    let tokens = world.services.token_requests().len();
    refuse();
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
