//! The run of a bulk invitation in this tab: begun, continued after a restart, or looked on while another tab sends. It
//! outlives the page. Must not know how it is shown, nor decide about a row: `domain::bulk` does.
//!
//! One tab of a browser has the stored run open, and holds a lock for it. The others show the numbers that it tells, and
//! open the run when the lock is free.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::bulk::journal::{Journal, Owner};
use crate::app::bulk::rate::Rate;
use crate::app::bulk::runner::{Phase, Runner};
use crate::app::bulk::told::RunTold;
use crate::app::ports::LockGuard;
use crate::auth::session::Account;
use crate::domain::bulk::run::{RowIndex, Tally};
use crate::domain::moment::Moment;
use crate::graph::error::GraphError;

use super::bulk::BulkContext;
use super::change_log::ChangeLog;
use super::guest_list::GuestListContext;
use super::invite::InviteContext;
use super::session::SessionContext;
use crate::ui::words::Words;

mod begin;
mod drive;
mod follow;
mod result;

/// What there is of a run.
#[derive(Clone, Default)]
pub enum RunStory {
    /// The browser was not asked yet.
    #[default]
    NotAsked,
    Asking,
    None,
    /// Another tab has it open.
    Elsewhere(RunTold),
    Here(RunHere),
}

/// A run that this tab has open.
#[derive(Clone)]
pub struct RunHere {
    runner: Rc<Runner>,
    /// When the person confirmed it, by the uncorrected clock.
    pub begun: Moment,
    /// Rows that cannot be read any more, because their records were changed from outside.
    pub unreadable: usize,
    /// Released when the run is closed.
    _lock: Rc<dyn LockGuard>,
}

/// Which rows are in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultOf {
    /// All rows of the list.
    All,
    /// Those that are not sent, or of which it is not known.
    Left,
}

/// Saves the rows that are left.
pub type SaveLeft = fn(RunContext, Words);

/// A run that is not over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// This tab has it open.
    Here,
    /// Another tab has it open, or none since the last page.
    Elsewhere,
    /// It is over, and this tab has links of so many guests without a mail that the person has not got yet.
    Links(usize),
    /// There is no run, but a list of so many rows that is not sent.
    List(usize),
}

/// Why a run does not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBegun {
    /// The browser stores nothing, so nothing could be written down.
    NotStored,
    /// Another tab of this browser has a run open.
    OtherTab,
}

#[derive(Clone, Copy)]
pub struct RunContext {
    session: SessionContext,
    guest_list: GuestListContext,
    invite: InviteContext,
    bulk: BulkContext,
    log: ChangeLog,
    story: RwSignal<RunStory, LocalStorage>,
    /// How many rows are in each state.
    tally: RwSignal<Tally>,
    phase: RwSignal<Option<Phase>>,
    /// Changes with each row that changes.
    version: RwSignal<u32>,
    rate: StoredValue<Rate>,
    /// Whether the runner is running.
    drives: StoredValue<bool>,
    /// Whether the run is to be stopped when it is paused.
    stops: RwSignal<bool>,
    /// How many links of guests without a mail the person has copied or saved.
    links_saved: StoredValue<usize>,
    /// Whether a run is being prepared.
    begins: RwSignal<bool>,
    not_begun: RwSignal<Option<NotBegun>>,
    /// A row whose new link was refused, with the reason.
    link_refused: RwSignal<Option<(RowIndex, GraphError)>>,
    /// Rows for which a new link is being made.
    links_wanted: RwSignal<Vec<RowIndex>>,
    /// Saves the rows that are left. The page "Bulk invite" sets it: the code for it is in the page's part.
    save_left: StoredValue<Option<SaveLeft>>,
    /// The number of sign-outs. What was begun before one ends without a result.
    sign_outs: StoredValue<u32>,
    /// See [`Journal::new`].
    purges: StoredValue<Rc<Cell<u32>>, LocalStorage>,
}

impl RunContext {
    pub(super) fn new(
        session: SessionContext,
        guest_list: GuestListContext,
        invite: InviteContext,
        bulk: BulkContext,
        log: ChangeLog,
    ) -> Self {
        Self {
            session,
            guest_list,
            invite,
            bulk,
            log,
            story: RwSignal::new_local(RunStory::NotAsked),
            tally: RwSignal::default(),
            phase: RwSignal::new(None),
            version: RwSignal::new(0),
            rate: StoredValue::default(),
            drives: StoredValue::new(false),
            stops: RwSignal::new(false),
            links_saved: StoredValue::new(0),
            begins: RwSignal::new(false),
            not_begun: RwSignal::new(None),
            link_refused: RwSignal::new(None),
            links_wanted: RwSignal::default(),
            save_left: StoredValue::new(None),
            sign_outs: StoredValue::default(),
            purges: StoredValue::new_local(Rc::default()),
        }
    }

    #[must_use]
    pub fn story(self) -> ReadSignal<RunStory, LocalStorage> {
        self.story.read_only()
    }

    #[must_use]
    pub fn tally(self) -> ReadSignal<Tally> {
        self.tally.read_only()
    }

    /// `None` if this tab has no run open.
    #[must_use]
    pub fn phase(self) -> ReadSignal<Option<Phase>> {
        self.phase.read_only()
    }

    /// Whether a run is being prepared.
    #[must_use]
    pub fn begins(self) -> ReadSignal<bool> {
        self.begins.read_only()
    }

    #[must_use]
    pub fn not_begun(self) -> ReadSignal<Option<NotBegun>> {
        self.not_begun.read_only()
    }

    /// A row whose new link was refused, with the reason.
    #[must_use]
    pub fn link_refused(self) -> ReadSignal<Option<(RowIndex, GraphError)>> {
        self.link_refused.read_only()
    }

    /// Whether a new link is being made for a row.
    #[must_use]
    pub fn wants_link(self, index: RowIndex) -> bool {
        self.links_wanted.with(|wanted| wanted.contains(&index))
    }

    /// Calls a function with the run, and again when a row changes; `None` if this tab has no run open.
    pub fn with_runner<T>(self, read: impl FnOnce(&Runner) -> T) -> Option<T> {
        self.version.track();
        self.story.with(|story| story.here().map(|here| read(&here.runner)))
    }

    /// Rows that have ended in a second; `None` if that is not known.
    #[must_use]
    pub fn per_second(self) -> Option<f64> {
        self.rate.with_value(Rate::per_second)
    }

    /// Whether requests are under way or will follow without the person.
    #[must_use]
    pub fn is_active(self) -> bool {
        self.phase.with(|phase| phase.as_ref().is_some_and(is_active))
    }

    /// The ended rows and all rows of a run that is sending or waits.
    #[must_use]
    pub fn shown_progress(self) -> Option<(usize, usize)> {
        self.is_active().then(|| {
            let tally = self.tally.get();
            (tally.sent + tally.failed + tally.skipped, tally.total())
        })
    }

    /// Call this when the page "Bulk invite" is shown.
    pub fn set_save_left(self, save: SaveLeft) {
        self.save_left.set_value(Some(save));
    }

    /// Saves the rows that are left, if this tab has the run open.
    pub fn save_left(self, words: Words) {
        if let Some(save) = self.save_left.get_value() {
            save(self, words);
        }
    }

    /// Whether this page has not looked for a stored run yet.
    #[must_use]
    pub fn is_unopened(self) -> bool {
        self.story.with(|story| matches!(story, RunStory::NotAsked))
    }

    /// What a sign-out would remove.
    #[must_use]
    pub fn unfinished(self) -> Option<Unfinished> {
        if self.story.with_untracked(|story| story.here().is_some()) {
            let tally = self.tally.get_untracked();
            if tally.planned + tally.sending + tally.unknown > 0 {
                return Some(Unfinished::Here);
            }
            return untrack(|| self.has_unsaved_links())
                .then(|| Unfinished::Links(self.links_without_mail()));
        }
        RunTold::read(&*self.session.page().browser_store)
            .is_some_and(|told| told.unfinished)
            .then_some(Unfinished::Elsewhere)
    }

    /// Whether this browser has an unfinished run that this person cannot open, because it is another person's. The next run
    /// takes its place.
    #[must_use]
    pub fn replaces_another(self) -> bool {
        self.story.with(|story| matches!(story, RunStory::None))
            && RunTold::read(&*self.session.page().browser_store).is_some_and(|told| told.unfinished)
    }

    /// Whether the person has stopped the run, and what is under way is awaited, or the rows that are left are being left out.
    #[must_use]
    pub fn stops(self) -> ReadSignal<bool> {
        self.stops.read_only()
    }

    fn runner(self) -> Option<Rc<Runner>> {
        self.story.with_untracked(|story| story.here().map(|here| Rc::clone(&here.runner)))
    }

    fn journal(self) -> Journal {
        Journal::new(self.session.page().runs, self.purges.get_value())
    }

    fn owner(self) -> Option<Owner> {
        let person = self.session.account_untracked().as_ref().map(Account::key)?;
        Some(Owner { person, registration: self.session.portal().registration_name() })
    }

    fn tell(self, told: Option<RunTold>) {
        RunTold::tell(told, &*self.session.page().browser_store);
    }

    /// Removes the run, here and from the browser.
    pub fn remove(self) {
        if !untrack(|| self.is_active()) {
            self.close();
            self.purge();
        }
    }

    /// The session ends. What is under way is not awaited. After a sign-out nothing is kept; otherwise the run stays in the
    /// browser for its owner.
    pub(super) fn end(self, is_sign_out: bool) {
        if let Some(runner) = self.runner() {
            runner.pause(crate::app::bulk::progress::Why::ByPerson);
        }
        self.close();
        self.story.set(RunStory::NotAsked);
        if is_sign_out {
            self.purge();
        }
    }

    /// Removes the run from this page.
    fn close(self) {
        self.sign_outs.update_value(|number| *number = number.wrapping_add(1));
        self.story.set(RunStory::None);
        self.phase.set(None);
        self.tally.set(Tally::default());
        self.not_begun.set(None);
        self.link_refused.set(None);
        self.links_wanted.update(Vec::clear);
        self.links_saved.set_value(0);
        self.drives.set_value(false);
        self.stops.set(false);
    }

    /// Removes the run from the browser.
    fn purge(self) {
        self.tell(None);
        let journal = self.journal();
        spawn_local(async move {
            // If the browser does not answer, it does not give the records to a later page either.
            let _ = journal.purge().await;
        });
    }
}

impl RunStory {
    /// The run that this tab has open.
    #[must_use]
    pub fn here(&self) -> Option<&RunHere> {
        match self {
            Self::Here(here) => Some(here),
            Self::NotAsked | Self::Asking | Self::None | Self::Elsewhere(_) => None,
        }
    }
}

/// Whether requests are under way or will follow without the person.
fn is_active(phase: &Phase) -> bool {
    match phase {
        Phase::Sending
        | Phase::Throttled(_)
        | Phase::Troubled(_)
        | Phase::NoConnection
        | Phase::WaitsForDirectory(_) => true,
        Phase::Paused(_) | Phase::Over => false,
    }
}
