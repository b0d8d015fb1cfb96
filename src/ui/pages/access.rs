//! Your access: who one is here, what the portal can do for one, and whom to ask for more. Nothing here changes anything.

mod account;
mod policy;

use leptos::prelude::*;

use crate::domain::access::{CAPABILITIES, Capability, Verdict};
use crate::ui::parts::{IntoPart, Notice, Part, Tone, line, maybe};
use crate::ui::state::{State, expect_state};
use crate::ui::words::{Words, expect_words, say, text};

use super::consent::{AdminLink, AskButton, refused};
use account::Account;
use policy::WhoInvites;

/// The page.
#[component]
pub fn AccessPage() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    super::shell::use_title(text!(words, access.title));
    state.look_at_access();
    super::consent::forget_refusal(state);
    let organization = move || state.organization_name().unwrap_or_else(|| say!(words, shell.tenant_unknown));
    view! {
        <div class="page page--narrow">
            <header class="page__head">
                <h1>{text!(words, access.title)}</h1>
                <p class="lead">{line(move || say!(words, access.lead, organization = organization()))}</p>
            </header>
            {maybe(move || refused(state, words).map(|text| view! {
                <Notice tone=Tone::Warning heading=""><p>{text}</p></Notice>
            }.part()))}
            <section class="card access">
                <h2>{text!(words, access.can)}</h2>
                <ul class="access__list">
                    {CAPABILITIES.map(|capability| row(state, words, capability)).into_iter().collect_view()}
                </ul>
                {maybe(move || {
                    let Verdict::NeedsConsent(permission) = state.verdict(Capability::Invite) else { return None };
                    Some(view! {
                        <div class="access__ask">
                            <AskButton permission label=text!(words, invite.missing_ask) />
                            <AdminLink permission />
                        </div>
                    }.part())
                })}
            </section>
            <WhoInvites />
            <Account />
        </div>
    }
}

fn row(state: State, words: Words, capability: Capability) -> Part {
    let stands = move || state.verdict(capability);
    let class = line(move || {
        let class = match stands() {
            Verdict::Works | Verdict::WorksUnlessOff => "badge badge--accepted",
            Verdict::CannotTell => "badge",
            Verdict::NeedsConsent(_)
            | Verdict::NeedsRole(_)
            | Verdict::SwitchedOff
            | Verdict::NeedsMailbox => "badge badge--pending",
        };
        class.to_owned()
    });
    view! {
        <li class="access__row">
            <p class="access__what">{line(move || words.capability(capability))}</p>
            <span class=class>{line(move || words.verdict(stands()))}</span>
            <p class="quiet access__advice">{line(move || words.verdict_advice(stands()))}</p>
        </li>
    }
    .part()
}
