//! The guest list: its rows, and how much of it is loaded. Must not know how it is shown.

use std::cell::RefCell;
use std::future::pending;
use std::time::Duration;

use futures_channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::guest_loading::{self, Arrived, GoOn, LONG, Loaded, Plan, Rest};
use crate::domain::guest::{Guest, GuestState, UserId};
use crate::domain::guest_refresh::{GuestRefresh, Unlisted};
use crate::domain::guest_table::GuestTable;
use crate::domain::moment::Moment;
use crate::domain::search_form::Decompose;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::users;

use super::session::SessionContext;

mod updates;

/// The guests of a page of the service's.
const PAGE: usize = users::PAGE;
/// How long a stop waits for pages that were asked for: a page that arrives need not be asked for again.
const PATIENCE: Duration = Duration::from_secs(2);
/// So many pages after all guests are there mean that the service does not end the list.
const PAGES_TOO_MANY: u32 = 2;

#[derive(Clone, Debug, PartialEq)]
pub enum ListPhase {
    /// The list was not requested yet.
    Idle,
    Loading,
    /// The person has stopped loading. The pages before are shown.
    Stopped,
    /// The list is complete.
    Ready,
    /// Loading failed. A list that was complete before is still shown, otherwise the pages before the failure.
    Failed(GraphError),
}

impl ListPhase {
    /// Whether the service does not allow this person to read the list.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Failed(error)
            if matches!(error.kind, GraphErrorKind::Forbidden | GraphErrorKind::MissingScope))
    }
}

#[derive(Clone, Copy)]
pub struct GuestListContext {
    session: SessionContext,
    table: RwSignal<GuestTable>,
    phase: RwSignal<ListPhase>,
    complete_at: RwSignal<Option<Moment>>,
    unreadable: RwSignal<Vec<String>>,
    /// The number of all guests, as the service counts them.
    total: RwSignal<Option<usize>>,
    /// Whether the list is read page by page because reading it in spans did not give all guests.
    one_by_one: RwSignal<bool>,
    /// With it, what has changed since the list was read is asked for.
    changes_from: StoredValue<Option<String>>,
    /// Whether the service has said that it does not tell this person changes.
    tells_no_changes: StoredValue<bool>,
    /// Whether the last question for changes failed because of trouble of the service.
    changes_failed: StoredValue<bool>,
    /// The number of loads that were begun.
    loads: StoredValue<u32>,
    /// Pages that have arrived although all counted guests were there.
    pages_too_many: RwSignal<u32>,
    /// Whether the person wants loading to stop. Pages that were asked for may still arrive.
    stopping: RwSignal<bool>,
    /// Ends the wait for pages that were asked for.
    gives_up: StoredValue<Option<oneshot::Sender<()>>>,
    /// What is left to load after a stop.
    stopped: StoredValue<Option<Stopped>>,
    unlisted: StoredValue<Unlisted>,
    /// The number of sign-outs in this tab. A list that was requested before one is not shown after it.
    sign_outs: StoredValue<u32>,
}

/// Who wants the list to be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asker {
    /// The person, by a button.
    Person,
    /// A page that shows it.
    Page,
}

/// A load: what has arrived so far, apart from the rows of the table.
struct Load {
    refresh: GuestRefresh,
    begun: Moment,
    /// The entries that could not be read.
    unreadable: Vec<String>,
    changes_from: Option<String>,
}

/// A load that was stopped.
struct Stopped {
    load: Load,
    rest: Rest,
}

impl GuestListContext {
    pub(super) fn new(session: SessionContext, decompose: Decompose) -> Self {
        Self {
            session,
            table: RwSignal::new(GuestTable::new(decompose)),
            phase: RwSignal::new(ListPhase::Idle),
            complete_at: RwSignal::new(None),
            unreadable: RwSignal::new(Vec::new()),
            total: RwSignal::new(None),
            one_by_one: RwSignal::new(false),
            changes_from: StoredValue::new(None),
            tells_no_changes: StoredValue::new(false),
            changes_failed: StoredValue::new(false),
            loads: StoredValue::new(0),
            pages_too_many: RwSignal::new(0),
            stopping: RwSignal::new(false),
            gives_up: StoredValue::new(None),
            stopped: StoredValue::new(None),
            unlisted: StoredValue::new(Unlisted::default()),
            sign_outs: StoredValue::new(0),
        }
    }

    #[must_use]
    pub fn table(self) -> ReadSignal<GuestTable> {
        self.table.read_only()
    }

    #[must_use]
    pub fn phase(self) -> ReadSignal<ListPhase> {
        self.phase.read_only()
    }

    /// When the shown list was completed; `None` if there are or may be guests who are not in it.
    #[must_use]
    pub fn complete_at(self) -> ReadSignal<Option<Moment>> {
        self.complete_at.read_only()
    }

    /// Whether every guest of the directory is in the shown list.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.complete_at.with(Option::is_some)
    }

    /// The entries of the service's list that could not be read, by their id or name as far as they have one.
    #[must_use]
    pub fn unreadable(self) -> ReadSignal<Vec<String>> {
        self.unreadable.read_only()
    }

    /// The number of all guests, as the service has counted them when the list was loaded.
    #[must_use]
    pub fn total(self) -> ReadSignal<Option<usize>> {
        self.total.read_only()
    }

    /// Whether the list is read page by page because reading it in spans did not give all guests.
    #[must_use]
    pub fn is_one_by_one(self) -> ReadSignal<bool> {
        self.one_by_one.read_only()
    }

    /// The state of a guest; `None` if the guest is not in the list.
    #[must_use]
    pub fn state_of(self, user: &UserId) -> Option<GuestState> {
        self.table.with(|table| table.find(*user).map(|guest| guest.state))
    }

    /// Whether loading can be stopped: more than one page is still to come, or pages come although all guests are there, and no complete
    /// list is shown meanwhile.
    #[must_use]
    pub fn can_be_stopped(self) -> bool {
        let loaded = self.table.with(|table| table.len());
        let long = match self.total.get() {
            Some(total) => total > loaded + PAGE,
            // It is not known how many there are.
            None => loaded > PAGE,
        };
        let does_not_end = self.pages_too_many.get() >= PAGES_TOO_MANY;
        (long || does_not_end) && self.phase.with(|phase| *phase == ListPhase::Loading) && !self.is_whole()
    }

    /// Whether loading is about to stop.
    #[must_use]
    pub fn is_stopping(self) -> ReadSignal<bool> {
        self.stopping.read_only()
    }

    /// Stops loading after the pages that were asked for, if they arrive soon. [`Self::load`] goes on from there.
    pub fn stop(self) {
        if !untrack(|| self.can_be_stopped()) {
            return;
        }
        self.stopping.set(true);
        let Some(give_up) = self.gives_up.try_update_value(Option::take).flatten() else { return };
        let clock = self.session.portal().timers();
        spawn_local(async move {
            clock.sleep(PATIENCE).await;
            // Loading may have ended.
            let _ = give_up.send(());
        });
    }

    /// The number of loads that were begun in this tab, refreshes included.
    #[must_use]
    pub fn loads(self) -> u32 {
        self.loads.get_value()
    }

    /// Loads the list for a page that shows it. A list whose loading the person has stopped stays as it is, and so does a long one that could only
    /// be read anew.
    pub fn load_to_show(self) {
        let stays = self.phase.with_untracked(|phase| match phase {
            ListPhase::Stopped => true,
            ListPhase::Ready => {
                self.changes_from.with_value(Option::is_none)
                    && self.table.with_untracked(|table| table.len()) > LONG
            }
            ListPhase::Idle | ListPhase::Loading | ListPhase::Failed(_) => false,
        });
        if !stays {
            self.load_for(Asker::Page);
        }
    }

    /// Loads the list because the person wants it, or what is left of it after a stop, unless it is already loading.
    pub fn load(self) {
        self.load_for(Asker::Person);
    }

    fn load_for(self, asker: Asker) {
        if self.phase.with_untracked(|phase| *phase == ListPhase::Loading) {
            return;
        }
        self.phase.set(ListPhase::Loading);
        self.stopping.set(false);
        self.pages_too_many.set(0);
        self.loads.update_value(|number| *number = number.wrapping_add(1));
        let stopped = self.stopped.try_update_value(Option::take).flatten();
        let portal = self.session.portal();
        let sign_outs = self.sign_outs.get_value();
        let is_old = move || self.sign_outs.get_value() != sign_outs;
        spawn_local(async move {
            if stopped.is_none() && (self.is_brought_up_to_date(asker, sign_outs).await || is_old()) {
                return;
            }
            let (load, rest) = match stopped {
                Some(Stopped { load, rest }) => (load, Some(rest)),
                None => (self.begin(), None),
            };
            let load = RefCell::new(load);
            let take = |arrived| {
                if !is_old() {
                    self.take(&mut load.borrow_mut(), arrived);
                }
            };
            let go_on = || match (self.session.is_signed_in_untracked(), self.stopping.get_untracked()) {
                (false, _) => GoOn::SignInEnded,
                (true, true) => GoOn::Stop,
                (true, false) => GoOn::Yes,
            };
            let (gives_up, told) = oneshot::channel();
            self.gives_up.set_value(Some(gives_up));
            let given_up = async {
                if told.await.is_err() {
                    pending::<()>().await;
                }
            };
            let asks_for_changes = !self.tells_no_changes.get_value();
            let plan = Plan { now: portal.now(), asks_for_changes };
            let loaded = match rest {
                None => guest_loading::load(&portal.client, plan, take, go_on, given_up).await,
                Some(rest) => guest_loading::resume(&portal.client, plan, rest, take, go_on, given_up).await,
            };
            if !is_old() {
                self.end(load.into_inner(), loaded);
            }
        });
    }

    fn begin(self) -> Load {
        self.one_by_one.set(false);
        let whole = self.complete_at.with_untracked(Option::is_some);
        let refresh = self.table.with_untracked(|table| GuestRefresh::begin(table, whole));
        let begun = self.session.portal().now();
        Load { refresh, begun, unreadable: Vec::new(), changes_from: None }
    }

    fn take(self, load: &mut Load, arrived: Arrived) {
        match arrived {
            Arrived::Total(total) => self.total.set(Some(total)),
            Arrived::ChangesFrom(link) => load.changes_from = Some(link),
            Arrived::TellsNoChanges => self.tells_no_changes.set_value(true),
            Arrived::OneByOne => {
                load.unreadable.clear();
                self.one_by_one.set(true);
            }
            Arrived::Page { guests, unreadable } => {
                load.unreadable.extend(unreadable);
                let total = self.total.get_untracked();
                if total.is_some_and(|total| self.table.with_untracked(|table| table.len()) >= total) {
                    self.pages_too_many.update(|pages| *pages += 1);
                }
                self.table.maybe_update(|table| load.refresh.add_page(table, guests));
            }
            Arrived::StartsOver => {
                load.unreadable.clear();
                self.table.with_untracked(|table| load.refresh.start_over(table));
            }
        }
    }

    fn end(self, load: Load, loaded: Result<Loaded, GraphError>) {
        self.stopping.set(false);
        self.gives_up.set_value(None);
        let whole = self.complete_at.with_untracked(Option::is_some);
        let (complete, phase) = match loaded {
            // The last complete list stays, so nothing of it is left to load.
            Ok(Loaded::Stopped(_)) if whole => {
                (false, ListPhase::Failed(GraphError::without_answer(GraphErrorKind::Stopped)))
            }
            Ok(Loaded::Stopped(rest)) => {
                self.unreadable.set(load.unreadable.clone());
                self.stopped.set_value(Some(Stopped { load, rest }));
                self.phase.set(ListPhase::Stopped);
                return;
            }
            Ok(Loaded::All) => (true, ListPhase::Ready),
            Err(error) => (false, ListPhase::Failed(error)),
        };
        self.unlisted.update_value(|unlisted| {
            self.table.update(|table| load.refresh.finish(table, complete, load.begun, unlisted));
        });
        if complete {
            self.complete_at.set(Some(self.session.portal().now()));
            self.changes_from.set_value(load.changes_from);
        }
        if complete || !whole {
            self.unreadable.set(load.unreadable);
        }
        self.phase.set(phase);
    }

    /// Call this when the rights may have changed. A refused list is requested again when it is shown.
    pub(super) fn forget_refusal(self) {
        self.tells_no_changes.set_value(false);
        if self.phase.with_untracked(ListPhase::is_refused) {
            self.phase.set(ListPhase::Idle);
        }
    }

    /// Loads the list again if loading stopped because the sign-in had ended.
    pub(super) fn resume_after_sign_in(self) {
        let ended = |phase: &ListPhase| matches!(phase, ListPhase::Failed(error) if error.kind == GraphErrorKind::SignInEnded);
        if self.phase.with_untracked(ended) {
            self.load();
        }
    }

    pub(super) fn find_untracked(self, user: &UserId) -> Option<Guest> {
        self.table.with_untracked(|table| table.find(*user))
    }

    pub(super) fn clear(self) {
        self.sign_outs.update_value(|number| *number = number.wrapping_add(1));
        self.table.update(GuestTable::clear);
        self.phase.set(ListPhase::Idle);
        self.complete_at.set(None);
        self.unreadable.set(Vec::new());
        self.total.set(None);
        self.changes_from.set_value(None);
        self.one_by_one.set(false);
        self.stopping.set(false);
        self.stopped.set_value(None);
        self.gives_up.set_value(None);
        self.tells_no_changes.set_value(false);
        self.changes_failed.set_value(false);
        self.pages_too_many.set(0);
        self.unlisted.set_value(Unlisted::default());
    }
}
