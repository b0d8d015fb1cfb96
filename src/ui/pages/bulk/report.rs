//! The report of "Check only": how many rows have each verdict, and which those are. Must not check.

use leptos::prelude::*;

use crate::domain::import::list::ImportList;
use crate::domain::import::verdict::VerdictKind;
use crate::ui::parts::CopyText;
use crate::ui::state::{DirectorySearch, expect_bulk};
use crate::ui::words::{NAME_ENDS, NAME_STARTS, Words, expect_words, say, text};

/// The id of its heading, which gets the focus.
pub(super) const REPORT: &str = "bulk-report";

#[component]
pub(super) fn Report(close: Callback<()>) -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let counts = Memo::new(move |_| bulk.with_list(counts).unwrap_or_default());
    let is_running = Memo::new(move |_| {
        bulk.rechecking().get() || matches!(*bulk.directory().read(), DirectorySearch::Running(_))
    });
    let content = Signal::derive(move || bulk.with_list(|list| as_text(words, list)).unwrap_or_default());
    view! {
        <section class="card bulk__report" aria-labelledby=REPORT>
            <h2 id=REPORT tabindex="-1">{text!(words, bulk.report)}</h2>
            <p>{text!(words, bulk.report_nothing_sent)}</p>
            <Show when=move || is_running.get()>
                <p class="quiet">{text!(words, bulk.report_running)}</p>
            </Show>
            <ul class="bulk__counts">
                {move || counts.get().into_iter().map(|count| view! { <li>{line(words, count)}</li> }).collect_view()}
            </ul>
            <div class="row">
                <CopyText
                    content
                    label=text!(words, bulk.report_copy)
                    named=text!(words, bulk.report)
                />
                <button type="button" class="button" on:click=move |_| close.run(())>
                    {text!(words, bulk.report_close)}
                </button>
            </div>
        </section>
    }
}

/// The verdicts that rows have.
fn counts(list: &ImportList) -> Vec<(VerdictKind, usize)> {
    let count = |kind| (kind, list.tally().of(kind));
    VerdictKind::ALL.map(count).into_iter().filter(|(_, count)| *count > 0).collect()
}

fn line(words: Words, (kind, count): (VerdictKind, usize)) -> String {
    say!(words, bulk.report_line, kind = words.verdict_kind(kind), number = words.number(count))
}

/// The counts, then each row with its number, its address and what will become of it, in columns for a spreadsheet.
fn as_text(words: Words, list: &ImportList) -> String {
    let counts = counts(list).into_iter().map(|count| line(words, count));
    let rows = (0..list.len()).filter_map(|row| {
        let (number, draft) = (list.number(row)?, list.draft(row));
        let verdict = words.row_verdict(list, &list.verdict(row));
        Some(format!("{number}\t{}\t{verdict}", draft.email.replace(['\t', '\n', '\r'], " ")))
    });
    let lines: Vec<String> = counts.chain([String::new()]).chain(rows).collect();
    lines.join("\n").replace([NAME_STARTS, NAME_ENDS], "")
}
