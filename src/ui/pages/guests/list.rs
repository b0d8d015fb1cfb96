//! The rows of the guest list. Must not know how rows are searched or sorted, nor which of them are in the document.

use leptos::prelude::*;

use crate::domain::guest::{Guest, GuestState};
use crate::domain::guest_query::{GuestColumn, GuestQuery};
use crate::domain::guest_table::RowNumber;
use crate::domain::guest_view::GuestView;
use crate::domain::invisible::{TextKind, revealed, visible};
use crate::domain::moment::Moment;
use crate::ui::parts::{VisibleRows, badge_class};
use crate::ui::state::{expect_guest_list, expect_invite};
use crate::ui::words::{Words, expect_words, say, text};

use super::actions::{Copied, Copying, actions};

/// The height of a row where the window is wide, in CSS pixels.
const ROW: f64 = 48.0;

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
    let seen = VisibleRows::new(Signal::derive(move || view.with(|view| view.rows.len())), ROW);
    // After a change of the query, the list starts at its top.
    Effect::new(move || {
        query.track();
        seen.to_top();
    });

    let copying = RwSignal::new(Copying::Idle);
    let count = move || view.with(|view| view.rows.len());
    let rows = move || {
        let (range, language) = (seen.range.get(), words.tag());
        let first = range.start;
        let numbers = view.with(|view| view.rows.get(range).map(<[RowNumber]>::to_vec).unwrap_or_default());
        table.with(|table| {
            let row = |(offset, number): (usize, RowNumber)| {
                let guest = table.get(number)?;
                let resent = invite.resent_at(&guest.id);
                Some(Drawn { language, index: first + offset, guest, resent })
            };
            numbers.into_iter().enumerate().filter_map(row).collect::<Vec<_>>()
        })
    };
    view! {
        <Copied copying />
        <div
            class="list"
            node_ref=seen.scroller
            tabindex="0"
            role="region"
            aria-label=text!(words, guests.scroll)
            on:scroll=move |_| seen.measure()
        >
            <table class="list__table" role="table" aria-label=text!(words, guests.title) aria-rowcount=move || count() + 1>
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        <Header column=GuestColumn::Name query />
                        <Header column=GuestColumn::Address query />
                        <Header column=GuestColumn::Company query />
                        <Header column=GuestColumn::State query />
                        <Header column=GuestColumn::Invited query />
                        <Header column=GuestColumn::Accepted query />
                        <th role="columnheader" scope="col" aria-sort="none">
                            <span class="hidden">{text!(words, guests.actions)}</span>
                        </th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <tr aria-hidden={"true"} class="list__gap" style:height=move || seen.above()></tr>
                    <For each=rows key=Drawn::clone children=move |drawn| row(words, drawn, copying) />
                    <tr aria-hidden={"true"} class="list__gap" style:height=move || seen.below()></tr>
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
        GuestColumn::Company => say!(words, guests.company),
        GuestColumn::State => say!(words, guests.state),
        GuestColumn::Invited => say!(words, guests.invited),
        GuestColumn::Accepted => say!(words, guests.accepted_on),
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
    let accepted = guest.accepted().map_or_else(|| say!(words, guests.no_date), |at| words.date_time(at));
    let company = visible(&guest.company, TextKind::Name);
    let blocked = guest.blocked.then(|| say!(words, guests.state_blocked));
    let stateless = guest.state == GuestState::NoState;
    let why = stateless.then(|| say!(words, guests.no_state_text));
    let origin = stateless.then(|| words.guest_origin(&guest.origin)).flatten();
    let resent = resent.map(|at| say!(words, guests.resent, time = words.time_of_day(at, at)));
    let below: Vec<String> = blocked.into_iter().chain(resent.or(origin)).collect();
    let below = (!below.is_empty()).then(|| view! { <span class="list__origin">{below.join(" · ")}</span> });
    let buttons = (!guest.address.is_empty()).then(|| actions(words, &guest, copying));
    let Guest { address, state, .. } = guest;
    view! {
        <tr role="row" aria-rowindex=index + 2 data-row="">
            <td role="cell" class="list__name" title=name><bdi translate="no">{shown_name}</bdi></td>
            <td role="cell" class="list__address" title=address>
                <bdi dir="ltr" translate="no">{shown_address}</bdi>
            </td>
            <td role="cell" class="list__company" title=company.clone()>
                <bdi translate="no">{company.clone()}</bdi>
            </td>
            <td role="cell" class="list__state" title=why>
                <span class=badge_class(&state)>{words.guest_state(&state)}</span>
                {below}
            </td>
            <td role="cell" class="list__invited" title=exactly>{day}</td>
            <td role="cell" class="list__accepted">{accepted}</td>
            <td role="cell" class="list__actions">{buttons}</td>
        </tr>
    }
}
