//! What one should know before sending: who the mail will come from, and what of it will not arrive.

use leptos::prelude::*;

use crate::domain::sender::invitation_sender;
use crate::ui::parts::{IntoPart, Notice, Part, Tone, line, live, maybe};
use crate::ui::state::{State, expect_state};
use crate::ui::words::{Words, expect_words, say};

/// The notes, near the button that sends.
#[component]
pub(super) fn Notes() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let mailed = move || state.draft.with(|draft| draft.send_mail);
    let sender = state.portal().config.cloud.graph.clone();
    let sender = invitation_sender(&sender);
    view! {
        // There from the start, so that what comes into it is read out.
        <div class="notes" id="invite-notes" role="status">
            {live(move || view! { {warnings(state, words, mailed())} }.part())}
        </div>
        <p class="quiet">
            {line(move || match sender {
                _ if !mailed() => String::new(),
                Some(address) if no_mailbox(state) => say!(words, invite.sender_no_reply, address = address),
                Some(address) => say!(words, invite.sender, address = address),
                None => say!(words, invite.sender_unknown),
            })}
        </p>
        {maybe(move || state.restored.get().map(|unsure| {
            let text = line(move || match unsure {
                true => say!(words, invite.restored_unsure),
                false => say!(words, invite.restored),
            });
            view! { <Notice tone=if unsure { Tone::Warning } else { Tone::Info } heading=""><p>{text}</p></Notice> }.part()
        }))}
    }
    .part()
}

fn no_mailbox(state: State) -> bool {
    state.seen.with(|seen| seen.me.is_some_and(|me| !me.mailbox))
}

fn warnings(state: State, words: Words, mailed: bool) -> Vec<Part> {
    let message = state.draft.with(|draft| !draft.message.trim().is_empty());
    let mailbox = (no_mailbox(state) && message).then(|| say!(words, invite.no_mailbox));
    let initial = state.organization.with(|org| org.as_ref().and_then(|org| org.initial_domain.clone()));
    let domain = initial.map(|domain| say!(words, invite.note_domain, domain = domain));
    let said = mailbox.into_iter().chain(domain).filter(|_| mailed);
    said.map(|text| view! { <p class="field__say field__say--warning">{text}</p> }.part()).collect()
}
