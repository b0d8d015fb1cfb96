//! The beginning of a run: confirmed by the person, or stored by an earlier page. Must not send.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::bulk::journal::{Head, Restored};
use crate::app::bulk::progress::Why;
use crate::app::bulk::runner::{Phase, Runner, RunnerPorts};
use crate::app::bulk::told::RunTold;
use crate::app::ports::LockGuard;
use crate::domain::bulk::pacing::{Pacer, Quota};
use crate::domain::bulk::run::{PlannedRow, Run};
use crate::domain::moment::Moment;
use crate::graph::error::GraphError;

use super::{NotBegun, RunContext, RunHere, RunStory};

/// Invitations in a second as long as no quota slows them down: a response usually takes some tenths of a second, and the
/// first ones are sent three at a time.
const USUAL: f64 = 20.0;

impl RunContext {
    /// How long so many invitations take about.
    #[must_use]
    pub fn expected(self, count: usize) -> Duration {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let by_quota = Pacer::new(self.quota(), Duration::ZERO).lasts(count, Duration::ZERO);
        by_quota.max(Duration::from_secs_f64(f64::from(count) / USUAL))
    }

    fn quota(self) -> Quota {
        self.session.portal().config.bulk_quota
    }

    /// Writes a run down and sends its rows.
    pub fn begin(self, rows: Vec<PlannedRow>) {
        if self.begins.get_untracked() || rows.is_empty() {
            return;
        }
        self.begins.set(true);
        self.not_begun.set(None);
        let sign_outs = self.sign_outs.get_value();
        spawn_local(async move {
            let begun = self.write_down(rows).await;
            self.begins.set(false);
            if self.sign_outs.get_value() != sign_outs {
                return;
            }
            match begun {
                Ok(open) => {
                    self.bulk.keep_with_run();
                    self.bulk.forget_searched();
                    self.show(open, Phase::Sending);
                    self.drive();
                }
                Err(why) => self.not_begun.set(Some(why)),
            }
        });
    }

    async fn write_down(self, rows: Vec<PlannedRow>) -> Result<OpenRun, NotBegun> {
        let lock = self.lock().await.ok_or(NotBegun::OtherTab)?;
        let owner = self.owner().ok_or(NotBegun::NotStored)?;
        let begun = self.session.portal().timers().uncorrected();
        let run = Run::new(rows);
        let head = Head { owner, begun, rows: run.rows().len() };
        self.journal().begin(&head, &run).await.map_err(|_| NotBegun::NotStored)?;
        Ok(OpenRun { run, begun, unreadable: 0, lock })
    }

    /// Writes the run down once more. If the browser does not store it, nothing is sent, and the reason is told again.
    pub(super) async fn write_anew(self, runner: &Runner) {
        let begun = self.story.with_untracked(|story| story.here().map(|here| here.begun));
        if let (Some(owner), Some(begun)) = (self.owner(), begun) {
            let run = runner.with_run(Clone::clone);
            let rows = run.rows().iter().map(|row| row.id + 1).max().unwrap_or_default();
            let _ = self.journal().rewrite(&Head { owner, begun, rows }, &run).await;
        }
    }

    /// Opens the run that an earlier page has stored, or finds that another tab has it open. Call this when the page is
    /// shown.
    pub fn open(self) {
        if matches!(*self.story.read_untracked(), RunStory::NotAsked) {
            self.look();
        }
    }

    pub(super) fn look(self) {
        self.story.set(RunStory::Asking);
        let sign_outs = self.sign_outs.get_value();
        spawn_local(async move {
            let found = self.find().await;
            // Meanwhile a run may have begun here.
            let still_asks = self.story.with_untracked(|story| matches!(story, RunStory::Asking));
            if self.sign_outs.get_value() == sign_outs && still_asks {
                self.found(found);
            }
        });
    }

    /// Looks for a stored run, if no other tab has it open.
    pub(super) async fn find(self) -> RunFound {
        let Some(lock) = self.lock().await else { return RunFound::Elsewhere };
        let (Some(owner), rules) = (self.owner(), untrack(|| self.invite.rules())) else {
            return RunFound::None;
        };
        let now = self.session.portal().timers().uncorrected();
        match self.journal().restore(&owner, &rules, now).await {
            Ok(Some(Restored { head, run, unreadable })) => {
                RunFound::Here(Box::new(OpenRun { run, begun: head.begun, unreadable, lock }))
            }
            // A browser that does not give the records has none for this page.
            Ok(None) | Err(_) => RunFound::None,
        }
    }

    pub(super) fn found(self, found: RunFound) {
        match found {
            RunFound::None => self.story.set(RunStory::None),
            RunFound::Elsewhere => {
                let told = RunTold::read(&*self.session.page().browser_store);
                self.story.set(RunStory::Elsewhere(told.unwrap_or_default()));
                self.follow();
            }
            RunFound::Here(open) => {
                let over = open.run.tally().is_over() && open.run.to_look_up().next().is_none();
                self.show(*open, if over { Phase::Over } else { Phase::Paused(Why::Restarted) });
            }
        }
    }

    async fn lock(self) -> Option<Rc<dyn LockGuard>> {
        let registration = self.session.portal().registration_name();
        let guard = self.session.page().run_lock.try_acquire(&registration).await?;
        Some(Rc::from(guard))
    }

    fn show(self, open: OpenRun, phase: Phase) {
        let OpenRun { run, begun, unreadable, lock } = open;
        let portal = self.session.portal();
        let ports = RunnerPorts {
            clock: portal.timers(),
            random: portal.random(),
            journal: self.journal(),
            to_ascii: portal.to_ascii(),
            portal,
        };
        let sign_outs = self.sign_outs.get_value();
        let changed = move |rows: &[usize]| {
            if self.sign_outs.get_value() == sign_outs {
                self.changed(rows);
            }
        };
        let runner = Rc::new(Runner::new(run, self.quota(), ports, phase, Box::new(changed)));
        self.rate.update_value(crate::app::bulk::rate::Rate::clear);
        self.story.set(RunStory::Here(RunHere { runner, begun, unreadable, _lock: lock }));
        self.changed(&[]);
    }
}

/// What was found of a stored run.
pub(super) enum RunFound {
    None,
    Elsewhere,
    Here(Box<OpenRun>),
}

/// A run that is written down, with the lock on it.
pub(super) struct OpenRun {
    run: Run<GraphError>,
    begun: Moment,
    unreadable: usize,
    lock: Rc<dyn LockGuard>,
}
