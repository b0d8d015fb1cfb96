//! The table of the rows, of which only the visible ones are in the document. Must not know what a row shows.

use leptos::prelude::*;

use crate::ui::parts::VisibleRows;
use crate::ui::state::expect_bulk;
use crate::ui::words::{expect_words, text};

use super::row::RowLine;

#[component]
pub(super) fn Rows() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let shown = Memo::new(move |_| bulk.shown_rows());
    let seen = VisibleRows::new(Signal::derive(move || shown.read().len()));
    Effect::new(move || {
        bulk.filter().track();
        seen.to_top();
    });
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
                aria-label=text!(words, bulk.scroll)
                on:scroll=move |_| seen.measure()
            >
                <table
                    class="bulk__table"
                    role="table"
                    aria-label=text!(words, bulk.table)
                    aria-rowcount=move || shown.read().len() + 1
                >
                    <thead role="rowgroup">
                        <tr role="row" aria-rowindex="1">
                            <th role="columnheader" scope="col">{text!(words, bulk.number)}</th>
                            <th role="columnheader" scope="col">{text!(words, bulk.address)}</th>
                            <th role="columnheader" scope="col">{text!(words, bulk.name)}</th>
                            <th role="columnheader" scope="col">{text!(words, bulk.outcome)}</th>
                            <th role="columnheader" scope="col">{text!(words, bulk.actions)}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        <tr aria-hidden={"true"} class="list__gap" style:height=move || seen.above()></tr>
                        <For each=drawn key=|row| *row let:row>
                            <RowLine row shown />
                        </For>
                        <tr aria-hidden={"true"} class="list__gap" style:height=move || seen.below()></tr>
                    </tbody>
                </table>
            </div>
        </Show>
    }
}
