//! Guests of the list as CSV, in pieces, so that a page can draw between them.
//!
//! The header has the names in the person's language, and beside each a mark such as `[guestlist.address]` as in the results of
//! bulk invitations, so that Bulk invite reads a file in any language again. The cells are the same in all languages, dates are
//! ISO 8601 in UTC. Must not know which guests are wanted, nor the words of the header.

use std::borrow::Cow;

use super::csv::{RecordWriter, write_record};
use super::guest::{Guest, GuestState, UserId};
use super::guest_table::{GuestTable, RowNumber};
use super::import::own_columns::{OwnColumn, marked};
use super::moment::Moment;

/// The rows of a piece: some milliseconds of work.
const ROWS_AT_ONCE: usize = 500;

/// A column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvColumn {
    Name,
    Address,
    Company,
    /// `pending`, `accepted`, `no state`, or a word of the directory that this portal does not know.
    State,
    /// `true` or `false`.
    Blocked,
    /// Empty for a guest who was not invited, as far as the directory says it.
    Invited,
    Accepted,
    /// When the account was created, by an invitation or otherwise.
    Created,
    /// The object id.
    Id,
}

impl CsvColumn {
    /// In the order of the file.
    pub const ALL: [Self; 9] = [
        Self::Name,
        Self::Address,
        Self::Company,
        Self::State,
        Self::Blocked,
        Self::Invited,
        Self::Accepted,
        Self::Created,
        Self::Id,
    ];

    /// The header with its mark. Those that Bulk invite reads are the marks of its own columns.
    fn header(self, name: &str) -> String {
        match self {
            Self::Name => OwnColumn::Name.header(name),
            Self::Address => OwnColumn::Address.header(name),
            Self::Company => marked(name, "company"),
            Self::State => marked(name, "state"),
            Self::Blocked => marked(name, "blocked"),
            Self::Invited => marked(name, "invited"),
            Self::Accepted => marked(name, "accepted"),
            Self::Created => marked(name, "created"),
            Self::Id => OwnColumn::ObjectId.header(name),
        }
    }

    fn cell(self, guest: &Guest) -> Cow<'_, str> {
        let date = |date: Option<Moment>| date.map(Moment::to_iso).unwrap_or_default().into();
        match self {
            Self::Name => guest.name.as_str().into(),
            Self::Address => guest.address.as_str().into(),
            Self::Company => guest.company.as_str().into(),
            Self::State => state(&guest.state).into(),
            Self::Blocked => if guest.blocked { "true" } else { "false" }.into(),
            Self::Invited => date(guest.invited.filter(|_| guest.was_invited())),
            Self::Accepted => date(guest.accepted()),
            Self::Created => date(guest.invited),
            Self::Id => guest.id.to_string().into(),
        }
    }
}

/// A guest without a state is not pending.
fn state(state: &GuestState) -> &str {
    match state {
        GuestState::Pending => "pending",
        GuestState::Accepted => "accepted",
        GuestState::NoState => "no state",
        GuestState::Other(word) => word,
    }
}

/// The record with the names of the columns. A file has a byte order mark before it.
#[must_use]
pub fn header(name: impl Fn(CsvColumn) -> String) -> String {
    let mut text = String::new();
    write_record(b',', CsvColumn::ALL.iter().map(|column| column.header(&name(*column))), &mut text);
    text
}

/// The name of a file with guests. `whole` says whether all guests of the directory were known when it was written.
#[must_use]
pub fn file_name(whole: bool, at: Moment) -> String {
    let day = at.to_iso();
    let day = day.get(..10).unwrap_or_default();
    if whole { format!("guests-{day}.csv") } else { format!("guests-partial-{day}.csv") }
}

/// The guests of some rows, which are written piece by piece.
///
/// It remembers the guests and not their rows, which change when a guest is removed or the list is loaded again. So each of them
/// is in the file once, as the list has them when their piece is written. Those who are not in the list any more are left out.
#[derive(Clone, Debug)]
pub struct GuestCsv {
    ids: Vec<UserId>,
    /// How many of `ids` are done.
    done: usize,
    written: usize,
    records: RecordWriter,
}

impl GuestCsv {
    #[must_use]
    pub fn of(table: &GuestTable, rows: &[RowNumber]) -> Self {
        let ids = rows.iter().filter_map(|row| table.id(*row)).collect();
        Self { ids, done: 0, written: 0, records: RecordWriter::new(b',') }
    }

    /// The records of the next rows; `None` after the last ones.
    pub fn next_piece(&mut self, table: &GuestTable) -> Option<String> {
        let ids = self.ids.get(self.done..).filter(|ids| !ids.is_empty())?;
        let ids = ids.get(..ROWS_AT_ONCE).unwrap_or(ids);
        let mut text = String::new();
        for guest in ids.iter().filter_map(|id| table.find(*id)) {
            self.records.write(CsvColumn::ALL.iter().map(|column| column.cell(&guest)), &mut text);
            self.written += 1;
        }
        self.done += ids.len();
        Some(text)
    }

    /// How many guests are written so far.
    #[must_use]
    pub fn written(&self) -> usize {
        self.written
    }
}

#[cfg(test)]
mod tests;
