//! What can be done with the selected guests, and selecting all that match. Must not know the rows in the document.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::guest::{Guest, UserId};
use crate::domain::guest_table::{GuestTable, RowNumber};
use crate::domain::guest_view::GuestView;
use crate::domain::import::formula_mark::protect;
use crate::domain::moment::Moment;
use crate::ui::parts::{focus_if_there, focus_search};
use crate::ui::state::{expect_guest_list, expect_session};
use crate::ui::words::{Words, expect_words, say, text};

use super::cells::LIST;
use super::copying::{Copied, Copying, use_copy};
use super::selection::Selection;

/// The rows that are copied before the page may draw.
const STEP: usize = 2_000;
/// Between addresses, as mail programs expect it.
const BETWEEN: &str = "; ";

/// How many of the selected guests the query shows.
fn use_shown(view: Memo<GuestView>, selection: RwSignal<Selection>) -> Memo<usize> {
    let table = expect_guest_list().table();
    Memo::new(move |_| {
        selection.with(|selection| {
            let is_shown = |view: &GuestView, table: &GuestTable, guest: UserId| {
                table.row_of(guest).is_some_and(|row| view.found.contains(row))
            };
            let shown = |view: &GuestView, table: &GuestTable| {
                selection.iter().filter(|guest| is_shown(view, table, *guest)).count()
            };
            view.with(|view| table.with(|table| shown(view, table)))
        })
    })
}

/// A function that selects all guests that the query shows.
fn use_select_all(
    view: Memo<GuestView>,
    selection: RwSignal<Selection>,
) -> impl Fn() + Copy + Send + Sync + 'static {
    let table = expect_guest_list().table();
    move || {
        let ids = |view: &GuestView, table: &GuestTable| -> Vec<UserId> {
            view.rows.iter().filter_map(|row| table.id(*row)).collect()
        };
        let ids = view.with_untracked(|view| table.with_untracked(|table| ids(view, table)));
        selection.update(|selection| selection.add(ids));
    }
}

/// The box in the header: all guests that the query shows, or none of them.
#[component]
pub(super) fn SelectAll(view: Memo<GuestView>, selection: RwSignal<Selection>) -> impl IntoView {
    let words = expect_words();
    let table = expect_guest_list().table();
    let (shown, select_all) = (use_shown(view, selection), use_select_all(view, selection));
    let rows = Memo::new(move |_| view.with(|view| view.rows.len()));
    let all = move || shown.get() == rows.get() && rows.get() > 0;
    let toggle = move |_| {
        if !all() {
            select_all();
            return;
        }
        let is_hidden = |guest: UserId| {
            let row = table.with_untracked(|table| table.row_of(guest));
            !row.is_some_and(|row| view.with_untracked(|view| view.found.contains(row)))
        };
        selection.update(|selection| selection.retain(is_hidden));
    };
    view! {
        <input
            type="checkbox"
            aria-label=move || say!(words, guests.select_all, count = rows.get())
            prop:checked=all
            prop:indeterminate=move || shown.get() != 0 && !all()
            on:change=toggle
        />
    }
}

/// Shown while guests are selected.
#[component]
pub(super) fn SelectionBar(
    view: Memo<GuestView>,
    selection: RwSignal<Selection>,
    copying: RwSignal<Copying>,
) -> impl IntoView {
    let words = expect_words();
    let (shown, select_all) = (use_shown(view, selection), use_select_all(view, selection));
    let selected = Memo::new(move |_| selection.with(Selection::len));
    let rows = Memo::new(move |_| view.with(|view| view.rows.len()));
    let told = move || {
        let hidden = selected.get().saturating_sub(shown.get());
        let selected = say!(words, guests.selected, count = selected.get());
        if hidden == 0 {
            return selected;
        }
        format!("{selected} · {}", say!(words, guests.selected_elsewhere, count = hidden))
    };
    let copy_rows = use_copy_rows(view, selection, copying);
    let copy_addresses = use_copy_selected(view, selection, copying, Addresses);
    let clear = move |_| {
        // This bar is removed, so the focus moves to what stays.
        if !focus_if_there(LIST) {
            focus_search();
        }
        selection.update(Selection::clear);
    };
    view! {
        <p class="hidden" role="status">{move || if selected.get() > 0 { told() } else { String::new() }}</p>
        <Show when=move || selected.get() != 0>
            <div class="selection" role="group" aria-label=text!(words, guests.selection)>
                <p class="selection__count" aria-hidden={"true"}>{told}</p>
                <Show when=move || shown.get() < rows.get()>
                    <button type="button" class="button" on:click=move |_| select_all()>
                        {move || say!(words, guests.select_all, count = rows.get())}
                    </button>
                </Show>
                <button type="button" class="button" on:click=move |_| copy_rows.run(())>
                    {text!(words, guests.copy_rows)}
                </button>
                <button type="button" class="button" on:click=move |_| copy_addresses.run(())>
                    {text!(words, guests.copy_addresses)}
                </button>
                <button type="button" class="button" on:click=clear>
                    {text!(words, guests.select_none)}
                </button>
            </div>
        </Show>
    }
}

/// What is copied of the selected guests.
trait Format: Copy + Send + Sync + 'static {
    /// What stands before the first guest.
    fn begin(self, words: Words) -> String;
    /// Adds a guest to the text. Returns whether there was something to add.
    fn add(self, words: Words, guest: &Guest, text: &mut String) -> bool;
    fn copied(self, guests: usize) -> Copied;
}

/// Cells between tabs, which spreadsheets put into columns.
#[derive(Clone, Copy)]
struct Rows;

/// Cells in one line, between tabs.
fn line(cells: &[String]) -> String {
    let one_line = |cell: &String| protect(cell).replace(['\t', '\n', '\r'], " ");
    cells.iter().map(one_line).collect::<Vec<_>>().join("\t") + "\n"
}

impl Format for Rows {
    fn begin(self, words: Words) -> String {
        line(&[
            say!(words, guests.name),
            say!(words, guests.address),
            say!(words, guests.company),
            say!(words, guests.state),
            say!(words, guests.state_blocked),
            say!(words, guests.invited),
            say!(words, guests.accepted_on),
        ])
    }

    fn add(self, words: Words, guest: &Guest, text: &mut String) -> bool {
        let date = |at: Option<Moment>| at.map(Moment::to_iso).unwrap_or_default();
        let state = words.guest_state(&guest.state);
        let cells = [
            guest.name.clone(),
            guest.address.clone(),
            guest.company.clone(),
            state,
            if guest.blocked { say!(words, guests.state_blocked) } else { String::new() },
            date(guest.invited),
            date(guest.accepted()),
        ];
        text.push_str(&line(&cells));
        true
    }

    fn copied(self, guests: usize) -> Copied {
        Copied::Rows(guests)
    }
}

#[derive(Clone, Copy)]
struct Addresses;

impl Format for Addresses {
    fn begin(self, _: Words) -> String {
        String::new()
    }

    fn add(self, _: Words, guest: &Guest, text: &mut String) -> bool {
        if guest.address.is_empty() {
            return false;
        }
        if !text.is_empty() {
            text.push_str(BETWEEN);
        }
        text.push_str(&guest.address);
        true
    }

    fn copied(self, guests: usize) -> Copied {
        Copied::Addresses(guests)
    }
}

/// Copies the rows of the selected guests.
pub(super) fn use_copy_rows(
    view: Memo<GuestView>,
    selection: RwSignal<Selection>,
    copying: RwSignal<Copying>,
) -> Callback<()> {
    use_copy_selected(view, selection, copying, Rows)
}

/// The rows of the selected guests: those that are shown in their order, and then the others.
pub(super) fn selected_rows(
    view: Memo<GuestView>,
    table: ReadSignal<GuestTable>,
    selection: RwSignal<Selection>,
) -> Vec<RowNumber> {
    let rows = |view: &GuestView, table: &GuestTable, selection: &Selection| -> Vec<RowNumber> {
        let is_selected = |row: &RowNumber| table.id(*row).is_some_and(|id| selection.contains(id));
        let hidden =
            selection.iter().filter_map(|id| table.row_of(id)).filter(|row| !view.found.contains(*row));
        view.rows.iter().copied().filter(is_selected).chain(hidden).collect()
    };
    view.with_untracked(|view| {
        table.with_untracked(|table| selection.with_untracked(|selection| rows(view, table, selection)))
    })
}

/// Copies the selected guests: those that are shown in their order, and then the others. The page may draw in between.
fn use_copy_selected(
    view: Memo<GuestView>,
    selection: RwSignal<Selection>,
    copying: RwSignal<Copying>,
    format: impl Format,
) -> Callback<()> {
    let words = expect_words();
    let (session, table, copy) = (expect_session(), expect_guest_list().table(), use_copy(copying));
    Callback::new(move |()| {
        let clock = session.portal().timers();
        spawn_local(async move {
            let (mut text, mut copied) = (format.begin(words), 0);
            let rows = selected_rows(view, table, selection);
            let ids: Vec<UserId> =
                table.with_untracked(|table| rows.into_iter().filter_map(|row| table.id(row)).collect());
            for ids in ids.chunks(STEP) {
                for id in ids {
                    let guest = table.try_with_untracked(|table| table.find(*id)).flatten();
                    copied += usize::from(guest.is_some_and(|guest| format.add(words, &guest, &mut text)));
                }
                if ids.len() == STEP {
                    clock.give_way().await;
                }
            }
            copy(text, format.copied(copied));
        });
    })
}
