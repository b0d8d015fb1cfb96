//! The cells of a list as they were pasted, and which records are rows of it.
//!
//! All cells are in one text, because a list can have hundreds of thousands. They are kept unchanged, so that a result can
//! repeat them. Must not know what a column means.

use serde::{Deserialize, Serialize};

use crate::domain::invisible::is_blank;

/// Why a record is no row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotRow {
    /// `sep=;`, with which a file tells Excel its delimiter.
    Separator,
    /// `#TYPE …`, which Windows PowerShell writes.
    TypeLine,
    /// `version:v1.0` of Microsoft's templates.
    Version,
    /// It begins with `#`.
    Comment,
    /// A line of dashes under the header.
    Ruler,
    /// A title before the header.
    BeforeHeader,
    Header,
    RepeatedHeader,
    /// The example in Microsoft's templates.
    Example,
}

/// A line of the list, or what a spreadsheet would show as a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// The number of the row in a spreadsheet, from 1; 0 for a line that a spreadsheet does not show.
    pub number: u32,
    /// `None` for a row.
    pub not_row: Option<NotRow>,
    /// Whether it has a quote that is not closed.
    pub torn: bool,
    /// The number of its first cell in the table.
    first: u32,
}

/// Where a row is: a record, and the column with its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowPlace {
    pub record: usize,
    /// `None` if no column has addresses.
    pub column: Option<usize>,
}

/// Records with their cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<u32>,
    records: Vec<Record>,
    width: usize,
    blank: usize,
    delimiter: u8,
}

impl Table {
    /// An empty table. `bytes` is the length of the text, which is never less than that of all cells.
    #[must_use]
    pub(super) fn new(delimiter: u8, bytes: usize) -> Self {
        Self { delimiter, text: String::with_capacity(bytes), ..Self::default() }
    }

    /// What separated the cells.
    #[must_use]
    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// The number of records. Blank lines are none.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The number of cells of the widest record.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// The number of blank lines.
    #[must_use]
    pub fn blank_lines(&self) -> usize {
        self.blank
    }

    #[must_use]
    pub fn record(&self, at: usize) -> Option<&Record> {
        self.records.get(at)
    }

    /// Whether a line of the text has several records.
    #[must_use]
    pub(super) fn has_lines_with_several(&self) -> bool {
        let numbers = self.records.iter().map(|record| record.number);
        numbers.clone().zip(numbers.skip(1)).any(|(one, next)| one == next && next > 0)
    }

    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.iter()
    }

    /// The number of cells of a record.
    #[must_use]
    pub fn count(&self, record: usize) -> usize {
        self.span(record).map_or(0, |(first, behind)| behind - first)
    }

    /// A cell; empty if the record has none there.
    #[must_use]
    pub fn cell(&self, record: usize, column: usize) -> &str {
        self.span(record)
            .filter(|(first, behind)| first + column < *behind)
            .and_then(|(first, _)| self.text_of(first + column))
            .unwrap_or_default()
    }

    /// The cells of a record, as they were pasted.
    pub fn cells(&self, record: usize) -> impl Iterator<Item = &str> {
        let (first, behind) = self.span(record).unwrap_or_default();
        (first..behind).filter_map(|cell| self.text_of(cell))
    }

    /// How many records are no rows for this reason.
    #[must_use]
    pub fn not_rows(&self, why: NotRow) -> usize {
        self.records.iter().filter(|record| record.not_row == Some(why)).count()
    }

    pub(super) fn add_blank(&mut self) {
        self.blank += 1;
    }

    /// Begins a record. [`Self::add_cell`] adds its cells, and [`Self::end`] ends it.
    pub(super) fn begin(&mut self, number: u32, torn: bool) {
        let first = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.records.push(Record { number, not_row: None, torn, first });
    }

    pub(super) fn add_cell(&mut self, cell: &str) {
        self.text.push_str(cell);
        // No list is longer than `source::LARGEST`, so a place in it fits.
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// Ends a record, which may be no row. One with blank cells only is taken back and counted as a blank line.
    pub(super) fn end(&mut self, why: Option<NotRow>) {
        let Some(last) = self.records.len().checked_sub(1) else { return };
        if !self.cells(last).all(is_blank) {
            self.width = self.width.max(self.count(last));
            return self.mark(last, why);
        }
        self.blank += 1;
        if let Some(record) = self.records.pop() {
            self.ends.truncate(record.first as usize);
            self.text.truncate(self.ends.last().map_or(0, |end| *end as usize));
        }
    }

    pub(super) fn mark(&mut self, record: usize, why: Option<NotRow>) {
        if let Some(record) = self.records.get_mut(record) {
            record.not_row = why;
        }
    }

    fn span(&self, record: usize) -> Option<(usize, usize)> {
        let first = self.records.get(record)?.first as usize;
        let behind = self.records.get(record + 1).map_or(self.ends.len(), |next| next.first as usize);
        Some((first, behind))
    }

    fn text_of(&self, cell: usize) -> Option<&str> {
        let start = match cell.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..*self.ends.get(cell)? as usize)
    }
}

#[cfg(test)]
mod tests;
