//! Reads a text into a table, some lines at a time.
//!
//! Lines that are no rows for a reason that the line itself shows are marked here; the header is not, since `recognition`
//! knows what headers are.

use crate::domain::search_form::Fold;

use super::address_shape::{at_signs, is_bare_address};
use super::dialect::{HEADER_WITHIN, Layout, NO_DELIMITER, layout, may_be_name};
use super::people;
use super::records::{Quotes, RecordReader, after_break};
use super::source::MOST_ROWS;
use super::table::{NotRow, Table};

/// So many records more than rows are kept, since some are no rows. Further ones are only counted.
const SPARE: usize = 1_000;

/// A text that is being read.
pub struct Reading {
    text: String,
    /// Where the next record begins.
    at: usize,
    /// The number of the record before it.
    number: u32,
    layout: Layout,
    records: RecordReader,
    table: Table,
    /// A name that waits for the address in the next line, with the number of its line.
    waiting: Option<(u32, String)>,
    /// Records that are not kept.
    more: usize,
}

impl Reading {
    #[must_use]
    pub fn new(text: String, fold: Fold) -> Self {
        let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
        let told = told_delimiter(text.get(at..).unwrap_or_default());
        let separator = at;
        at += told.map_or(0, |(_, behind)| behind);
        let layout = match told {
            Some((delimiter, _)) => Layout::Table(delimiter),
            None => layout(text.get(at..).unwrap_or_default(), fold),
        };
        let delimiter = match layout {
            Layout::Table(delimiter) => delimiter,
            Layout::People | Layout::NameThenAddress => NO_DELIMITER,
        };
        let mut table = Table::new(delimiter, text.len());
        if told.is_some() {
            table.begin(0, false);
            table.add_cell(text.get(separator..at).unwrap_or_default().trim_end());
            table.end(Some(NotRow::Separator));
        }
        Self {
            text,
            at,
            number: 0,
            layout,
            records: RecordReader::new(delimiter),
            table,
            waiting: None,
            more: 0,
        }
    }

    /// Reads so many records. Returns whether there are more.
    pub fn advance(&mut self, records: usize) -> bool {
        for _ in 0..records {
            if self.at >= self.text.len() {
                return false;
            }
            match self.layout {
                Layout::Table(_) => self.read_record(),
                Layout::People => self.read_line(false),
                Layout::NameThenAddress => self.read_line(true),
            }
        }
        self.at < self.text.len()
    }

    /// How much is read, and of how much, in bytes.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.at, self.text.len())
    }

    /// The table, whether it has columns, and the number of records that were too many.
    #[must_use]
    pub fn finish(mut self) -> (Table, bool, usize) {
        self.add_waiting();
        (self.table, matches!(self.layout, Layout::Table(_)), self.more)
    }

    fn read_record(&mut self) {
        let extent = self.records.extent(&self.text, self.at);
        let record = self.text.get(self.at..extent.end).unwrap_or_default();
        self.at = extent.next;
        self.number += 1;
        if record.is_empty() {
            self.table.add_blank();
        } else if self.table.len() >= MOST_ROWS + SPARE {
            self.more += 1;
        } else {
            self.table.begin(self.number, extent.quotes == Quotes::Torn);
            let table = &mut self.table;
            self.records.cells(record, extent.quotes, |cell| table.add_cell(cell));
            self.table.end(no_row(record, self.table.len() - 1));
        }
    }

    fn read_line(&mut self, names: bool) {
        let (line, next) = next_line(&self.text, self.at);
        // Only the last part of a very long line ends it.
        let whole =
            next >= self.text.len() || self.text.get(..next).is_some_and(|read| read.ends_with(['\n', '\r']));
        let line = line.trim().to_owned();
        self.at = next;
        let number = self.number + 1;
        self.number += u32::from(whole);
        if self.table.len() >= MOST_ROWS + SPARE {
            self.more += people::entries(&line).len();
        } else if line.is_empty() {
            self.table.add_blank();
        } else if let Some(why) = no_row(&line, self.table.len()) {
            self.add(number, &line, Some(why));
        } else if names && is_bare_address(&line) && self.waiting.is_some() {
            let (number, name) = self.waiting.take().unwrap_or_default();
            self.add(number, &format!("{name}\n{line}"), None);
        } else {
            self.add_waiting();
            if names && may_be_name(&line) {
                self.waiting = Some((number, line));
            } else {
                people::entries(&line).into_iter().for_each(|entry| self.add(number, entry, None));
            }
        }
    }

    /// Adds a name whose address has not come.
    fn add_waiting(&mut self) {
        if let Some((number, name)) = self.waiting.take() {
            self.add(number, &name, None);
        }
    }

    fn add(&mut self, number: u32, cell: &str, why: Option<NotRow>) {
        self.table.begin(number, false);
        self.table.add_cell(cell);
        self.table.end(why);
    }
}

/// The line at `at`, or the first part of a very long one, and where the next begins.
fn next_line(text: &str, at: usize) -> (&str, usize) {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let line = rest.get(..length).unwrap_or_default();
    let part = people::cut(line);
    if part < line.len() {
        return (line.get(..part).unwrap_or(line), at + part);
    }
    (line, after_break(text.as_bytes(), at + length))
}

/// The delimiter that the first line names, as in `sep=;`, and where the next line begins.
fn told_delimiter(text: &str) -> Option<(u8, usize)> {
    let end = text.find(['\n', '\r'])?;
    let line = text.get(..end)?.trim_matches([' ', '"']);
    let told =
        line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and_then(|_| line.get(4..))?;
    let delimiter = match told.as_bytes() {
        [] if text.get(..end)?.contains('\t') => b'\t',
        [one] if one.is_ascii_punctuation() || *one == b'\t' || *one == b' ' => *one,
        b"\\t" => b'\t',
        _ => return None,
    };
    Some((delimiter, after_break(text.as_bytes(), end)))
}

/// Why a line is no row, if the line itself shows it. `before` is the number of records before it.
fn no_row(line: &str, before: usize) -> Option<NotRow> {
    let text = line.trim_start_matches([' ', '"']);
    let begins = |start: &str| text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    if begins("#TYPE ") {
        Some(NotRow::TypeLine)
    } else if before < HEADER_WITHIN && begins("version:") && at_signs(text) == 0 {
        Some(NotRow::Version)
    } else if text.starts_with('#') && at_signs(text) == 0 {
        Some(NotRow::Comment)
    } else {
        is_ruler(text).then_some(NotRow::Ruler)
    }
}

/// The line under a header: `|---|:--|`, or `----  -----` on a console.
fn is_ruler(text: &str) -> bool {
    let mut dashes = 0;
    for c in text.chars() {
        match c {
            '-' | '=' | '_' => dashes += 1,
            ' ' | '|' | ':' | '+' | '\t' | ',' | ';' | '"' => {}
            _ => return false,
        }
    }
    dashes >= 3
}

#[cfg(test)]
mod tests;
