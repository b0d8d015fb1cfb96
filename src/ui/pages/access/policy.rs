//! The organization's setting on who may invite: read only once somebody wants to know, since it takes a permission.

use leptos::prelude::*;

use crate::domain::rights::Permission;
use crate::graph::error::GraphError;
use crate::ui::pages::consent::{AdminLink, AskButton};
use crate::ui::parts::{Details, IntoPart, Part, live};
use crate::ui::seen::Learnt;
use crate::ui::state::expect_state;
use crate::ui::words::graph::{Wish, contradicts};
use crate::ui::words::{Words, expect_words, say, text};

/// The setting, or the way to it.
#[component]
pub(super) fn WhoInvites() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    view! {
        <section class="card access">
            <h2>{text!(words, access.policy)}</h2>
            <div role="status">
                {live(move || match state.seen.with(|seen| seen.policy.clone()) {
                    Learnt::Known(policy) => view! { <p>{words.invites_from(policy.invites)}</p> }.part(),
                    Learnt::Asking => view! { <p>{text!(words, access.looking)}</p> }.part(),
                    Learnt::Refused(error) => refusal(words, &error),
                    Learnt::NotAsked => {
                        let scope = Permission::ReadPolicies.scope();
                        view! { <p>{say!(words, access.policy_unread, scope = scope)}</p> }.part()
                    }
                })}
            </div>
            {live(move || match state.seen.with(|seen| seen.policy == Learnt::NotAsked) {
                true => view! {
                    <div class="access__ask">
                        <AskButton permission=Permission::ReadPolicies label=text!(words, access.policy_button) />
                        <AdminLink permission=Permission::ReadPolicies />
                    </div>
                }
                .part(),
                false => Part::nothing(),
            })}
        </section>
    }
    .part()
}

fn refusal(words: Words, error: &GraphError) -> Part {
    let told = words.graph_error(error, Wish::ReadPolicy);
    let rights = untrack(|| expect_state().facts()).rights;
    let contradicts = contradicts(&error.kind, Wish::ReadPolicy, &rights);
    view! {
        <p>{text!(words, access.policy_refused)}" "{told.text}</p>
        {contradicts.then(|| view! { <p>{text!(words, error.contradicts)}</p> })}
        <Details lines=told.details />
    }
    .part()
}
