//! What is missing before somebody may invite, and whom to ask: said before it is missed.

use leptos::prelude::*;

use crate::domain::access::Verdict;
use crate::domain::rights::{INVITE, Permission};
use crate::ui::pages::consent::{AdminLink, AskButton, refused};
use crate::ui::parts::{Notice, Tone};
use crate::ui::state::{State, expect_state};
use crate::ui::words::{Words, expect_words, say, text};

/// Whether the signed-in person's token lets the portal invite.
pub(super) fn may_invite(state: State) -> bool {
    state.session.with(|session| session.account().is_some_and(|account| account.rights.may_invite()))
}

/// What pressing Send leads to, if not to sending; empty if it does. `barred` is what is in the way, where inviting
/// cannot but fail.
pub(super) fn before_sending(barred: Option<Verdict>, may_invite: bool, words: Words) -> String {
    match barred {
        Some(Verdict::NeedsRole(roles)) => {
            let role = roles.first().map_or("", |role| role.name);
            say!(words, invite.blocked_role, role = role)
        }
        Some(Verdict::SwitchedOff) => say!(words, invite.blocked_off),
        Some(_) => say!(words, invite.blocked_send),
        None if may_invite => String::new(),
        None => say!(words, invite.ask_first),
    }
}

/// The notice; nothing when no permission is missing.
#[component]
pub(super) fn MissingRight() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let organization = move || state.organization_name().unwrap_or_else(|| say!(words, shell.tenant_unknown));
    view! {
        <Show when=move || !may_invite(state)>
            <Notice tone=Tone::Warning heading=text!(words, invite.missing_heading)>
                {move || refused(state, words).map(|text| view! { <p>{text}</p> })}
                <p>{move || say!(words, invite.missing_text, scope = INVITE, organization = organization())}</p>
                <AskButton permission=Permission::Invite label=text!(words, invite.missing_ask) />
                <AdminLink permission=Permission::Invite />
            </Notice>
        </Show>
    }
}
