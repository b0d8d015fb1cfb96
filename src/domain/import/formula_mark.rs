//! The apostrophe before cells that a spreadsheet would calculate.
//!
//! A spreadsheet takes a cell of a file for a formula if it begins with certain signs, and a formula can start programs or
//! send data away. With an apostrophe before it, the cell is text. Our own results are read without it, so that nothing
//! changes on the way.

use std::borrow::Cow;

use crate::domain::invisible::is_blank;

const MARK: char = '\'';

/// A cell as it is written, with a mark if a spreadsheet could calculate it.
#[must_use]
pub fn protect(cell: &str) -> Cow<'_, str> {
    if is_risky(cell) { Cow::Owned(format!("{MARK}{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell that [`protect`] has written.
#[must_use]
pub fn unprotect(cell: &str) -> &str {
    cell.strip_prefix(MARK).filter(|rest| is_risky(rest)).unwrap_or(cell)
}

/// Whether a cell begins like a formula. Blanks and marks before it do not count: programs remove blanks, and a cell that
/// has a mark already gets another one, so that it comes back as it was.
fn is_risky(cell: &str) -> bool {
    if cell.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let mut signs = cell.chars().skip_while(|c| *c == MARK || is_blank(c.encode_utf8(&mut [0; 4])));
    // The wide forms of the signs are formulas in East Asian versions.
    matches!(signs.next(), Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
}

#[cfg(test)]
mod tests;
