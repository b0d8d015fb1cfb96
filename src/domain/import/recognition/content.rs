//! What the cells of each column look like, by the first rows.

use crate::domain::import::address_shape::{at_signs, holds_one_address, is_guest_upn};
use crate::domain::import::cell_values::is_kind_of_principal;
use crate::domain::import::table::Table;

/// How many rows are looked at.
const SAMPLE_ROWS: usize = 500;
/// In bytes: a longer cell is no name.
const LONGEST_NAME: usize = 80;

/// Counts of the filled cells of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    filled: usize,
    /// Addresses, with or without a name.
    pub(super) addresses: usize,
    /// Cells with an `@`.
    with_at: usize,
    /// Texts of two to four words of letters.
    names: usize,
    pub(super) urls: usize,
    /// Words for kinds of users and groups.
    pub(super) kinds: usize,
}

impl Content {
    /// Whether most cells are addresses.
    pub(super) fn holds_addresses(&self) -> bool {
        self.addresses > 0 && self.addresses * 2 >= self.filled
    }

    /// Whether the cells are texts other than addresses.
    pub(super) fn holds_text(&self) -> bool {
        self.filled > 0 && self.with_at * 2 < self.filled
    }

    /// Whether nearly all cells can be names of people.
    pub(super) fn holds_names(&self) -> bool {
        self.names > 0 && self.names * 10 >= self.filled * 8 && self.with_at == 0
    }

    pub(super) fn holds_urls(&self) -> bool {
        self.urls > 0 && self.urls * 2 >= self.filled
    }

    fn add(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        self.with_at += usize::from(at_signs(cell) > 0);
        self.addresses += usize::from(holds_one_address(cell) && !is_guest_upn(cell));
        self.names += usize::from(looks_like_name(cell));
        self.urls += usize::from(has_scheme(cell));
        self.kinds += usize::from(is_kind_of_principal(cell));
    }
}

/// The content of each column.
pub(super) fn of(table: &Table) -> Vec<Content> {
    let mut contents = vec![Content::default(); table.width()];
    for record in rows(table) {
        for (content, cell) in contents.iter_mut().zip(table.cells(record)) {
            content.add(cell);
        }
    }
    contents
}

/// Whether two columns hold addresses of different people in a row.
pub(super) fn differ(table: &Table, one: usize, other: usize) -> bool {
    rows(table).any(|record| {
        let (one, other) = (table.cell(record, one).trim(), table.cell(record, other).trim());
        let both = holds_one_address(one) && holds_one_address(other);
        both && !one.eq_ignore_ascii_case(other)
    })
}

fn rows(table: &Table) -> impl Iterator<Item = usize> {
    let rows = table.records().enumerate().filter(|(_, record)| record.not_row.is_none());
    rows.map(|(at, _)| at).take(SAMPLE_ROWS)
}

/// Two to four words of letters, or a few signs of East Asian writing.
fn looks_like_name(cell: &str) -> bool {
    let letter = |c: char| !c.is_ascii() || c.is_ascii_alphabetic();
    let fits = |c: char| letter(c) || matches!(c, ' ' | '.' | ',' | '-' | '\'' | '\n');
    let words = cell.split([' ', '\n']).filter(|word| word.contains(letter)).count();
    let east_asian = cell
        .chars()
        .all(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'));
    let short = cell.chars().count();
    cell.len() <= LONGEST_NAME
        && cell.chars().all(fits)
        && ((2..=4).contains(&words) || (east_asian && (2..=4).contains(&short)))
}

fn has_scheme(cell: &str) -> bool {
    ["https://", "http://"]
        .into_iter()
        .any(|scheme| cell.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)))
}
