//! The missing right to invite, and how to get it: shown before the person fills in the form. Must not decide about
//! rights: `domain::capabilities` does.

use leptos::prelude::*;

use crate::domain::capabilities::Verdict;
use crate::domain::rights::{INVITE, May, Permission};
use crate::ui::pages::missing_permission::{CheckAfterwards, GetPermission, refused};
use crate::ui::parts::{Notice, Tone, sentence};
use crate::ui::state::{SessionContext, expect_access, expect_session};
use crate::ui::words::{Words, expect_words, named, say, text};

/// Whether the app has the permission to invite.
pub(in crate::ui::pages) fn may_invite(session: SessionContext) -> bool {
    session.session().with(|session| session.account().is_some_and(|account| account.rights.may_invite()))
}

/// Explains what the button Send does if it does not send, or why it is disabled (`barred`). Otherwise empty.
pub(in crate::ui::pages) fn before_sending(
    barred: Option<Verdict>,
    may_invite: bool,
    words: Words,
) -> String {
    match barred {
        Some(Verdict::NeedsRole(roles)) => {
            say!(words, invite.blocked_role, role = named(&words.least(roles)))
        }
        Some(Verdict::SwitchedOff) => say!(words, invite.blocked_off),
        Some(_) => say!(words, invite.blocked_send),
        None if may_invite => String::new(),
        None => say!(words, invite.ask_first),
    }
}

/// Empty if no permission is missing.
#[component]
pub(in crate::ui::pages) fn MissingRight() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let organization = move || {
        session.organization_name().map_or_else(|| say!(words, shell.tenant_unknown), |name| named(&name))
    };
    let access = expect_access();
    let missing = move || {
        if access.inputs().rights.may_consent() == May::Yes {
            say!(words, invite.missing_own, scope = named(INVITE))
        } else {
            say!(words, invite.missing_text, scope = named(INVITE), organization = organization())
        }
    };
    view! {
        <Show when=move || !may_invite(session)>
            <Notice tone=Tone::Warning heading=text!(words, invite.missing_heading)>
                {move || refused(session, words).map(|text| view! { <p>{text}</p> })}
                <p>{move || sentence(&missing())}</p>
                <GetPermission permission=Permission::Invite label=text!(words, invite.missing_ask) />
                <CheckAfterwards />
            </Notice>
        </Show>
    }
}
