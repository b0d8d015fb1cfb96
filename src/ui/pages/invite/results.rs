//! The list of invitations of this session, so that a link can still be copied. Must not keep the list itself.

use leptos::prelude::*;

use crate::ui::state::expect_invite;
use crate::ui::words::{expect_words, text};

use super::model::Step;
use super::sent::SentRow;

/// Leaves out the invitation that the result card shows. Without any other, nothing is shown.
#[component]
pub(super) fn Results(step: RwSignal<Step>) -> impl IntoView {
    let words = expect_words();
    let sent = expect_invite().sent();
    let skipped = move || usize::from(step.get() == Step::Sent);
    let earlier = move || sent.with(|sent| sent.iter().skip(skipped()).cloned().collect::<Vec<_>>());
    view! {
        <Show when=move || sent.with(|sent| sent.len() > skipped())>
            <section class="card results">
                <h2>{text!(words, invite.results)}</h2>
                <p class="quiet">{text!(words, invite.results_hint)}</p>
                <ul class="results__list">
                    <For each=earlier key=|sent| sent.number let:sent>
                        <SentRow sent />
                    </For>
                </ul>
            </section>
        </Show>
    }
}
