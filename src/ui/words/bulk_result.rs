//! The words of a result: headers and reasons. Must not know its form.

use crate::domain::bulk::run::{RowState, RunRow};
use crate::domain::import::own_columns::OwnColumn;
use crate::domain::import::result::{HeaderNames, ResultStatus, RowResult};
use crate::graph::error::GraphError;

use super::{NAME_ENDS, NAME_STARTS, Words, say};
use crate::app::config::Config;

impl HeaderNames for Words {
    fn own(&self, column: OwnColumn) -> String {
        match column {
            OwnColumn::Row => say!(self, bulk.number),
            OwnColumn::Address => say!(self, bulk.role_address),
            OwnColumn::Name => say!(self, bulk.role_name),
            OwnColumn::Redirect => say!(self, bulk.role_redirect),
            OwnColumn::Message => say!(self, bulk.role_message),
            OwnColumn::Language => say!(self, bulk.role_language),
            OwnColumn::Cc => say!(self, bulk.role_cc),
            OwnColumn::InviteAs => say!(self, bulk.role_invite_as),
            OwnColumn::SendMail => say!(self, bulk.role_send_mail),
            OwnColumn::Status => say!(self, run.status),
            OwnColumn::Reason => say!(self, run.reason),
            OwnColumn::RequestId => say!(self, run.request_id),
            OwnColumn::ObjectId => say!(self, run.object_id),
            OwnColumn::Link => say!(self, run.link),
            OwnColumn::Time => say!(self, run.at),
        }
    }

    fn numbered(&self, number: usize) -> String {
        say!(self, bulk.column_number, number = self.number(number))
    }
}

impl Words {
    /// What became of a row of a run, for a result.
    #[must_use]
    pub fn run_result(self, row: &RunRow<GraphError>, link: Option<String>, config: &Config) -> RowResult {
        let reason = plain(&self.run_outcome(row, config).text);
        let new = |status| RowResult { status, reason, request_id: None, user: None, link, at: None };
        match &row.state {
            RowState::Planned => new(ResultStatus::Planned),
            RowState::Sending { .. } => new(ResultStatus::Unknown),
            RowState::Unknown { request_id, .. } => {
                RowResult { request_id: request_id.clone(), ..new(ResultStatus::Unknown) }
            }
            RowState::Failed(error) => {
                RowResult { request_id: error.request_id.clone(), ..new(ResultStatus::Failed) }
            }
            RowState::Skipped(_) => new(ResultStatus::Skipped),
            RowState::Sent(made) => RowResult {
                request_id: made.request_id.clone(),
                user: made.user,
                at: made.at,
                ..new(ResultStatus::Sent)
            },
        }
    }
}

/// A text without the marks around names.
#[must_use]
pub fn plain(text: &str) -> String {
    text.replace([NAME_STARTS, NAME_ENDS], "")
}
