//! The guest list: its rows, and how much of it is loaded. Must not know how it is shown.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::guest_changes;
use crate::app::guest_loading::{self, Arrived, GoOn, Loaded, Rest};
use crate::domain::guest::{Guest, GuestOrigin, GuestState, UserId};
use crate::domain::guest_refresh::GuestRefresh;
use crate::domain::guest_table::GuestTable;
use crate::domain::invited::Invited;
use crate::domain::moment::Moment;
use crate::domain::search_form::Decompose;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::users;

use super::session::SessionContext;

/// The guests of a page of the service's.
const PAGE: usize = users::PAGE;

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
    /// Whether the person wants loading to stop. Pages that were asked for still arrive.
    stopping: RwSignal<bool>,
    /// What is left to load after a stop.
    stopped: StoredValue<Option<Stopped>>,
    /// Guests who were invited in this session. The service may list them only after some minutes.
    invited_here: StoredValue<Vec<Guest>>,
    /// The number of sign-outs in this tab. A list that was requested before one is not shown after it.
    sign_outs: StoredValue<u32>,
}

/// A load: what has arrived so far, apart from the rows of the table.
struct Load {
    refresh: GuestRefresh,
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
            stopping: RwSignal::new(false),
            stopped: StoredValue::new(None),
            invited_here: StoredValue::new(Vec::new()),
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

    /// Whether loading can be stopped: more than one page is still to come, and no complete list is shown meanwhile.
    #[must_use]
    pub fn can_be_stopped(self) -> bool {
        let loaded = self.table.with(|table| table.len());
        let long = match self.total.get() {
            Some(total) => total > loaded + PAGE,
            // It is not known how many there are.
            None => loaded > PAGE,
        };
        long && self.phase.with(|phase| *phase == ListPhase::Loading) && !self.is_whole()
    }

    /// Whether loading is about to stop.
    #[must_use]
    pub fn is_stopping(self) -> ReadSignal<bool> {
        self.stopping.read_only()
    }

    /// Stops loading after the pages that were asked for. [`Self::load`] goes on from there.
    pub fn stop(self) {
        if self.can_be_stopped() {
            self.stopping.set(true);
        }
    }

    /// Loads the list for a page that shows it. A list whose loading the person has stopped stays as it is.
    pub fn load_to_show(self) {
        if self.phase.with_untracked(|phase| *phase != ListPhase::Stopped) {
            self.load();
        }
    }

    /// Loads the list, or what is left of it after a stop, unless it is already loading.
    pub fn load(self) {
        if self.phase.with_untracked(|phase| *phase == ListPhase::Loading) {
            return;
        }
        self.phase.set(ListPhase::Loading);
        self.stopping.set(false);
        let stopped = self.stopped.try_update_value(Option::take).flatten();
        let portal = self.session.portal();
        let sign_outs = self.sign_outs.get_value();
        let is_old = move || self.sign_outs.get_value() != sign_outs;
        spawn_local(async move {
            if stopped.is_none() && (self.is_brought_up_to_date(sign_outs).await || is_old()) {
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
            let loaded = match rest {
                None => guest_loading::load(&portal.client, portal.now(), take, go_on).await,
                Some(rest) => guest_loading::resume(&portal.client, rest, take, go_on).await,
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
        Load { refresh, unreadable: Vec::new(), changes_from: None }
    }

    fn take(self, load: &mut Load, arrived: Arrived) {
        match arrived {
            Arrived::Total(total) => self.total.set(Some(total)),
            Arrived::ChangesFrom(link) => load.changes_from = Some(link),
            Arrived::OneByOne => self.one_by_one.set(true),
            Arrived::Page { guests, unreadable } => {
                load.unreadable.extend(unreadable);
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
        let (complete, phase) = match loaded {
            Ok(Loaded::Stopped(rest)) => {
                self.unreadable.set(load.unreadable.clone());
                self.stopped.set_value(Some(Stopped { load, rest }));
                self.phase.set(ListPhase::Stopped);
                return;
            }
            Ok(Loaded::All) => (true, ListPhase::Ready),
            Err(error) => (false, ListPhase::Failed(error)),
        };
        self.invited_here.with_value(|invited_here| {
            self.table.update(|table| load.refresh.finish(table, complete, invited_here));
        });
        if complete {
            self.complete_at.set(Some(self.session.portal().now()));
            self.changes_from.set_value(load.changes_from);
        }
        if complete || self.complete_at.with_untracked(Option::is_none) {
            self.unreadable.set(load.unreadable);
        }
        self.phase.set(phase);
    }

    /// Asks for what has changed since the list was read. Returns whether that was enough, or ended in an error that is shown.
    async fn is_brought_up_to_date(self, sign_outs: u32) -> bool {
        let link = self.changes_from.get_value().filter(|_| self.complete_at.with_untracked(Option::is_some));
        let Some(link) = link else { return false };
        let portal = self.session.portal();
        let knows = |id| self.table.with_untracked(|table| table.row_of(id).is_some());
        let changes = guest_changes::since(&portal.client, link, knows).await;
        if self.sign_outs.get_value() != sign_outs {
            return true;
        }
        match changes {
            Ok(Some(changes)) => {
                self.table.update(|table| {
                    changes.gone.into_iter().for_each(|id| table.remove(id));
                    changes.guests.iter().for_each(|guest| table.put(guest));
                });
                self.changes_from.set_value(Some(changes.link));
                // It was counted before these changes.
                self.total.set(None);
                self.complete_at.set(Some(portal.now()));
                self.phase.set(ListPhase::Ready);
                true
            }
            Ok(None) => {
                self.changes_from.set_value(None);
                false
            }
            Err(error) => {
                self.phase.set(ListPhase::Failed(error));
                true
            }
        }
    }

    /// Call this when the rights may have changed. A refused list is requested again when it is shown.
    pub(super) fn forget_refusal(self) {
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

    /// Adds a guest who was just invited, so that they are in the list at once.
    pub(super) fn add_invited(self, guest: Guest) {
        if self.phase.with_untracked(|phase| *phase != ListPhase::Idle) {
            self.table.update(|table| table.put(&guest));
        }
        self.invited_here.update_value(|invited| {
            invited.retain(|earlier| earlier.id != guest.id);
            invited.push(guest);
        });
    }

    /// Adds a guest who was invited in another tab, or by an earlier page of this one.
    pub(super) fn add_invited_elsewhere(self, invited: &Invited) {
        let Some(user) = &invited.user else { return };
        if self.invited_here.with_value(|known| known.iter().any(|guest| guest.id == *user))
            || self.find_untracked(user).is_some()
        {
            return;
        }
        self.add_invited(Guest {
            name: invited.shown_name().to_owned(),
            address: invited.address.clone(),
            state: GuestState::Pending,
            origin: GuestOrigin::Invitation,
            invited: Some(invited.at),
            changed: Some(invited.at),
            ..Guest::with_id(*user)
        });
    }

    /// Call this with a guest of the list who was read again.
    pub fn read_again(self, guest: &Guest) {
        let differs = self.find_untracked(&guest.id).is_some_and(|known| known != *guest);
        if differs {
            self.table.update(|table| table.put(guest));
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
        self.invited_here.update_value(Vec::clear);
    }
}
