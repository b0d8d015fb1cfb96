//! What was sent in this session, so that a link can still be copied.

use leptos::prelude::*;

use crate::ui::state::expect_state;
use crate::ui::words::{expect_words, text};

use super::model::Step;
use super::outcome::SentRow;

/// The list; nothing before the first one, and without the one that is shown as the result.
#[component]
pub(super) fn Results(step: RwSignal<Step>) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let skipped = move || usize::from(step.get() == Step::Sent);
    let earlier = move || state.sent.with(|sent| sent.iter().skip(skipped()).cloned().collect::<Vec<_>>());
    view! {
        <Show when=move || state.sent.with(|sent| sent.len() > skipped())>
            <section class="card results">
                <h2>{text!(words, invite.results)}</h2>
                <p class="quiet">{text!(words, invite.results_hint)}</p>
                <ul class="results__list">
                    // A link is made once; who is invited again gets another one.
                    <For each=earlier key=|sent| sent.answer.redeem_url.clone() let:sent>
                        <SentRow sent />
                    </For>
                </ul>
            </section>
        </Show>
    }
}
