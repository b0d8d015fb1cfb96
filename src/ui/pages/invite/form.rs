//! The form: its fields, the outcome of the last attempt, and the button to send. Must not send itself: `form_state`
//! does.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::ui::state::{Sending, expect_session};
use crate::ui::words::{expect_words, say, text};

use super::fields::{Mail, Who};
use super::form_state::Form;
use super::notes::Restored;
use super::outcome::{Found, NotResent, Refusal};
use super::rights::{before_sending, may_invite};

#[component]
pub(super) fn InviteForm() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let form = Form::new();
    let sending = form.invite.sending();
    // This notice is shown only until the person leaves the page on which they decided.
    if sending.with_untracked(|sending| sending.not_resent().is_some()) {
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
        Sending::Posting => say!(words, invite.sending),
        Sending::Idle | Sending::Found(..) | Sending::Failed { .. } | Sending::NotResent(_) => String::new(),
    };
    let asks = Memo::new(move |_| sending.with(|sending| sending.found().is_some()));
    let mailed = form.is_mailed();
    let label = move || match (busy.get(), mailed.get()) {
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
                    <p class="quiet" id="invite-blocked">
                        {move || before_sending(form.barred.get(), may_invite(session), words)}
                    </p>
                </div>
            </div>
        </form>
    }
}
