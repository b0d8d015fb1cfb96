//! Files of CSV for spreadsheets (RFC 4180), with each cell safe from being run as a formula. Must not know what is in them.

use csv_core::{Terminator, Writer, WriterBuilder};

use super::import::formula_mark::protect;

/// The beginning of a file, by which a spreadsheet knows that it is UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// Writes many records: what it needs for one is made once.
#[derive(Clone, Debug)]
pub struct RecordWriter {
    writer: Writer,
    record: Vec<u8>,
}

impl RecordWriter {
    #[must_use]
    pub fn new(delimiter: u8) -> Self {
        let writer = WriterBuilder::new().delimiter(delimiter).terminator(Terminator::CRLF).build();
        Self { writer, record: Vec::new() }
    }

    /// Writes a record behind a text.
    pub fn write(&mut self, cells: impl Iterator<Item = impl AsRef<str>>, text: &mut String) {
        self.record.clear();
        for (place, cell) in cells.enumerate() {
            if place > 0 {
                self.put(END, |writer, space| writer.delimiter(space).1);
            }
            let cell = protect(cell.as_ref());
            self.put(cell.len() * 2 + 2, |writer, space| writer.field(cell.as_bytes(), space).2);
        }
        self.put(END, |writer, space| writer.terminator(space).1);
        text.push_str(std::str::from_utf8(&self.record).unwrap_or_default());
    }

    /// Writes at most `most` bytes. `write` returns how many it has written.
    fn put(&mut self, most: usize, write: impl FnOnce(&mut Writer, &mut [u8]) -> usize) {
        let from = self.record.len();
        self.record.resize(from + most, 0);
        let written = self.record.get_mut(from..).map_or(0, |space| write(&mut self.writer, space));
        self.record.truncate(from + written);
    }
}

/// What ends a cell or record has at most so many bytes: a closing quote and a sign, or the quotes of an empty record.
const END: usize = 8;

/// Writes one record behind a text.
pub fn write_record(delimiter: u8, cells: impl Iterator<Item = impl AsRef<str>>, text: &mut String) {
    RecordWriter::new(delimiter).write(cells, text);
}
