//! Inviting one guest: a form, then what came of it. What was typed lives in the tab's state, not in this page.

mod fields;
mod form;
mod model;
mod notes;
mod outcome;
mod results;
mod rights;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::domain::prefill::Prefill;
use crate::ui::navigation::use_replace;
use crate::ui::routes::Route;
use crate::ui::state::{State, expect_state};
use crate::ui::words::{expect_words, say, text};

use form::InviteForm;
use model::Step;
use outcome::SentCard;
use results::Results;
use rights::MissingRight;

/// The page.
#[component]
pub fn InvitePage() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    super::shell::use_title(text!(words, invite.title));
    crate::ui::pages::consent::forget_refusal(state);
    fill_in_from_link(state);
    let step = RwSignal::new(Step::Form);
    // Whichever visit of this page sent it, a result is shown to whoever looks when it comes.
    let newest = move || state.sent.with(|sent| sent.first().map(|sent| sent.answer.redeem_url.clone()));
    Effect::new(move |before: Option<Option<String>>| {
        let now = newest();
        if before.is_some_and(|before| before != now) {
            step.set(Step::Sent);
        }
        now
    });
    let organization = move || state.organization_name().unwrap_or_else(|| say!(words, shell.tenant_unknown));
    view! {
        <div class="page page--narrow">
            <header class="page__head">
                <h1>{text!(words, invite.title)}</h1>
                <p class="lead">{move || say!(words, invite.lead, organization = organization())}</p>
            </header>
            <MissingRight />
            // No memo before this: a second invitation is shown in place of the first.
            {move || match step.get() {
                Step::Form => view! { <InviteForm /> }.into_any(),
                Step::Sent => view! { <SentCard step /> }.into_any(),
            }}
            <Results step />
        </div>
    }
}

/// A link may bring an address and a name. They leave the address bar at once: the history need not know them.
fn fill_in_from_link(state: State) {
    let replace = use_replace();
    let search = use_location().search.get_untracked();
    if let Some(prefill) = Prefill::read(&search) {
        state.draft.update(|draft| prefill.fill(draft));
    }
    if !search.is_empty() {
        replace(&Route::Invite);
    }
}
