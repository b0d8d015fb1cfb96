//! The page Your access: the account, what the portal can do for it, and how to get more rights. Must not change
//! anything in the directory.

mod account;
mod policy;

use leptos::prelude::*;

use crate::domain::capabilities::{CAPABILITIES, Capability, Verdict};
use crate::ui::parts::{Notice, Tone, sentence};
use crate::ui::state::{expect_access, expect_session};
use crate::ui::words::{expect_words, named, say, text};

use super::missing_permission::{GetPermission, refused};
use account::Account;
use policy::WhoInvites;

#[component]
pub(super) fn AccessPage() -> impl IntoView {
    let words = expect_words();
    let (session, access) = (expect_session(), expect_access());
    super::title::use_title(text!(words, access.title));
    access.load();
    super::missing_permission::forget_refusal_on_leave(session);
    let organization = move || {
        session.organization_name().map_or_else(|| say!(words, shell.tenant_unknown), |name| named(&name))
    };
    let missing = Memo::new(move |_| match access.verdict(Capability::Invite) {
        Verdict::NeedsConsent(permission) => Some(permission),
        Verdict::Works
        | Verdict::WorksUnlessOff
        | Verdict::CannotTell
        | Verdict::NeedsRole(_)
        | Verdict::SwitchedOff
        | Verdict::NeedsMailbox => None,
    });
    view! {
        <div class="page page--narrow">
            <header class="page__head">
                <h1>{text!(words, access.title)}</h1>
                <p class="lead">{move || sentence(&say!(words, access.lead, organization = organization()))}</p>
            </header>
            {move || refused(session, words).map(|text| view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> })}
            <section class="card access">
                <h2>{text!(words, access.can)}</h2>
                <ul class="access__list">
                    {CAPABILITIES.map(|capability| view! { <Row capability /> }).collect_view()}
                </ul>
                {move || missing.get().map(|permission| view! {
                    <div class="access__ask">
                        <GetPermission permission label=text!(words, invite.missing_ask) />
                    </div>
                })}
            </section>
            <WhoInvites />
            <Account />
        </div>
    }
}

/// A capability with its verdict and advice.
#[component]
fn Row(capability: Capability) -> impl IntoView {
    let words = expect_words();
    let access = expect_access();
    let verdict = Memo::new(move |_| access.verdict(capability));
    let class = move || match verdict.get() {
        Verdict::Works | Verdict::WorksUnlessOff => "badge badge--accepted",
        Verdict::CannotTell => "badge",
        Verdict::NeedsConsent(_) | Verdict::NeedsRole(_) => "badge badge--pending",
        Verdict::SwitchedOff | Verdict::NeedsMailbox => "badge badge--pending",
    };
    view! {
        <li class="access__row">
            <p class="access__what">{move || words.capability(capability)}</p>
            <span class=class>{move || sentence(&words.verdict(verdict.get()))}</span>
            <p class="quiet access__advice">{move || sentence(&words.verdict_advice(verdict.get(), access.inputs().rights.may_consent()))}</p>
        </li>
    }
}
