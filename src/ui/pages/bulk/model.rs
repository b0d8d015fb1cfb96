//! What the views show of a list. Must not know markup.

use crate::domain::import::columns::ColumnUse;
use crate::domain::import::edit::Decision;
use crate::domain::import::list::ImportList;
use crate::domain::import::table::NotRow;
use crate::domain::import::verdict::{FileSays, Look, RowWarning, Verdict};

/// The samples of a column.
const SAMPLES: usize = 3;
/// The records that are searched for samples.
const SAMPLE_RECORDS: usize = 50;

/// The lines that can be told apart from rows.
const NOT_ROWS: [NotRow; 9] = [
    NotRow::Header,
    NotRow::BeforeHeader,
    NotRow::RepeatedHeader,
    NotRow::Separator,
    NotRow::Version,
    NotRow::TypeLine,
    NotRow::Comment,
    NotRow::Ruler,
    NotRow::Example,
];

/// What a line of the table shows of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowFacts {
    pub(super) number: u32,
    pub(super) address: String,
    pub(super) name: String,
    pub(super) verdict: Verdict,
    pub(super) warnings: Vec<RowWarning>,
    /// Addresses that can be chosen.
    pub(super) offers: Vec<String>,
    /// What the buttons do.
    pub(super) choices: Vec<Decision>,
}

impl RowFacts {
    pub(super) fn of(list: &ImportList, row: usize) -> Option<Self> {
        let number = list.number(row)?;
        let (draft, verdict) = (list.draft(row), list.verdict(row));
        let warnings = list.warnings(row);
        // Another address would not answer what became of this one.
        let has_offers = matches!(verdict, Verdict::NeedsALook(look) if look != Look::OutcomeUnknown);
        let offers = if has_offers { list.offers(row) } else { Vec::new() };
        let choices = choices(&verdict);
        Some(Self { number, address: draft.email, name: draft.name, verdict, warnings, offers, choices })
    }
}

/// What the person can decide about a row. [`Decision::AsFound`] takes back what they have decided.
fn choices(verdict: &Verdict) -> Vec<Decision> {
    match verdict {
        Verdict::LeftOut => vec![Decision::AsFound],
        Verdict::NotNeeded(FileSays::Group) => Vec::new(),
        Verdict::NotNeeded(_) | Verdict::NeedsALook(Look::LostCharacters | Look::OutcomeUnknown) => {
            vec![Decision::TakenIn, Decision::LeftOut]
        }
        Verdict::AlreadyGuest(_) => vec![Decision::InvitedAgain, Decision::LeftOut],
        Verdict::WillInvite
        | Verdict::InviteAgain(_)
        | Verdict::NewLink(_)
        | Verdict::InternalUser
        | Verdict::Duplicate { .. }
        | Verdict::OwnOrganization
        | Verdict::NotAnAddress(_)
        | Verdict::NoAddress
        | Verdict::Problems(_)
        | Verdict::NeedsALook(_)
        | Verdict::Unanswered => vec![Decision::LeftOut],
    }
}

/// A column of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ColumnFacts {
    pub(super) at: usize,
    /// `None` without a header, or if its cell is empty.
    pub(super) header: Option<String>,
    pub(super) samples: Vec<String>,
    pub(super) of: ColumnUse,
}

/// All columns of a table; none for people in free text.
pub(super) fn columns(list: &ImportList) -> Vec<ColumnFacts> {
    if !list.has_columns() {
        return Vec::new();
    }
    let (table, columns) = (list.table(), list.columns());
    let rows: Vec<usize> = (0..table.len().min(SAMPLE_RECORDS))
        .filter(|record| table.record(*record).is_some_and(|record| record.not_row.is_none()))
        .collect();
    let facts = |(at, of): (usize, &ColumnUse)| {
        let header = columns.header().map(|header| table.cell(header, at).trim().to_owned());
        let mut samples: Vec<String> = Vec::new();
        for cell in rows.iter().map(|record| table.cell(*record, at).trim()) {
            if !cell.is_empty() && samples.len() < SAMPLES && !samples.iter().any(|sample| sample == cell) {
                samples.push(cell.to_owned());
            }
        }
        ColumnFacts { at, header: header.filter(|header| !header.is_empty()), samples, of: *of }
    };
    columns.uses().iter().enumerate().map(facts).collect()
}

/// The number of lines without a guest, and of which kinds they are. `None` in the list of kinds: blank lines.
pub(super) fn not_rows(list: &ImportList) -> (usize, Vec<Option<NotRow>>) {
    let table = list.table();
    let counted = NOT_ROWS.into_iter().map(|why| (Some(why), table.not_rows(why)));
    let all = counted.chain([(None, table.blank_lines())]).filter(|(_, count)| *count > 0);
    all.fold((0, Vec::new()), |(sum, mut kinds), (kind, count)| {
        kinds.push(kind);
        (sum + count, kinds)
    })
}

#[cfg(test)]
mod tests;
