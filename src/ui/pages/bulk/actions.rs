//! The bar at the lower edge: the numbers of the list, how far the checks are, and what can be done with it. Must not
//! count.

use leptos::prelude::*;

use crate::ui::parts::focus;
use crate::ui::state::{DirectorySearch, RowFilter, expect_bulk};
use crate::ui::words::{expect_words, say, text};

use super::report::{REPORT, Report};
use super::run::{InviteButton, WhyNotBegun};

/// The id of the button that opens the report.
const CHECK: &str = "bulk-check";

#[component]
pub(super) fn Actions() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let reports = RwSignal::new(false);
    let open = move |_| {
        reports.set(true);
        // A search that has failed is tried again.
        bulk.search_directory();
        request_animation_frame(|| focus(REPORT));
    };
    let close = Callback::new(move |()| {
        reports.set(false);
        focus(CHECK);
    });
    view! {
        <Show when=move || reports.get()>
            <Report close />
        </Show>
        <div class="bulk__bar">
            <WhyNotBegun />
            <Summary />
            <InviteButton />
            <button
                type="button"
                id=CHECK
                class="button"
                aria-expanded=move || reports.get().to_string()
                on:click=open
            >
                {text!(words, bulk.check_only)}
            </button>
        </div>
    }
}

/// The numbers. A screen reader reads them when they change, but not how far the search is.
#[component]
fn Summary() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let tally = Memo::new(move |_| bulk.with_list(|list| *list.tally()).unwrap_or_default());
    let count = move |filter: RowFilter| filter.count(&tally.read());
    let rows = move || count(RowFilter::All);
    let summary = Memo::new(move |_| {
        let mut parts = vec![
            say!(words, bulk.rows, count = count(RowFilter::All)),
            say!(words, bulk.invited, count = count(RowFilter::WillInvite)),
        ];
        if count(RowFilter::Problems) > 0 {
            parts.push(say!(words, bulk.problems, count = count(RowFilter::Problems)));
        }
        if count(RowFilter::NotNeeded) > 0 {
            parts.push(say!(words, bulk.not_needed, count = count(RowFilter::NotNeeded)));
        }
        if count(RowFilter::LeftOut) > 0 {
            parts.push(say!(words, bulk.left_out, count = count(RowFilter::LeftOut)));
        }
        parts.join(" · ")
    });
    let checks = move || match (&*bulk.directory().read(), bulk.rechecking().get()) {
        (_, true) => say!(words, bulk.rechecking),
        (DirectorySearch::Running(row), false) => {
            let (row, rows) = (words.number((*row).min(rows())), words.number(rows()));
            say!(words, bulk.directory_running, row = row, rows = rows)
        }
        (DirectorySearch::Done, false) => say!(words, bulk.directory_done),
        (DirectorySearch::Idle | DirectorySearch::NotAllowed | DirectorySearch::Failed(_), false) => {
            String::new()
        }
    };
    view! {
        <div class="bulk__summary">
            <p
                role="status"
                data-rows=rows
                data-invited=move || tally.read().to_send()
                data-problems=move || count(RowFilter::Problems)
                data-left-out=move || count(RowFilter::LeftOut)
            >
                {summary}
            </p>
            <p class="quiet">{checks}</p>
        </div>
    }
}
