//! A missing permission: the button to request it, and the address for an administrator who can grant it. Must not know
//! which permission a feature needs.

use leptos::prelude::*;

use crate::app::sign_in::RefusedPermission;
use crate::domain::rights::Permission;
use crate::ui::state::{SessionContext, expect_session};
use crate::ui::words::{Words, expect_words, say, text};

use super::copy::CopyLink;

/// Why Microsoft did not grant the last requested permission.
pub(super) fn refused(session: SessionContext, words: Words) -> Option<String> {
    Some(match session.refused_permission().get()? {
        RefusedPermission::Declined => say!(words, invite.missing_declined),
        RefusedPermission::NeedsAdmin => say!(words, invite.missing_admin),
    })
}

/// A refusal is shown only on the page on which the person requested the permission.
pub(super) fn forget_refusal_on_leave(session: SessionContext) {
    on_cleanup(move || session.forget_refused_permission());
}

#[component]
pub(super) fn AskButton(permission: Permission, #[prop(into)] label: Signal<String>) -> impl IntoView {
    let session = expect_session();
    view! {
        <button type="button" class="button" on:click=move |_| session.ask_for(permission)>{label}</button>
    }
}

/// The address at which an administrator grants the permission for the whole organization.
#[component]
pub(super) fn AdminLink(permission: Permission) -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let scope = permission.scope();
    session.portal().admin_consent_url(permission).map(|url| {
        view! {
            <div class="consent">
                <p class="quiet">{move || say!(words, consent.hint, scope = scope)}</p>
                <div class="row">
                    <a href=url.clone() target="_blank" rel="noopener noreferrer">{text!(words, consent.link)}</a>
                    <CopyLink
                        link=url
                        label=Signal::derive(move || say!(words, consent.copy, scope = scope))
                        named=text!(words, consent.link)
                        shown=false
                    />
                </div>
            </div>
        }
    })
}
