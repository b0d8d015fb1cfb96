//! The guest list as a grid (ARIA Authoring Practices): its headers, its keys, and what a click on a cell does. Only rows near the visible
//! ones are in the document (`slots`). The grid itself has the focus, and names its active cell. Must not know how rows are searched or
//! sorted.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement};

use crate::domain::guest::UserId;
use crate::domain::guest_query::GuestQuery;
use crate::domain::guest_table::RowNumber;
use crate::domain::guest_view::GuestView;
use crate::domain::prefill::Prefill;
use crate::ui::parts::{VisibleRows, focus_in_place};
use crate::ui::state::{expect_guest_list, expect_invite, expect_session};
use crate::ui::words::{expect_words, say, text};

use super::again::use_invite_again;
use super::cells::{Cell, Column, cell_id, cell_with_id, moved};
use super::copying::{Copied, CopyStatus, Copying, use_copy};
use super::headers::{Headers, SortSelect};
use super::line::{Circumstances, Line, row};
use super::list_place::scroll_with_history;
use super::marks::Marks;
use super::selected::{SelectionBar, use_copy_rows};
use super::selection::Selection;
use super::slots::Slots;

/// The id of the grid.
pub(super) const LIST: &str = "guest-list";
/// The height of a row where the window is wide, in CSS pixels.
const ROW: f64 = 40.0;
/// The height of the headers, which cover the first rows while the list is scrolled.
const HEADER: f64 = 44.0;
/// So many rows are printed at most. A browser needs a second to lay them out.
pub(super) const ON_PAPER: usize = 2_000;

#[component]
pub(super) fn GuestList(
    query: RwSignal<GuestQuery>,
    view: Memo<GuestView>,
    selection: RwSignal<Selection>,
    /// Called to show the details of a guest.
    #[prop(into)]
    open: Callback<UserId>,
) -> impl IntoView {
    let words = expect_words();
    let (table, invite, session) = (expect_guest_list().table(), expect_invite(), expect_session());
    let count = Signal::derive(move || view.with(|view| view.rows.len()));
    let seen = VisibleRows::of_page(count, ROW, ON_PAPER);
    scroll_with_history(query, count, seen);
    let marks = expect_context::<Marks>();
    let copying = RwSignal::new(Copying::Idle);
    let (copy, invite_again) = (use_copy(copying), use_invite_again());
    let copy_rows = use_copy_rows(view, selection, copying);

    let slots = Slots::new(seen);
    let number_at = move |place: usize| view.with_untracked(|view| view.rows.get(place).copied());
    let id_at = move |place: usize| {
        let number = number_at(place)?;
        table.with_untracked(|table| table.id(number))
    };
    let content = Memo::new(move |before: Option<&u64>| {
        view.track();
        table.track();
        selection.track();
        copying.track();
        invite.track_sent();
        let _language = words.tag();
        marks.track();
        before.map_or(0, |before| before + 1)
    });
    let line = move |place: usize| {
        let number: RowNumber = number_at(place)?;
        let guest = table.with_untracked(|table| table.get(number))?;
        let is_copied =
            |copying: &Copying| matches!(copying, Copying::Done(Copied::Address(of)) if *of == guest.address);
        let of = Circumstances {
            place,
            number,
            selected: selection.with_untracked(|selection| selection.contains(guest.id)),
            copied: copying.with_untracked(is_copied),
            resent: invite.resent_at(&guest.id),
            now: session.portal().now(),
        };
        Some(Line::new(words, guest, of, marks))
    };
    // A control keeps the focus only as long as it is for the same guest.
    let leave = move |slot: usize| {
        let focused = document().active_element().and_then(|element| cell_of(&element));
        if let (Some((of, _)), Some(grid)) = (focused, seen.scroller.get_untracked())
            && of == slot
        {
            focus_in_place(&grid);
        }
    };
    slots.show(content, line, leave);

    let active = RwSignal::new(Cell { place: 0, column: Column::Name });
    let active_id = Memo::new(move |_| {
        let Cell { place, column } = active.get();
        (place < count.get()).then(|| slots.of_place(place)).flatten().map(|slot| cell_id(slot, column))
    });
    mark_active(active_id);
    let page = move || seen.in_sight.with_untracked(|range| range.len().saturating_sub(2));
    let go = move |to: Cell| {
        active.set(to);
        seen.reveal(to.place, HEADER);
        if let Some(grid) = seen.scroller.get_untracked() {
            focus_in_place(&grid);
        }
    };
    let toggle = move |place: usize, range: bool| {
        let Some(id) = id_at(place) else { return };
        let anchor = selection.with_untracked(Selection::anchor).filter(|_| range);
        let from = anchor.and_then(|anchor| {
            let row = table.with_untracked(|table| table.row_of(anchor))?;
            view.with_untracked(|view| view.rows.iter().position(|number| *number == row))
        });
        match from {
            Some(from) => {
                let (first, last) = if from < place { (from, place) } else { (place, from) };
                selection.update(|selection| selection.add((first..=last).filter_map(id_at)));
            }
            None => selection.update(|selection| selection.toggle(id)),
        }
    };
    let copy_cell = move |cell: Cell| {
        let id = slots.of_place(cell.place).map(|slot| cell_id(slot, cell.column));
        let element = id.and_then(|id| document().get_element_by_id(&id));
        if let Some(text) = element.and_then(|element| element.text_content()).filter(|text| !text.is_empty())
        {
            copy(text.clone(), Copied::Cell(text));
        }
    };

    let on_key = move |event: KeyboardEvent| {
        let (key, command) = (event.key(), event.ctrl_key() || event.meta_key());
        let at = active.get_untracked();
        let in_control = event.target() != event.current_target();
        let handled = match key.as_str() {
            "a" | "A" if command => {
                let all = || view.with_untracked(|view| view.rows.clone());
                let ids = table.with_untracked(|table| {
                    all().into_iter().filter_map(|row| table.id(row)).collect::<Vec<_>>()
                });
                selection.update(|selection| selection.add(ids));
                true
            }
            "c" | "C" if command && !is_text_selected() => {
                if selection.with_untracked(Selection::is_empty) {
                    copy_cell(at);
                } else {
                    copy_rows.run(());
                }
                true
            }
            "Escape" if !selection.with_untracked(Selection::is_empty) => {
                selection.update(Selection::clear);
                true
            }
            " " if !in_control => {
                toggle(at.place, event.shift_key());
                true
            }
            "Enter" if !in_control => {
                press(slots, at, move || {
                    if let Some(id) = id_at(at.place) {
                        open.run(id);
                    }
                });
                true
            }
            key if event.alt_key() || (command && !matches!(key, "Home" | "End")) => false,
            key => match moved(at, key, page(), count.get_untracked()) {
                Some(to) => {
                    if event.shift_key() && to.place != at.place {
                        if selection.with_untracked(Selection::is_empty) {
                            toggle(at.place, false);
                        }
                        toggle(to.place, true);
                    }
                    go(to);
                    true
                }
                None => false,
            },
        };
        if handled {
            event.prevent_default();
        }
    };
    let on_click = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some((target, (slot, column))) =
            target.and_then(|target| cell_of(&target).map(|cell| (target, cell)))
        else {
            return;
        };
        let line = slots.line(slot);
        let Some((place, id, address)) =
            line.with_untracked(|line| line.as_ref().map(|line| (line.place, line.id, line.address.clone())))
        else {
            return;
        };
        active.set(Cell { place, column });
        let is_control = target.closest("button, a").is_ok_and(|control| control.is_some());
        match column {
            Column::Select => toggle(place, event.shift_key()),
            Column::Copy if is_control => copy(address.clone(), Copied::Address(address)),
            Column::Again if is_control => {
                if let Some(guest) = table.with_untracked(|table| table.find(id)) {
                    invite_again(&event, Prefill::new(&guest.address, &guest.name));
                }
            }
            Column::Name
            | Column::Address
            | Column::Company
            | Column::State
            | Column::Invited
            | Column::Accepted => {
                if event.shift_key() {
                    toggle(place, true);
                } else if !is_text_selected() {
                    open.run(id);
                }
            }
            Column::Copy | Column::Again => {}
        }
    };
    let on_paper = move || {
        let (rows, all) = (count.get().min(ON_PAPER), count.get());
        (rows < all).then(|| say!(words, guests.on_paper, count = all, rows = words.number(rows)))
    };
    view! {
        <CopyStatus copying />
        <p class="list__paper">{on_paper}</p>
        <SortSelect query />
        <div
            class="list"
            id=LIST
            node_ref=seen.scroller
            tabindex="0"
            role="grid"
            aria-label=text!(words, guests.title)
            aria-multiselectable="true"
            aria-rowcount=move || count.get() + 1
            aria-colcount=Column::ALL.len()
            aria-activedescendant=move || active_id.get()
            on:scroll=move |_| seen.measure()
            on:keydown=on_key
            on:click=on_click
        >
            <Headers query view selection />
            <div
                role="rowgroup"
                class="list__rows"
                style:padding-top=move || seen.above()
                style:padding-bottom=move || seen.below()
            >
                <For
                    each=move || 0..seen.most.get()
                    key=|slot| *slot
                    children=move |slot| row(words, slot, slots.line(slot))
                />
            </div>
        </div>
        <SelectionBar view selection copying />
    }
}

/// Does what Enter does in a cell: presses its control, or calls `open` if it has none.
fn press(slots: Slots, at: Cell, open: impl FnOnce()) {
    let id = slots.of_place(at.place).map(|slot| cell_id(slot, at.column));
    let cell = id.and_then(|id| document().get_element_by_id(&id));
    let control = cell.and_then(|cell| cell.query_selector("input, a, button").ok().flatten());
    match control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
        Some(control) => control.click(),
        None => open(),
    }
}

/// Keeps the class of the active cell at its element.
fn mark_active(active: Memo<Option<String>>) {
    const ACTIVE: &str = "is-active";
    Effect::new(move |before: Option<Option<String>>| {
        let element = |id: &Option<String>| document().get_element_by_id(id.as_deref()?);
        if let Some(element) = before.as_ref().and_then(element) {
            let _ = element.class_list().remove_1(ACTIVE);
        }
        let now = active.get();
        if let Some(element) = element(&now) {
            let _ = element.class_list().add_1(ACTIVE);
        }
        now
    });
}

/// The slot and column of the cell in which an element is.
fn cell_of(element: &Element) -> Option<(usize, Column)> {
    cell_with_id(&element.closest("[role=gridcell]").ok()??.id())
}

/// Whether the person has selected text, which a click or Ctrl+C is about.
fn is_text_selected() -> bool {
    let selected = window().get_selection().ok().flatten();
    selected.is_some_and(|selected| !selected.is_collapsed())
}
