//! A run of many invitations: whatever happens on the way, each row has an outcome, and no guest is invited twice.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use guestlist::app::bulk::progress::Why;
use guestlist::app::bulk::runner::Phase;
use guestlist::app::ports::Clock as _;
use guestlist::auth::flow::AccountPicker;
use guestlist::domain::bulk::run::{PlannedRow, RowEvent, RowState, Skip, Tally};
use guestlist::graph::error::GraphErrorKind;

use crate::support::{
    Answer, Happens, Renewal, Stage, address, drive_until, planned, redeemed, refusal, run, state, tally,
    with_retry_after,
};

fn throttled() -> Answer {
    refusal(429, "TooManyRequests", "Too many requests.")
}

#[test]
fn each_row_is_written_down_before_it_is_sent_and_ends_with_its_outcome() {
    let mut stage = Stage::new();
    let records = Rc::clone(&stage.records);
    *stage.directory.before.borrow_mut() = Some(Box::new(move |address| {
        let source: u32 = address.trim_start_matches("user").split('@').next().unwrap().parse().unwrap();
        let state = records.kept.borrow().get(&format!("state {}", source - 1)).cloned();
        assert!(state.is_some_and(|state| state.contains("Sending")), "{address}");
    }));
    let refused = refusal(400, "BadRequest", "The invited user already exists in the directory.");
    stage.directory.happens(&address(7), Happens::Says(refused));
    let runner = stage.confirmed((1..=250).map(planned));
    run(runner.drive());
    assert_eq!(runner.phase(), Phase::Over);
    assert_eq!(tally(&runner), Tally { sent: 249, failed: 1, ..Tally::default() });
    assert_eq!(stage.invited(), 249);
    assert!(runner.link(0).is_some_and(|link| link.ends_with(&address(1))) && runner.link(6).is_none());
    assert_eq!(stage.directory.searches.get(), 3, "a hundred rows in one search");
    // What is stored has no link, and is the same as what the page knows.
    assert!(!format!("{:?}", stage.records.kept.borrow()).contains("redeem"));
    let restored = stage.restored();
    assert_eq!(tally(&restored), tally(&runner));
}

#[test]
fn a_throttled_row_is_sent_again_after_the_wait_and_no_other_one_before() {
    for (answer, seconds) in
        [(with_retry_after(429, "12"), 12), (throttled(), 1), (with_retry_after(503, "2.128"), 2)]
    {
        let stage = Stage::new();
        stage.directory.happens(&address(5), Happens::Says(answer));
        let runner = stage.confirmed((1..=20).map(planned));
        let before = stage.world.clock.uncorrected();
        run(runner.drive());
        assert_eq!((tally(&runner).sent, stage.invited()), (20, 20));
        assert!(stage.world.clock.uncorrected().since(before) >= Duration::from_secs(seconds), "{seconds}");
    }
}

#[test]
fn a_wait_that_is_absurdly_long_pauses_the_run_with_its_length() {
    let stage = Stage::new();
    stage.directory.happens(&address(5), Happens::Says(with_retry_after(429, "86400")));
    let runner = stage.confirmed((1..=20).map(planned));
    run(runner.drive());
    let Phase::Paused(Why::AskedToWait(wait)) = runner.phase() else { panic!("{:?}", runner.phase()) };
    assert!(wait > Duration::from_secs(86_000));
    assert_eq!(tally(&runner).sent + tally(&runner).planned, 20);
    // The person continues before that, and the service does not mind.
    let before = stage.world.clock.monotonic();
    run(runner.drive());
    assert_eq!((runner.phase(), tally(&runner).sent, stage.invited()), (Phase::Over, 20, 20));
    assert!(stage.world.clock.monotonic() - before < Duration::from_secs(60));
}

#[test]
fn s33_after_a_lost_response_the_directory_is_read_before_anything_is_sent_again() {
    let stage = Stage::new();
    stage.directory.happens(&address(5), Happens::LostAfter);
    stage.directory.happens(&address(9), Happens::LostBefore);
    let runner = stage.confirmed((1..=20).map(planned));
    let before = stage.world.clock.uncorrected();
    run(runner.drive());
    assert_eq!((runner.phase(), tally(&runner).sent, stage.invited()), (Phase::Over, 20, 20));
    assert!(
        stage.world.clock.uncorrected().since(before) >= Duration::from_secs(90),
        "absence counts after the wait"
    );
    let RowState::Sent(found) = state(&runner, 5) else { panic!() };
    assert!(found.found && found.user.is_some() && runner.link(4).is_none());
}

#[test]
fn a_row_whose_response_is_lost_each_time_is_left_to_the_person() {
    let stage = Stage::new();
    for _ in 0..10 {
        stage.directory.happens(&address(5), Happens::LostBefore);
    }
    let runner = stage.confirmed((1..=6).map(planned));
    run(runner.drive());
    assert_eq!(runner.phase(), Phase::Over);
    assert_eq!(tally(&runner), Tally { sent: 5, unknown: 1, ..Tally::default() });
    stage.directory.happens.borrow_mut().clear();
    run(runner.change(&[4], RowEvent::Again)).unwrap();
    run(runner.drive());
    assert_eq!((tally(&runner).sent, stage.invited()), (6, 6));
}

#[test]
fn a_second_invitation_to_a_guest_stays_unknown_because_reading_cannot_decide_it() {
    let stage = Stage::new();
    stage.directory.invite(&address(1));
    stage.directory.happens(&address(1), Happens::LostBefore);
    let runner = stage.confirmed([PlannedRow { again: true, ..planned(1) }, planned(2)]);
    run(runner.drive());
    assert!(matches!(state(&runner, 1), RowState::Unknown { undecidable: true, .. }));
    assert_eq!(runner.phase(), Phase::Over);
    assert_eq!(stage.invited(), 2);
}

#[test]
fn a_person_who_may_not_search_has_rows_that_only_they_can_decide() {
    let stage = Stage::new();
    stage.directory.may_not_search.set(true);
    stage.directory.happens(&address(3), Happens::LostAfter);
    let runner = stage.confirmed((1..=5).map(planned));
    run(runner.drive());
    assert!(matches!(state(&runner, 3), RowState::Unknown { undecidable: true, .. }));
    assert_eq!((tally(&runner).sent, stage.invited()), (4, 5));
}

#[test]
fn guests_whom_another_browser_invited_meanwhile_are_not_invited_again() {
    let stage = Stage::new();
    stage.directory.invite(&address(4));
    let runner = stage.confirmed((1..=5).map(planned));
    run(runner.drive());
    assert_eq!(state(&runner, 4), RowState::Skipped(Skip::InvitedElsewhere));
    assert_eq!(stage.invited(), 5);
}

#[test]
fn a_browser_that_stores_no_more_pauses_the_run_before_anything_is_sent() {
    let stage = Stage::new();
    let runner = stage.confirmed((1..=50).map(planned));
    let records = Rc::clone(&stage.records);
    *stage.directory.before.borrow_mut() = Some(Box::new(move |address| {
        if address.starts_with("user0010") {
            records.full.set(true);
        }
    }));
    run(runner.drive());
    assert_eq!(runner.phase(), Phase::Paused(Why::NotStored));
    let sent = stage.invited();
    assert!((10..=26).contains(&sent), "{sent}");
    assert_eq!(tally(&runner).sent, sent, "what was under way is known on this page");
    stage.records.full.set(false);
    run(runner.drive());
    assert_eq!((tally(&runner).sent, stage.invited()), (50, 50));
}

#[test]
fn a_refusal_that_concerns_all_stops_the_run_at_once() {
    for (status, code, message, kind) in [
        (
            403,
            "Directory_QuotaExceeded",
            "The directory object quota limit has been exceeded.",
            GraphErrorKind::DirectoryFull,
        ),
        (
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
            GraphErrorKind::Forbidden,
        ),
    ] {
        let stage = Stage::new();
        stage.directory.happens(&address(30), Happens::Says(refusal(status, code, message)));
        let runner = stage.confirmed((1..=100).map(planned));
        run(runner.drive());
        let Phase::Paused(Why::Refused(error)) = runner.phase() else { panic!("{:?}", runner.phase()) };
        assert_eq!(error.kind, kind);
        let tally = tally(&runner);
        assert!(tally.planned >= 50 && tally.failed == 1 && tally.sent == stage.invited(), "{tally:?}");
    }
}

#[test]
fn a_sign_in_that_ends_pauses_the_run_and_loses_nothing() {
    let mut stage = Stage::new();
    stage.world.services.renewal.set(Renewal::Interaction);
    stage.world.services.token_life.set(20);
    let runner = stage.confirmed((1..=40).map(planned));
    stage.world.clock.pass(Duration::from_secs(3_600));
    run(runner.drive());
    assert_eq!(runner.phase(), Phase::Paused(Why::SignInEnded));
    assert_eq!((tally(&runner).planned, stage.invited()), (40, 0));
    stage.world.services.renewal.set(Renewal::Works);
    stage.portal.sign_in(AccountPicker::IfNeeded);
    stage.portal = stage.world.page();
    redeemed(&stage.world, &stage.portal).unwrap();
    let continued = stage.restored();
    run(continued.drive());
    assert_eq!((tally(&continued).sent, stage.invited()), (40, 40));
}

#[test]
fn a_person_pauses_and_continues() {
    let stage = Stage::new();
    let runner = stage.confirmed((1..=80).map(planned));
    let pauses = Rc::downgrade(&runner);
    *stage.directory.before.borrow_mut() = Some(Box::new(move |address| {
        if address.starts_with("user0030")
            && let Some(runner) = pauses.upgrade()
        {
            runner.pause(Why::ByPerson);
        }
    }));
    run(runner.drive());
    assert_eq!(runner.phase(), Phase::Paused(Why::ByPerson));
    let sent = tally(&runner).sent;
    assert!((30..=46).contains(&sent), "{sent}");
    assert_eq!(tally(&runner).sending, 0, "what was under way has ended");
    run(runner.drive());
    assert_eq!((tally(&runner).sent, stage.invited()), (80, 80));
}

#[test]
fn an_address_that_another_tab_is_inviting_is_tried_again_after_the_others() {
    let stage = Stage::new();
    let (_tab, other) = stage.world.joined();
    let claim = run(other.client.claim(&address(2))).unwrap();
    let claim = RefCell::new(Some(claim));
    let runner = stage.confirmed((1..=5).map(planned));
    let directory = Rc::clone(&stage.directory);
    drive_until(&runner, || {
        // The other tab takes its invitation back when all others are sent.
        if directory.invited.borrow().len() == 4 {
            claim.take();
        }
        false
    });
    assert_eq!((tally(&runner).sent, stage.invited()), (5, 5));
}

#[test]
fn a_search_without_a_connection_does_not_pause_the_run() {
    let stage = Stage::new();
    // The client repeats a read some times, too.
    stage.directory.lost_searches.set(7);
    let runner = stage.confirmed((1..=20).map(planned));
    run(runner.drive());
    assert_eq!((runner.phase(), tally(&runner).sent, stage.invited()), (Phase::Over, 20, 20));
    assert!(stage.directory.searches.get() > 7);
}

#[test]
fn s33_a_clock_that_is_set_forward_does_not_make_absence_count() {
    let stage = Stage::new();
    stage.directory.happens(&address(5), Happens::LostAfter);
    let clock = Rc::clone(&stage.world.clock);
    let lists_from = clock.monotonic() + Duration::from_secs(60);
    *stage.directory.lags.borrow_mut() = Some(Box::new(move || clock.monotonic() < lists_from));
    let runner = stage.confirmed((1..=8).map(planned));
    let clock = Rc::clone(&stage.world.clock);
    *stage.directory.before.borrow_mut() = Some(Box::new(move |address| {
        if address.starts_with("user0006") {
            clock.set_forward.set(2 * 24 * 60 * 60 * 1_000);
        }
    }));
    run(runner.drive());
    assert_eq!((runner.phase(), tally(&runner).sent, stage.invited()), (Phase::Over, 8, 8));
}

#[test]
fn a_clock_that_is_set_back_does_not_make_the_run_wait_for_days() {
    let stage = Stage::new();
    stage.directory.happens(&address(5), Happens::LostBefore);
    let runner = stage.confirmed((1..=8).map(planned));
    let clock = Rc::clone(&stage.world.clock);
    *stage.directory.before.borrow_mut() = Some(Box::new(move |address| {
        if address.starts_with("user0006") {
            clock.set_forward.set(-2 * 24 * 60 * 60 * 1_000);
        }
    }));
    let before = stage.world.clock.monotonic();
    run(runner.drive());
    assert_eq!((runner.phase(), tally(&runner).sent, stage.invited()), (Phase::Over, 8, 8));
    assert!(stage.world.clock.monotonic() - before < Duration::from_secs(300));
}

#[test]
fn s33_after_a_long_pause_the_directory_is_searched_again_before_rows_are_sent() {
    let stage = Stage::new();
    stage.directory.happens(&address(5), Happens::Says(with_retry_after(429, "60")));
    let (directory, happened) = (Rc::downgrade(&stage.directory), std::cell::Cell::new(false));
    *stage.directory.before.borrow_mut() = Some(Box::new(move |address| {
        // During the pause, another person invites guests of the list.
        if address.starts_with("user0005")
            && !happened.replace(true)
            && let Some(directory) = directory.upgrade()
        {
            for source in 30..=40 {
                directory.invite(&crate::support::address(source));
            }
        }
    }));
    let runner = stage.confirmed((1..=40).map(planned));
    run(runner.drive());
    assert_eq!(runner.phase(), Phase::Over);
    assert_eq!((tally(&runner).sent, tally(&runner).skipped, stage.invited()), (29, 11, 40));
}

#[test]
fn a_row_whose_own_response_was_lost_a_moment_ago_is_not_told_as_invited_by_another() {
    let stage = Stage::new();
    let runner = stage.confirmed((1..=3).map(planned));
    let (_tab, other) = stage.world.joined();
    // The single form of another tab has no response for the same address.
    stage.directory.happens(&address(2), Happens::LostBefore);
    let claim = run(other.client.claim(&address(2))).unwrap();
    claim.in_doubt("User 2");
    stage.directory.happens.borrow_mut().clear();
    run(runner.drive());
    assert_eq!((tally(&runner).sent, stage.invited()), (3, 3));
}

#[test]
fn s30_the_invitations_of_a_run_are_in_no_storage_but_its_own() {
    let stage = Stage::new();
    let (_tab, other) = stage.world.joined();
    let runner = stage.confirmed((1..=5).map(planned));
    run(runner.drive());
    assert_eq!(tally(&runner).sent, 5);
    let known = run(other.client.claim(&address(2))).unwrap().invited.clone();
    assert!(known.is_some_and(|known| known.of_run), "the other tab knows it all the same");
    for store in [&stage.world.store, &stage.world.browser_store] {
        assert!(!store.dump().contains("user000"), "{}", store.dump());
    }
}
