//! The frame of a table of rows, of which only the visible ones are in the document: of the list before it is sent, and of
//! the run. Must not know what a row shows.

use leptos::prelude::*;

use crate::ui::parts::VisibleRows;
use crate::ui::words::{expect_words, text};

/// The height of a row where the window is wide, in CSS pixels.
pub(super) const ROW: f64 = 68.0;

/// `children` draws a row, by its place in the list.
#[component]
pub(super) fn RowsTable<Row: IntoView + 'static>(
    /// The rows that the filter shows, by their places in the list.
    shown: Memo<Vec<usize>>,
    seen: VisibleRows,
    /// The name of the part of the page that can be scrolled.
    scroll_label: Signal<String>,
    label: Signal<String>,
    /// The headings of the columns.
    columns: [Signal<String>; 5],
    children: fn(usize, Memo<Vec<usize>>) -> Row,
) -> impl IntoView {
    let words = expect_words();
    let drawn = move || shown.read().get(seen.range.get()).map(<[usize]>::to_vec).unwrap_or_default();
    view! {
        <Show
            when=move || !shown.read().is_empty()
            fallback=move || view! { <p class="empty">{text!(words, bulk.nothing_shown)}</p> }
        >
            <div
                class="list bulk__list"
                node_ref=seen.scroller
                tabindex="0"
                role="region"
                aria-label=scroll_label
                on:scroll=move |_| seen.measure()
            >
                <table
                    class="bulk__table"
                    role="table"
                    aria-label=label
                    aria-rowcount=move || shown.read().len() + 1
                >
                    <thead role="rowgroup">
                        <tr role="row" aria-rowindex="1">
                            {columns
                                .map(|column| view! { <th role="columnheader" scope="col">{column}</th> })
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        <tr aria-hidden={"true"} class="list__gap" style:height=move || seen.above()></tr>
                        <For each=drawn key=|row| *row let:row>
                            {children(row, shown)}
                        </For>
                        <tr aria-hidden={"true"} class="list__gap" style:height=move || seen.below()></tr>
                    </tbody>
                </table>
            </div>
        </Show>
    }
}
