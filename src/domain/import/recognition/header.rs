//! Which record is the header, and which records are no rows because of it.

use crate::domain::import::address_shape::{at_signs, holds_one_address};
use crate::domain::import::columns::ColumnRole;
use crate::domain::import::dialect::HEADER_WITHIN;
use crate::domain::import::header_words::{HeaderMeaning, meaning};
use crate::domain::import::own_columns::OwnColumn;
use crate::domain::import::table::{NotRow, Table};
use crate::domain::search_form::Fold;

/// In bytes: a longer cell is no name of a column.
const LONGEST: usize = 120;
/// How many rows must have an address below a cell that may be its name.
const ENOUGH: usize = 2;
const LOOKED_AT: usize = 50;

/// How Microsoft's templates begin their example, in several languages.
const EXAMPLES: [&str; 10] = [
    "example:",
    "beispiel:",
    "exemple:",
    "exemple :",
    "voorbeeld:",
    "przykład:",
    "eksempel:",
    "ejemplo:",
    "示例:",
    "範例:",
];

/// Takes back what an earlier recognition has marked.
pub(super) fn unmark(table: &mut Table) {
    for at in 0..table.len() {
        let why = table.record(at).and_then(|record| record.not_row);
        let marked = match why {
            Some(NotRow::BeforeHeader | NotRow::Header | NotRow::RepeatedHeader | NotRow::Example) => true,
            Some(
                NotRow::Separator | NotRow::TypeLine | NotRow::Version | NotRow::Comment | NotRow::Ruler,
            )
            | None => false,
        };
        if marked {
            table.mark(at, None);
        }
    }
}

/// The header's record. `chosen` says whether there is one, if the person has decided.
pub(super) fn find(table: &Table, chosen: Option<bool>, fold: Fold) -> Option<usize> {
    let first = rows(table).next()?;
    if let Some(chosen) = chosen {
        return chosen.then(|| named(table, fold).unwrap_or(first));
    }
    let is_own = table.cells(first).any(|cell| OwnColumn::of_header(cell).is_some());
    if is_own {
        return Some(first);
    }
    named(table, fold).or_else(|| stands_above_addresses(table, first).then_some(first))
}

/// The first record that has usual names of columns, among them one for the address if any record has.
fn named(table: &Table, fold: Fold) -> Option<usize> {
    let names = |record: usize, fits: fn(HeaderMeaning) -> bool| {
        is_without_address(table, record)
            && table.cells(record).any(|cell| cell.len() <= LONGEST && fits(meaning(cell, fold)))
    };
    let candidates = || rows(table).take(HEADER_WITHIN);
    let address = |meant| meant == HeaderMeaning::Says(ColumnRole::Address);
    let any = |meant| {
        matches!(
            meant,
            HeaderMeaning::Says(_)
                | HeaderMeaning::Hints(_)
                | HeaderMeaning::NameOrLastName
                | HeaderMeaning::SpeaksOfMail
                | HeaderMeaning::NotTheGuest
        )
    };
    // Titles above the header are no rows either, but an address above it is.
    let before_addresses =
        |record: &usize| candidates().take_while(|at| at < record).all(|at| is_without_address(table, at));
    candidates()
        .find(|record| names(*record, address))
        .or_else(|| candidates().next().filter(|record| names(*record, any)))
        .filter(before_addresses)
}

/// Whether the cells of the first record are words above a column of addresses, or words above anything if there are no
/// addresses.
fn stands_above_addresses(table: &Table, first: usize) -> bool {
    if !is_without_address(table, first)
        || table.cells(first).any(|cell| cell.trim().is_empty() || cell.len() > LONGEST)
    {
        return false;
    }
    let below = || rows(table).skip(1).take(LOOKED_AT);
    let columns = (0..table.count(first)).map(|column| {
        let filled = below().filter(|record| !table.cell(*record, column).trim().is_empty()).count();
        let addresses = below().filter(|record| holds_one_address(table.cell(*record, column))).count();
        (column, addresses, addresses * 10 >= filled * 8)
    });
    let columns: Vec<_> = columns.collect();
    if columns.iter().all(|(_, addresses, _)| *addresses == 0) {
        return below().next().is_some()
            && below().all(|record| is_without_address(table, record))
            && table.count(first) > 1;
    }
    columns.into_iter().any(|(column, addresses, mostly)| {
        let cell = table.cell(first, column);
        addresses >= ENOUGH
            && mostly
            && !cell.contains(['.', '#'])
            && !cell.contains(|c: char| c.is_ascii_digit())
    })
}

/// Marks the header, what stands before it, and where it is repeated.
pub(super) fn mark(table: &mut Table, header: usize) {
    let names: Vec<String> = table.cells(header).map(|cell| cell.trim().to_owned()).collect();
    for at in 0..table.len() {
        if table.record(at).is_none_or(|record| record.not_row.is_some()) {
            continue;
        }
        let why = if at == header {
            NotRow::Header
        } else if at < header {
            NotRow::BeforeHeader
        } else if table.cell(at, 0).trim() == names.first().map_or("", String::as_str)
            && table.cells(at).map(str::trim).eq(names.iter().map(String::as_str))
        {
            NotRow::RepeatedHeader
        } else {
            continue;
        };
        table.mark(at, Some(why));
    }
}

/// Marks the examples of templates: `Example: ann@fabrikam.com`.
pub(super) fn mark_examples(table: &mut Table, address: Option<usize>) {
    let Some(address) = address else { return };
    for at in 0..table.len().min(HEADER_WITHIN) {
        let cell = table.cell(at, address).trim();
        let example = EXAMPLES
            .iter()
            .any(|word| cell.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word)));
        if example && table.record(at).is_some_and(|record| record.not_row.is_none()) {
            table.mark(at, Some(NotRow::Example));
        }
    }
}

fn is_without_address(table: &Table, record: usize) -> bool {
    table.cells(record).all(|cell| at_signs(cell) == 0)
}

fn rows(table: &Table) -> impl Iterator<Item = usize> {
    table.records().enumerate().filter(|(_, record)| record.not_row.is_none()).map(|(at, _)| at)
}
