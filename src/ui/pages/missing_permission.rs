//! A missing permission: the button to request it, and the address for an administrator who can grant it. Must not know
//! which permission a feature needs.

use leptos::prelude::*;

use crate::app::sign_in::RefusedPermission;
use crate::domain::rights::{May, Permission};
use crate::ui::parts::{CopyLink, sentence};
use crate::ui::state::{AccessCheck, SessionContext, expect_access, expect_session};
use crate::ui::words::{Words, expect_words, named, say, text};

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

/// The two ways to a permission. A person whose known roles cannot grant it gets the address for an administrator first.
#[component]
pub(super) fn GetPermission(permission: Permission, #[prop(into)] label: Signal<String>) -> impl IntoView {
    let words = expect_words();
    let access = expect_access();
    let admin_first = Memo::new(move |_| access.inputs().rights.may_consent() == May::No);
    move || {
        if admin_first.get() {
            view! {
                <AdminLink permission first=true />
                <div class="consent">
                    <p class="quiet">{text!(words, consent.ask_anyway)}</p>
                    <AskButton permission label />
                </div>
            }
            .into_any()
        } else {
            view! {
                <AskButton permission label />
                <AdminLink permission />
            }
            .into_any()
        }
    }
}

#[component]
fn AskButton(permission: Permission, label: Signal<String>) -> impl IntoView {
    let session = expect_session();
    view! {
        <button type="button" class="button" on:click=move |_| session.ask_for(permission)>{label}</button>
    }
}

/// Shown with a missing permission: one that was granted meanwhile counts only in a new token.
#[component]
pub(super) fn CheckAfterwards() -> impl IntoView {
    let words = expect_words();
    view! {
        <div class="consent">
            <p class="quiet">{text!(words, consent.then)}</p>
            <CheckAgain done=text!(words, consent.still_missing) />
        </div>
    }
}

/// Asks Microsoft for the present rights.
#[component]
pub(super) fn CheckAgain(
    /// What is said when they are known.
    #[prop(into)]
    done: Signal<String>,
) -> impl IntoView {
    let words = expect_words();
    let (session, access) = (expect_session(), expect_access());
    let checking = move || access.check().with(|check| *check == AccessCheck::Checking).to_string();
    let checked = move || match access.check().get() {
        AccessCheck::Idle => String::new(),
        AccessCheck::Checking => say!(words, access.looking),
        AccessCheck::Done => done.get(),
        AccessCheck::Failed(problem) => words.auth_problem(&problem, &session.portal().config).text,
    };
    view! {
        <div class="row">
            <button type="button" class="button" aria-busy=checking on:click=move |_| access.check_again()>
                {text!(words, access.check_again)}
            </button>
            <span role="status">{move || sentence(&checked())}</span>
        </div>
    }
}

/// The address at which an administrator grants the permission for the whole organization.
#[component]
pub(super) fn AdminLink(
    permission: Permission,
    /// Whether this is what the person should try first.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let scope = permission.scope();
    let hint = move || {
        let scope = named(scope);
        let hint = if first {
            say!(words, consent.hint_first, scope = scope)
        } else {
            say!(words, consent.hint, scope = scope)
        };
        sentence(&hint)
    };
    session.portal().admin_consent_url(permission).map(|url| {
        view! {
            <div class="consent">
                <p class="quiet">{hint}</p>
                <div class="row">
                    <CopyLink
                        link=url.clone()
                        label=Signal::derive(move || say!(words, consent.copy, scope = named(scope)))
                        named=text!(words, consent.link)
                        shown=false
                        // Reading a setting is not what the page is for.
                        primary=first && permission != Permission::ReadPolicies
                    />
                    <a href=url target="_blank" rel="noopener noreferrer">{text!(words, consent.link)}</a>
                </div>
            </div>
        }
    })
}
