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
    let earlier = move || {
        let skip = usize::from(step.get() == Step::Sent);
        state.sent.with(|sent| sent.iter().skip(skip).cloned().collect::<Vec<_>>())
    };
    view! {
        <Show when=move || !earlier().is_empty()>
            <section class="card results">
                <h2>{text!(words, invite.results)}</h2>
                <p class="quiet">{text!(words, invite.results_hint)}</p>
                <ul class="results__list">
                    <For each=earlier key=|sent| sent.answer.redeem_url.clone() children=|sent| view! { <SentRow sent /> } />
                </ul>
            </section>
        </Show>
    }
}
