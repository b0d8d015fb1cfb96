//! Notes before sending: the sender of the mail, and which parts of the mail may not arrive. Must not decide what is
//! sent.

use leptos::prelude::*;

use crate::domain::capabilities::Mailbox;
use crate::domain::invitation::Delivery;
use crate::domain::sender::invitation_sender;
use crate::ui::parts::{Notice, Tone};
use crate::ui::state::{AccessContext, SessionContext, expect_access, expect_invite, expect_session};
use crate::ui::words::{Words, expect_words, say};

#[component]
pub(super) fn Notes() -> impl IntoView {
    let words = expect_words();
    let (session, access, invite) = (expect_session(), expect_access(), expect_invite());
    let mailed = Memo::new(move |_| invite.draft().with(|draft| draft.send_mail));
    let message = Memo::new(move |_| invite.draft().with(|draft| !draft.message.trim().is_empty()));
    let sender = session.portal().config.cloud.graph.clone();
    let sender = invitation_sender(&sender);
    view! {
        // The element exists from the start, so that a screen reader reads texts that are added later.
        <div class="notes" id="invite-notes" role="status">
            <For each=move || warnings(session, access, words, mailed.get(), message.get()) key=String::clone let:text>
                <p class="field__say field__say--warning">{text}</p>
            </For>
        </div>
        <p class="quiet">
            {move || match sender {
                _ if !mailed.get() => String::new(),
                Some(address) if no_mailbox(access) => say!(words, invite.sender_no_reply, address = address),
                Some(address) => say!(words, invite.sender, address = address),
                None => say!(words, invite.sender_unknown),
            }}
        </p>
        {move || invite.restored().get().map(|delivery| view! { <Restored delivery /> })}
    }
}

/// Shown when the form was restored from an earlier page.
#[component]
fn Restored(
    /// Whether it may have been sent already.
    delivery: Delivery,
) -> impl IntoView {
    let words = expect_words();
    let text = move || match delivery {
        Delivery::Unknown => say!(words, invite.restored_unsure),
        Delivery::NotSent => say!(words, invite.restored),
    };
    let tone = match delivery {
        Delivery::Unknown => Tone::Warning,
        Delivery::NotSent => Tone::Info,
    };
    view! {
        <Notice tone>
            <p>{text}</p>
        </Notice>
    }
}

fn no_mailbox(access: AccessContext) -> bool {
    access.me().with(|me| me.is_some_and(|me| me.mailbox == Mailbox::Missing))
}

fn warnings(
    session: SessionContext,
    access: AccessContext,
    words: Words,
    mailed: bool,
    message: bool,
) -> Vec<String> {
    if !mailed {
        return Vec::new();
    }
    let mailbox = (no_mailbox(access) && message).then(|| say!(words, invite.no_mailbox));
    let initial = session.organization().with(|org| org.as_ref().and_then(|org| org.initial_domain.clone()));
    let domain = initial.map(|domain| say!(words, invite.note_domain, domain = domain));
    mailbox.into_iter().chain(domain).collect()
}
