//! A run: how far it is, what can be done with it, and what has become of each row. Must not send: the context does.

mod confirm;
mod controls;
mod elsewhere;
mod filter;
mod progress;
mod remove;
mod row;
mod rows;

use leptos::prelude::*;

use crate::app::bulk::runner::Phase;
use crate::ui::parts::{Notice, Tone};
use crate::ui::state::expect_run;
use crate::ui::words::{expect_words, say, text};

use controls::Controls;
use progress::Progress;
use rows::Rows;

pub(super) use controls::RUN;

pub(super) use confirm::{InviteButton, WhyNotBegun};
pub(super) use elsewhere::RunElsewhere;

#[component]
pub(super) fn RunView() -> impl IntoView {
    let words = expect_words();
    let run = expect_run();
    let phase = run.phase();
    let heading = move || match phase.get() {
        Some(Phase::Over) if run.has_left_out() => Some(say!(words, run.stopped)),
        Some(_) if run.stops().get() => Some(say!(words, run.stopping)),
        phase => phase.map(|phase| words.run_phase(&phase)),
    };
    let unreadable = move || run.story().with(|story| story.here().map_or(0, |here| here.unreadable));
    view! {
        <section class="card run" aria-labelledby=RUN>
            <h2 id=RUN class="run__heading" tabindex="-1">{heading}</h2>
            <Progress />
            <Controls />
        </section>
        <Show when=move || { unreadable() > 0 }>
            <Notice tone=Tone::Warning heading=text!(words, run.unreadable_heading)>
                <p>{move || say!(words, run.unreadable, count = unreadable())}</p>
            </Notice>
        </Show>
        <Rows />
    }
}
