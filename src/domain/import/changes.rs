//! What the person has changed in a list, while its columns change.
//!
//! A corrected address belongs to the cell that it stands for, and comes back with its column. That a row is left out, and the
//! name, belong to the row, whichever of its cells has the address. Must not know what a column means.

use std::collections::BTreeMap;

use super::edit::RowEdit;
use super::table::RowPlace;

/// Changes by record and column, of rows that are shown and of such that are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    edits: BTreeMap<RowPlace, RowEdit>,
    /// The rows that the records with changes make under the columns before.
    shown: BTreeMap<usize, Vec<RowPlace>>,
}

impl Changes {
    /// `edits` are all changes, and `rows` the rows that are shown now.
    pub(super) fn new(
        edits: impl IntoIterator<Item = (RowPlace, RowEdit)>,
        rows: impl IntoIterator<Item = RowPlace>,
    ) -> Self {
        let edits: BTreeMap<RowPlace, RowEdit> = edits.into_iter().collect();
        let mut shown: BTreeMap<usize, Vec<RowPlace>> =
            edits.keys().map(|place| (place.record, Vec::new())).collect();
        for row in rows {
            if let Some(rows) = shown.get_mut(&row.record) {
                rows.push(row);
            }
        }
        Self { edits, shown }
    }

    /// What was changed in a row. `alone` says whether it is the only row of its record.
    pub(super) fn take(&mut self, row: RowPlace, alone: bool) -> RowEdit {
        let own = self.edits.remove(&row);
        match self.shown.get(&row.record).map(Vec::as_slice) {
            Some([before]) if alone && *before != row => {
                let before = self.edits.get(before).cloned().unwrap_or_default();
                RowEdit { address: own.and_then(|own| own.address), ..before }
            }
            Some(_) | None => own.unwrap_or_default(),
        }
    }

    /// The changes of rows that are not shown under the present columns.
    pub(super) fn rest(self) -> BTreeMap<RowPlace, RowEdit> {
        self.edits
    }
}

#[cfg(test)]
mod tests;
