//! The text of the Invite form survives a reload or redirect, for the same person and for a limited time.

use std::time::Duration;

use guestlist::app::drafts::{self, SavedDraft};
use guestlist::app::portal::PortalEvent;
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
    let aside = vec![InvitationDraft {
        email: "bo@fabrikam.com".to_owned(),
        message: "Set aside".to_owned(),
        ..InvitationDraft::new("https://contoso.com/welcome")
    }];
    SavedDraft { draft, delivery: Delivery::Unknown, aside }
}

#[test]
fn a_draft_survives_a_reload_completely_and_only_once() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    portal.page_hides(Some(draft()));
    // A page that immediately navigates to a silent sign-in leaves it for the next one.
    let leaving = world.portal();
    assert!(matches!(leaving.arrive(None, false), Arrival::Leaving));
    leaving.page_hides(None);
    let (after, same) = world.come_back();
    assert_eq!(after.restore_draft(&same), Some(draft()));
    assert_eq!(after.restore_draft(&same), None);
    assert!(!world.store.dump().contains("fabrikam"));
}

#[test]
fn a_draft_that_the_browser_does_not_store_is_told() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    assert!(portal.save_draft(Some(draft())) && portal.save_draft(None));
    world.store.refuses.set(true);
    assert!(!portal.save_draft(Some(draft())));
    portal.page_is_hidden(Some(draft()));
    assert_eq!(world.events.borrow().as_slice(), [PortalEvent::DraftNotSaved]);
}

#[test]
fn s48_a_draft_is_restored_for_the_same_person_and_within_a_day_only() {
    let saved = |wait: Duration, change: fn(&mut Account)| {
        let world = World::new();
        let (portal, account) = world.signed_in();
        portal.page_hides(Some(draft()));
        world.clock.pass(wait);
        let mut reader = account.clone();
        change(&mut reader);
        let found = world.portal().restore_draft(&reader).is_some();
        (found, world.store.dump().contains("fabrikam"))
    };
    let other_tenant = |account: &mut Account| {
        account.tid = TenantId::parse("11112222-bbbb-3333-cccc-4444dddd5555").unwrap();
    };
    let restored = (true, false);
    assert_eq!(saved(Duration::from_secs(23 * 3_600), |_| ()), restored);
    assert_eq!(saved(Duration::from_secs(24 * 3_600), |_| ()), (false, false), "too old");
    let kept_for_its_owner = (false, true);
    assert_eq!(saved(Duration::ZERO, |account| account.oid = "another".to_owned()), kept_for_its_owner);
    assert_eq!(saved(Duration::ZERO, other_tenant), kept_for_its_owner);
    let renamed = |account: &mut Account| account.username = "renamed@contoso.com".to_owned();
    assert_eq!(saved(Duration::ZERO, renamed), restored, "oid and tid are the key");
}

/// A person can pick a wrong account on the way.
#[test]
fn s48_a_draft_waits_for_its_owner_while_another_person_is_signed_in() {
    let world = World::new();
    let (portal, owner) = world.signed_in();
    portal.page_hides(Some(draft()));
    let mut other = owner.clone();
    other.oid = "another".to_owned();
    let portal = world.portal();
    assert_eq!(portal.restore_draft(&other), None);
    let theirs = SavedDraft { draft: InvitationDraft::new("https://fabrikam.com"), ..draft() };
    drafts::save(&*world.store, other.key(), theirs.clone(), portal.now());
    assert_eq!((portal.restore_draft(&owner), portal.restore_draft(&other)), (Some(draft()), Some(theirs)));
}

/// A browser can end the process of a hidden page without an event, for example on a phone.
#[test]
fn s48_a_hidden_page_has_saved_its_draft_and_a_visible_one_keeps_none_in_storage() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    portal.page_is_hidden(Some(draft()));
    assert!(world.store.dump().contains("fabrikam"));
    portal.page_is_shown();
    assert!(!world.store.dump().contains("fabrikam"), "it may be sent now");
    portal.page_is_hidden(Some(draft()));
    assert_eq!(world.portal().restore_draft(&account), Some(draft()));
}

/// An invitation can end while its page is hidden, and the browser may end the page without showing it again.
#[test]
fn s48_what_is_saved_follows_the_form_while_the_page_is_hidden() {
    let world = World::new();
    let (portal, account) = world.signed_in();
    portal.form_has_changed(Some(draft()));
    assert!(!world.store.dump().contains("fabrikam"), "the page is visible");
    portal.page_is_hidden(Some(draft()));
    portal.form_has_changed(None);
    assert!(!world.store.dump().contains("fabrikam"), "it was sent");
    portal.form_has_changed(Some(draft()));
    portal.page_hides(None);
    assert_eq!(world.portal().restore_draft(&account), None);
}

#[test]
fn s48_a_draft_survives_a_clock_that_is_set_back() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    portal.page_hides(Some(draft()));
    world.clock.pass_back(Duration::from_secs(2 * 60 * 60));
    let (after, same) = world.signed_in();
    assert_eq!(after.restore_draft(&same), Some(draft()));
}
