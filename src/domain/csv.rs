//! Files of CSV for spreadsheets (RFC 4180), with each cell safe from being run as a formula. Must not know what is in them.

use csv_core::{Terminator, WriteResult, Writer, WriterBuilder};

use super::import::formula_mark::protect;

/// The beginning of a file, by which a spreadsheet knows that it is UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// Writes a record behind a text.
pub fn write_record(delimiter: u8, cells: impl Iterator<Item = impl AsRef<str>>, text: &mut String) {
    let mut writer = WriterBuilder::new().delimiter(delimiter).terminator(Terminator::CRLF).build();
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            finish(text, |space| writer.delimiter(space));
        }
        write_cell(&mut writer, &protect(cell.as_ref()), text);
    }
    finish(text, |space| writer.terminator(space));
}

/// Writes a cell, in quotes if it needs them.
fn write_cell(writer: &mut Writer, cell: &str, text: &mut String) {
    let mut space = vec![0; cell.len() * 2 + 2];
    let (_, _, length) = writer.field(cell.as_bytes(), &mut space);
    push(text, space.get(..length));
}

/// Writes what ends a cell or record: a closing quote and a sign.
fn finish(text: &mut String, mut write: impl FnMut(&mut [u8]) -> (WriteResult, usize)) {
    let mut space = [0; 8];
    let (_, length) = write(&mut space);
    push(text, space.get(..length));
}

fn push(text: &mut String, bytes: Option<&[u8]>) {
    text.push_str(bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default());
}
