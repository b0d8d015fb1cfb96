//! Notes before sending: the sender of the mail, and which parts of the mail may not arrive. Must not decide what is
//! sent.

use leptos::prelude::*;

use crate::domain::capabilities::Mailbox;
use crate::domain::invisible::is_blank;
use crate::domain::invitation::Delivery;
use crate::domain::sender::{InvitationSender, invitation_sender};
use crate::ui::parts::{Notice, Tone, focus, sentence};
use crate::ui::state::{
    AccessContext, InviteContext, SessionContext, expect_access, expect_invite, expect_session,
};
use crate::ui::words::{Words, expect_words, named, say, text};

#[component]
pub(super) fn Notes() -> impl IntoView {
    let words = expect_words();
    let (session, access, invite) = (expect_session(), expect_access(), expect_invite());
    let mailed = Memo::new(move |_| invite.draft().with(|draft| draft.send_mail));
    let message = Memo::new(move |_| invite.draft().with(|draft| !is_blank(&draft.message)));
    let from = Memo::new(move |_| {
        let sender = sender(session).filter(|_| mailed.get())?;
        let InvitationSender { default_domain: domain, usual, older, .. } = sender;
        let (domain, usual) = (named(&domain), named(&usual));
        let from = match older {
            Some(older) => say!(words, invite.sender, domain = domain, usual = usual, older = named(older)),
            None => say!(words, invite.sender_alone, domain = domain, usual = usual),
        };
        let replies = match no_mailbox(access) {
            true => say!(words, invite.no_replies),
            false => say!(words, invite.replies),
        };
        Some(format!("{from} {replies}"))
    });
    view! {
        // The element exists from the start, so that a screen reader reads texts that are added later.
        <div class="notes" id="invite-notes" role="status">
            <For each=move || warnings(session, access, words, mailed.get(), message.get()) key=String::clone let:text>
                <p class="field__say field__say--warning">{sentence(&text)}</p>
            </For>
        </div>
        {move || from.get().map(|text| view! { <p class="field__hint notes__from">{sentence(&text)}</p> })}
    }
}

/// The sender of the mail; `None` as long as the organization is not known.
pub(super) fn sender(session: SessionContext) -> Option<InvitationSender> {
    let graph = session.portal().config.cloud.graph.clone();
    session.organization().with(|org| {
        let org = org.as_ref()?;
        invitation_sender(org.default_domain.as_deref(), org.initial_domain.as_deref(), &graph)
    })
}

/// Shown when the form was restored from an earlier page.
#[component]
pub(super) fn Restored() -> impl IntoView {
    let invite = expect_invite();
    move || invite.restored().get().map(|delivery| view! { <RestoredNotice delivery /> })
}

#[component]
fn RestoredNotice(
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

/// What another guest's form has left: its options in this form, or this guest's form aside.
#[component]
pub(super) fn OfAnother() -> impl IntoView {
    let words = expect_words();
    let invite = expect_invite();
    let kept = Memo::new(move |_| invite.keeps_options());
    let aside = move || {
        invite.set_aside().with(|aside| {
            let address = aside.last()?.email.trim();
            Some(match address {
                "" => say!(words, invite.set_aside_form),
                _ => say!(words, invite.set_aside, address = named(address)),
            })
        })
    };
    // The button disappears with its notice.
    let then = move |act: fn(InviteContext)| {
        act(invite);
        focus("invite-email");
    };
    view! {
        <Show when=move || kept.get()>
            <Notice tone=Tone::Info>
                <p>{text!(words, invite.kept)}</p>
                <button type="button" class="button" on:click=move |_| then(InviteContext::start_over)>
                    {text!(words, invite.start_over)}
                </button>
            </Notice>
        </Show>
        {move || aside().map(|text| view! {
            <Notice tone=Tone::Info>
                <p>{sentence(&text)}</p>
                <div class="row">
                    <button type="button" class="button" on:click=move |_| then(InviteContext::bring_back)>
                        {text!(words, invite.bring_back)}
                    </button>
                    <button type="button" class="button" on:click=move |_| then(InviteContext::discard_aside)>
                        {text!(words, invite.discard_aside)}
                    </button>
                </div>
            </Notice>
        })}
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
    let initial = sender(session).filter(|sender| sender.is_initial);
    let domain =
        initial.map(|sender| say!(words, invite.note_domain, domain = named(&sender.default_domain)));
    mailbox.into_iter().chain(domain).collect()
}
