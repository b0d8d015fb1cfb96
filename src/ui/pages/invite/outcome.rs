//! What came of sending: a refusal, somebody who is there already, or the result.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::app::invite::Look;
use crate::domain::guest::GuestState;
use crate::domain::query::GuestQuery;
use crate::graph::error::GraphError;
use crate::graph::users::Existing;
use crate::ui::pages::copy::CopyLink;
use crate::ui::parts::{Details, Notice, StateBadge, Tone, focus};
use crate::ui::routes::Route;
use crate::ui::sending::Sending;
use crate::ui::state::{SentHere, expect_state};
use crate::ui::words::graph::{Wish, contradicts};
use crate::ui::words::{Words, expect_words, say, text};

use super::form::Form;
use super::model::Step;

/// The service said no, or nothing.
#[component]
pub(super) fn Refusal(form: Form) -> impl IntoView {
    let failed = Memo::new(move |_| {
        form.sending.with(|sending| sending.failed().map(|(error, unsure)| (error.clone(), unsure)))
    });
    move || failed.get().map(|(error, unsure)| view! { <RefusalNotice error unsure /> })
}

#[component]
fn RefusalNotice(
    error: GraphError,
    /// Whether the invitation may have been made all the same.
    unsure: bool,
) -> impl IntoView {
    let words = expect_words();
    let rights = untrack(|| expect_state().facts()).rights;
    let contradicts = contradicts(&error.kind, Wish::Invite, &rights);
    let told = Memo::new(move |_| words.graph_error(&error, Wish::Invite));
    let heading = Signal::derive(move || {
        if unsure { say!(words, invite.unknown_heading) } else { say!(words, invite.refused_heading) }
    });
    view! {
        <Notice tone=Tone::Trouble heading>
            <p>{move || told.get().text}</p>
            {unsure.then(|| view! { <p>{text!(words, error.maybe_sent)}</p> })}
            {contradicts.then(|| view! { <p>{text!(words, error.contradicts)}</p> })}
            <Details lines=Signal::derive(move || told.get().details) />
        </Notice>
    }
}

/// Somebody with this address is a guest already: resend, or leave.
#[component]
pub(super) fn Found(form: Form) -> impl IntoView {
    let found = Memo::new(move |_| {
        form.sending.with(|sending| sending.found().map(|(existing, _)| existing.clone()))
    });
    move || found.get().map(|existing| view! { <FoundNotice form existing /> })
}

#[component]
fn FoundNotice(form: Form, existing: Existing) -> impl IntoView {
    let words = expect_words();
    let name = name_of(&existing);
    let left = name.clone();
    let resend = move |_| {
        let invitation =
            form.sending.with_untracked(|sending| sending.found().map(|(_, invitation)| invitation.clone()));
        if let Some(invitation) = invitation {
            // This button goes away; the one below the form stays, whatever comes.
            focus("invite-send");
            form.send(invitation, Look::Decided);
        }
    };
    let leave = move |_| {
        form.sending.set(Sending::LeftAlone(left.clone()));
        focus("invite-email");
    };
    view! {
        <Notice tone=Tone::Warning heading=Signal::derive(move || say!(words, invite.found_guest, name = name.clone()))>
            <p>{move || found_text(words, &existing)}</p>
            <div class="row">
                <button type="button" class="button button--primary" on:click=resend>{text!(words, invite.resend)}</button>
                <button type="button" class="button" on:click=leave>{text!(words, invite.leave)}</button>
            </div>
        </Notice>
    }
}

fn name_of(existing: &Existing) -> String {
    if existing.guest.name.is_empty() { existing.guest.address.clone() } else { existing.guest.name.clone() }
}

fn found_text(words: Words, existing: &Existing) -> String {
    match &existing.guest.state {
        GuestState::Pending => {
            let date =
                existing.guest.invited.map_or_else(|| say!(words, guests.no_date), |at| words.date(at));
            say!(words, invite.found_pending, date = date)
        }
        GuestState::Accepted => say!(words, invite.found_accepted),
        GuestState::NotInvited | GuestState::Other(_) => say!(words, invite.found_external),
    }
}

/// The newest invitation of this session.
#[component]
pub(super) fn SentCard(step: RwSignal<Step>) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let heading = NodeRef::<leptos::html::H2>::new();
    Effect::new(move || {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    let another = move |_| {
        step.set(Step::Form);
        request_animation_frame(|| focus("invite-email"));
    };
    let newest = state.sent.with_untracked(|sent| sent.first().cloned());
    newest.map(|sent| {
        let address = sent.invitation.email.to_string();
        let mailed = sent.invitation.mail.is_some();
        let title = move || match mailed {
            true => say!(words, invite.sent_heading, address = address.clone()),
            false => say!(words, invite.created_heading, address = address.clone()),
        };
        let text = move || if mailed { say!(words, invite.sent_text) } else { say!(words, invite.created_text) };
        let link = sent.answer.redeem_url.clone();
        let known = sent.clone();
        view! {
            <section class="card sent">
                <h2 tabindex="-1" node_ref=heading class="sent__heading">{title}</h2>
                <p>{text}</p>
                <p class="sent__state">
                    <span class="quiet">{text!(words, invite.state)}</span>" "
                    <StateBadge state=Signal::derive(move || state.state_of(&known)) />
                </p>
                <CopyLink link label=text!(words, invite.copy) named=text!(words, invite.link) primary=!mailed />
                <div class="row">
                    <button type="button" class="button" on:click=another>{text!(words, invite.another)}</button>
                    <A href=Route::Guests(GuestQuery::default()).href() attr:class="button button--quiet">
                        {text!(words, invite.see_guests)}
                    </A>
                </div>
            </section>
        }
    })
}

/// Earlier invitations of this session, with what one may still do.
#[component]
pub(super) fn SentRow(sent: SentHere) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let address = sent.invitation.email.to_string();
    let shown = address.clone();
    let link = sent.answer.redeem_url.clone();
    let name = sent.guest.name.clone();
    let known = sent.clone();
    view! {
        <li class="results__row">
            <div class="results__who">
                <p class="results__name">{name}</p>
                <p class="quiet">{shown}</p>
            </div>
            <StateBadge state=Signal::derive(move || state.state_of(&known)) />
            <CopyLink
                link
                label=Signal::derive(move || say!(words, invite.copy_for, address = address.clone()))
                named=text!(words, invite.link)
                primary=false
            />
        </li>
    }
}
