//! How far a run is, how fast it is, and why it waits. Must not count.

use std::time::Duration;

use leptos::prelude::*;

use crate::app::bulk::progress::Why;
use crate::app::bulk::runner::Phase;
use crate::auth::flow::AccountPicker;
use crate::ui::parts::{Details, advice};
use crate::ui::state::{expect_run, expect_session};
use crate::ui::words::{expect_words, say, text};

/// How often a screen reader is told the numbers, and the wait is counted.
const TOLD: Duration = Duration::from_secs(10);
const SECOND: Duration = Duration::from_secs(1);

#[component]
pub(super) fn Progress() -> impl IntoView {
    let words = expect_words();
    let run = expect_run();
    let tally = run.tally();
    // What the person has left out is not done.
    let ended = move || {
        let skipped = if run.has_left_out() { 0 } else { tally.with(|tally| tally.skipped) };
        tally.with(|tally| tally.sent + tally.failed) + skipped
    };
    let summary = move || {
        let tally = tally.get();
        let total = words.number(tally.total());
        let mut parts = vec![say!(words, run.sent_of, sent = words.number(tally.sent), total = total)];
        if tally.failed > 0 {
            parts.push(say!(words, run.failed, count = tally.failed));
        }
        if tally.unknown > 0 {
            parts.push(say!(words, run.unknown, count = tally.unknown));
        }
        if tally.skipped > 0 {
            parts.push(say!(words, run.skipped, count = tally.skipped));
        }
        let left = tally.planned + tally.sending;
        if left > 0 {
            parts.push(say!(words, run.left, count = left));
        }
        parts.join(" · ")
    };
    let told = told_summary(Signal::derive(summary));
    view! {
        <progress
            class="run__progress"
            aria-label=text!(words, run.progress)
            max=move || tally.with(crate::domain::bulk::run::Tally::total)
            prop:value=move || f64::from(u32::try_from(ended()).unwrap_or(u32::MAX))
        ></progress>
        <p class="run__numbers" aria-hidden={"true"}>{summary}</p>
        <p
            class="hidden"
            role="status"
            data-sent=move || tally.with(|tally| tally.sent)
            data-failed=move || tally.with(|tally| tally.failed)
            data-unknown=move || tally.with(|tally| tally.unknown)
            data-skipped=move || tally.with(|tally| tally.skipped)
            data-left=move || tally.with(|tally| tally.planned + tally.sending)
            data-total=move || tally.with(crate::domain::bulk::run::Tally::total)
        >
            {told}
        </p>
        <Pace />
    }
}

/// The summary as a screen reader gets it: at each change of the phase, and else only from time to time.
fn told_summary(summary: Signal<String>) -> RwSignal<String> {
    let run = expect_run();
    let told = RwSignal::new(summary.get_untracked());
    Effect::new(move || {
        run.phase().track();
        told.set(summary.get_untracked());
    });
    if let Ok(timer) = set_interval_with_handle(move || told.set(summary.get_untracked()), TOLD) {
        on_cleanup(move || timer.clear());
    }
    told
}

/// How fast it goes, or why it does not.
#[component]
fn Pace() -> impl IntoView {
    let words = expect_words();
    let (run, session) = (expect_run(), expect_session());
    let seconds = RwSignal::new(0_u32);
    if let Ok(timer) =
        set_interval_with_handle(move || seconds.update(|seconds| *seconds = seconds.wrapping_add(1)), SECOND)
    {
        on_cleanup(move || timer.clear());
    }
    let pace = move || {
        seconds.track();
        match run.phase().get() {
            Some(Phase::Sending) => match (run.per_second(), run.remaining()) {
                (Some(rate), Some(time)) if rate > 0.0 => {
                    let rate = words.number(per_minute(rate));
                    say!(words, run.pace, rate = rate, time = words.duration(time))
                }
                _ => say!(words, run.pace_unknown),
            },
            Some(phase @ (Phase::Throttled(until) | Phase::Troubled(until))) => {
                let wait = until.saturating_sub(session.portal().timers().monotonic());
                if wait.is_zero() {
                    return say!(words, run.pace_unknown);
                }
                let seconds = usize::try_from(wait.as_secs() + 1).unwrap_or(usize::MAX);
                let seconds = words.number(seconds);
                if matches!(phase, Phase::Throttled(_)) {
                    say!(words, run.throttled, seconds = seconds)
                } else {
                    say!(words, shell.trouble, seconds = seconds)
                }
            }
            Some(Phase::NoConnection) => say!(words, run.no_connection),
            Some(Phase::WaitsForDirectory(at)) => {
                say!(words, run.waits, time = words.time_of_day(at, session.portal().now()))
            }
            Some(Phase::Paused(_) | Phase::Over) | None => String::new(),
        }
    };
    let why = Memo::new(move |_| match run.phase().get() {
        // It is no pause.
        Some(Phase::Paused(Why::ByPerson)) if run.stops().get() => None,
        Some(Phase::Paused(why)) => Some(words.why_paused(&why, &session.portal().config)),
        Some(
            Phase::Sending
            | Phase::Throttled(_)
            | Phase::Troubled(_)
            | Phase::NoConnection
            | Phase::WaitsForDirectory(_)
            | Phase::Over,
        )
        | None => None,
    });
    let lacks_sign_in = move || matches!(run.phase().get(), Some(Phase::Paused(Why::SignInEnded)));
    view! {
        <p class="quiet run__pace">{pace}</p>
        {move || why.get().map(|why| {
            let details = why.details.clone();
            view! {
                <div class="run__why" role="alert">
                    <p>{advice(words, &why.text)}</p>
                    <Show when=move || lacks_sign_in() && session.is_interrupted()>
                        <button
                            type="button"
                            class="button"
                            on:click=move |_| session.sign_in(AccountPicker::IfNeeded)
                        >
                            {text!(words, run.sign_in)}
                        </button>
                    </Show>
                    {(!details.is_empty()).then(|| view! { <Details lines=Signal::stored(details.clone()) /> })}
                </div>
            }
        })}
    }
}

/// A rate in whole invitations a minute.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate of some hundreds")]
fn per_minute(per_second: f64) -> usize {
    (per_second * 60.0).round() as usize
}
