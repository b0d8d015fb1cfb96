//! Whether a text is a table, and what separates its cells.
//!
//! Looks at the beginning of the text. A delimiter is right if all lines have as many cells with it, and if addresses come
//! out as cells of their own.

use crate::domain::search_form::Fold;

use super::address_shape::{at_signs, has_at_sign, is_bare_address, is_bracketed_address};
use super::header_words::names_the_address;
use super::records::RecordReader;

/// The signs that separate cells, the usual first.
const DELIMITERS: [u8; 6] = [b'\t', b';', b',', b'|', b'^', b'~'];
/// The delimiter of a table with one column: no text contains it.
pub const NO_DELIMITER: u8 = 0x1f;

/// How much of the text is looked at.
const SAMPLE_BYTES: usize = 64 * 1024;
const SAMPLE_RECORDS: usize = 200;
/// The first records, among which a header is looked for.
pub const HEADER_WITHIN: usize = 20;
/// In percent: how many of the records must have the same number of cells.
const MOSTLY: usize = 70;
/// In bytes: a longer line is no name.
const LONGEST_NAME_LINE: usize = 100;
/// More columns than a table has that holds addresses only. A list of addresses is written in lines of any length.
const MOST_ADDRESS_COLUMNS: usize = 3;

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Records with cells, separated by this byte.
    Table(u8),
    /// Addresses with or without names, in any separation.
    People,
    /// A line with a name, then a line with an address, and so on.
    NameThenAddress,
}

/// Decides how a text is read. It has no byte order mark, and no line that only names the delimiter.
#[must_use]
pub fn layout(text: &str, fold: Fold) -> Layout {
    let sample = beginning(text);
    let present = DELIMITERS.into_iter().filter(|delimiter| sample.as_bytes().contains(delimiter));
    let fits = present.map(|delimiter| Fit::of(sample, delimiter, fold)).filter(Fit::is_table);
    // Of equal ones the first, which is the more usual one.
    let best = fits.reduce(|best, next| if next.score() > best.score() { next } else { best });
    match best {
        Some(fit) if fit.is_list_of_people() => Layout::People,
        Some(fit) => Layout::Table(fit.delimiter),
        None if Fit::of(sample, NO_DELIMITER, fold).header => Layout::Table(NO_DELIMITER),
        None if alternates(sample) => Layout::NameThenAddress,
        None => Layout::People,
    }
}

/// The beginning of the text, up to the end of a line if possible.
fn beginning(text: &str) -> &str {
    if text.len() <= SAMPLE_BYTES {
        return text;
    }
    let end = (0..=SAMPLE_BYTES).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    let sample = text.get(..end).unwrap_or_default();
    sample.rfind(['\n', '\r']).and_then(|end| text.get(..=end)).unwrap_or(sample)
}

/// How well a delimiter fits.
struct Fit {
    delimiter: u8,
    /// Records that are not blank.
    records: usize,
    /// The number of cells that most records have.
    columns: usize,
    /// How many have it.
    regular: usize,
    /// Records with an address as a cell.
    with_address: usize,
    /// Records whose cells all are addresses, with or without names.
    all_addresses: usize,
    /// Of these, records with names.
    bracketed: usize,
    /// Records of which every cell has an `@`.
    all_with_at: usize,
    /// Of these, records with an angle bracket, which no column of addresses has.
    angled: usize,
    /// Of these, records that end with the delimiter.
    open_ended: usize,
    /// Whether a header names the address's column.
    header: bool,
    /// Whether there is no address at all in the sample.
    no_address: bool,
}

impl Fit {
    fn of(sample: &str, delimiter: u8, fold: Fold) -> Self {
        let mut fit = Self {
            delimiter,
            records: 0,
            columns: 0,
            regular: 0,
            with_address: 0,
            all_addresses: 0,
            bracketed: 0,
            all_with_at: 0,
            angled: 0,
            open_ended: 0,
            header: false,
            no_address: at_signs(sample) == 0,
        };
        let mut widths = std::collections::BTreeMap::<usize, usize>::new();
        let mut reader = RecordReader::new(delimiter);
        let mut at = 0;
        while at < sample.len() && fit.records < SAMPLE_RECORDS {
            let extent = reader.extent(sample, at);
            let record = sample.get(at..extent.end).unwrap_or_default();
            at = extent.next;
            if record.trim().is_empty() || record.starts_with('#') {
                continue;
            }
            let (mut cells, mut filled, mut addresses, mut brackets, mut last_blank) = (0, 0, 0, 0, false);
            let (mut with_at, mut angles) = (0, 0);
            let mut header = false;
            let looks_for_header = !fit.header && fit.records < HEADER_WITHIN && at_signs(record) == 0;
            reader.cells(record, extent.quotes, |cell| {
                cells += 1;
                last_blank = cell.trim().is_empty();
                filled += usize::from(!last_blank);
                let bare = is_bare_address(cell);
                let bracketed = !bare && is_bracketed_address(cell);
                addresses += usize::from(bare || bracketed);
                brackets += usize::from(bracketed);
                with_at += usize::from(bare || bracketed || has_at_sign(cell));
                angles += usize::from(cell.contains('<'));
                header |= looks_for_header && names_the_address(cell, fold);
            });
            if filled == 0 {
                continue;
            }
            fit.records += 1;
            *widths.entry(cells).or_default() += 1;
            fit.header |= header;
            fit.with_address += usize::from(addresses > 0);
            if with_at == filled {
                fit.all_with_at += 1;
                fit.angled += usize::from(angles > 0);
            }
            if addresses == filled {
                fit.all_addresses += 1;
                fit.bracketed += usize::from(brackets > 0);
                fit.open_ended += usize::from(last_blank);
            } else if brackets > 1 {
                fit.bracketed += 1;
            }
        }
        let most = widths.into_iter().max_by_key(|(width, count)| (*count, *width));
        (fit.columns, fit.regular) = most.unwrap_or_default();
        fit
    }

    /// Whether the text is a table with this delimiter.
    fn is_table(&self) -> bool {
        let regular = self.regular * 100 >= self.records * MOSTLY;
        let addresses = self.with_address > 0 || self.header;
        self.columns > 1 && (regular || self.header) && (addresses || (self.no_address && self.is_even()))
    }

    /// Whether all records have the same number of cells, and there are several.
    fn is_even(&self) -> bool {
        self.records > 1 && self.regular == self.records
    }

    fn score(&self) -> usize {
        let share = |part: usize| part * 100 / self.records.max(1);
        usize::from(self.header) * 1_000 + share(self.with_address) * 4 + share(self.regular) * 2
    }

    /// Whether the cells are people rather than columns: in `Ann <…>, Bo <…>` the comma separates two guests.
    fn is_list_of_people(&self) -> bool {
        if self.header {
            return false;
        }
        let all = self.all_addresses == self.records;
        let single = self.records == 1 && self.columns > 1;
        let wide = self.columns > MOST_ADDRESS_COLUMNS;
        // The last line of such a list has no separator at its end.
        let open = self.columns > 2 && self.open_ended + 1 >= self.records;
        // Some are written so that they are not quite addresses: with two separators, or with a full stop behind the last one.
        let each_has_at = self.all_with_at == self.records;
        (all && (single || wide || open || self.bracketed > 0))
            || (single && self.bracketed > 0)
            || (each_has_at && (single || self.angled > 0))
    }
}

/// Whether lines with a name and lines with an address take turns.
fn alternates(sample: &str) -> bool {
    let mut lines = sample.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    let mut pairs = 0;
    while let Some(name) = lines.next() {
        let Some(address) = lines.next() else { return pairs > 1 };
        if !may_be_name(name) || !is_bare_address(address) {
            return false;
        }
        pairs += 1;
    }
    pairs > 1
}

/// Whether a line can be the name that belongs to the address in the next.
#[must_use]
pub fn may_be_name(line: &str) -> bool {
    let letter = |c: char| !c.is_ascii() || c.is_ascii_alphabetic();
    at_signs(line) == 0 && line.contains(letter) && !line.ends_with(':') && line.len() <= LONGEST_NAME_LINE
}

#[cfg(test)]
mod tests;
