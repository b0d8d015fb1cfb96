//! A run whose page or browser ends: each row is sent once, whatever was under way.

use std::rc::Rc;
use std::time::Duration;

use guestlist::app::bulk::journal::Owner;
use guestlist::app::bulk::progress::Why;
use guestlist::app::bulk::runner::Phase;
use guestlist::app::ports::Clock as _;
use guestlist::domain::bulk::run::Tally;
use guestlist::domain::invitation::Rules;

use crate::support::{Stage, drive_until, planned, run, tally};

/// The page ends after so many turns of its loop. Returns how many rows were under way.
fn ends_after(stage: &Stage, turns: u32) -> usize {
    let runner = stage.confirmed((1..=60).map(planned));
    let mut left = turns;
    drive_until(&runner, || {
        left -= 1;
        left == 0
    });
    tally(&runner).sending
}

const TURNS: [u32; 12] = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233];

#[test]
fn s33_a_page_that_ends_at_any_moment_loses_no_row_and_sends_none_twice() {
    for turns in TURNS {
        let mut stage = Stage::new();
        ends_after(&stage, turns);
        let restored = stage.restored();
        assert_eq!(tally(&restored).total(), 60);
        run(restored.drive());
        assert_eq!(restored.phase(), Phase::Over, "{turns}");
        let tally = tally(&restored);
        assert_eq!((tally.sent + tally.skipped, stage.invited()), (60, 60), "{turns}: {tally:?}");
    }
}

/// The worker, which knows what was sent a moment ago, ends with the process, and the directory lists no new guest yet.
#[test]
fn s33_a_browser_that_is_killed_at_any_moment_sends_none_twice_although_the_directory_lags() {
    let mut under_way = 0;
    for turns in TURNS {
        let killed = Stage::new();
        under_way += ends_after(&killed, turns);
        let mut next = Stage {
            directory: Rc::clone(&killed.directory),
            records: Rc::clone(&killed.records),
            ..Stage::new()
        };
        *next.world.services.graph_does.borrow_mut() = Some(next.directory.answers());
        let (clock, lists_from) =
            (Rc::clone(&next.world.clock), next.world.clock.uncorrected() + Duration::from_secs(60));
        *next.directory.lags.borrow_mut() = Some(Box::new(move || clock.uncorrected() < lists_from));
        let restored = next.restored();
        run(restored.drive());
        let tally = tally(&restored);
        assert_eq!(
            (restored.phase(), tally.sent, next.invited()),
            (Phase::Over, 60, 60),
            "{turns}: {tally:?}"
        );
    }
    assert!(under_way > 10, "rows were under way when the browsers were killed");
}

#[test]
fn s31_a_record_that_was_changed_from_outside_is_never_sent_on_its_word() {
    let stage = Stage::new();
    let runner = stage.confirmed((1..=4).map(planned));
    run(runner.drive());
    stage.records.changed.borrow_mut().extend(["state 1".to_owned(), "row 2".to_owned()]);
    let restored = stage.stored().unwrap();
    assert_eq!(restored.unreadable, 1);
    let restored = stage.runner(restored.run, Phase::Paused(Why::Restarted));
    assert_eq!(tally(&restored), Tally { sent: 2, unknown: 1, ..Tally::default() });
    run(restored.drive());
    assert_eq!((tally(&restored).sent, stage.invited()), (3, 4), "found by reading");
}

#[test]
fn s32_a_run_is_given_to_its_owner_only_and_removed_after_a_week() {
    let stage = Stage::new();
    stage.confirmed((1..=3).map(planned));
    let other = Owner { registration: "fabrikam".to_owned(), ..stage.owner() };
    let (journal, now) = (stage.journal(), stage.world.clock.uncorrected());
    assert!(run(journal.restore(&other, &Rules::default(), now)).unwrap().is_none());
    assert!(stage.stored().is_some(), "it waits for its owner");
    stage.world.clock.pass(Duration::from_secs(7 * 24 * 60 * 60 + 1));
    assert!(stage.stored().is_none() && stage.records.kept.borrow().is_empty());
}

#[test]
fn a_run_that_the_browser_has_lost_is_written_down_once_more_with_its_states() {
    let stage = Stage::new();
    let runner = stage.confirmed((1..=4).map(planned));
    run(runner.drive());
    let head = stage.stored().unwrap().head;
    stage.records.kept.borrow_mut().clear();
    assert!(stage.stored().is_none());
    run(stage.journal().rewrite(&head, &runner.with_run(Clone::clone))).unwrap();
    let restored = stage.stored().unwrap();
    assert_eq!((restored.run.tally().sent, restored.unreadable), (4, 0));
}

/// What comes back after a sign-out is not written down any more, also if it was just being written.
#[test]
fn s32_after_a_run_was_removed_nothing_more_of_it_is_written() {
    let stage = Stage::new();
    let runner = stage.confirmed((1..=20).map(planned));
    run(stage.journal().purge()).unwrap();
    run(runner.drive());
    assert_eq!((runner.phase(), tally(&runner).sent), (Phase::Paused(Why::NotStored), 0));
    assert!(stage.records.kept.borrow().is_empty());

    let stage = Stage::new();
    let runner = stage.confirmed((1..=20).map(planned));
    let purges = Rc::clone(&stage.purges);
    *stage.records.during_write.borrow_mut() = Some(Box::new(move || purges.set(purges.get() + 1)));
    run(runner.drive());
    assert!(stage.records.kept.borrow().is_empty(), "it was written while it was removed");
    assert_eq!(tally(&runner).sent, 0);
}
