//! The silent sign-in after a reload, and its errors.

use guestlist::app::ports::TabStore as _;
use guestlist::app::sign_in::Arrival;
use guestlist::auth::error::AuthKind;
use guestlist::auth::session::SignedOutReason;

use crate::support::{World, refused, run, signed_out};

#[test]
fn a_reload_signs_in_silently() {
    let world = World::new();
    world.signed_in();
    world.bar.here.replace("/invite".to_owned());
    assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving));
    assert_eq!(
        (world.asked("prompt").as_deref(), world.asked("login_hint").as_deref()),
        (Some("none"), Some("O.hint"))
    );
    assert_eq!(world.bar.replaced.get(), 1, "a reload adds no entry to the history");
    world.come_back();
    assert_eq!(*world.bar.here.borrow(), "/invite");
}

#[test]
fn the_sign_in_program_takes_the_same_steps_as_the_portal() {
    let world = World::new();
    assert!(matches!(world.sign_in_program(), Some(Arrival::SignedOut(SignedOutReason::Fresh))));
    world.store.put("guestlist.left", "1");
    assert!(matches!(world.sign_in_program(), Some(Arrival::SignedOut(SignedOutReason::Left))));
    assert!(
        matches!(world.sign_in_program(), Some(Arrival::SignedOut(SignedOutReason::Fresh))),
        "it is said once"
    );
    world.signed_in();
    assert!(matches!(world.sign_in_program(), Some(Arrival::Leaving)));
    assert_eq!(world.asked("prompt").as_deref(), Some("none"));
    world.come_back();
}

#[test]
fn the_sign_in_program_leaves_errors_to_the_portal_and_changes_nothing() {
    // Too many silent redirects.
    let world = World::new();
    world.signed_in();
    for _ in 0..10 {
        let portal = world.portal();
        let arrival = portal.arrive(None, false);
        run(portal.go_on(arrival));
    }
    let left = world.times_left();
    for _ in 0..2 {
        assert!(world.sign_in_program().is_none());
    }
    assert_eq!(world.times_left(), left);
    assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Paused);

    // The browser does not allow storage.
    let world = World::new();
    world.signed_in();
    world.store.refuses.set(true);
    assert!(world.sign_in_program().is_none());
    assert_eq!(refused(signed_out(world.portal().arrive(None, false))), AuthKind::NoStorage);
}

#[test]
fn a_failed_silent_sign_in_ends_at_the_sign_in_page_and_not_in_a_loop() {
    for error in ["login_required", "interaction_required", "consent_required"] {
        let world = World::new();
        world.signed_in();
        assert!(matches!(world.portal().arrive(None, false), Arrival::Leaving));
        let fragment =
            world.refusal(error, "AADSTS50058: A silent sign-in request was sent but no user is signed in.");
        assert_eq!(
            signed_out(world.portal().arrive(Some(&fragment), false)),
            SignedOutReason::Expired,
            "{error}"
        );
        assert_eq!(signed_out(world.portal().arrive(None, false)), SignedOutReason::Fresh);
        assert_eq!(world.times_left(), 2, "{error}");
    }
}

#[test]
fn a_silent_sign_in_that_fails_for_another_reason_has_that_reason() {
    for (error, description, kind) in [
        ("interaction_required", "AADSTS50076: multi-factor", AuthKind::MoreNeeded),
        ("consent_required", "AADSTS65001: not consented", AuthKind::NotConsented),
        ("interaction_required", "AADSTS53003: blocked", AuthKind::Blocked),
    ] {
        let world = World::new();
        world.signed_in();
        let _ = world.portal().arrive(None, false);
        let fragment = world.refusal(error, description);
        let why = signed_out(world.portal().arrive(Some(&fragment), false));
        let SignedOutReason::Refused(problem) = why else { panic!("{why:?}") };
        assert_eq!(problem.kind, kind);
        assert!(problem.code.is_some());
    }
}
