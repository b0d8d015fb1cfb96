//! What becomes of a row of a run, and why a run is paused. Must not decide it.

use std::time::Duration;

use crate::app::bulk::progress::Why;
use crate::app::bulk::runner::Phase;
use crate::app::config::Config;
use crate::domain::bulk::run::{Made, RowState, RunRow, Skip};
use crate::graph::error::{GraphError, GraphErrorKind};

use super::graph_errors::Attempt;
use super::{ErrorText, Words, say};

impl Words {
    /// What has become of a row, with the details for Microsoft's support.
    #[must_use]
    pub fn run_outcome(self, row: &RunRow<GraphError>, config: &Config) -> ErrorText {
        let plain = |text| ErrorText { text, details: Vec::new() };
        match &row.state {
            RowState::Planned => plain(say!(self, run.row_planned)),
            RowState::Sending { .. } => plain(say!(self, run.row_sending)),
            RowState::Sent(made) => self.made(made, row.invitation.mail.is_some()),
            RowState::Failed(error) => self.graph_error(error, Attempt::Invite, config),
            RowState::Unknown { undecidable, request_id, .. } => {
                let text =
                    if *undecidable { say!(self, run.row_undecidable) } else { say!(self, run.row_unknown) };
                ErrorText { text, details: self.request_id(request_id) }
            }
            RowState::Skipped(Skip::ByPerson) => plain(say!(self, run.row_left_out)),
            RowState::Skipped(Skip::InvitedElsewhere) => plain(say!(self, run.row_elsewhere)),
        }
    }

    fn made(self, made: &Made, mailed: bool) -> ErrorText {
        let text = match (made, mailed) {
            (Made { reported_error: true, .. }, _) => say!(self, run.row_trouble),
            (Made { found: true, .. }, _) => say!(self, run.row_found),
            (_, true) => say!(self, run.row_sent),
            (_, false) => say!(self, run.row_created),
        };
        ErrorText { text, details: self.request_id(&made.request_id) }
    }

    fn request_id(self, id: &Option<String>) -> Vec<String> {
        id.iter().map(|id| say!(self, details.request_id, id = id.clone())).collect()
    }

    /// The state of the run in a few words.
    #[must_use]
    pub fn run_phase(self, phase: &Phase) -> String {
        match phase {
            Phase::Sending => say!(self, run.sending),
            Phase::Throttled(_) | Phase::Troubled(_) | Phase::NoConnection | Phase::WaitsForDirectory(_) => {
                say!(self, run.waiting)
            }
            Phase::Paused(_) => say!(self, run.paused),
            Phase::Over => say!(self, run.over),
        }
    }

    /// Why the run is paused, and what the person can do.
    #[must_use]
    pub fn why_paused(self, why: &Why, config: &Config) -> ErrorText {
        let text = match why {
            Why::ByPerson => say!(self, run.why_person),
            Why::Restarted => say!(self, run.why_restarted),
            Why::SignInEnded => say!(self, run.why_sign_in),
            Why::NotStored => say!(self, run.why_not_stored),
            Why::AskedToWait(time) => say!(self, run.why_wait, time = self.duration(*time)),
            // A refused invitation pauses no run, so this was a search, and nothing that the person typed is wrong.
            Why::Refused(error) if error.kind == GraphErrorKind::BadRequest => {
                return self.graph_error(error, Attempt::ReadGuests, config);
            }
            Why::Refused(error) => return self.graph_error(error, Attempt::Invite, config),
        };
        ErrorText { text, details: Vec::new() }
    }

    /// A time to wait, in its largest fitting unit and rounded up.
    #[must_use]
    pub fn duration(self, time: Duration) -> String {
        let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
        let count = |value: u64| usize::try_from(value).unwrap_or(usize::MAX);
        match seconds {
            0..=90 => say!(self, run.seconds, count = count(seconds)),
            91..=5_400 => say!(self, run.minutes, count = count(seconds.div_ceil(60))),
            5_401.. => say!(self, run.hours, count = count(seconds.div_ceil(3_600))),
        }
    }
}
