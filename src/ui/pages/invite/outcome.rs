//! The outcome of sending: an error, an existing guest, or the result. Must not send itself.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::app::invite::DuplicateCheck;
use crate::domain::guest::GuestState;
use crate::domain::guest_query::GuestQuery;
use crate::domain::invitation::Delivery;
use crate::graph::error::GraphError;
use crate::graph::users::Existing;
use crate::ui::pages::copy::CopyLink;
use crate::ui::parts::{Details, Notice, StateBadge, Tone, focus};
use crate::ui::routes::Route;
use crate::ui::state::{SentHere, expect_access, expect_invite, expect_session};
use crate::ui::words::graph_errors::{Attempt, contradicts};
use crate::ui::words::{Words, expect_words, say, text};

use super::form_state::Form;
use super::model::Step;

/// Shown when the service refused the invitation or did not respond.
#[component]
pub(super) fn Refusal(form: Form) -> impl IntoView {
    let failed = Memo::new(move |_| {
        let sending = form.invite.sending();
        sending.with(|sending| sending.failed().map(|(error, delivery)| (error.clone(), delivery)))
    });
    move || failed.get().map(|(error, delivery)| view! { <RefusalNotice error delivery /> })
}

#[component]
fn RefusalNotice(
    error: GraphError,
    /// Whether the service may have created the invitation nevertheless.
    delivery: Delivery,
) -> impl IntoView {
    let words = expect_words();
    let rights = untrack(|| expect_access().inputs()).rights;
    let contradicts = contradicts(&error.kind, Attempt::Invite, &rights);
    let cloud = expect_session().portal().config.cloud.clone();
    let message = Memo::new(move |_| words.graph_error(&error, Attempt::Invite, &cloud));
    let heading = Signal::derive(move || match delivery {
        Delivery::Unknown => say!(words, invite.unknown_heading),
        Delivery::NotSent => say!(words, invite.refused_heading),
    });
    view! {
        <Notice tone=Tone::Trouble heading>
            <p>{move || message.get().text}</p>
            {(delivery == Delivery::Unknown).then(|| view! { <p>{text!(words, error.maybe_sent)}</p> })}
            {contradicts.then(|| view! { <p>{text!(words, error.contradicts)}</p> })}
            <Details lines=Signal::derive(move || message.get().details) />
        </Notice>
    }
}

/// Shown when a guest with this address already exists: the person decides whether to send another invitation.
#[component]
pub(super) fn Found(form: Form) -> impl IntoView {
    let found = Memo::new(move |_| {
        form.invite.sending().with(|sending| sending.found().map(|(existing, _)| existing.clone()))
    });
    move || found.get().map(|existing| view! { <FoundNotice form existing /> })
}

#[component]
fn FoundNotice(form: Form, existing: Existing) -> impl IntoView {
    let words = expect_words();
    let name = name_of(&existing);
    let left = name.clone();
    let resend = move |_| {
        let found = form.invite.sending();
        let invitation =
            found.with_untracked(|found| found.found().map(|(_, invitation)| invitation.clone()));
        if let Some(invitation) = invitation {
            // This button is removed, so the focus moves to the button of the form.
            focus("invite-send");
            form.invite.send(invitation, DuplicateCheck::Skip);
        }
    };
    let leave = move |_| {
        form.invite.leave_alone(left.clone());
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

/// The result card of the newest invitation of this session.
#[component]
pub(super) fn SentCard(step: RwSignal<Step>) -> impl IntoView {
    let words = expect_words();
    let invite = expect_invite();
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
    let newest = invite.sent().with_untracked(|sent| sent.first().cloned());
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
                    <StateBadge state=Signal::derive(move || invite.state_of(&known)) />
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

/// An earlier invitation of this session, whose link can still be copied.
#[component]
pub(super) fn SentRow(sent: SentHere) -> impl IntoView {
    let words = expect_words();
    let invite = expect_invite();
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
            <StateBadge state=Signal::derive(move || invite.state_of(&known)) />
            <CopyLink
                link
                label=Signal::derive(move || say!(words, invite.copy_for, address = address.clone()))
                named=text!(words, invite.link)
                primary=false
            />
        </li>
    }
}
