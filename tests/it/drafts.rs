//! The text of the Invite form survives a reload or redirect, for the same person and for a limited time.

use std::time::Duration;

use guestlist::app::drafts::SavedDraft;
use guestlist::app::sign_in::Arrival;
use guestlist::auth::session::Account;
use guestlist::domain::invitation::{Delivery, InvitationDraft, InviteAs};
use guestlist::domain::tenant::TenantId;

use crate::support::World;

fn draft() -> SavedDraft {
    let draft = InvitationDraft {
        email: "ann@fabrikam.com".to_owned(),
        name: "Ann \"Lee\"".to_owned(),
        send_mail: false,
        message: "Hello,\nwelcome".to_owned(),
        language: "fr-FR".to_owned(),
        cc: "pa@contoso.com".to_owned(),
        invite_as: InviteAs::Member,
        ..InvitationDraft::new("https://contoso.com/welcome")
    };
    SavedDraft { draft, delivery: Delivery::Unknown }
}

#[test]
fn a_draft_survives_a_reload_completely_and_only_once() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    portal.page_hides(Some(draft()));
    // A page that immediately navigates to a silent sign-in saves the draft again.
    let leaving = world.portal();
    assert!(matches!(leaving.arrive(None, false), Arrival::Leaving));
    assert!(!world.store.dump().contains("fabrikam"), "read means taken out");
    leaving.page_hides(None);
    let (after, same) = world.come_back();
    assert_eq!(after.restore_draft(&same), Some(draft()));
    assert_eq!(after.restore_draft(&same), None);
    assert!(!world.store.dump().contains("fabrikam"));
}

#[test]
fn a_draft_is_restored_for_the_same_person_and_within_a_day_only() {
    let saved = |wait: Duration, change: fn(&mut Account)| {
        let world = World::new();
        let (portal, account) = world.signed_in();
        portal.page_hides(Some(draft()));
        world.clock.pass(wait);
        let mut reader = account.clone();
        change(&mut reader);
        let found = world.portal().restore_draft(&reader);
        assert!(!world.store.dump().contains("fabrikam"), "whatever comes of it, it is kept no longer");
        found.is_some()
    };
    assert!(saved(Duration::from_secs(23 * 3_600), |_| ()));
    assert!(!saved(Duration::from_secs(24 * 3_600), |_| ()));
    assert!(!saved(Duration::ZERO, |account| account.oid = "another".to_owned()));
    assert!(!saved(Duration::ZERO, |account| account.tid =
        TenantId::parse("11112222-bbbb-3333-cccc-4444dddd5555").unwrap()));
    assert!(
        saved(Duration::ZERO, |account| account.username = "renamed@contoso.com".to_owned()),
        "oid and tid are the key"
    );
}
