//! The cells of the list, and what a key does to the active one. Must not know what a cell shows.

/// The id of the list.
pub(super) const LIST: &str = "guest-list";

/// The columns, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Select,
    Name,
    Address,
    Company,
    State,
    Invited,
    Accepted,
    Copy,
    Again,
}

impl Column {
    pub(super) const ALL: [Self; 9] = [
        Self::Select,
        Self::Name,
        Self::Address,
        Self::Company,
        Self::State,
        Self::Invited,
        Self::Accepted,
        Self::Copy,
        Self::Again,
    ];

    /// From 0.
    pub(super) fn number(self) -> usize {
        Self::ALL.iter().position(|column| *column == self).unwrap_or(0)
    }
}

/// A cell of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// The place of the row, from 0.
    pub(super) place: usize,
    pub(super) column: Column,
}

/// The cell that a key leads to; `None` if the key does not move. `page` is the number of rows that can be seen, and `rows` the number of
/// all.
pub(super) fn moved(from: Cell, key: &str, page: usize, rows: usize) -> Option<Cell> {
    let last = rows.checked_sub(1)?;
    let page = page.max(2) - 1;
    let to = |place: usize| Some(Cell { place: place.min(last), ..from });
    let beside = |by: fn(usize) -> Option<usize>| {
        let column = by(from.column.number()).and_then(|number| Column::ALL.get(number).copied());
        Some(Cell { column: column.unwrap_or(from.column), ..from })
    };
    match key {
        "ArrowDown" => to(from.place + 1),
        "ArrowUp" => to(from.place.saturating_sub(1)),
        "PageDown" => to(from.place + page),
        "PageUp" => to(from.place.saturating_sub(page)),
        "Home" => to(0),
        "End" => to(last),
        "ArrowRight" => beside(|number| Some(number + 1)),
        "ArrowLeft" => beside(|number| number.checked_sub(1)),
        _ => None,
    }
}

/// The id of a cell in the document. `slot` is the number of its row among those in the document, which show one guest after the other.
pub(super) fn cell_id(slot: usize, column: Column) -> String {
    format!("cell-{slot}-{}", column.number())
}

/// The slot and column with this id.
pub(super) fn cell_with_id(id: &str) -> Option<(usize, Column)> {
    let (slot, number) = id.strip_prefix("cell-")?.split_once('-')?;
    Some((slot.parse().ok()?, *Column::ALL.get(number.parse::<usize>().ok()?)?))
}

#[cfg(test)]
mod tests;
