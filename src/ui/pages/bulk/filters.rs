//! Which rows are shown, with the number of each kind, and the button Undo. Must not know the rows.

use leptos::prelude::*;

use crate::ui::parts::FilterTabs;
use crate::ui::state::{RowFilter, expect_bulk};
use crate::ui::words::{Words, expect_words, say, text};

fn filter_name(words: Words, filter: RowFilter) -> String {
    match filter {
        RowFilter::All => say!(words, bulk.filter_all),
        RowFilter::WillInvite => say!(words, bulk.filter_invited),
        RowFilter::Problems => say!(words, bulk.filter_problems),
        RowFilter::NotNeeded => say!(words, bulk.filter_not_needed),
        RowFilter::LeftOut => say!(words, bulk.filter_left_out),
    }
}

#[component]
pub(super) fn Filters() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let tally = Memo::new(move |_| bulk.with_list(|list| *list.tally()).unwrap_or_default());
    let can_undo = Memo::new(move |_| bulk.can_undo());
    view! {
        <div class="bulk__filters">
            <FilterTabs
                all=&RowFilter::ALL
                label=text!(words, bulk.filters)
                chosen=bulk.filter()
                choose=move |filter| bulk.show_only(filter)
                name=filter_name
                count=move |filter: RowFilter| filter.count(&tally.read())
            />
            <button
                type="button"
                class="button button--small"
                aria-disabled=move || (!can_undo.get()).to_string()
                on:click=move |_| bulk.undo()
            >
                {text!(words, bulk.undo)}
            </button>
        </div>
    }
}
