//! The form: its fields, the outcome of the last attempt, and the button to send. Must not send itself: `form_state`
//! does.

use leptos::ev::{self, KeyboardEvent, MouseEvent, SubmitEvent};
use leptos::prelude::*;

use crate::ui::parts::{advice, focus, focus_at_edge, is_covered, reveal_focused_field, seconds_pass};
use crate::ui::state::{Sending, expect_session};
use crate::ui::words::{Words, expect_words, say, text};

use super::fields::{Mail, Who};
use super::form_state::{Form, SEND};
use super::model::Answer;
use super::notes::{OfAnother, Restored};
use super::outcome::{Found, NotResent, QUESTION, Refusal, TakenBack};
use super::rights::{before_sending, may_invite};

/// While an invitation waits to be sent, Escape takes it back, wherever the focus is. It also closes a question.
fn undo_by_escape(form: Form) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.key() != "Escape" {
            return;
        }
        if form.invite.sending().with_untracked(|sending| *sending == Sending::Holding) {
            form.invite.take_back();
        } else if untrack(|| form.first_answer()).is_some() && !is_covered() {
            form.close_question();
        }
    });
    on_cleanup(move || listener.remove());
}

/// A number of seconds as a plural takes it.
fn whole(seconds: u64) -> usize {
    usize::try_from(seconds).unwrap_or(usize::MAX)
}

fn answer_label(words: Words, answer: Answer) -> String {
    match answer {
        Answer::Resend => say!(words, invite.resend),
        Answer::Leave => say!(words, invite.leave),
    }
}

/// The address is the first thing that a person types, unless they first need the permission to invite: how to get it
/// stands above the form.
fn begin_with_the_address(form: Form) {
    let start = if untrack(|| may_invite(form.session)) { "invite-email" } else { "main" };
    Effect::new(move |begun: Option<()>| {
        if begun.is_none() {
            request_animation_frame(move || focus(start));
        }
    });
}

#[component]
pub(super) fn InviteForm() -> impl IntoView {
    let words = expect_words();
    let form = Form::new();
    begin_with_the_address(form);
    on_cleanup(move || form.invite.leave_page());
    // This notice is shown only until the person leaves the page on which they decided.
    let over = |sending: &Sending| sending.not_resent().is_some() || *sending == Sending::TakenBack;
    if form.invite.sending().with_untracked(over) {
        form.invite.dismiss();
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        // While there is a question, the button and Enter give its first answer.
        match untrack(|| form.first_answer()) {
            Some(answer) => form.answer(answer),
            None => form.submit(),
        }
    };
    // A question can appear while Enter is held down. An answer needs a key of its own.
    let not_by_held_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && event.repeat() && untrack(|| form.first_answer()).is_some() {
            event.prevent_default();
        }
    };
    undo_by_escape(form);
    form.arrive();
    view! {
        <form
            class="card form"
            novalidate
            on:submit=submit
            on:keydown=not_by_held_key
            on:click=|_| reveal_focused_field()
            aria-label=text!(words, invite.title)
        >
            <Restored />
            <OfAnother />
            <Who form />
            <Mail form />
            <ActionBar form />
        </form>
    }
}

/// The results and the buttons. It stays at the lower edge of the window, so that they are in view wherever the person is in
/// the form. The buttons are its last line: a result that is added does not move them.
#[component]
fn ActionBar(form: Form) -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let sending = form.invite.sending();
    // The question can appear between the two clicks of a double click. An answer needs a click of its own.
    let not_by_double_click = move |event: MouseEvent| {
        if event.detail() > 1 && untrack(|| form.first_answer()).is_some() {
            event.prevent_default();
        }
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
            say!(words, invite.holding, count = whole(session.portal().config.undo.as_secs()))
        }
        Sending::Posting => say!(words, invite.sending),
        Sending::Idle
        | Sending::TakenBack
        | Sending::LeftBefore
        | Sending::Found { .. }
        | Sending::Failed { .. }
        | Sending::NotResent(_) => String::new(),
    };
    let holding = Memo::new(move |_| matches!(*sending.read(), Sending::Holding));
    let second = seconds_pass(move || holding.get());
    let countdown = move || {
        second.track();
        say!(words, invite.holding, count = whole(form.invite.seconds_held()))
    };
    let mailed = form.is_mailed();
    let label = move || match (form.first_answer(), busy.get(), mailed.get()) {
        (Some(answer), ..) => answer_label(words, answer),
        (None, true, _) if holding.get() => say!(words, invite.sending),
        (None, true, _) => progress(),
        (None, false, true) => say!(words, invite.send),
        (None, false, false) => say!(words, invite.create),
    };
    let described =
        move || if form.first_answer().is_some() { QUESTION } else { "invite-blocked invite-notes" };
    view! {
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
                    id=SEND
                    class="button button--primary"
                    class:button--busy=busy
                    aria-disabled=move || (busy.get() || form.barred.read().is_some()).to_string()
                    aria-describedby=described
                    on:click=not_by_double_click
                >
                    {label}
                </button>
                {move || form.first_answer().map(Answer::other).map(|answer| view! {
                    <button type="button" class="button" on:click=move |_| form.answer(answer)>
                        {move || answer_label(words, answer)}
                    </button>
                })}
                <Show when=move || holding.get()>
                    // It is removed when it is pressed, so the focus moves to the button beside it.
                    <button type="button" class="button" on:click=move |_| {
                        form.invite.take_back();
                        focus_at_edge(SEND);
                    }>
                        {text!(words, invite.undo)}
                    </button>
                    // A screen reader reads the whole time once, above. The seconds that follow are for the eye.
                    <p class="quiet" aria-hidden={"true"}>{countdown}</p>
                </Show>
                <p class="quiet" id="invite-blocked">
                    {move || advice(words, &before_sending(form.barred.get(), may_invite(session), words))}
                </p>
            </div>
        </div>
    }
}
