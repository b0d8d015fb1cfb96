//! The columns of the list: what each is used for, with samples, and the way to change it. Must not recognise a column.

use leptos::prelude::*;

use crate::domain::import::columns::{ColumnRole, ColumnUse};
use crate::ui::state::expect_bulk;
use crate::ui::words::{Words, expect_words, say, text};

use super::model::{ColumnFacts, columns, not_rows};
use super::question::column_name;

#[component]
pub(super) fn ColumnsFound() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let found = Memo::new(move |_| bulk.with_list(columns).unwrap_or_default());
    let has_header =
        Memo::new(move |_| bulk.with_list(|list| list.columns().header().is_some()).unwrap_or(false));
    let without_address = bulk
        .story()
        .with_untracked(|story| story.list().is_some_and(|list| list.columns().addresses().is_empty()));
    let used = move || {
        let columns = found.get();
        let roles = columns.iter().filter_map(|column| column.of.role()).map(|role| words.column_role(role));
        let unused = columns.iter().filter(|column| column.of.role().is_none());
        let unused = unused.map(|column| column_name(words, column)).collect::<Vec<_>>().join(", ");
        let used = roles.collect::<Vec<_>>().join(", ");
        match unused.as_str() {
            "" => used,
            unused => format!("{used} · {}", say!(words, bulk.columns_unused, columns = unused.to_owned())),
        }
    };
    view! {
        <Show when=move || !found.read().is_empty()>
            <details class="bulk__setting" open=without_address>
                <summary>
                    <span class="bulk__name">{text!(words, bulk.columns)}</span>
                    " "
                    <span class="quiet">{used}</span>
                </summary>
                <div class="bulk__wide">
                    <table class="bulk__columns">
                        <thead>
                            <tr>
                                <th scope="col">{text!(words, bulk.column)}</th>
                                <th scope="col">{text!(words, bulk.sample)}</th>
                                <th scope="col">{text!(words, bulk.used_as)}</th>
                            </tr>
                        </thead>
                        <tbody>
                            <For each=move || found.get() key=|of| (of.at, of.header.clone(), of.samples.clone()) let:column>
                                <Column column found />
                            </For>
                        </tbody>
                    </table>
                </div>
                <label class="bulk__option">
                    <input
                        type="checkbox"
                        prop:checked=has_header
                        on:change:target=move |event| bulk.choose_header(event.target().checked())
                    />
                    <span>{text!(words, bulk.header)}</span>
                </label>
            </details>
        </Show>
        <NotRows />
    }
}

#[component]
fn Column(
    column: ColumnFacts,
    /// All columns as they are now. The control stays when its own choice changes them.
    found: Memo<Vec<ColumnFacts>>,
) -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let at = column.at;
    let of = Memo::new(move |_| {
        found.with(|found| {
            found.iter().find(|column| column.at == at).map_or(ColumnUse::Unused, |column| column.of)
        })
    });
    let samples = column.samples.join(", ");
    let name = Signal::derive(move || column_name(words, &column));
    let choose = move |place: String| {
        let role = place.parse().ok().and_then(|place: usize| ColumnRole::ALL.get(place).copied());
        bulk.choose_role(at, role);
    };
    view! {
        <tr>
            <th scope="row"><bdi translate="no">{name}</bdi></th>
            <td class="bulk__samples"><bdi translate="no">{samples}</bdi></td>
            <td>
                <select
                    class="select"
                    aria-label=move || say!(words, bulk.used_as_of, column = name.get())
                    on:change:target=move |event| choose(event.target().value())
                >
                    <option value="" selected=move || of.get().role().is_none()>{move || unused(words, of.get())}</option>
                    {ColumnRole::ALL
                        .into_iter()
                        .enumerate()
                        .map(|(place, role)| view! {
                            <option value=place.to_string() selected=move || of.get().role() == Some(role)>
                                {move || words.column_role(role)}
                            </option>
                        })
                        .collect_view()}
                </select>
            </td>
        </tr>
    }
}

/// A column that is not used, with what it may be.
fn unused(words: Words, of: ColumnUse) -> String {
    let unused = say!(words, bulk.unused);
    match of {
        ColumnUse::Offered(role) => {
            format!("{unused} ({})", say!(words, bulk.perhaps, role = words.column_role(role)))
        }
        ColumnUse::Chosen(_)
        | ColumnUse::ByHeader(_)
        | ColumnUse::ByHint(_)
        | ColumnUse::ByContent(_)
        | ColumnUse::Unused => unused,
    }
}

/// The lines of the text that are no rows.
#[component]
fn NotRows() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let lines = Memo::new(move |_| bulk.with_list(not_rows).unwrap_or_default());
    move || {
        let (count, kinds) = lines.get();
        let name =
            |kind: Option<_>| kind.map_or_else(|| say!(words, bulk.line_blank), |why| words.not_row(why));
        let kinds = kinds.into_iter().map(name).collect::<Vec<_>>().join(", ");
        (count > 0).then(
            || view! { <p class="quiet">{say!(words, bulk.not_rows, count = count, kinds = kinds)}</p> },
        )
    }
}
