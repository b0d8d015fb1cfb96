//! Makes a list of guests out of a text, in steps so short that a page can draw between them.

use crate::domain::invitation::InvitationDraft;

use super::changes::Changes;
use super::columns::ColumnChoices;
use super::edit::RowEdit;
use super::guest_choices::GuestChoices;
use super::list::{ImportList, ListParts};
use super::reading::Reading;
use super::recognition::recognise;
use super::row_check::{Checks, RowChecker};
use super::source::{MOST_ROWS, SourceProblem, inspect_text};
use super::table::{RowPlace, Table};

/// A list in the making.
pub struct Importer {
    stage: Stage,
    choices: ColumnChoices,
    /// What the person has changed before, if the list is checked again.
    changes: Changes,
}

enum Stage {
    Reading(Box<Reading>, Box<RowChecker>),
    /// The number is that of the next record.
    Checking(Box<ImportList>, usize),
    Refused(SourceProblem),
}

/// How far an importer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many bytes of so many are read.
    Reading(usize, usize),
    /// So many records of so many are checked.
    Checking(usize, usize),
    Done,
}

impl Importer {
    /// Begins with a decoded or pasted text. `defaults` is the draft with which each row begins, without address and name.
    #[must_use]
    pub fn new(text: String, checks: Checks, defaults: InvitationDraft) -> Self {
        let stage = match inspect_text(&text) {
            Ok(()) => {
                let reading = Reading::new(text, checks.fold);
                Stage::Reading(Box::new(reading), Box::new(RowChecker::new(checks, defaults)))
            }
            Err(problem) => Stage::Refused(problem),
        };
        Self { stage, choices: ColumnChoices::default(), changes: Changes::default() }
    }

    /// Adds what the person has changed in this text on an earlier page.
    #[must_use]
    pub fn with_changes(
        self,
        choices: ColumnChoices,
        edits: impl IntoIterator<Item = (RowPlace, RowEdit)>,
    ) -> Self {
        Self { choices, changes: Changes::new(edits, []), ..self }
    }

    /// Begins again with a list whose columns, defaults or rules have changed. What the person has changed in its rows
    /// stays, as far as the rows do.
    #[must_use]
    pub fn again(
        list: ImportList,
        choices: ColumnChoices,
        checks: Checks,
        defaults: InvitationDraft,
    ) -> Self {
        let (parts, changes) = list.into_parts();
        let checker = RowChecker::new(checks, defaults);
        let stage = check(parts.table, parts.has_columns, 0, &choices, checker, parts.guest_choices);
        Self { stage, choices, changes }
    }

    /// Reads or checks so many records. Returns whether there is more to do.
    pub fn advance(&mut self, records: usize) -> bool {
        match &mut self.stage {
            Stage::Reading(reading, _) => {
                if !reading.advance(records) {
                    self.recognise();
                }
            }
            Stage::Checking(list, next) => {
                for _ in 0..records {
                    if *next >= list.table().len() {
                        break;
                    }
                    let places = places(list, *next);
                    let alone = places.len() == 1;
                    for place in places {
                        list.push(place, self.changes.take(place, alone));
                    }
                    *next += 1;
                }
            }
            Stage::Refused(_) => {}
        }
        self.progress() != Progress::Done
    }

    #[must_use]
    pub fn progress(&self) -> Progress {
        match &self.stage {
            Stage::Reading(reading, _) => {
                let (read, of) = reading.progress();
                Progress::Reading(read, of)
            }
            Stage::Checking(list, next) if *next < list.table().len() => {
                Progress::Checking(*next, list.table().len())
            }
            Stage::Checking(..) | Stage::Refused(_) => Progress::Done,
        }
    }

    /// The list. What is left to do is done at once.
    ///
    /// # Errors
    /// The text is no list, or has too many rows.
    pub fn finish(mut self) -> Result<ImportList, SourceProblem> {
        while self.advance(usize::MAX) {}
        match self.stage {
            Stage::Checking(list, _) if list.len() > MOST_ROWS => Err(SourceProblem::TooManyRows(list.len())),
            Stage::Checking(mut list, _) => {
                list.keep_unseen(self.changes.rest());
                Ok(*list)
            }
            Stage::Refused(problem) => Err(problem),
            Stage::Reading(..) => Err(SourceProblem::Empty),
        }
    }

    fn recognise(&mut self) {
        let Stage::Reading(reading, checker) =
            std::mem::replace(&mut self.stage, Stage::Refused(SourceProblem::Empty))
        else {
            return;
        };
        let (table, has_columns, more) = reading.finish();
        self.stage = check(table, has_columns, more, &self.choices, *checker, GuestChoices::default());
    }
}

/// Finds out what the columns are, and begins to check. `more` is the number of records that were not kept.
fn check(
    mut table: Table,
    has_columns: bool,
    more: usize,
    choices: &ColumnChoices,
    checker: RowChecker,
    guest_choices: GuestChoices,
) -> Stage {
    let columns = recognise(&mut table, has_columns, choices, checker.checks().fold);
    let rows = more + table.records().filter(|record| record.not_row.is_none()).count();
    if rows > MOST_ROWS {
        return Stage::Refused(SourceProblem::TooManyRows(rows));
    }
    let parts = ListParts { table, has_columns, columns, choices: choices.clone(), checker, guest_choices };
    Stage::Checking(Box::new(ImportList::new(parts)), 0)
}

/// The rows that a record makes: one, or one for each of the columns with guests that the person has chosen.
fn places(list: &ImportList, record: usize) -> Vec<RowPlace> {
    let is_row = list.table().record(record).is_some_and(|record| record.not_row.is_none());
    if !is_row {
        return Vec::new();
    }
    let columns = list.columns().addresses();
    let place = |column: Option<&usize>| RowPlace { record, column: column.copied() };
    let filled = |column: &&usize| !list.table().cell(record, **column).trim().is_empty();
    let places: Vec<RowPlace> = match columns {
        [] | [_] => Vec::new(),
        several => several.iter().filter(filled).map(|column| place(Some(column))).collect(),
    };
    if places.is_empty() { vec![place(columns.first())] } else { places }
}

#[cfg(test)]
mod tests;
