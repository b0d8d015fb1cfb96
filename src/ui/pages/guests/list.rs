//! The rows of the guest list. The whole list can be scrolled, but only the visible rows and some more are in the
//! document. All rows have the height that the style sheet sets, which is measured at the first row. Must not know how
//! rows are searched or sorted.

use leptos::prelude::*;

use crate::domain::guest::Guest;
use crate::domain::guest_query::{GuestColumn, GuestQuery};
use crate::ui::parts::badge_class;
use crate::ui::state::expect_guest_list;
use crate::ui::words::{Words, expect_words, say, text};

use super::model::window;

/// The assumed height of a row in CSS pixels, until the first row is measured.
const ROW_GUESS: f64 = 48.0;

/// The state of the scroll container, in CSS pixels.
#[derive(Clone, Copy, PartialEq)]
struct Sight {
    top: f64,
    height: f64,
    row: f64,
}

#[component]
pub(super) fn GuestList(query: RwSignal<GuestQuery>, view: Memo<Vec<usize>>) -> impl IntoView {
    let words = expect_words();
    let table = expect_guest_list().table();
    let scroller = NodeRef::<leptos::html::Div>::new();
    let sight = RwSignal::new(Sight { top: 0.0, height: 900.0, row: ROW_GUESS });
    let measure = move || {
        if let Some(scroller) = scroller.get_untracked() {
            let row = scroller
                .query_selector("tbody tr[data-row]")
                .ok()
                .flatten()
                .map(|row| row.get_bounding_client_rect().height());
            let next = Sight {
                top: f64::from(scroller.scroll_top()),
                height: f64::from(scroller.client_height()),
                row: row.filter(|row| *row > 0.0).unwrap_or_else(|| sight.get_untracked().row),
            };
            if sight.get_untracked() != next {
                sight.set(next);
            }
        }
    };
    Effect::new(move || {
        if scroller.get().is_some()
            && let Ok(frame) = request_animation_frame_with_handle(measure)
        {
            // The list and its signals may be removed before the frame is drawn.
            on_cleanup(move || frame.cancel());
        }
    });
    let resize = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resize.remove());
    // After a change of the query, the list starts at its top.
    Effect::new(move || {
        query.track();
        if let Some(scroller) = scroller.get_untracked() {
            scroller.set_scroll_top(0);
        }
    });

    let count = move || view.with(Vec::len);
    let drawn = Memo::new(move |_| {
        let sight = sight.get();
        window(sight.top, sight.height, sight.row, count())
    });
    let rows = move || {
        let range = drawn.get();
        let first = range.start;
        let numbers = view.with(|view| view.get(range).map(<[usize]>::to_vec).unwrap_or_default());
        table.with(|table| {
            let row = |(offset, number): (usize, usize)| Some((first + offset, table.get(number)?.clone()));
            numbers.into_iter().enumerate().filter_map(row).collect::<Vec<_>>()
        })
    };
    let above = move || px(drawn.read().start, sight.get().row);
    let below = move || px(count() - drawn.read().end.min(count()), sight.get().row);
    view! {
        <div
            class="list"
            node_ref=scroller
            tabindex="0"
            role="region"
            aria-label=text!(words, guests.scroll)
            on:scroll=move |_| measure()
        >
            <table class="list__table" role="table" aria-label=text!(words, guests.title) aria-rowcount=move || count() + 1>
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        <Header column=GuestColumn::Name query />
                        <Header column=GuestColumn::Address query />
                        <Header column=GuestColumn::State query />
                        <Header column=GuestColumn::Invited query />
                        <Header column=GuestColumn::Changed query />
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <tr aria-hidden="true" class="list__gap" style:height=above></tr>
                    // `For` is not used: without keys, scrolling only changes the texts of existing rows. With keys, it
                    // would remove rows and create new ones.
                    {move || rows().into_iter().map(|(index, guest)| row(words, index, guest)).collect_view()}
                    <tr aria-hidden="true" class="list__gap" style:height=below></tr>
                </tbody>
            </table>
        </div>
    }
}

/// The header of a column. A click sorts by it.
#[component]
fn Header(column: GuestColumn, query: RwSignal<GuestQuery>) -> impl IntoView {
    let words = expect_words();
    let sort = Memo::new(move |_| query.with(|query| query.sort));
    let aria = move || match sort.get() {
        sort if sort.column != column => "none",
        sort if sort.descending => "descending",
        _ => "ascending",
    };
    let label = move || match column {
        GuestColumn::Name => say!(words, guests.name),
        GuestColumn::Address => say!(words, guests.address),
        GuestColumn::State => say!(words, guests.state),
        GuestColumn::Invited => say!(words, guests.invited),
        GuestColumn::Changed => say!(words, guests.changed),
    };
    view! {
        <th role="columnheader" scope="col" aria-sort=aria>
            <button
                type="button"
                class="list__sort"
                on:click=move |_| query.update(|query| query.sort = query.sort.clicked(column))
            >
                {label}
                <span class="list__arrow" aria-hidden={"true"}></span>
            </button>
        </th>
    }
}

fn row(words: Words, index: usize, guest: Guest) -> impl IntoView {
    let Guest { name, address, state, invited, changed, .. } = guest;
    let or = |text: &str, missing: String| if text.is_empty() { missing } else { text.to_owned() };
    let shown_name = or(&name, say!(words, guests.no_name));
    let shown_address = or(&address, say!(words, guests.no_address));
    let day = invited.map_or_else(|| say!(words, guests.no_date), |at| words.date(at));
    let exactly = invited.map(|at| words.date_time(at)).unwrap_or_default();
    let changed = changed.map_or_else(|| say!(words, guests.no_date), |at| words.date_time(at));
    view! {
        <tr role="row" aria-rowindex=index + 2 data-row="">
            <td role="cell" class="list__name" title=name>{shown_name}</td>
            <td role="cell" class="list__address" title=address>{shown_address}</td>
            <td role="cell" class="list__state"><span class=badge_class(&state)>{words.guest_state(&state)}</span></td>
            <td role="cell" class="list__invited" title=exactly>{day}</td>
            <td role="cell" class="list__changed">{changed}</td>
        </tr>
    }
}

/// The height of `rows` rows in whole pixels. A fraction would not be visible, and formatting it needs much code.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "heights of lists, far below any limit"
)]
fn px(rows: usize, row: f64) -> String {
    format!("{}px", (rows as f64 * row) as i64)
}
