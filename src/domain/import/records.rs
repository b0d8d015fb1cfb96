//! Cuts a text into records and a record into cells (RFC 4180, as lenient as spreadsheets are).
//!
//! The crate csv-core takes the cells apart. Where a record ends is decided here, so that a quote that is never closed
//! cannot swallow the rest of a list, and so that records have the numbers that a spreadsheet shows: there, a record with
//! line breaks in quotes is one row, and a blank line is one, too.

use std::borrow::Cow;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// After this many quotes without an end, a quoted cell may no longer contain a line break. So a broken file is not read
/// to its end again for each of its lines.
const MOST_TORN: usize = 3;

/// The place of a record in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Behind the last byte of the record, before its line break.
    pub end: usize,
    /// Where the next record begins.
    pub next: usize,
    pub quotes: Quotes,
}

/// What the quotes of a record are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// There are none, or all of them are closed.
    Sound,
    /// A quote is opened and not closed in the same line, or not where a cell ends. They are ordinary characters then.
    Torn,
}

/// Takes records apart, with one delimiter.
pub struct RecordReader {
    delimiter: u8,
    quoting: Reader,
    /// For records with torn quotes, which few lists have.
    plain: Option<Box<Reader>>,
    torn: usize,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl RecordReader {
    #[must_use]
    pub fn new(delimiter: u8) -> Self {
        let quoting = ReaderBuilder::new().delimiter(delimiter).build();
        Self { delimiter, quoting, plain: None, torn: 0, cells: Vec::new(), ends: Vec::new() }
    }

    /// The record that begins at `from`. A text that ends with a line break has no record behind it.
    pub fn extent(&mut self, text: &str, from: usize) -> Extent {
        let bytes = text.as_bytes();
        let found = quoted_extent(bytes, from, self.delimiter, self.torn < MOST_TORN);
        let found = found.unwrap_or_else(|torn| {
            self.torn += usize::from(torn.several_lines);
            let end = line_end(bytes, from);
            Extent { end, next: after_break(bytes, end), quotes: Quotes::Torn }
        });
        debug_assert!(found.next > from || from == bytes.len(), "a record is never empty and endless");
        found
    }

    /// Calls `each` with the cells of a record, which has no line break at its end.
    pub fn cells(&mut self, record: &str, quotes: Quotes, mut each: impl FnMut(&str)) {
        let record = match quotes {
            Quotes::Sound => without_blanks_before_quotes(record, self.delimiter),
            Quotes::Torn => Cow::Borrowed(record),
        };
        let reader = match quotes {
            Quotes::Sound => &mut self.quoting,
            Quotes::Torn => self.plain.get_or_insert_with(|| {
                Box::new(ReaderBuilder::new().delimiter(self.delimiter).quoting(false).build())
            }),
        };
        let mut input = record.as_bytes();
        self.cells.resize(input.len().max(1), 0);
        let delimiters = input.iter().filter(|byte| **byte == self.delimiter).count();
        self.ends.resize(delimiters + 2, 0);
        reader.reset();
        let (mut written, mut count) = (0, 0);
        loop {
            let (cells, ends) = (self.cells.get_mut(written..), self.ends.get_mut(count..));
            let (Some(cells), Some(ends)) = (cells, ends) else { break };
            let (result, read, wrote, ended) = reader.read_record(input, cells, ends);
            input = input.get(read..).unwrap_or_default();
            written += wrote;
            count += ended;
            match result {
                // The input has no line break at its end, so an empty input must end the record.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        let mut start = 0;
        for end in self.ends.iter().take(count) {
            // A cell ends at a delimiter of ASCII, so it is valid UTF-8.
            let cell = self.cells.get(start..*end).and_then(|cell| std::str::from_utf8(cell).ok());
            each(cell.unwrap_or_default());
            start = *end;
        }
    }
}

/// Where a reader of quotes is in a record.
#[derive(Clone, Copy)]
enum Place {
    /// At the start of a cell, or in blanks there.
    Start,
    /// In a cell without quotes.
    Bare,
    Quoted,
    /// Behind a quote that may be the end of the cell, or the first of two that stand for one.
    Closed,
    /// In blanks behind the end of a quoted cell.
    Behind,
}

/// A quote is not closed, or not where a cell ends.
struct Torn {
    /// Whether it was found only after the first line.
    several_lines: bool,
}

/// The record from `from` on.
fn quoted_extent(bytes: &[u8], from: usize, delimiter: u8, several_lines: bool) -> Result<Extent, Torn> {
    let mut place = Place::Start;
    let mut broken = false;
    let mut at = from;
    while let Some(byte) = bytes.get(at).copied() {
        let line_break = matches!(byte, b'\n' | b'\r');
        place = match place {
            Place::Quoted => {
                if line_break && !several_lines {
                    return Err(Torn { several_lines: false });
                }
                broken |= line_break;
                if byte == b'"' { Place::Closed } else { Place::Quoted }
            }
            Place::Closed if byte == b'"' => Place::Quoted,
            Place::Start | Place::Bare | Place::Closed | Place::Behind if line_break => {
                return Ok(Extent { end: at, next: after_break(bytes, at), quotes: Quotes::Sound });
            }
            Place::Start | Place::Bare | Place::Closed | Place::Behind if byte == delimiter => Place::Start,
            Place::Start if byte == b'"' => Place::Quoted,
            Place::Start if byte == b' ' => Place::Start,
            Place::Closed | Place::Behind if byte == b' ' => Place::Behind,
            // Text that follows at once would become part of the same word. A cell with line breaks that goes on at all was
            // never closed: what looks like its end is the beginning of another.
            Place::Closed => return Err(Torn { several_lines: broken }),
            Place::Behind if broken => return Err(Torn { several_lines: true }),
            Place::Start | Place::Bare | Place::Behind => Place::Bare,
        };
        at += 1;
    }
    match place {
        Place::Quoted => Err(Torn { several_lines: broken }),
        Place::Start | Place::Bare | Place::Closed | Place::Behind => {
            Ok(Extent { end: bytes.len(), next: bytes.len(), quotes: Quotes::Sound })
        }
    }
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).map_or(bytes.len(), |length| from + length)
}

/// Behind the line break at `at`: CRLF, LF or CR.
pub(super) fn after_break(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => at + 2,
        (Some(_), _) => at + 1,
        (None, _) => at,
    }
}

/// Microsoft's template has blanks behind its commas, also before quotes. A quote behind a blank would be no quote.
fn without_blanks_before_quotes(record: &str, delimiter: u8) -> Cow<'_, str> {
    if delimiter == b' ' || !record.contains(" \"") {
        return Cow::Borrowed(record);
    }
    let mut kept = String::with_capacity(record.len());
    let mut place = Place::Start;
    let mut cell = 0;
    for c in record.chars() {
        let is_delimiter = u8::try_from(c).is_ok_and(|byte| byte == delimiter);
        place = match place {
            Place::Quoted if c == '"' => Place::Closed,
            Place::Quoted => Place::Quoted,
            Place::Closed if c == '"' => Place::Quoted,
            Place::Start | Place::Bare | Place::Closed | Place::Behind if is_delimiter => Place::Start,
            Place::Start if c == '"' => {
                kept.truncate(cell);
                Place::Quoted
            }
            Place::Start if c == ' ' => Place::Start,
            Place::Start | Place::Bare | Place::Closed | Place::Behind => Place::Bare,
        };
        kept.push(c);
        if is_delimiter && matches!(place, Place::Start) {
            cell = kept.len();
        }
    }
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests;
