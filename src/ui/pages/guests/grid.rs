//! What keys and clicks do in the list (ARIA Authoring Practices, grid pattern). The list itself has the focus, and names its active
//! cell. Must not know what a row shows.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use crate::domain::guest::UserId;
use crate::domain::guest_table::{GuestTable, RowNumber};
use crate::domain::guest_view::GuestView;
use crate::domain::prefill::Prefill;
use crate::ui::parts::{
    VisibleRows, focus_in_place, is_shown, is_text_selected, press_control_in, set_class, spot_of_event,
    spot_of_focus, text_in,
};
use crate::ui::state::expect_guest_list;

use super::cells::{Cell, Column, cell_id, cell_with_id, moved};
use super::copying::Copied;
use super::line::slot_with_id;
use super::selection::Selection;
use super::slots::Slots;

/// The height of the headers, which cover the first rows while the list is scrolled.
const HEADER: f64 = 44.0;
const CELL: &str = "[role=gridcell]";
const ROW: &str = "[data-row]";
const ACTIVE: &str = "is-active";

#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub(super) seen: VisibleRows,
    pub(super) slots: Slots,
    pub(super) view: Memo<GuestView>,
    pub(super) selection: RwSignal<Selection>,
    table: ReadSignal<GuestTable>,
    active: RwSignal<Cell>,
}

/// What a key or click leads to outside of the list.
#[derive(Clone, Copy)]
pub(super) struct Actions<C, A> {
    /// Shows the details of a guest.
    pub(super) open: Callback<UserId>,
    pub(super) copy: C,
    pub(super) copy_rows: Callback<()>,
    pub(super) invite_again: A,
}

impl Grid {
    pub(super) fn new(seen: VisibleRows, view: Memo<GuestView>, selection: RwSignal<Selection>) -> Self {
        let active = RwSignal::new(Cell { place: 0, column: Column::Name });
        let table = expect_guest_list().table();
        Self { seen, slots: Slots::new(seen), view, selection, table, active }
    }

    pub(super) fn number_at(self, place: usize) -> Option<RowNumber> {
        self.view.with_untracked(|view| view.rows.get(place).copied())
    }

    fn id_at(self, place: usize) -> Option<UserId> {
        let number = self.number_at(place)?;
        self.table.with_untracked(|table| table.id(number))
    }

    fn id_of(self, cell: Cell) -> Option<String> {
        self.slots.of_place(cell.place).map(|slot| cell_id(slot, cell.column))
    }

    /// The id of the active cell, if it is in the document. Its element has a class for the style sheet.
    pub(super) fn active_id(self) -> Memo<Option<String>> {
        let active = Memo::new(move |_| {
            let cell = self.active.get();
            // A list that has become shorter ends above it.
            let last = self.view.with(|view| view.rows.len().checked_sub(1))?;
            self.id_of(Cell { place: cell.place.min(last), ..cell })
        });
        Effect::new(move |before: Option<Option<String>>| {
            if let Some(id) = before.flatten() {
                set_class(&id, ACTIVE, false);
            }
            let now = active.get();
            if let Some(id) = now.clone()
                && !set_class(&id, ACTIVE, true)
            {
                // A row that shows its first guest is not in the document before the next frame.
                request_animation_frame(move || {
                    if active.try_get_untracked().flatten().as_ref() == Some(&id) {
                        set_class(&id, ACTIVE, true);
                    }
                });
            }
            now
        });
        active
    }

    /// Takes the focus from a control in a slot that is about to show another guest.
    pub(super) fn leave(self, slot: usize) {
        let focused = spot_of_focus(CELL).and_then(|spot| cell_with_id(&spot.id));
        if focused.is_some_and(|(of, _)| of == slot) {
            self.focus();
        }
    }

    fn focus(self) {
        if let Some(grid) = self.seen.scroller.get_untracked() {
            focus_in_place(&grid);
        }
    }

    fn go(self, to: Cell) {
        self.active.set(to);
        self.seen.reveal(to.place, HEADER);
        self.focus();
    }

    /// Selects the guest at a place, or no longer.
    fn toggle(self, place: usize) {
        if let Some(id) = self.id_at(place) {
            self.selection.update(|selection| selection.toggle(id));
        }
    }

    /// Selects all from where a range begins up to a place, in place of the last range. `from`: where it begins if no guest was selected
    /// before, or if that one is not shown.
    fn extend(self, from: usize, to: usize) {
        let place_of = |guest: UserId| {
            let row = self.table.with_untracked(|table| table.row_of(guest))?;
            self.view.with_untracked(|view| view.rows.iter().position(|number| *number == row))
        };
        let from = self.selection.with_untracked(Selection::anchor).and_then(place_of).unwrap_or(from);
        let range: Vec<UserId> =
            (from.min(to)..=from.max(to)).filter_map(|place| self.id_at(place)).collect();
        if let Some(anchor) = self.id_at(from) {
            self.selection.update(|selection| selection.extend(anchor, range));
        }
    }

    fn select_all(self) {
        let ids = |view: &GuestView, table: &GuestTable| -> Vec<UserId> {
            view.rows.iter().filter_map(|row| table.id(*row)).collect()
        };
        let ids = self.view.with_untracked(|view| self.table.with_untracked(|table| ids(view, table)));
        self.selection.update(|selection| selection.add(ids));
    }

    /// The active cell. A column that has no room any more is left, and so is a row behind the last one.
    fn shown_cell(self) -> Cell {
        let cell = self.active.get_untracked();
        let last = self.view.with_untracked(|view| view.rows.len().saturating_sub(1));
        let at = Cell { place: cell.place.min(last), ..cell };
        if self.is_shown(at) { at } else { Cell { column: Column::Name, ..at } }
    }

    /// Whether there is room for a cell's column.
    fn is_shown(self, cell: Cell) -> bool {
        untrack(|| self.id_of(cell)).is_none_or(|id| is_shown(&id))
    }

    /// The cell that a key leads to. Columns for which there is no room are left out.
    fn moved(self, from: Cell, key: &str, page: usize, rows: usize) -> Option<Cell> {
        let mut cell = from;
        loop {
            let to = moved(cell, key, page, rows)?;
            if to == cell {
                return Some(from);
            }
            if to.place != cell.place || self.is_shown(to) {
                return Some(to);
            }
            cell = to;
        }
    }

    /// Does what a key is for.
    pub(super) fn key<C: Fn(String, Copied), A>(self, event: &KeyboardEvent, actions: &Actions<C, A>) {
        let (key, command) = (event.key(), event.ctrl_key() || event.meta_key());
        let at = self.shown_cell();
        let in_control = event.target() != event.current_target();
        let any_selected = !self.selection.with_untracked(Selection::is_empty);
        match key.as_str() {
            "a" | "A" if command => self.select_all(),
            "c" | "C" if command && any_selected && !is_text_selected() => actions.copy_rows.run(()),
            "c" | "C" if command && !is_text_selected() => {
                if let Some(text) = self.id_of(at).and_then(|id| text_in(&id)) {
                    (actions.copy)(text.clone(), Copied::Cell(text));
                }
            }
            "Escape" if any_selected => self.selection.update(Selection::clear),
            " " if !in_control && event.shift_key() => self.extend(at.place, at.place),
            " " if !in_control => self.toggle(at.place),
            "Enter" if !in_control => {
                let is_pressed = self.id_of(at).is_some_and(|id| press_control_in(&id));
                if let Some(guest) = self.id_at(at.place).filter(|_| !is_pressed) {
                    actions.open.run(guest);
                }
            }
            key if event.alt_key() || (command && !matches!(key, "Home" | "End")) => return,
            key => {
                let rows = self.view.with_untracked(|view| view.rows.len());
                let page = self.seen.in_sight.with_untracked(|range| range.len().saturating_sub(2));
                let Some(to) = self.moved(at, key, page, rows) else { return };
                if event.shift_key() && to.place != at.place {
                    self.extend(at.place, to.place);
                }
                self.go(to);
            }
        }
        event.prevent_default();
    }

    /// Does what a click on a cell or its control is for.
    pub(super) fn click<C: Fn(String, Copied), A: Fn(&MouseEvent, Prefill)>(
        self,
        event: &MouseEvent,
        actions: &Actions<C, A>,
    ) {
        let spot = spot_of_event(event.target(), CELL);
        let in_control = spot.as_ref().is_some_and(|spot| spot.in_control);
        let cell = spot.and_then(|spot| cell_with_id(&spot.id));
        // Cells are not as high as their row. What is between them is as good as the name.
        let row = || Some((slot_with_id(&spot_of_event(event.target(), ROW)?.id)?, Column::Name));
        let Some((slot, column)) = cell.or_else(row) else { return };
        let Some((place, id, address)) = self
            .slots
            .line(slot)
            .with_untracked(|line| line.as_ref().map(|line| (line.place, line.id, line.address.clone())))
        else {
            return;
        };
        self.active.set(Cell { place, column });
        match column {
            Column::Select if event.shift_key() => self.extend(place, place),
            Column::Select => self.toggle(place),
            Column::Copy if in_control => (actions.copy)(address.clone(), Copied::Address(address)),
            Column::Again if in_control => {
                if let Some(guest) = self.table.with_untracked(|table| table.find(id)) {
                    (actions.invite_again)(event, Prefill::new(&guest.address, &guest.name));
                }
            }
            Column::Copy | Column::Again => {}
            Column::Name
            | Column::Address
            | Column::Company
            | Column::State
            | Column::Invited
            | Column::Accepted => {
                if event.shift_key() {
                    self.extend(place, place);
                } else if !is_text_selected() {
                    actions.open.run(id);
                }
            }
        }
    }
}
