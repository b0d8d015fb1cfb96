//! The rows of the guest list. The whole list can be scrolled, but only the visible rows and some more are in the
//! document. All rows have the height that the style sheet sets, which is measured at the first row. Must not know how
//! rows are searched or sorted.

use leptos::prelude::*;

use crate::domain::guest::{Guest, GuestState};
use crate::domain::guest_query::{GuestColumn, GuestQuery};
use crate::domain::guest_table::GuestView;
use crate::domain::invisible::{TextKind, revealed, visible};
use crate::domain::moment::Moment;
use crate::ui::parts::badge_class;
use crate::ui::state::{expect_guest_list, expect_invite};
use crate::ui::words::{Words, expect_words, say, text};

use super::actions::{Copied, Copying, actions};
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

/// A row that is in the document. A row with another number, content or language is another row, so that a button keeps
/// the focus only as long as it is for the same guest, and a text that the browser has translated is not patched.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Drawn {
    language: &'static str,
    /// The place in the list, from 0.
    index: usize,
    guest: Guest,
    /// When another invitation was sent to the guest in this session.
    resent: Option<Moment>,
}

#[component]
pub(super) fn GuestList(query: RwSignal<GuestQuery>, view: Memo<GuestView>) -> impl IntoView {
    let words = expect_words();
    let (table, invite) = (expect_guest_list().table(), expect_invite());
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

    let copying = RwSignal::new(Copying::Idle);
    let count = move || view.with(|view| view.rows.len());
    let drawn = Memo::new(move |_| {
        let sight = sight.get();
        window(sight.top, sight.height, sight.row, count())
    });
    let rows = move || {
        let (range, language) = (drawn.get(), words.tag());
        let first = range.start;
        let numbers = view.with(|view| view.rows.get(range).map(<[usize]>::to_vec).unwrap_or_default());
        table.with(|table| {
            let row = |(offset, number): (usize, usize)| {
                let guest = table.get(number)?.clone();
                let resent = invite.resent_at(&guest.id);
                Some(Drawn { language, index: first + offset, guest, resent })
            };
            numbers.into_iter().enumerate().filter_map(row).collect::<Vec<_>>()
        })
    };
    let above = move || px(drawn.read().start, sight.get().row);
    let below = move || px(count() - drawn.read().end.min(count()), sight.get().row);
    view! {
        <Copied copying />
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
                        <th role="columnheader" scope="col" aria-sort="none">
                            <span class="hidden">{text!(words, guests.actions)}</span>
                        </th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <tr aria-hidden="true" class="list__gap" style:height=above></tr>
                    <For each=rows key=Drawn::clone children=move |drawn| row(words, drawn, copying) />
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

fn row(words: Words, drawn: Drawn, copying: RwSignal<Copying>) -> impl IntoView {
    let Drawn { index, guest, resent, .. } = drawn;
    let or = |text: String, missing: String| if text.is_empty() { missing } else { text };
    let name = visible(&guest.name, TextKind::Name);
    let shown_name = or(name.clone(), say!(words, guests.no_name));
    let shown_address = or(revealed(&guest.address), say!(words, guests.no_address));
    let day = match (guest.invited.map(|at| words.date(at)), guest.was_invited()) {
        (None, _) => say!(words, guests.no_date),
        (Some(day), true) => day,
        (Some(day), false) => say!(words, guests.created, date = day),
    };
    let exactly = guest.invited.map(|at| words.date_time(at)).unwrap_or_default();
    let changed = guest.changed.map_or_else(|| say!(words, guests.no_date), |at| words.date_time(at));
    let stateless = guest.state == GuestState::NoState;
    let why = stateless.then(|| say!(words, guests.no_state_text));
    let origin = stateless.then(|| words.guest_origin(&guest.origin)).flatten();
    let resent = resent.map(|at| say!(words, guests.resent, time = words.time_of_day(at, at)));
    let below = resent.or(origin).map(|text| view! { <span class="list__origin">{text}</span> });
    let buttons = (!guest.address.is_empty()).then(|| actions(words, &guest, copying));
    let Guest { address, state, .. } = guest;
    view! {
        <tr role="row" aria-rowindex=index + 2 data-row="">
            <td role="cell" class="list__name" title=name><bdi translate="no">{shown_name}</bdi></td>
            <td role="cell" class="list__address" title=address>
                <bdi dir="ltr" translate="no">{shown_address}</bdi>
            </td>
            <td role="cell" class="list__state" title=why>
                <span class=badge_class(&state)>{words.guest_state(&state)}</span>
                {below}
            </td>
            <td role="cell" class="list__invited" title=exactly>{day}</td>
            <td role="cell" class="list__changed">{changed}</td>
            <td role="cell" class="list__actions">{buttons}</td>
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
