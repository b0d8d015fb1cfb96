//! A permission that is missing: the way to ask for it, and the address for an administrator who can grant it.

use leptos::prelude::*;

use crate::auth::error::AuthKind;
use crate::domain::rights::Permission;
use crate::ui::state::{State, expect_state};
use crate::ui::words::{Words, expect_words, say, text};

use super::copy::CopyLink;

/// What became of the last request for a permission, in words.
pub(super) fn refused(state: State, words: Words) -> Option<String> {
    let declined = state.refused.get()? == AuthKind::Declined;
    Some(if declined { say!(words, invite.missing_declined) } else { say!(words, invite.missing_admin) })
}

/// A refusal is told on the page where one asked, and is old news on the next.
pub(super) fn forget_refusal(state: State) {
    on_cleanup(move || state.refused.set(None));
}

/// The button that asks.
#[component]
pub(super) fn AskButton(permission: Permission, #[prop(into)] label: Signal<String>) -> impl IntoView {
    let state = expect_state();
    view! {
        <button type="button" class="button" on:click=move |_| state.ask_for(permission)>{label}</button>
    }
}

/// The address where an administrator grants it for everybody.
#[component]
pub(super) fn AdminLink(permission: Permission) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let scope = permission.scope();
    state.portal().admin_consent_url(permission).map(|url| {
        view! {
            <div class="consent">
                <p class="quiet">{move || say!(words, consent.hint, scope = scope)}</p>
                <div class="row">
                    <a href=url.clone() target="_blank" rel="noopener noreferrer">{text!(words, consent.link)}</a>
                    <CopyLink
                        link=url
                        label=Signal::derive(move || say!(words, consent.copy, scope = scope))
                        named=text!(words, consent.link)
                        primary=false
                    />
                </div>
            </div>
        }
    })
}
