//! The form: its fields, the outcome of the last attempt, and the button to send. Must not send itself: `form_state`
//! does.

use leptos::ev::{self, SubmitEvent};
use leptos::prelude::*;

use crate::ui::parts::{focus, focus_at_edge, sentence};
use crate::ui::state::{Sending, expect_session};
use crate::ui::words::{expect_words, say, text};

use super::fields::{Mail, Who};
use super::form_state::Form;
use super::notes::Restored;
use super::outcome::{Found, NotResent, Refusal, TakenBack};
use super::rights::{before_sending, may_invite};

/// While an invitation waits to be sent, Escape takes it back, wherever the focus is.
fn undo_by_escape(form: Form, holding: Memo<bool>) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && holding.get_untracked() {
            form.invite.take_back();
        }
    });
    on_cleanup(move || listener.remove());
}

/// The address is the first thing that a person types.
fn begin_with_the_address() {
    Effect::new(move |begun: Option<()>| {
        if begun.is_none() {
            request_animation_frame(|| focus("invite-email"));
        }
    });
}

#[component]
pub(super) fn InviteForm() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let form = Form::new();
    begin_with_the_address();
    on_cleanup(move || form.invite.leave_page());
    let sending = form.invite.sending();
    // This notice is shown only until the person leaves the page on which they decided.
    if sending.with_untracked(|sending| sending.not_resent().is_some() || *sending == Sending::TakenBack) {
        form.invite.dismiss();
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.submit();
    };
    // These are memos, so that a screen reader reads a text when it changes, and not after every typed letter.
    let summary = Memo::new(move |_| match form.to_fix() {
        0 => None,
        count => Some(say!(words, invite.fix, count = count)),
    });
    let busy = Memo::new(move |_| sending.with(Sending::is_busy));
    let progress = move || match &*sending.read() {
        Sending::CheckingDuplicate => say!(words, invite.looking),
        Sending::Holding => {
            let seconds = session.portal().config.undo.as_secs().to_string();
            say!(words, invite.holding, seconds = seconds)
        }
        Sending::Posting => say!(words, invite.sending),
        Sending::Idle
        | Sending::TakenBack
        | Sending::LeftBefore
        | Sending::Found(..)
        | Sending::Failed { .. }
        | Sending::NotResent(_) => String::new(),
    };
    let holding = Memo::new(move |_| matches!(*sending.read(), Sending::Holding));
    undo_by_escape(form, holding);
    let asks = Memo::new(move |_| sending.with(|sending| sending.found().is_some()));
    let mailed = form.is_mailed();
    let label = move || match (busy.get(), mailed.get()) {
        (true, _) if holding.get() => say!(words, invite.sending),
        (true, _) => progress(),
        (false, true) => say!(words, invite.send),
        (false, false) => say!(words, invite.create),
    };
    view! {
        <form class="card form" novalidate on:submit=submit aria-label=text!(words, invite.title)>
            <Restored />
            <Who form />
            <Mail form />
            // It stays at the lower edge of the window, so that results and the button are in view wherever the person is in
            // the form. The button is its last line: a result that is added does not move it.
            <div class="form__bar">
                <Refusal form />
                <Found form />
                <NotResent form />
                <TakenBack form />
                <div role="alert">
                    {move || summary.get().map(|text| view! { <p class="form__summary">{text}</p> })}
                </div>
                <p class="hidden" role="status">{progress}</p>
                <div class="form__actions">
                    <button
                        type="submit"
                        id="invite-send"
                        class="button"
                        // While there is a question, its own buttons come first.
                        class:button--primary=move || !asks.get()
                        class:button--busy=busy
                        aria-disabled=move || (busy.get() || form.barred.read().is_some()).to_string()
                        aria-describedby="invite-blocked invite-notes"
                    >
                        {label}
                    </button>
                    <Show when=move || holding.get()>
                        // A screen reader has it above.
                        <p class="quiet" aria-hidden={"true"}>{progress}</p>
                        // It is removed when it is pressed, so the focus moves to the button beside it.
                        <button type="button" class="button" on:click=move |_| {
                            form.invite.take_back();
                            focus_at_edge("invite-send");
                        }>
                            {text!(words, invite.undo)}
                        </button>
                    </Show>
                    <p class="quiet" id="invite-blocked">
                        {move || sentence(&before_sending(form.barred.get(), may_invite(session), words))}
                    </p>
                </div>
            </div>
        </form>
    }
}
