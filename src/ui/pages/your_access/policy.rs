//! The organization's setting that decides which people may invite. Reading it needs a permission, which is requested
//! only if the person wants to. Must not decide what follows from the setting.

use leptos::prelude::*;

use crate::domain::rights::Permission;
use crate::graph::error::GraphError;
use crate::ui::pages::missing_permission::GetPermission;
use crate::ui::parts::{Details, sentence};
use crate::ui::state::{RemoteData, expect_access, expect_session};
use crate::ui::words::graph_errors::{Attempt, contradicts};
use crate::ui::words::{expect_words, named, say, text};

#[component]
pub(super) fn WhoInvites() -> impl IntoView {
    let words = expect_words();
    // It is not a resource of Leptos, because other pages use the value too, and it outlives this page.
    let policy = expect_access().policy();
    view! {
        <section class="card access">
            <h2>{text!(words, access.policy)}</h2>
            <div role="status">
                {move || match policy.get() {
                    RemoteData::Loaded(policy) => view! { <p>{words.invites_from(policy.invites)}</p> }.into_any(),
                    RemoteData::Loading => view! { <p>{text!(words, access.looking)}</p> }.into_any(),
                    RemoteData::Failed(error) => view! { <Refusal error /> }.into_any(),
                    RemoteData::NotAsked => {
                        let scope = named(Permission::ReadPolicies.scope());
                        view! { <p>{sentence(&say!(words, access.policy_unread, scope = scope))}</p> }.into_any()
                    }
                }}
            </div>
            <Show when=move || policy.with(|policy| *policy == RemoteData::NotAsked)>
                <div class="access__ask">
                    <GetPermission permission=Permission::ReadPolicies label=text!(words, access.policy_button) />
                </div>
            </Show>
        </section>
    }
}

#[component]
fn Refusal(error: GraphError) -> impl IntoView {
    let words = expect_words();
    let rights = untrack(|| expect_access().inputs()).rights;
    let contradicts = contradicts(&error.kind, Attempt::ReadPolicy, &rights);
    let session = expect_session();
    let message =
        Memo::new(move |_| words.graph_error(&error, Attempt::ReadPolicy, &session.portal().config));
    view! {
        <p>{text!(words, access.policy_refused)}" "{move || sentence(&message.read().text)}</p>
        {contradicts.then(|| view! { <p>{text!(words, error.contradicts)}</p> })}
        <Details lines=Signal::derive(move || message.get().details) />
    }
}
