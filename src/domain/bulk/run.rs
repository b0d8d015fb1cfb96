//! A run: invitations that a person has confirmed, and what is known about each of them.
//!
//! [`RowState::after`] is the complete table of transitions. A row is written down as *sending* before its request is sent,
//! so that after a crash every such row is *unknown*. An unknown row is never sent again before the directory was read, and
//! absence counts only after [`DIRECTORY_LAG`]. Must not know a request, nor where a run is stored.

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::guest::UserId;
use crate::domain::invitation::Invitation;
use crate::domain::moment::Moment;

/// How long the directory may take until it lists a new guest. Before that, a guest who is not found may exist.
pub const DIRECTORY_LAG: Duration = Duration::from_secs(90);

/// The place of a row in its run, from 0.
pub type RowIndex = usize;

/// What is known about one invitation. `E` is an error of the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowState<E> {
    /// It was not sent, or not carried out, and will be sent.
    Planned,
    /// It is written down that the request is sent. The service may have it.
    Sending {
        /// When it began, by the uncorrected clock.
        begun: Moment,
    },
    /// The service has made the invitation.
    Sent(Made),
    /// The service has refused it, and nothing was made.
    Failed(E),
    /// There is no clear response. The service may have made the invitation.
    Unknown {
        /// When the request was sent, by the uncorrected clock.
        begun: Moment,
        /// Whether reading the directory cannot decide it. Then a person decides.
        undecidable: bool,
        /// As in [`Made`]: of the response that was not clear, or of the request if there was none.
        request_id: Option<String>,
    },
    /// It is not sent.
    Skipped(Skip),
}

/// What is known about an invitation that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The guest's object id.
    pub user: Option<UserId>,
    /// When the response arrived, by the uncorrected clock; `None` if it was lost.
    pub at: Option<Moment>,
    /// The id of the request, for Microsoft's support.
    pub request_id: Option<String>,
    /// Whether the service reports a problem: the guest exists, and the mail may not have been sent.
    pub reported_error: bool,
    /// Whether this was found by reading the directory, because the response was lost. Then there is no link.
    pub found: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Skip {
    /// The person stopped the run, or left out the row.
    ByPerson,
    /// The directory got a guest with this address since the list was checked: another person or tab invited them.
    InvitedElsewhere,
}

/// What happens to a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowEvent<E> {
    /// It is about to be sent, and that is written down.
    Begin(Moment),
    /// The service has made the invitation.
    Made(Made),
    /// The service has refused it.
    Refused(E),
    /// The service did not carry it out: it was throttled, or there was no token for it.
    NotCarriedOut,
    /// It was not sent, because another tab is inviting the same address at present. It is sent after the other rows.
    Deferred,
    /// There is no clear response. The id is that of [`RowState::Unknown`].
    Lost(Option<String>),
    /// The directory was read: it has a guest who was created after the request was sent.
    Found(UserId),
    /// The directory was read after [`DIRECTORY_LAG`], and has no such guest.
    Absent,
    /// Reading the directory cannot decide it: the address had a guest before, or the person may not read.
    CannotTell,
    /// The person wants to send a row again that has failed or that they have left out, or an unknown one although nothing
    /// can tell whether it was sent.
    Again,
    Skip(Skip),
}

impl<E> RowState<E> {
    /// The state after an event; `None` if this state does not allow it.
    #[must_use]
    pub fn after(&self, event: RowEvent<E>) -> Option<Self> {
        Some(match (self, event) {
            (Self::Planned, RowEvent::Begin(begun)) => Self::Sending { begun },
            (Self::Sending { .. }, RowEvent::Made(made)) => Self::Sent(made),
            (Self::Sending { .. }, RowEvent::Refused(error)) => Self::Failed(error),
            (Self::Sending { .. }, RowEvent::NotCarriedOut | RowEvent::Deferred) => Self::Planned,
            (Self::Sending { begun }, RowEvent::Lost(request_id)) => {
                Self::Unknown { begun: *begun, undecidable: false, request_id }
            }
            (Self::Unknown { begun, request_id, .. }, RowEvent::CannotTell) => {
                Self::Unknown { begun: *begun, undecidable: true, request_id: request_id.clone() }
            }
            (Self::Unknown { request_id, .. }, RowEvent::Found(user)) => {
                let request_id = request_id.clone();
                Self::Sent(Made { user: Some(user), request_id, found: true, ..Made::default() })
            }
            (Self::Unknown { .. }, RowEvent::Absent | RowEvent::Again)
            | (Self::Failed(_) | Self::Skipped(Skip::ByPerson), RowEvent::Again) => Self::Planned,
            // A row that is being sent is skipped only if its request was not sent.
            (Self::Planned | Self::Failed(_), RowEvent::Skip(why))
            | (Self::Sending { .. }, RowEvent::Skip(why @ Skip::InvitedElsewhere)) => Self::Skipped(why),
            (
                _,
                RowEvent::Begin(_)
                | RowEvent::Made(_)
                | RowEvent::Refused(_)
                | RowEvent::NotCarriedOut
                | RowEvent::Deferred
                | RowEvent::Lost(_)
                | RowEvent::Found(_)
                | RowEvent::Absent
                | RowEvent::CannotTell
                | RowEvent::Again
                | RowEvent::Skip(_),
            ) => return None,
        })
    }

    /// The state after the page that sent it has ended.
    #[must_use]
    pub fn after_restart(self) -> Self {
        match self {
            Self::Sending { begun } => Self::Unknown { begun, undecidable: false, request_id: None },
            Self::Planned | Self::Sent(_) | Self::Failed(_) | Self::Unknown { .. } | Self::Skipped(_) => self,
        }
    }
}

/// How many rows are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub planned: usize,
    pub sending: usize,
    pub sent: usize,
    pub failed: usize,
    pub unknown: usize,
    pub skipped: usize,
}

impl Tally {
    fn of<E>(&mut self, state: &RowState<E>) -> &mut usize {
        match state {
            RowState::Planned => &mut self.planned,
            RowState::Sending { .. } => &mut self.sending,
            RowState::Sent(_) => &mut self.sent,
            RowState::Failed(_) => &mut self.failed,
            RowState::Unknown { .. } => &mut self.unknown,
            RowState::Skipped(_) => &mut self.skipped,
        }
    }

    #[must_use]
    pub fn total(&self) -> usize {
        let Self { planned, sending, sent, failed, unknown, skipped } = self;
        planned + sending + sent + failed + unknown + skipped
    }

    /// Whether there is nothing left to do without the person.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.planned + self.sending == 0
    }
}

/// A row of a confirmed list.
#[derive(Clone, Debug)]
pub struct PlannedRow {
    /// See [`RunRow::list_row`].
    pub list_row: usize,
    /// See [`RunRow::source`].
    pub source: u32,
    pub invitation: Invitation,
    /// See [`RunRow::again`].
    pub again: bool,
}

#[derive(Clone, Debug)]
pub struct RunRow<E> {
    /// The place of the row in the run as it was confirmed. It stays when other rows are lost.
    pub id: usize,
    /// The place of the row in its list, from 0.
    pub list_row: usize,
    /// The number that a spreadsheet shows for the row. Several guests of one row have the same.
    pub source: u32,
    pub invitation: Invitation,
    /// Whether the person knows that the address has a guest already, and wants another invitation.
    pub again: bool,
    pub state: RowState<E>,
}

/// All rows of a run, and the order in which they are sent.
#[derive(Clone, Debug)]
pub struct Run<E> {
    rows: Vec<RunRow<E>>,
    /// The planned rows; one that is not carried out goes to the front.
    queue: VecDeque<RowIndex>,
    tally: Tally,
}

impl<E> Run<E> {
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = PlannedRow>) -> Self {
        let rows = rows.into_iter().enumerate();
        Self::restored(rows.map(|(id, PlannedRow { list_row, source, invitation, again })| RunRow {
            id,
            list_row,
            source,
            invitation,
            again,
            state: RowState::Planned,
        }))
    }

    /// The rows of an earlier page. Those that it was sending are unknown now.
    #[must_use]
    pub fn restored(rows: impl IntoIterator<Item = RunRow<E>>) -> Self {
        let rows: Vec<_> =
            rows.into_iter().map(|row| RunRow { state: row.state.after_restart(), ..row }).collect();
        let mut tally = Tally::default();
        for row in &rows {
            *tally.of(&row.state) += 1;
        }
        let planned =
            |(index, row): (RowIndex, &RunRow<E>)| matches!(row.state, RowState::Planned).then_some(index);
        let queue = rows.iter().enumerate().filter_map(planned).collect();
        Self { rows, queue, tally }
    }

    #[must_use]
    pub fn rows(&self) -> &[RunRow<E>] {
        &self.rows
    }

    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// The row to send next.
    #[must_use]
    pub fn next(&self) -> Option<RowIndex> {
        self.queue.front().copied()
    }

    /// The rows to send next, in their order.
    pub fn upcoming(&self) -> impl Iterator<Item = RowIndex> {
        self.queue.iter().copied()
    }

    /// The rows whose request has no clear response, and which reading the directory may decide: each with the moment at which
    /// it was sent, by the uncorrected clock.
    pub fn to_look_up(&self) -> impl Iterator<Item = (RowIndex, Moment)> {
        self.rows.iter().enumerate().filter_map(|(index, row)| match row.state {
            RowState::Unknown { begun, undecidable: false, .. } => Some((index, begun)),
            RowState::Unknown { undecidable: true, .. }
            | RowState::Planned
            | RowState::Sending { .. }
            | RowState::Sent(_)
            | RowState::Failed(_)
            | RowState::Skipped(_) => None,
        })
    }

    /// Changes the state of a row. Returns whether the state allows it; otherwise nothing changes.
    pub fn apply(&mut self, index: RowIndex, event: RowEvent<E>) -> bool {
        // A row whose response was lost waits at the end; one that was not carried out keeps its turn.
        let at_front = matches!(event, RowEvent::NotCarriedOut);
        let Some(row) = self.rows.get_mut(index) else { return false };
        let Some(next) = row.state.after(event) else { return false };
        *self.tally.of(&row.state) -= 1;
        *self.tally.of(&next) += 1;
        if matches!(row.state, RowState::Planned) {
            if self.queue.front() == Some(&index) {
                self.queue.pop_front();
            } else {
                self.queue.retain(|queued| *queued != index);
            }
        }
        row.state = next;
        if matches!(row.state, RowState::Planned) {
            if at_front {
                self.queue.push_front(index);
            } else {
                self.queue.push_back(index);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests;
