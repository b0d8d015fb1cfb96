//! The button that removes a run, and the question before it. Must not remove a run that is sending: the context does not.

use leptos::html;
use leptos::prelude::*;

use crate::ui::parts::focus;
use crate::ui::state::{ResultOf, expect_bulk, expect_run};
use crate::ui::words::{expect_words, say, text};

const HEADING: &str = "bulk-remove";

#[component]
pub(super) fn RemoveButton() -> impl IntoView {
    let words = expect_words();
    let (run, bulk) = (expect_run(), expect_bulk());
    let dialog = NodeRef::<html::Dialog>::new();
    let open = move |_| {
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
            focus(HEADING);
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let remove = move |_| {
        close();
        run.remove();
        bulk.discard_sent();
    };
    let not_sent = move || run.tally().with(|tally| tally.failed + tally.skipped + tally.unknown);
    view! {
        <button type="button" class="button" on:click=open>{text!(words, run.remove)}</button>
        <dialog class="dialog" aria-labelledby=HEADING node_ref=dialog>
            <h2 id=HEADING tabindex="-1">{text!(words, run.remove_heading)}</h2>
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
                <button type="button" class="button" on:click=move |_| close()>{text!(words, run.cancel)}</button>
            </div>
        </dialog>
    }
}
