//! A run of invitations with its services.

use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

use guestlist::app::bulk::journal::{Head, Journal, Owner, Restored};
use guestlist::app::bulk::progress::Why;
use guestlist::app::bulk::runner::{Phase, Runner, RunnerPorts};
use guestlist::app::portal::Portal;
use guestlist::app::ports::Clock as _;
use guestlist::domain::bulk::pacing::Quota;
use guestlist::domain::bulk::run::{PlannedRow, RowState, Run, Tally};
use guestlist::domain::invitation::{InvitationDraft, Rules};
use guestlist::graph::error::GraphError;

use super::{Dice, Directory, Records, World, run};

pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) portal: Rc<Portal>,
    pub(crate) directory: Rc<Directory>,
    pub(crate) records: Rc<Records>,
    pub(crate) purges: Rc<Cell<u32>>,
}

pub(crate) fn planned(source: u32) -> PlannedRow {
    let draft = InvitationDraft {
        email: address(source),
        name: format!("User {source}"),
        ..InvitationDraft::new("https://myapps.microsoft.com")
    };
    PlannedRow {
        list_row: source as usize,
        source,
        invitation: draft.check(&Rules::default()).unwrap(),
        again: false,
    }
}

pub(crate) fn address(source: u32) -> String {
    format!("user{source:04}@fabrikam.com")
}

impl Stage {
    pub(crate) fn new() -> Self {
        let world = World::new();
        let (portal, _) = world.signed_in();
        let directory = Rc::new(Directory::default());
        *world.services.graph_does.borrow_mut() = Some(directory.answers());
        Self { world, portal, directory, records: Rc::default(), purges: Rc::default() }
    }

    pub(crate) fn journal(&self) -> Journal {
        Journal::new(self.records.clone(), Rc::clone(&self.purges))
    }

    pub(crate) fn runner(&self, run: Run<GraphError>, phase: Phase) -> Rc<Runner> {
        let ports = RunnerPorts {
            portal: Rc::clone(&self.portal),
            clock: self.world.clock.clone(),
            random: Rc::new(Dice),
            journal: self.journal(),
            to_ascii: |_| None,
        };
        Rc::new(Runner::new(run, Quota::WRITES, ports, phase, Box::new(|_| {})))
    }

    pub(crate) fn owner(&self) -> Owner {
        let person = self.portal.session().account().unwrap().key();
        Owner { person, registration: "contoso".to_owned() }
    }

    pub(crate) fn stored(&self) -> Option<Restored> {
        let now = self.world.clock.uncorrected();
        run(self.journal().restore(&self.owner(), &Rules::default(), now)).unwrap()
    }

    /// A confirmed run of so many rows, which is written down and not driven yet.
    pub(crate) fn confirmed(&self, rows: impl IntoIterator<Item = PlannedRow>) -> Rc<Runner> {
        let confirmed = Run::new(rows);
        let head =
            Head { owner: self.owner(), begun: self.world.clock.uncorrected(), rows: confirmed.rows().len() };
        run(self.journal().begin(&head, &confirmed)).unwrap();
        self.runner(confirmed, Phase::Sending)
    }

    /// The run after its page has ended, in the next page.
    pub(crate) fn restored(&mut self) -> Rc<Runner> {
        self.portal.page_hides(None);
        self.portal = self.world.joined().1;
        let restored = self.stored().unwrap();
        assert_eq!(restored.unreadable, 0);
        self.runner(restored.run, Phase::Paused(Why::Restarted))
    }

    pub(crate) fn invited(&self) -> usize {
        assert_eq!(self.directory.doubled(), Vec::<String>::new());
        self.directory.invited.borrow().len()
    }
}

pub(crate) fn tally(runner: &Runner) -> Tally {
    runner.with_run(Run::tally)
}

pub(crate) fn state(runner: &Runner, source: u32) -> RowState<GraphError> {
    runner.with_run(|run| run.rows().iter().find(|row| row.source == source).unwrap().state.clone())
}

/// Drives a run until `stop` says so, and then drops it, as the end of a page does.
pub(crate) fn drive_until(runner: &Runner, mut stop: impl FnMut() -> bool) {
    let mut driving = Box::pin(runner.drive());
    run(std::future::poll_fn(|context| {
        let ended = driving.as_mut().poll(context).is_ready();
        if ended || stop() {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }));
}
