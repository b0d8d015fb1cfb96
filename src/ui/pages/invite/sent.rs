//! What an invitation has brought: the card of the newest one, and a row for each earlier one of this session. Must not keep
//! them.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::domain::guest::GuestState;
use crate::domain::guest_query::GuestQuery;
use crate::domain::redeem_link::RedeemLink;
use crate::domain::sender::InvitationSender;
use crate::ui::parts::{CopyLink, CopyRowLink, StateBadge, focus, sentence};
use crate::ui::routes::Route;
use crate::ui::state::{SentHere, SessionContext, expect_invite, expect_session};
use crate::ui::words::{Words, expect_words, named, say, text};

use super::model::Step;
use super::notes::sender;

/// The result card of the newest invitation of this session.
#[component]
pub(super) fn SentCard(step: RwSignal<Step>) -> impl IntoView {
    let invite = expect_invite();
    let newest = invite.sent().with_untracked(|sent| sent.first().cloned());
    newest.map(|sent| view! { <Card step sent /> })
}

#[component]
fn Card(step: RwSignal<Step>, sent: SentHere) -> impl IntoView {
    let words = expect_words();
    let invite = expect_invite();
    let heading = NodeRef::<leptos::html::H2>::new();
    Effect::new(move || {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    let another = move || {
        step.set(Step::Form);
        request_animation_frame(|| focus("invite-email"));
    };
    // The heading has the focus, so Enter does there what is most often done next.
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            another();
        }
    };
    let address = sent.invitation.email.to_string();
    let link = link_of(&sent, expect_session());
    let has_link = link.is_some();
    let (shown, titled, mailed) = (sent.clone(), sent.clone(), sent.clone());
    let in_list = Route::Guests(GuestQuery { search: address.clone(), ..GuestQuery::default() }).href();
    view! {
        <section class="card sent" class:sent--trouble=sent.answer.reported_error>
            <h2 tabindex="-1" node_ref=heading class="sent__heading" on:keydown=on_key>
                {move || sentence(&heading_of(words, &titled))}
            </h2>
            <p>{move || text_of(words, &shown, has_link)}</p>
            {move || mail_of(words, expect_session(), &mailed).map(|text| view! { <p class="quiet">{sentence(&text)}</p> })}
            <p class="sent__state">
                <span class="quiet">{text!(words, invite.state)}</span>" "
                <StateBadge state={
                    let known = sent.clone();
                    Signal::derive(move || invite.state_of(&known))
                } />
            </p>
            {link.map(|link| view! { <Link link /> })}
            <div class="row">
                <button type="button" class="button button--primary" on:click=move |_| another()>
                    {text!(words, invite.another)}
                </button>
                <A href=in_list attr:class="button button--quiet">{text!(words, invite.show_guest)}</A>
                <A href=Route::Guests(GuestQuery::default()).href() attr:class="button button--quiet">
                    {text!(words, invite.see_guests)}
                </A>
            </div>
        </section>
    }
}

#[component]
fn Link(link: RedeemLink) -> impl IntoView {
    let words = expect_words();
    match link {
        RedeemLink::Known(link) => view! {
            <CopyLink link label=text!(words, invite.copy) named=text!(words, invite.link) shown=true />
        }
        .into_any(),
        // A person should look at it before they pass it on, so there is no button.
        RedeemLink::UnknownHost(link) => view! {
            <div class="copy">
                <p class="field__say field__say--warning">{text!(words, invite.link_unknown)}</p>
                <p class="sent__link" dir="ltr" translate="no">{link}</p>
            </div>
        }
        .into_any(),
    }
}

fn link_of(sent: &SentHere, session: SessionContext) -> Option<RedeemLink> {
    RedeemLink::read(sent.answer.redeem_url.as_deref()?, &session.portal().config.cloud)
}

fn heading_of(words: Words, sent: &SentHere) -> String {
    let address = named(sent.invitation.email.as_str());
    match (&sent.answer.state, sent.invitation.mail.is_some()) {
        _ if sent.answer.reported_error => say!(words, invite.trouble_heading, address = address),
        (GuestState::Accepted, _) => say!(words, invite.accepted_heading, address = address),
        (_, true) => say!(words, invite.sent_heading, address = address),
        (_, false) => say!(words, invite.created_heading, address = address),
    }
}

/// What happened, and what the person can do.
fn text_of(words: Words, sent: &SentHere, has_link: bool) -> String {
    match (&sent.answer.state, sent.invitation.mail.is_some(), has_link) {
        _ if sent.answer.reported_error => say!(words, invite.trouble_text),
        (GuestState::Accepted, ..) => say!(words, invite.accepted_text),
        (_, true, true) => say!(words, invite.sent_text),
        (_, false, true) => say!(words, invite.created_text),
        (_, true, false) => say!(words, invite.sent_text_no_link),
        (_, false, false) => say!(words, invite.created_text_no_link),
    }
}

/// When the invitation was sent, or created without a mail, and whether it was another one for the same guest.
fn when_of(words: Words, sent: &SentHere) -> String {
    let time = words.time_of_day(sent.at, sent.at);
    let mailed = sent.invitation.mail.is_some() && !sent.answer.reported_error;
    match (mailed, sent.again) {
        (true, false) => say!(words, invite.row_sent, time = time),
        (true, true) => say!(words, invite.row_sent_again, time = time),
        (false, false) => say!(words, invite.row_created, time = time),
        (false, true) => say!(words, invite.row_created_again, time = time),
    }
}

/// How the guest recognizes Microsoft's mail. `None` if there is none, or if its sender is not known.
fn mail_of(words: Words, session: SessionContext, sent: &SentHere) -> Option<String> {
    let mailed = sent.invitation.mail.is_some() && !sent.answer.reported_error;
    let InvitationSender { default_domain, usual, .. } =
        sender(session).filter(|_| mailed && sent.answer.state != GuestState::Accepted)?;
    let (usual, domain) = (named(&usual), named(&default_domain));
    let inviter = named(&session.account()?.name);
    Some(say!(words, invite.sent_mail, usual = usual, inviter = inviter, domain = domain))
}

/// An earlier invitation of this session, whose link can still be copied.
#[component]
pub(super) fn SentRow(sent: SentHere) -> impl IntoView {
    let words = expect_words();
    let invite = expect_invite();
    let session = expect_session();
    let address = sent.invitation.email.to_string();
    let name = sent.guest.as_ref().map(|guest| guest.name.clone()).filter(|name| *name != address);
    let link = match link_of(&sent, session) {
        Some(RedeemLink::Known(link)) => Some(link),
        Some(RedeemLink::UnknownHost(_)) | None => None,
    };
    let (titled, again) = (sent.clone(), sent.again);
    let when = move || when_of(words, &titled);
    let state = move || words.guest_state(&invite.state_of(&sent));
    let shown = address.clone();
    view! {
        <li class="results__row">
            <div class="results__what">
                <p class="results__who">
                    {name.map(|name| view! { <bdi class="results__name" translate="no">{name}</bdi>" " })}
                    <span class="results__address" dir="ltr" translate="no">{shown}</span>
                </p>
                <p class="quiet">
                    {state}<span class="results__time" class:results__time--again=again>" · "{when}</span>
                </p>
            </div>
            {link.map(|link| view! {
                <CopyRowLink
                    link
                    of=Signal::derive(move || say!(words, invite.copy_for, address = named(&address)))
                />
            })}
        </li>
    }
}
