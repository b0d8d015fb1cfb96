//! What was sent in this session, so that a link can still be copied.

use leptos::prelude::*;

use crate::ui::parts::{IntoPart, maybe};
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
        {maybe(move || {
            let rows = earlier();
            (!rows.is_empty()).then(|| view! {
                <section class="card results">
                    <h2>{text!(words, invite.results)}</h2>
                    <p class="quiet">{text!(words, invite.results_hint)}</p>
                    <ul class="results__list">
                        {rows.into_iter().map(|sent| view! { <SentRow sent /> }.part()).collect_view()}
                    </ul>
                </section>
            }
            .part())
        })}
    }
}
