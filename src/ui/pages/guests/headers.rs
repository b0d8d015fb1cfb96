//! The headers of the list, and the order as a list of options where the page is narrow. Must not sort itself.

use leptos::prelude::*;

use crate::domain::guest_query::{GuestColumn, GuestQuery, GuestSort};
use crate::domain::guest_view::GuestView;
use crate::ui::words::{Words, expect_words, say, text};

use super::selected::SelectAll;
use super::selection::Selection;

fn label(words: Words, column: GuestColumn) -> String {
    match column {
        GuestColumn::Name => say!(words, guests.name),
        GuestColumn::Address => say!(words, guests.address),
        GuestColumn::Company => say!(words, guests.company),
        GuestColumn::State => say!(words, guests.state),
        GuestColumn::Invited => say!(words, guests.invited),
        GuestColumn::Accepted => say!(words, guests.accepted_on),
    }
}

#[component]
pub(super) fn Headers(
    query: RwSignal<GuestQuery>,
    view: Memo<GuestView>,
    selection: RwSignal<Selection>,
) -> impl IntoView {
    let words = expect_words();
    view! {
        <div role="rowgroup" class="list__head">
            <div role="row" class="list__row" aria-rowindex="1">
                <div role="columnheader" class="list__select" aria-sort="none">
                    <SelectAll view selection />
                </div>
                {GuestColumn::ALL.map(|column| view! { <Header column query /> }).collect_view()}
                <div role="columnheader" class="list__actions" aria-sort="none" aria-colspan="2">
                    <span class="hidden">{text!(words, guests.actions)}</span>
                </div>
            </div>
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
    view! {
        <div role="columnheader" class="list__header" aria-sort=aria>
            <button
                type="button"
                class="list__sort"
                on:click=move |_| query.update(|query| query.sort = query.sort.clicked(column))
            >
                {move || label(words, column)}
                <span class="list__arrow" aria-hidden={"true"}></span>
            </button>
        </div>
    }
}

/// The order, where the page is too narrow for headers.
#[component]
pub(super) fn SortSelect(query: RwSignal<GuestQuery>) -> impl IntoView {
    let words = expect_words();
    let choices =
        GuestColumn::ALL.map(|column| [false, true].map(|descending| GuestSort { column, descending }));
    let choices: Vec<GuestSort> = choices.into_iter().flatten().collect();
    let chosen = {
        let choices = choices.clone();
        Memo::new(move |_| {
            query.with(|query| choices.iter().position(|sort| *sort == query.sort)).unwrap_or(0)
        })
    };
    let options = choices.iter().enumerate().map(|(number, sort)| {
        let sort = *sort;
        let name = move || {
            let column = label(words, sort.column);
            match (sort.column.is_date(), sort.descending) {
                (true, true) => say!(words, guests.newest_first, column = column),
                (true, false) => say!(words, guests.oldest_first, column = column),
                (false, false) => say!(words, guests.from_a, column = column),
                (false, true) => say!(words, guests.from_z, column = column),
            }
        };
        view! { <option value=number selected=move || chosen.get() == number>{name}</option> }
    });
    let options = options.collect_view();
    let choose = move |value: String| {
        let sort = value.parse::<usize>().ok().and_then(|number| choices.get(number).copied());
        query.update(|query| query.sort = sort.unwrap_or_default());
    };
    view! {
        <label class="sort">
            <span>{text!(words, guests.sort)}</span>
            <select
                class="input"
                prop:value=move || chosen.get().to_string()
                on:change:target=move |event| choose(event.target().value())
            >
                {options}
            </select>
        </label>
    }
}
