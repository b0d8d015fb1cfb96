//! The page Invite: a form, then the result. Must not keep the typed text: the context in `ui::state` does.

mod fields;
mod form;
mod form_state;
mod model;
mod notes;
mod outcome;
mod results;
mod rights;
mod sent;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::domain::prefill::Prefill;
use crate::ui::navigation::use_replace;
use crate::ui::routes::Route;
use crate::ui::state::{InviteContext, expect_invite, expect_session};
use crate::ui::words::{expect_words, say, text};

use form::InviteForm;
use model::Step;
use results::Results;
pub(super) use rights::{MissingRight, before_sending, may_invite};
use sent::SentCard;

#[component]
pub fn InvitePage() -> impl IntoView {
    let words = expect_words();
    let (session, invite) = (expect_session(), expect_invite());
    super::title::use_title(text!(words, invite.title));
    crate::ui::pages::missing_permission::forget_refusal_on_leave(session);
    fill_in_from_link(invite);
    let step = RwSignal::new(Step::Form);
    // A result that arrives while this page is shown opens the result card, also if the person had left the page and
    // come back meanwhile.
    let newest = move || invite.sent().with(|sent| sent.first().map(|sent| sent.number));
    Effect::new(move |before: Option<Option<usize>>| {
        let now = newest();
        if before.is_some_and(|before| before != now) {
            step.set(Step::Sent);
        }
        now
    });
    let organization =
        move || session.organization_name().unwrap_or_else(|| say!(words, shell.tenant_unknown));
    view! {
        <div class="page page--narrow">
            <header class="page__head">
                <h1>{text!(words, invite.title)}</h1>
                <p class="lead">{move || say!(words, invite.lead, organization = organization())}</p>
            </header>
            <MissingRight />
            // This is not a memo, so that a second result replaces the first one.
            {move || match step.get() {
                Step::Form => view! { <InviteForm /> }.into_any(),
                Step::Sent => view! { <SentCard step /> }.into_any(),
            }}
            <Results step />
        </div>
    }
}

/// A link may contain an e-mail address and a name. They are removed from the address bar at once, so that the history
/// does not keep personal data.
fn fill_in_from_link(invite: InviteContext) {
    let replace = use_replace();
    let search = use_location().search.get_untracked();
    if let Some(prefill) = Prefill::read(&search) {
        invite.edit(|draft| prefill.fill(draft));
    }
    if !search.is_empty() {
        replace(&Route::Invite);
    }
}
