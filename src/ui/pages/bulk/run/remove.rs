//! The button that removes a run, and the question before it. Must not remove a run that is sending: the context does not.

use leptos::prelude::*;

use crate::ui::parts::Question;
use crate::ui::state::{ResultOf, expect_bulk, expect_run};
use crate::ui::words::{expect_words, say, text};

#[component]
pub(super) fn RemoveButton() -> impl IntoView {
    let words = expect_words();
    let (run, bulk) = (expect_run(), expect_bulk());
    let asks = RwSignal::new(false);
    let close = move |()| asks.set(false);
    let remove = move |_| {
        close(());
        run.remove();
        bulk.discard_sent();
    };
    let not_sent = move || run.tally().with(|tally| tally.failed + tally.skipped + tally.unknown);
    view! {
        <button type="button" class="button" on:click=move |_| asks.set(true)>{text!(words, run.remove)}</button>
        <Question open=asks on_close=close id="bulk-remove" heading=text!(words, run.remove_heading)>
            <p>{text!(words, run.remove_text)}</p>
            <Show when=move || { not_sent() > 0 }>
                <p>{move || say!(words, run.remove_not_sent, count = not_sent())}</p>
            </Show>
            <div class="row">
                <button type="button" class="button button--primary" on:click=remove>
                    {text!(words, run.remove_confirm)}
                </button>
                <button type="button" class="button" on:click=move |_| run.save_result(ResultOf::All, words)>
                    {text!(words, run.download)}
                </button>
                <button type="button" class="button" on:click=move |_| close(())>{text!(words, run.cancel)}</button>
            </div>
        </Question>
    }
}
