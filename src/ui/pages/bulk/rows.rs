//! The table of the rows. Must not know what a row shows.

use leptos::prelude::*;

use crate::ui::parts::VisibleRows;
use crate::ui::state::expect_bulk;
use crate::ui::words::{expect_words, text};

use super::row::RowLine;
use super::table::{ROW, RowsTable};

#[component]
pub(super) fn Rows() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let shown = Memo::new(move |_| bulk.shown_rows());
    let seen = VisibleRows::new(Signal::derive(move || shown.read().len()), ROW);
    Effect::new(move || {
        bulk.filter().track();
        seen.to_top();
    });
    let columns = [
        text!(words, bulk.number),
        text!(words, bulk.address),
        text!(words, bulk.name),
        text!(words, bulk.outcome),
        text!(words, bulk.actions),
    ];
    view! {
        <RowsTable shown seen scroll_label=text!(words, bulk.scroll) label=text!(words, bulk.table) columns let(row, shown)>
            <RowLine row shown />
        </RowsTable>
    }
}
