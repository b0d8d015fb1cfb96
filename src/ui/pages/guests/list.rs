//! The rows. The whole list scrolls, but only what is in sight (and a little more) is in the document: every row has
//! the height that the style sheet gives it, read off the first one.

use leptos::prelude::*;

use crate::domain::guest::{Guest, GuestState};
use crate::domain::moment::Moment;
use crate::domain::query::{GuestColumn, GuestQuery};
use crate::ui::parts::{StateBadge, line};
use crate::ui::state::expect_state;
use crate::ui::words::{Words, expect_words, say, text};

use super::model::window;

/// Until the first row has been measured.
const ROW_GUESS: f64 = 48.0;

/// The scroll container's state, in CSS pixels.
#[derive(Clone, Copy, PartialEq)]
struct Sight {
    top: f64,
    height: f64,
    row: f64,
}

/// The table.
#[component]
pub(super) fn GuestList(query: RwSignal<GuestQuery>, view: Memo<Vec<usize>>) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let scroller = NodeRef::<leptos::html::Div>::new();
    let sight = RwSignal::new(Sight { top: 0.0, height: 900.0, row: ROW_GUESS });
    let measure = move || {
        if let Some(scroller) = scroller.get_untracked() {
            let row = scroller.query_selector("tbody tr[data-row]").ok().flatten().map(|row| row.get_bounding_client_rect().height());
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
    Effect::new(move |_| {
        if scroller.get().is_some() {
            request_animation_frame(measure);
        }
    });
    let resize = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resize.remove());
    // Another order or filter begins at its top.
    Effect::new(move |before: Option<GuestQuery>| {
        let now = query.get();
        if before.is_some_and(|before| before != now) && let Some(scroller) = scroller.get_untracked() {
            scroller.set_scroll_top(0);
        }
        now
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
        state.guests.with(|guests| {
            let row = |(offset, number): (usize, usize)| Some((first + offset, guests.get(number)?.clone()));
            numbers.into_iter().enumerate().filter_map(row).collect::<Vec<_>>()
        })
    };
    let above = Signal::derive(move || px(drawn.get().start, sight.get().row));
    let below = Signal::derive(move || px(count() - drawn.get().end.min(count()), sight.get().row));
    view! {
        <div
            class="list"
            node_ref=scroller
            tabindex="0"
            role="region"
            aria-label=text!(words, guests.scroll)
            on:scroll=move |_| measure()
        >
            <table class="list__table" role="table" aria-label=text!(words, guests.title) aria-rowcount=line(move || (count() + 1).to_string())>
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
                    <For
                        each=rows
                        key=|(index, guest)| (*index, guest.id.clone(), guest.state.clone(), guest.changed)
                        children=move |(index, guest)| row(words, index, guest)
                    />
                    <tr aria-hidden="true" class="list__gap" style:height=below></tr>
                </tbody>
            </table>
        </div>
    }
}

/// A column's name, which sorts by it.
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
        <th role="columnheader" scope="col" aria-sort=line(move || aria().to_owned())>
            <button
                type="button"
                class="list__sort"
                on:click=move |_| query.update(|query| query.sort = query.sort.clicked(column))
            >
                {line(label)}
                <span class="list__arrow" aria-hidden="true"></span>
            </button>
        </th>
    }
}

fn row(words: Words, index: usize, guest: Guest) -> impl IntoView {
    let Guest { name, address, state, invited, changed, .. } = guest;
    let shown_name = {
        let name = name.clone();
        move || if name.is_empty() { say!(words, guests.no_name) } else { name.clone() }
    };
    let shown_address = {
        let address = address.clone();
        move || if address.is_empty() { say!(words, guests.no_address) } else { address.clone() }
    };
    // "Invited on" is about an invitation; somebody without one was created otherwise.
    let invited = if state == GuestState::NotInvited { None } else { invited };
    view! {
        <tr role="row" aria-rowindex=index + 2 data-row="">
            <td role="cell" class="list__name" title=name>{line(shown_name)}</td>
            <td role="cell" class="list__address" title=address>{line(shown_address)}</td>
            <td role="cell" class="list__state"><StateBadge state=Signal::stored(state) /></td>
            <td role="cell" class="list__invited">{date_cell(words, invited, false)}</td>
            <td role="cell" class="list__changed">{date_cell(words, changed, true)}</td>
        </tr>
    }
}

fn date_cell(words: Words, at: Option<Moment>, with_time: bool) -> AnyView {
    let text = move || match at {
        Some(at) if with_time => words.date_time(at),
        Some(at) => words.date(at),
        None => say!(words, guests.no_date),
    };
    let title = line(move || at.map(|at| words.date_time(at)).unwrap_or_default());
    view! { <span title=title>{line(text)}</span> }.into_any()
}

/// The height of so many rows, in whole pixels: nobody sees a part of one, and writing fractions takes much code.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "heights of lists, far below any limit")]
fn px(rows: usize, row: f64) -> String {
    format!("{}px", (rows as f64 * row) as i64)
}
