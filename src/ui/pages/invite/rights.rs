//! What is missing before somebody may invite, and whom to ask: said before it is missed.

use leptos::prelude::*;

use crate::auth::error::AuthKind;
use crate::domain::rights::{INVITE, Permission};
use crate::ui::parts::{IntoPart, Notice, Tone, click, line, maybe};
use crate::ui::state::{State, expect_state};
use crate::ui::words::{expect_words, say, text};

/// Whether the signed-in person's token lets the portal invite.
pub(super) fn may_invite(state: State) -> bool {
    state.session.with(|session| session.account().is_some_and(|account| account.rights.may_invite()))
}

/// The notice; nothing when nothing is missing.
#[component]
pub(super) fn MissingRight() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let organization = move || state.organization_name().unwrap_or_else(|| say!(words, shell.tenant_unknown));
    let refused = move || {
        let declined = state.refused.get()? == AuthKind::Declined;
        Some(if declined { say!(words, invite.missing_declined) } else { say!(words, invite.missing_admin) })
    };
    let ask = move || {
        if let Some(account) = state.account() {
            // The configuration made URLs when this person signed in; it does now.
            let _ = state.portal().ask_for(&account, &[Permission::Invite]);
        }
    };
    view! {
        {maybe(move || (!may_invite(state)).then(|| view! {
            <Notice tone=Tone::Warning heading=text!(words, invite.missing_heading)>
                {maybe(move || refused().map(|text| view! { <p>{text}</p> }.part()))}
                <p>{line(move || say!(words, invite.missing_text, scope = INVITE, organization = organization()))}</p>
                <button type="button" class="button" on:click=click(ask)>{text!(words, invite.missing_ask)}</button>
            </Notice>
        }.part()))}
    }
}
