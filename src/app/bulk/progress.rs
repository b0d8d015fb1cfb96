//! Where a run stands: its rows, its pace, and which rows were searched for; and what follows from the end of a request.
//!
//! Must not send, wait, or write anything down.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::app::once::Once;
use crate::domain::bulk::pacing::{Ended, LONGEST_PAUSE, Next, Pacer};
use crate::domain::bulk::run::{DIRECTORY_LAG, Made, RowEvent, RowIndex, RowState, Run, Skip};
use crate::domain::email::GuestEmail;
use crate::domain::http_url::ToAscii;
use crate::domain::invitation::SentInvitation;
use crate::domain::invited::address_key;
use crate::domain::moment::Moment;
use crate::graph::error::{GraphError, GraphErrorKind};

use super::error_scope::{concerns_all, is_lost};
use super::journal::Note;
use super::lookup::{ADDRESSES_PER_REQUEST, Searched};

/// Why a run is paused. It continues only when the person presses a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The person paused it.
    ByPerson,
    /// Its page has ended.
    Restarted,
    /// Microsoft requires an interaction.
    SignInEnded,
    /// The service refuses all invitations, not only that of one row.
    Refused(GraphError),
    /// The browser stores no more, so nothing could be written down.
    NotStored,
    /// Microsoft asked for a pause that is longer than a person expects.
    AskedToWait(Duration),
}

/// How often a row is sent whose response is lost each time.
const MOST_TRIES: u8 = 3;
/// How often an address is tried that another tab is inviting, or may have invited, some seconds apart: longer than a doubt
/// is kept.
const MOST_CLAIMS: u8 = 30;
/// How long the result of a search counts for rows that are not sent yet.
const SEARCH_COUNTS: Duration = Duration::from_secs(15);

/// The end of the request for one row.
pub enum Answer {
    /// Another tab is inviting the address at present, or does not know whether it has. Nothing was sent.
    ClaimedElsewhere,
    /// The address was invited a moment ago, in any tab. Nothing was sent.
    InvitedElsewhere,
    Once(Box<Once<SentInvitation>>),
}

pub struct Progress {
    pub run: Run<GraphError>,
    pub pacer: Pacer,
    /// The redemption links; they are nowhere else.
    pub links: BTreeMap<RowIndex, String>,
    /// Why the run is to be paused as soon as nothing is under way.
    pub wanted: Option<Why>,
    /// When the addresses of planned rows were searched for, by the monotonic clock.
    searched: BTreeMap<RowIndex, Duration>,
    is_searching: bool,
    /// Whether the directory may be searched, as far as is known.
    may_search: bool,
    /// The rows without a clear response that were searched for before absence counts.
    searched_early: BTreeSet<RowIndex>,
    /// From when on absence counts for rows without a clear response, by the monotonic clock: the computer's clock may jump.
    absence_from: BTreeMap<RowIndex, Duration>,
    /// The rows of which reading has shown that they were not carried out.
    absent: BTreeSet<RowIndex>,
    /// How often each row was tried in vain.
    tries: BTreeMap<RowIndex, u8>,
    to_ascii: ToAscii,
}

impl Progress {
    #[must_use]
    pub fn new(run: Run<GraphError>, pacer: Pacer, (now, at): (Duration, Moment), to_ascii: ToAscii) -> Self {
        // The requests of an earlier page were sent at a time that only the computer's clock knows.
        let absence_from = run
            .to_look_up()
            .map(|(index, begun)| (index, now + DIRECTORY_LAG.saturating_sub(at.since(begun))))
            .collect();
        Self {
            absence_from,
            run,
            pacer,
            links: BTreeMap::new(),
            wanted: None,
            searched: BTreeMap::new(),
            is_searching: false,
            may_search: true,
            searched_early: BTreeSet::new(),
            absent: BTreeSet::new(),
            tries: BTreeMap::new(),
            to_ascii,
        }
    }

    /// Wants a pause. The first reason counts.
    pub fn want(&mut self, why: Why) {
        self.wanted.get_or_insert(why);
    }

    /// The person wants to continue. The directory is searched anew: much may have changed during the pause.
    pub fn resume(&mut self, now: Duration) {
        self.pacer.resume(now);
        self.wanted = None;
        self.searched.clear();
        self.searched_early.clear();
        self.is_searching = false;
    }

    /// Forgets that a row was tried in vain, because the person wants to send it again.
    pub fn forget_tries(&mut self, index: RowIndex) {
        self.tries.remove(&index);
    }

    /// Takes as many rows from the queue as the pace allows now. They are not sent yet: after they are written down, the
    /// caller begins each with the pacer, or gives it back.
    pub fn begin(&mut self, now: Duration, at: Moment) -> Vec<RowIndex> {
        let mut pacer = self.pacer.clone();
        let mut begun = Vec::new();
        while let Some(index) = self.run.next() {
            let ready = self.was_searched(index, now) || !self.is_searched_for(index);
            if !ready || pacer.next(now) != Next::Now || !self.run.apply(index, RowEvent::Begin(at)) {
                break;
            }
            pacer.begin(now);
            begun.push(index);
        }
        begun
    }

    /// The states of these rows, to be written down.
    #[must_use]
    pub fn notes(&self, rows: &[RowIndex]) -> Vec<Note> {
        let note = |index: &RowIndex| self.run.rows().get(*index).map(|row| (row.id, row.state.clone()));
        rows.iter().filter_map(note).collect()
    }

    /// A search has ended without a result. It begins anew when there is a connection.
    pub fn search_failed(&mut self) {
        self.is_searching = false;
    }

    /// The addresses of these rows.
    #[must_use]
    pub fn emails(&self, rows: &[RowIndex]) -> Vec<GuestEmail> {
        let email = |index: &RowIndex| Some(self.run.rows().get(*index)?.invitation.email.clone());
        rows.iter().filter_map(email).collect()
    }

    /// Whether the directory is searched for the address of this row before it is sent.
    fn is_searched_for(&self, index: RowIndex) -> bool {
        self.may_search && self.run.rows().get(index).is_some_and(|row| !row.again)
    }

    /// Whether the directory was searched for the row a moment ago. After a pause, it may have got the guest meanwhile.
    fn was_searched(&self, index: RowIndex, now: Duration) -> bool {
        self.searched.get(&index).is_some_and(|searched| now.saturating_sub(*searched) <= SEARCH_COUNTS)
    }

    /// The rows to search for next, while the rows before them are sent.
    pub fn to_search(&mut self, now: Duration) -> Option<Vec<RowIndex>> {
        if self.is_searching {
            return None;
        }
        let ahead = self.run.upcoming().take(2 * ADDRESSES_PER_REQUEST);
        let (ready, missing): (Vec<_>, Vec<_>) = ahead
            .filter(|index| self.is_searched_for(*index))
            .partition(|index| self.was_searched(*index, now));
        if missing.is_empty() || ready.len() >= ADDRESSES_PER_REQUEST {
            return None;
        }
        let rows = missing.into_iter().take(ADDRESSES_PER_REQUEST).collect();
        self.is_searching = true;
        Some(rows)
    }

    /// The time of the next search for the guests of rows without a clear response, by the monotonic clock. A guest who is
    /// found counts at once, so each row is searched for early too.
    pub fn next_lookup(&self) -> Option<Duration> {
        let when = |(index, _)| match self.searched_early.contains(&index) {
            true => self.absence_counts_from(index),
            false => Duration::ZERO,
        };
        self.run.to_look_up().map(when).min()
    }

    /// The rows without a clear response that can be searched for now.
    pub fn unknown_rows(&self, now: Duration) -> Vec<RowIndex> {
        let ready = |index: &RowIndex| {
            self.absence_counts_from(*index) <= now || !self.searched_early.contains(index)
        };
        self.run.to_look_up().map(|(index, _)| index).filter(ready).take(ADDRESSES_PER_REQUEST).collect()
    }

    fn absence_counts_from(&self, index: RowIndex) -> Duration {
        self.absence_from.get(&index).copied().unwrap_or_default()
    }

    /// Handles the end of a request, at `now` of the monotonic and `at` of the uncorrected clock. Returns whether there was
    /// no clear response.
    pub fn settle(
        &mut self,
        index: RowIndex,
        answer: Answer,
        (now, at): (Duration, Moment),
        jitter: u8,
    ) -> bool {
        let once = match answer {
            Answer::ClaimedElsewhere => {
                self.pacer.end(Ended::Answered, now, jitter);
                // The other tab may have invited it.
                self.searched.remove(&index);
                let event = if self.may_try_again(index, MOST_CLAIMS) {
                    RowEvent::Deferred
                } else {
                    RowEvent::Skip(Skip::InvitedElsewhere)
                };
                self.apply(index, event);
                return false;
            }
            Answer::InvitedElsewhere => {
                self.pacer.end(Ended::Answered, now, jitter);
                self.apply(index, RowEvent::Skip(Skip::InvitedElsewhere));
                return false;
            }
            Answer::Once(once) => *once,
        };
        match once {
            Once::Ended(Ok(sent)) => {
                self.pacer.end(Ended::Answered, now, jitter);
                let SentInvitation { user, redeem_url, reported_error, request_id, state: _ } = sent;
                if let Some(link) = redeem_url {
                    self.links.insert(index, link);
                }
                let made = Made { user, at: Some(at), request_id, reported_error, found: false };
                self.apply(index, RowEvent::Made(made));
                false
            }
            Once::Ended(Err(error)) if is_lost(&error) => {
                self.pacer.end(Ended::Troubled, now, jitter);
                self.apply(index, RowEvent::Lost(error.request_id));
                self.absence_from.insert(index, now + DIRECTORY_LAG);
                self.absent.remove(&index);
                if self.run.rows().get(index).is_some_and(|row| row.again) {
                    self.apply(index, RowEvent::CannotTell);
                }
                true
            }
            Once::Ended(Err(error)) => {
                self.pacer.end(Ended::Answered, now, jitter);
                if concerns_all(&error.kind) {
                    self.want(Why::Refused(error.clone()));
                }
                self.apply(index, RowEvent::Refused(error));
                false
            }
            Once::NotCarriedOut { error, retry_after } => {
                self.apply(index, RowEvent::NotCarriedOut);
                let pause = self.pacer.end(Ended::Throttled { retry_after }, now, jitter);
                if error.kind == GraphErrorKind::SignInEnded {
                    self.want(Why::SignInEnded);
                } else if error.kind == GraphErrorKind::TokenRefused {
                    self.want(Why::Refused(error));
                } else if let Some(pause) = pause.filter(|pause| *pause > LONGEST_PAUSE) {
                    self.want(Why::AskedToWait(pause));
                }
                false
            }
        }
    }

    /// Handles the result of a search that ended now, by the monotonic clock. Returns the rows that have changed.
    pub fn apply_search(
        &mut self,
        rows: &[RowIndex],
        result: Result<Searched, GraphError>,
        now: Duration,
    ) -> Vec<RowIndex> {
        self.is_searching = false;
        let found = match result {
            Ok(Searched::Found(found)) => Some(found),
            Ok(Searched::NotAllowed) => {
                self.may_search = false;
                None
            }
            Err(error) => {
                let ended = error.kind == GraphErrorKind::SignInEnded;
                self.want(if ended { Why::SignInEnded } else { Why::Refused(error) });
                return Vec::new();
            }
        };
        self.searched.extend(rows.iter().map(|index| (*index, now)));
        let mut changed = Vec::new();
        for index in rows {
            let row = self.run.rows().get(*index).cloned();
            let Some(row) = row else { continue };
            let key = address_key(&row.invitation.email, self.to_ascii);
            let user = found.as_ref().map(|found| found.get(&key));
            let event = match (&row.state, user) {
                // Another person or browser was faster.
                (RowState::Planned, Some(Some(_))) => RowEvent::Skip(Skip::InvitedElsewhere),
                (RowState::Unknown { .. }, Some(Some(existing))) => RowEvent::Found(existing.guest.id),
                // It may be too early to find the guest.
                (RowState::Unknown { .. }, Some(None)) if self.absence_counts_from(*index) > now => {
                    self.searched_early.insert(*index);
                    continue;
                }
                (RowState::Unknown { .. }, Some(None)) if self.may_try_again(*index, MOST_TRIES) => {
                    RowEvent::Absent
                }
                (RowState::Unknown { .. }, Some(None) | None) => RowEvent::CannotTell,
                (
                    RowState::Planned
                    | RowState::Sending { .. }
                    | RowState::Sent(_)
                    | RowState::Failed(_)
                    | RowState::Skipped(_),
                    _,
                ) => continue,
            };
            let is_absent = event == RowEvent::Absent;
            if self.apply(*index, event) {
                changed.push(*index);
                if is_absent {
                    self.absent.insert(*index);
                }
            }
        }
        changed
    }

    /// Whether the directory was read after the response of this row was lost, and has no such guest.
    #[must_use]
    pub fn is_absent(&self, index: RowIndex) -> bool {
        self.absent.contains(&index)
    }

    /// Counts that a row was tried in vain. Returns whether it may be tried again.
    fn may_try_again(&mut self, index: RowIndex, most: u8) -> bool {
        let times = self.tries.entry(index).or_default();
        *times = times.saturating_add(1);
        *times < most
    }

    fn apply(&mut self, index: RowIndex, event: RowEvent<GraphError>) -> bool {
        self.run.apply(index, event)
    }
}
