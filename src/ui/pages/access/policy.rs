//! The organization's setting on who may invite: read only once somebody wants to know, since it takes a permission.

use leptos::prelude::*;

use crate::domain::rights::Permission;
use crate::graph::error::GraphError;
use crate::ui::pages::consent::{AdminLink, AskButton};
use crate::ui::parts::Details;
use crate::ui::seen::Learnt;
use crate::ui::state::expect_state;
use crate::ui::words::graph::{Wish, contradicts};
use crate::ui::words::{expect_words, say, text};

/// The setting, or the way to it.
#[component]
pub(super) fn WhoInvites() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    // No resource: what is known decides about other pages too, and outlives this one.
    let policy = Memo::new(move |_| state.seen.with(|seen| seen.policy.clone()));
    view! {
        <section class="card access">
            <h2>{text!(words, access.policy)}</h2>
            <div role="status">
                {move || match policy.get() {
                    Learnt::Known(policy) => view! { <p>{words.invites_from(policy.invites)}</p> }.into_any(),
                    Learnt::Asking => view! { <p>{text!(words, access.looking)}</p> }.into_any(),
                    Learnt::Refused(error) => view! { <Refusal error /> }.into_any(),
                    Learnt::NotAsked => {
                        let scope = Permission::ReadPolicies.scope();
                        view! { <p>{say!(words, access.policy_unread, scope = scope)}</p> }.into_any()
                    }
                }}
            </div>
            <Show when=move || policy.with(|policy| *policy == Learnt::NotAsked)>
                <div class="access__ask">
                    <AskButton permission=Permission::ReadPolicies label=text!(words, access.policy_button) />
                    <AdminLink permission=Permission::ReadPolicies />
                </div>
            </Show>
        </section>
    }
}

#[component]
fn Refusal(error: GraphError) -> impl IntoView {
    let words = expect_words();
    let rights = untrack(|| expect_state().facts()).rights;
    let contradicts = contradicts(&error.kind, Wish::ReadPolicy, &rights);
    let told = Memo::new(move |_| words.graph_error(&error, Wish::ReadPolicy));
    view! {
        <p>{text!(words, access.policy_refused)}" "{move || told.get().text}</p>
        {contradicts.then(|| view! { <p>{text!(words, error.contradicts)}</p> })}
        <Details lines=Signal::derive(move || told.get().details) />
    }
}
