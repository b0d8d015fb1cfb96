//! The buttons of a run. Must not know its rows.

use leptos::prelude::*;

use crate::app::bulk::runner::Phase;
use crate::ui::parts::{CopyText, focus};
use crate::ui::state::{ResultOf, expect_run};
use crate::ui::words::{expect_words, say, text};

use super::remove::RemoveButton;

use super::rows::links;

/// The id of the heading of the run, which gets the focus when the run begins.
pub(in crate::ui::pages::bulk) const RUN: &str = "bulk-run";

#[component]
pub(super) fn Controls() -> impl IntoView {
    let words = expect_words();
    let run = expect_run();
    let without_link = Memo::new(move |_| run.without_link().len());
    let tally = run.tally();
    let active = Memo::new(move |_| run.is_active());
    let over = Memo::new(move |_| run.phase().with(|phase| *phase == Some(Phase::Over)));
    let paused = move || !active.get() && !over.get() && !run.stops().get();
    let left = move || tally.with(|tally| tally.planned + tally.sending) > 0;
    let unknown = move || tally.with(|tally| tally.unknown) > 0;
    let failed = move || tally.with(|tally| tally.failed) > 0;
    let stopped = move || tally.with(|tally| tally.skipped) > 0;
    // A button that is removed gives the focus to the heading.
    let on_heading = move || focus(RUN);
    let has_links =
        Memo::new(move |_| run.with_runner(crate::app::bulk::runner::Runner::has_links).unwrap_or(false));
    let all_links = Signal::derive(move || links(run).join("\n"));
    view! {
        <div class="row run__controls">
            <Show when=move || active.get()>
                <button type="button" class="button button--primary" on:click=move |_| {
                    on_heading();
                    run.pause();
                }>
                    {text!(words, run.pause)}
                </button>
            </Show>
            <Show when=paused>
                <button type="button" class="button button--primary" on:click=move |_| {
                    on_heading();
                    run.drive();
                }>
                    {text!(words, run.resume)}
                </button>
            </Show>
            <Show when=move || !over.get() && (left() || active.get() && unknown())>
                <button type="button" class="button" on:click=move |_| {
                    on_heading();
                    run.stop();
                }>
                    {move || if run.stops().get() { say!(words, run.stopping) } else { say!(words, run.stop) }}
                </button>
            </Show>
            <Show when=move || !active.get() && !run.stops().get() && failed()>
                <button type="button" class="button" on:click=move |_| {
                    on_heading();
                    run.retry_failed();
                }>
                    {text!(words, run.retry)}
                </button>
            </Show>
            <Show when=move || over.get() && stopped() && run.has_left_out()>
                <button type="button" class="button" on:click=move |_| {
                    on_heading();
                    run.send_left_out();
                }>
                    {text!(words, run.send_rest)}
                </button>
            </Show>
            <button type="button" class="button" on:click=move |_| run.save_result(ResultOf::All, words)>
                {text!(words, run.download)}
            </button>
            <Show when=move || has_links.get()>
                <div on:click=move |_| run.links_are_saved()>
                    <CopyText content=all_links label=text!(words, run.copy_links) named=text!(words, run.links) />
                </div>
            </Show>
            <Show when=move || over.get() || paused() && !left()>
                <RemoveButton />
            </Show>
        </div>
        <Show when=move || { !active.get() && without_link.get() > 0 }>
            <p>{move || say!(words, run.links_gone, count = without_link.get())}</p>
            <div class="row">
                <button type="button" class="button" on:click=move |_| run.new_links(run.without_link())>
                    {text!(words, run.new_links)}
                </button>
            </div>
        </Show>
        <Show when=move || has_links.get()>
            <p class="field__hint">{text!(words, run.links_hint)}</p>
        </Show>
    }
}
