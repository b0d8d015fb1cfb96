//! The guest list. Only rows near the visible ones are in the document (`slots`). Must not know how rows are searched or sorted, nor what
//! keys and clicks do.

use leptos::prelude::*;

use crate::domain::guest::UserId;
use crate::domain::guest_query::GuestQuery;
use crate::domain::guest_view::GuestView;
use crate::ui::parts::VisibleRows;
use crate::ui::state::{expect_guest_list, expect_invite, expect_session};
use crate::ui::words::{expect_words, say, text};

use super::again::use_invite_again;
use super::cells::{Column, LIST};
use super::copying::{Copied, Copying, use_copy};
use super::grid::{Actions, Grid};
use super::headers::{Headers, SortSelect};
use super::line::{Circumstances, Line, row};
use super::list_place::scroll_with_history;
use super::marks::Marks;
use super::selected::use_copy_rows;
use super::selection::Selection;

/// The height of a row where the window is wide, in CSS pixels.
const ROW: f64 = 40.0;
/// So many rows are printed at most. A browser needs a second to lay them out.
const ON_PAPER: usize = 2_000;

#[component]
pub(super) fn GuestList(
    query: RwSignal<GuestQuery>,
    view: Memo<GuestView>,
    selection: RwSignal<Selection>,
    copying: RwSignal<Copying>,
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
    let grid = Grid::new(seen, view, selection);
    let open_guest = Memo::new(move |_| query.with(|query| query.open));
    let content = Memo::new(move |before: Option<&u64>| {
        view.track();
        table.track();
        selection.track();
        open_guest.track();
        copying.track();
        invite.track_sent();
        let _language = words.tag();
        marks.track();
        before.map_or(0, |before| before + 1)
    });
    let line = move |place: usize| {
        let number = grid.number_at(place)?;
        let guest = table.with_untracked(|table| table.get(number))?;
        let is_copied =
            |copying: &Copying| matches!(copying, Copying::Done(Copied::Address(of)) if *of == guest.address);
        let of = Circumstances {
            place,
            number,
            selected: selection.with_untracked(|selection| selection.contains(guest.id)),
            copied: copying.with_untracked(is_copied),
            open: open_guest.get_untracked() == Some(guest.id),
            resent: invite.resent_at(&guest.id),
            now: session.portal().now(),
        };
        Some(Line::new(words, guest, of, marks))
    };
    grid.slots.show(content, line, move |slot| grid.leave(slot));
    let active = grid.active_id();
    let actions = Actions {
        open,
        copy: use_copy(copying),
        copy_rows: use_copy_rows(view, selection, copying),
        invite_again: use_invite_again(),
    };
    let actions = StoredValue::new_local(actions);
    let on_paper = move || {
        let (rows, all) = (count.get().min(ON_PAPER), count.get());
        (rows < all).then(|| say!(words, guests.on_paper, count = all, rows = words.number(rows)))
    };
    view! {
        <p class="list__paper">{on_paper}</p>
        <SortSelect query />
        <div
            class="list"
            class:list--beside=move || open_guest.get().is_some()
            id=LIST
            node_ref=seen.scroller
            tabindex="0"
            role="grid"
            aria-label=text!(words, guests.title)
            aria-multiselectable="true"
            aria-rowcount=move || count.get() + 1
            aria-colcount=Column::ALL.len()
            aria-activedescendant=move || active.get()
            on:scroll=move |_| seen.measure()
            on:keydown=move |event| actions.with_value(|actions| grid.key(&event, actions))
            on:click=move |event| actions.with_value(|actions| grid.click(&event, actions))
        >
            <Headers query view selection />
            <div
                role="rowgroup"
                class="list__rows"
                style:height=move || format!("calc({} * var(--row))", count.get())
            >
                <For
                    each=move || 0..seen.most.get()
                    key=|slot| *slot
                    children=move |slot| row(words, slot, grid.slots.line(slot))
                />
            </div>
        </div>
    }
}
