//! What became of each row, as a file for spreadsheets that can be read again to retry.
//!
//! The columns of the list come first, as they were pasted. Then come our own: what was sent, and what became of it. A list
//! that is itself a result keeps its own columns only once. Where a list has no header, the columns get one. The text comes
//! in pieces, so that a page can draw between them. Must not know the words of a header or reason.

use std::ops::Range;

use crate::domain::csv::{BYTE_ORDER_MARK, write_record};
use crate::domain::guest::UserId;
use crate::domain::invitation::{InvitationDraft, InviteAs};
use crate::domain::moment::Moment;

use super::columns::{ColumnRole, ColumnUse};
use super::formula_mark::unprotect;
use super::list::ImportList;
use super::own_columns::OwnColumn;
use super::verdict::{FileSays, Look, Verdict};

/// What became of a row. The words of it are read again by `cell_values::former_outcome`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultStatus {
    Sent,
    /// The service has refused it. A retry sends it.
    Failed,
    /// There was no clear response.
    Unknown,
    /// It was not sent, because the run did not come to it. A retry sends it.
    Planned,
    /// The checks say that it cannot be sent, or need not be. A retry checks it again.
    Skipped,
    /// The person has left it out, or the list says that it is not needed. A retry leaves it out, too.
    LeftOut,
}

impl ResultStatus {
    fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Planned => "planned",
            Self::Skipped => "skipped",
            Self::LeftOut => "left out",
        }
    }
}

/// The end of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowResult {
    pub status: ResultStatus,
    /// In the person's words; may be empty.
    pub reason: String,
    /// The service's id of the request, for its support.
    pub request_id: Option<String>,
    pub user: Option<UserId>,
    /// The redemption link.
    pub link: Option<String>,
    /// When it became so.
    pub at: Option<Moment>,
}

impl RowResult {
    /// The end of a row that was not in the run: by what the list says about it. What an earlier result has of it stays.
    #[must_use]
    pub fn without_run(list: &ImportList, row: usize, reason: String) -> Self {
        let status = match list.verdict(row) {
            Verdict::NotNeeded(FileSays::Sent) => ResultStatus::Sent,
            Verdict::NeedsALook(Look::OutcomeUnknown) => ResultStatus::Unknown,
            Verdict::LeftOut | Verdict::NotNeeded(_) => ResultStatus::LeftOut,
            Verdict::WillInvite | Verdict::InviteAgain(_) | Verdict::NewLink(_) => ResultStatus::Planned,
            Verdict::AlreadyGuest(_)
            | Verdict::InternalUser
            | Verdict::Duplicate { .. }
            | Verdict::OwnOrganization
            | Verdict::NotAnAddress(_)
            | Verdict::NoAddress
            | Verdict::Problems(_)
            | Verdict::NeedsALook(_)
            | Verdict::Unanswered => ResultStatus::Skipped,
        };
        let guest = list.listed_guest(row).map(|guest| guest.id);
        let new = Self { status, reason, request_id: None, user: guest, link: None, at: None };
        let is_former = matches!(status, ResultStatus::Sent | ResultStatus::Unknown);
        if is_former { new.with_former(list, row) } else { new }
    }

    fn with_former(self, list: &ImportList, row: usize) -> Self {
        let former = |column| {
            let at = Some(former_column(list, column)?);
            let cell = unprotect(list.table().cell(list.place(row)?.record, at?));
            (!cell.is_empty()).then(|| cell.to_owned())
        };
        Self {
            status: self.status,
            reason: former(OwnColumn::Reason).unwrap_or(self.reason),
            request_id: former(OwnColumn::RequestId),
            user: former(OwnColumn::ObjectId).and_then(|id| UserId::parse(&id)).or(self.user),
            link: former(OwnColumn::Link),
            at: former(OwnColumn::Time).and_then(|time| Moment::parse(&time)),
        }
    }
}

/// The words of a header, in the person's language.
pub trait HeaderNames {
    /// The name of a column that is added.
    fn own(&self, column: OwnColumn) -> String;
    /// The name of a column of a list without a header. Its number is from 1.
    fn numbered(&self, number: usize) -> String;
}

/// The form of a result: which columns it has. It holds for one state of the list.
#[derive(Clone, Debug)]
pub struct ResultFormat {
    delimiter: u8,
    /// The columns of the list, without those that an earlier result has added.
    input: Vec<usize>,
    own: Vec<OwnColumn>,
}

impl ResultFormat {
    #[must_use]
    pub fn of(list: &ImportList) -> Self {
        let width = list.table().width().max(1);
        let input = (0..width).filter(|column| own_column(list, *column).is_none()).collect();
        let own = OwnColumn::ALL.into_iter().filter(|column| is_written(list, *column)).collect();
        let delimiter = if list.table().delimiter() == ';' { b';' } else { b',' };
        Self { delimiter, input, own }
    }

    /// The byte order mark and the header.
    #[must_use]
    pub fn header(&self, list: &ImportList, names: &impl HeaderNames) -> String {
        let header = list.columns().header();
        let named = |column: &usize| {
            let cell = header.map(|header| cell_as_pasted(list, header, *column));
            cell.filter(|cell| header.is_some_and(|at| *column < list.table().count(at)) || !cell.is_empty())
                .map_or_else(|| names.numbered(column + 1), str::to_owned)
        };
        let own = self.own.iter().map(|column| column.header(&names.own(*column)));
        let mut text = String::from(BYTE_ORDER_MARK);
        write_record(self.delimiter, self.input.iter().map(named).chain(own), &mut text);
        text
    }

    /// A piece of the result: these rows of the list, each with its end.
    #[must_use]
    pub fn rows(&self, list: &ImportList, rows: Range<usize>, result: impl Fn(usize) -> RowResult) -> String {
        let mut text = String::new();
        for row in rows {
            let Some(place) = list.place(row) else { continue };
            let pasted = |column: &usize| cell_as_pasted(list, place.record, *column).to_owned();
            let (draft, result) = (list.draft(row), result(row));
            let number = list.number(row).unwrap_or_default();
            let own = self.own.iter().map(|column| cell_of(*column, number, &draft, &result));
            write_record(self.delimiter, self.input.iter().map(pasted).chain(own), &mut text);
        }
        text
    }
}

/// Whether a result of the list has this column. A field of the invitation has one if the list's own columns would be read
/// otherwise than the person has decided, or than they are read now.
fn is_written(list: &ImportList, column: OwnColumn) -> bool {
    let columns = list.columns();
    let has_chosen = columns.uses().iter().any(|of| matches!(of, ColumnUse::Chosen(_)));
    let field = |role: ColumnRole| {
        let is_own = columns.of(role).is_some_and(|at| own_column(list, at).is_some());
        let cut = role == ColumnRole::Message && has_longer_rows(list);
        let has_cells = columns.of(role).is_some();
        is_own || cut || has_chosen || (has_cells && columns.header().is_none())
    };
    match column {
        OwnColumn::Redirect
        | OwnColumn::Message
        | OwnColumn::Language
        | OwnColumn::Cc
        | OwnColumn::InviteAs
        | OwnColumn::SendMail => column.role().is_some_and(field),
        // Without it, the question for the column with the guests is asked again.
        OwnColumn::Address => !columns.addresses().is_empty(),
        OwnColumn::Row
        | OwnColumn::Name
        | OwnColumn::Status
        | OwnColumn::Reason
        | OwnColumn::RequestId
        | OwnColumn::ObjectId
        | OwnColumn::Link
        | OwnColumn::Time => true,
    }
}

/// Whether rows have more cells than the header. These may belong to the message.
fn has_longer_rows(list: &ImportList) -> bool {
    let table = list.table();
    list.columns().of(ColumnRole::Message).is_some()
        && list.columns().header().is_some_and(|header| table.width() > table.count(header))
}

fn cell_of(column: OwnColumn, number: u32, draft: &InvitationDraft, result: &RowResult) -> String {
    match column {
        OwnColumn::Row => number.to_string(),
        OwnColumn::Address => draft.email.clone(),
        OwnColumn::Name => draft.name.clone(),
        OwnColumn::Redirect => draft.redirect.clone(),
        OwnColumn::Message => draft.message.clone(),
        OwnColumn::Language => draft.language.clone(),
        OwnColumn::Cc => draft.cc.clone(),
        OwnColumn::InviteAs => match draft.invite_as {
            InviteAs::Guest => "Guest".to_owned(),
            InviteAs::Member => "Member".to_owned(),
        },
        OwnColumn::SendMail => draft.send_mail.to_string(),
        OwnColumn::Status => result.status.word().to_owned(),
        OwnColumn::Reason => result.reason.clone(),
        OwnColumn::RequestId => result.request_id.clone().unwrap_or_default(),
        OwnColumn::ObjectId => result.user.as_ref().map(|user| user.to_string()).unwrap_or_default(),
        OwnColumn::Link => result.link.clone().unwrap_or_default(),
        OwnColumn::Time => result.at.map(Moment::to_iso).unwrap_or_default(),
    }
}

/// The cell as it was in the list that this portal was given first.
fn cell_as_pasted(list: &ImportList, record: usize, column: usize) -> &str {
    let cell = list.table().cell(record, column);
    if list.columns().is_own_file() { unprotect(cell) } else { cell }
}

/// What a column of the list is, if an earlier result has added it.
fn own_column(list: &ImportList, column: usize) -> Option<OwnColumn> {
    OwnColumn::of_header(list.table().cell(list.columns().header()?, column))
}

fn former_column(list: &ImportList, wanted: OwnColumn) -> Option<usize> {
    (0..list.table().width()).find(|column| own_column(list, *column) == Some(wanted))
}

#[cfg(test)]
mod tests;
