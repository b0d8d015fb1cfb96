//! Inviting one guest: a form, then what came of it. What was typed lives in the tab's state, not in this page.

mod form;
mod model;
mod outcome;
mod results;
mod rights;

use leptos::prelude::*;

use crate::ui::parts::{IntoPart, line, live};
use crate::ui::state::expect_state;
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
    let step = RwSignal::new(Step::Form);
    let organization = move || state.organization_name().unwrap_or_else(|| say!(words, shell.tenant_unknown));
    view! {
        <div class="page page--narrow">
            <header class="page__head">
                <h1>{text!(words, invite.title)}</h1>
                <p class="lead">{line(move || say!(words, invite.lead, organization = organization()))}</p>
            </header>
            <MissingRight />
            {live(move || match step.get() {
                Step::Form => view! { <InviteForm step /> }.part(),
                Step::Sent => view! { <SentCard step /> }.part(),
            })}
            <Results step />
        </div>
    }
}
