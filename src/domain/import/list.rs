//! A list of guests that is being prepared: its rows, what becomes of each, and what the person has changed.
//!
//! A verdict depends on the row itself, which is checked once, and on the rows with the same address, which are found by
//! an index. So a correction is checked at once, however long the list is. Must not know how rows are drawn or sent.

use std::collections::BTreeMap;

use crate::domain::invitation::InvitationDraft;

use super::address_index::{AddressIndex, GroupId};
use super::changes::Changes;
use super::columns::{ColumnChoices, Columns};
use super::edit::RowEdit;
use super::guest_choices::GuestChoices;
use super::row_check::{RowChecker, Standing};
use super::table::{RowPlace, Table};
use super::verdict::{InDirectory, RowWarning, Tally, Verdict, VerdictKind};

mod groups;
mod guests;

/// The rows of a list.
#[derive(Clone, Debug)]
pub struct ImportList {
    table: Table,
    /// Whether the table has columns, and is not people in free text.
    has_columns: bool,
    /// See [`Self::number`].
    counts_people: bool,
    columns: Columns,
    choices: ColumnChoices,
    checker: RowChecker,
    rows: Vec<Row>,
    by_address: AddressIndex,
    /// For addresses that may be the same mailbox.
    by_mailbox: AddressIndex,
    edits: BTreeMap<usize, RowEdit>,
    /// Changes of rows that are not there under the present columns.
    unseen: BTreeMap<RowPlace, RowEdit>,
    /// The addresses that the directory has.
    in_directory: BTreeMap<GroupId, InDirectory>,
    guest_choices: GuestChoices,
    tally: Tally,
    /// For each change, the rows as they were before.
    undo: Vec<Vec<(usize, RowEdit)>>,
}

#[derive(Clone, Debug)]
struct Row {
    place: RowPlace,
    standing: Standing,
    warned: bool,
    left_out: bool,
    group: Option<GroupId>,
    mailbox: Option<GroupId>,
}

/// What a list is made of, so that it can be checked again under other columns or defaults.
pub struct ListParts {
    pub table: Table,
    pub has_columns: bool,
    pub columns: Columns,
    pub choices: ColumnChoices,
    pub checker: RowChecker,
    pub guest_choices: GuestChoices,
}

impl ImportList {
    /// A list without rows yet; the importer adds them.
    pub(super) fn new(parts: ListParts) -> Self {
        let ListParts { table, has_columns, columns, choices, checker, guest_choices } = parts;
        Self {
            counts_people: !has_columns && table.has_lines_with_several(),
            table,
            has_columns,
            columns,
            choices,
            checker,
            rows: Vec::new(),
            by_address: AddressIndex::default(),
            by_mailbox: AddressIndex::default(),
            edits: BTreeMap::new(),
            unseen: BTreeMap::new(),
            in_directory: BTreeMap::new(),
            guest_choices,
            tally: Tally::default(),
            undo: Vec::new(),
        }
    }

    /// Takes the list apart. The changes stay with their rows if the columns change.
    pub(super) fn into_parts(self) -> (ListParts, Changes) {
        let edits = self.edits().map(|(place, edit)| (place, edit.clone()));
        let changes = Changes::new(edits, self.rows.iter().map(|row| row.place));
        let Self { table, has_columns, columns, choices, checker, guest_choices, .. } = self;
        (ListParts { table, has_columns, columns, choices, checker, guest_choices }, changes)
    }

    /// Keeps changes of rows that are not there, for when their column has the addresses again.
    pub(super) fn keep_unseen(&mut self, edits: BTreeMap<RowPlace, RowEdit>) {
        self.unseen = edits;
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The cells as they were pasted.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }

    #[must_use]
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Whether the list is a table; otherwise it is people in free text, with one cell each.
    #[must_use]
    pub fn has_columns(&self) -> bool {
        self.has_columns
    }

    #[must_use]
    pub fn choices(&self) -> &ColumnChoices {
        &self.choices
    }

    /// What each row begins with.
    #[must_use]
    pub fn defaults(&self) -> &InvitationDraft {
        self.checker.defaults()
    }

    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The record and column of a row.
    #[must_use]
    pub fn place(&self, row: usize) -> Option<RowPlace> {
        self.rows.get(row).map(|row| row.place)
    }

    /// The number of the row in a spreadsheet, or of its line in a text. Where lines have several people, their numbers would
    /// not tell them apart, so the people are counted instead.
    #[must_use]
    pub fn number(&self, row: usize) -> Option<u32> {
        let place = self.place(row)?;
        if self.counts_people {
            return u32::try_from(row + 1).ok();
        }
        self.table.record(place.record).map(|record| record.number)
    }

    /// What the person has changed, by record and column, also in rows that are not there under the present columns.
    pub fn edits(&self) -> impl Iterator<Item = (RowPlace, &RowEdit)> {
        let seen = self.edits.iter().filter_map(|(row, edit)| Some((self.place(*row)?, edit)));
        seen.chain(self.unseen.iter().map(|(place, edit)| (*place, edit)))
    }

    /// What the person has changed in a row.
    #[must_use]
    pub fn edit(&self, row: usize) -> RowEdit {
        self.edits.get(&row).cloned().unwrap_or_default()
    }

    /// The kind of [`Self::verdict`], found faster.
    #[must_use]
    pub fn kind(&self, row: usize) -> VerdictKind {
        let Some(known) = self.rows.get(row) else { return VerdictKind::Unanswered };
        if known.left_out {
            return VerdictKind::LeftOut;
        }
        if self.columns.addresses().is_empty() && self.has_columns {
            return VerdictKind::Unanswered;
        }
        match known.standing {
            Standing::OwnOrganization => VerdictKind::OwnOrganization,
            Standing::NotAnAddress(_) => VerdictKind::NotAnAddress,
            Standing::NoAddress => VerdictKind::NoAddress,
            Standing::Problems => VerdictKind::Problems,
            Standing::Look(_) => VerdictKind::NeedsALook,
            Standing::NotNeeded(_) => VerdictKind::NotNeeded,
            Standing::Sound if self.deciding(row).is_some_and(|first| first != row) => VerdictKind::Duplicate,
            Standing::Sound => match self.in_directory(row) {
                Some(InDirectory::Guest(guest)) => self.kind_of_guest(row, guest),
                Some(InDirectory::Internal) => VerdictKind::InternalUser,
                None => VerdictKind::WillInvite,
            },
        }
    }

    /// What will become of a row.
    #[must_use]
    pub fn verdict(&self, row: usize) -> Verdict {
        match (self.kind(row), self.rows.get(row).map(|row| row.standing)) {
            (VerdictKind::NotAnAddress, Some(Standing::NotAnAddress(problem))) => {
                Verdict::NotAnAddress(problem)
            }
            (VerdictKind::NeedsALook, Some(Standing::Look(look))) => Verdict::NeedsALook(look),
            (VerdictKind::NotNeeded, Some(Standing::NotNeeded(says))) => Verdict::NotNeeded(says),
            (VerdictKind::WillInvite, _) => Verdict::WillInvite,
            (VerdictKind::InternalUser, _) => Verdict::InternalUser,
            (kind @ (VerdictKind::AlreadyGuest | VerdictKind::InviteAgain | VerdictKind::NewLink), _) => {
                self.verdict_on_guest(row, kind)
            }
            (VerdictKind::Duplicate, _) => {
                let of = self.deciding(row).unwrap_or(row);
                Verdict::Duplicate { of, other_name: self.other_name(row, of) }
            }
            (VerdictKind::OwnOrganization, _) => Verdict::OwnOrganization,
            (VerdictKind::NoAddress, _) => Verdict::NoAddress,
            (VerdictKind::LeftOut, _) => Verdict::LeftOut,
            (VerdictKind::Problems, _) => {
                let place = self.place(row).unwrap_or(RowPlace { record: row, column: None });
                Verdict::Problems(self.checker.problems(&self.table, &self.columns, place, &self.edit(row)))
            }
            (
                VerdictKind::Unanswered
                | VerdictKind::NotAnAddress
                | VerdictKind::NeedsALook
                | VerdictKind::NotNeeded,
                _,
            ) => Verdict::Unanswered,
        }
    }

    /// The draft of a row. One without a name has the name of another row with the same address.
    #[must_use]
    pub fn draft(&self, row: usize) -> InvitationDraft {
        let mut draft = self.own_draft(row);
        if let Some(named) = self.name_from(row, &draft) {
            draft.name = self.own_draft(named).name;
        }
        draft
    }

    /// What a person should know about a row that can be sent.
    #[must_use]
    pub fn warnings(&self, row: usize) -> Vec<RowWarning> {
        let Some(known) = self.rows.get(row) else { return Vec::new() };
        let edit = self.edit(row);
        let mut warnings = self.checker.warnings(&self.table, &self.columns, known.place, &edit);
        warnings.extend(self.perhaps_same_mailbox(row).map(RowWarning::PerhapsSameMailbox));
        warnings.extend(self.name_from(row, &self.own_draft(row)).map(RowWarning::NameOfOtherRow));
        warnings
    }

    /// Whether a row has a warning, but for that its name is another row's.
    #[must_use]
    pub fn is_warned(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| row.warned) || self.perhaps_same_mailbox(row).is_some()
    }

    /// Addresses that the person can choose for a row that needs a look.
    #[must_use]
    pub fn offers(&self, row: usize) -> Vec<String> {
        self.place(row)
            .map(|place| self.checker.offers(&self.table, &self.columns, place))
            .unwrap_or_default()
    }

    /// Corrects rows, leaves them out or puts them back, as one change that can be undone.
    pub fn change(&mut self, edits: impl IntoIterator<Item = (usize, RowEdit)>) {
        let mut before = Vec::new();
        for (row, edit) in edits {
            if row < self.len() && self.edit(row) != edit {
                before.push((row, self.replace(row, edit)));
            }
        }
        if !before.is_empty() {
            self.undo.push(before);
        }
    }

    /// Whether there is a change to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Takes the last change back and returns its rows.
    pub fn undo(&mut self) -> Vec<usize> {
        let last = self.undo.pop().unwrap_or_default();
        // In the other order, since a row can be in one change twice.
        let rows = last.into_iter().rev().map(|(row, edit)| {
            self.replace(row, edit);
            row
        });
        rows.collect()
    }
}

#[cfg(test)]
mod tests;
