//! What one should know before sending: who the mail will come from, and what of it will not arrive.

use leptos::prelude::*;

use crate::domain::sender::invitation_sender;
use crate::ui::parts::{Notice, Tone};
use crate::ui::state::{State, expect_state};
use crate::ui::words::{Words, expect_words, say};

/// The notes, near the button that sends.
#[component]
pub(super) fn Notes() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let mailed = Memo::new(move |_| state.draft.with(|draft| draft.send_mail));
    let message = Memo::new(move |_| state.draft.with(|draft| !draft.message.trim().is_empty()));
    let sender = state.portal().config.cloud.graph.clone();
    let sender = invitation_sender(&sender);
    view! {
        // There from the start, so that what comes into it is read out.
        <div class="notes" id="invite-notes" role="status">
            <For each=move || warnings(state, words, mailed.get(), message.get()) key=String::clone let:text>
                <p class="field__say field__say--warning">{text}</p>
            </For>
        </div>
        <p class="quiet">
            {move || match sender {
                _ if !mailed.get() => String::new(),
                Some(address) if no_mailbox(state) => say!(words, invite.sender_no_reply, address = address),
                Some(address) => say!(words, invite.sender, address = address),
                None => say!(words, invite.sender_unknown),
            }}
        </p>
        {move || state.restored.get().map(|unsure| view! { <Restored unsure /> })}
    }
}

/// The form was brought back from before this page.
#[component]
fn Restored(
    /// Whether it may have been sent already.
    unsure: bool,
) -> impl IntoView {
    let words = expect_words();
    let text =
        move || if unsure { say!(words, invite.restored_unsure) } else { say!(words, invite.restored) };
    view! {
        <Notice tone=if unsure { Tone::Warning } else { Tone::Info }>
            <p>{text}</p>
        </Notice>
    }
}

fn no_mailbox(state: State) -> bool {
    state.seen.with(|seen| seen.me.is_some_and(|me| !me.mailbox))
}

fn warnings(state: State, words: Words, mailed: bool, message: bool) -> Vec<String> {
    if !mailed {
        return Vec::new();
    }
    let mailbox = (no_mailbox(state) && message).then(|| say!(words, invite.no_mailbox));
    let initial = state.organization.with(|org| org.as_ref().and_then(|org| org.initial_domain.clone()));
    let domain = initial.map(|domain| say!(words, invite.note_domain, domain = domain));
    mailbox.into_iter().chain(domain).collect()
}
