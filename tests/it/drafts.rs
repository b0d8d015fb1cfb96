//! What was typed survives a reload and a redirect, for whoever typed it and not for long.

use std::time::Duration;

use guestlist::app::drafts::SavedDraft;
use guestlist::app::sign_in::Arrival;
use guestlist::auth::session::Account;
use guestlist::domain::invitation::{InvitationDraft, InviteAs};

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
    SavedDraft { draft, unsure: true }
}

#[test]
fn a_draft_survives_a_reload_whole_and_once() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    portal.save_draft(&account, &draft());
    // The page that only leaves for the silent sign-in hands it on.
    let passing = world.portal();
    assert!(matches!(passing.arrive(None, false), Arrival::Leaving));
    assert!(!world.store.dump().contains("fabrikam"), "read means taken out");
    passing.save_draft_again();
    let (after, same) = world.come_back();
    assert_eq!(after.restore_draft(&same), Some(draft()));
    assert_eq!(after.restore_draft(&same), None);
    assert!(!world.store.dump().contains("fabrikam"));
}

#[test]
fn a_draft_is_for_whoever_typed_it_and_not_for_long() {
    let saved = |wait: Duration, change: fn(&mut Account)| {
        let world = World::new();
        let (portal, account) = world.signed_in();
        portal.save_draft(&account, &draft());
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
    assert!(!saved(Duration::ZERO, |account| account.tid = "another".to_owned()));
    assert!(
        saved(Duration::ZERO, |account| account.username = "renamed@contoso.com".to_owned()),
        "oid and tid are the key"
    );
}
