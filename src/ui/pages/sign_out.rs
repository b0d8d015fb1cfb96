//! The button Sign out, and the question before it if a bulk invitation is not finished or not sent: signing out removes what
//! this browser keeps of it. Must not remove it.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::ui::parts::Question;
use crate::ui::routes::Route;
use crate::ui::state::{Unfinished, expect_bulk, expect_run, expect_session};
use crate::ui::words::{expect_words, say, text};

/// What is asked; `None` if nothing is.
#[derive(Clone, Copy)]
pub(super) struct SignOutQuestion(RwSignal<Option<Unfinished>>);

impl SignOutQuestion {
    pub(super) fn new() -> Self {
        Self(RwSignal::new(None))
    }
}

#[component]
pub(super) fn SignOutButton(question: SignOutQuestion, close: Callback<()>) -> impl IntoView {
    let words = expect_words();
    let (session, run, bulk) = (expect_session(), expect_run(), expect_bulk());
    let list = move || bulk.unsent_rows().map(Unfinished::List);
    let press = move |_| match run.unfinished().or_else(list) {
        Some(unfinished) => {
            // What is left does not change while the person decides.
            run.pause();
            close.run(());
            question.0.set(Some(unfinished));
        }
        None => session.sign_out(),
    };
    view! {
        <button type="button" class="account__item account__item--last" on:click=press>
            {text!(words, shell.sign_out)}
        </button>
    }
}

/// It must not be in the panel of the account menu, which is hidden when it opens.
#[component]
pub(super) fn SignOutDialog(question: SignOutQuestion) -> impl IntoView {
    let words = expect_words();
    let (session, run) = (expect_session(), expect_run());
    let close = move |()| question.0.set(None);
    let sign_out = move |_| {
        close(());
        session.sign_out();
    };
    let content = move |unfinished| {
        match unfinished {
        Unfinished::Here => view! {
            <p>{move || say!(words, run.leave, count = run.tally().with(|tally| tally.planned + tally.sending + tally.unknown))}</p>
            <p>{text!(words, run.leave_hint)}</p>
            <button type="button" class="button" on:click=move |_| run.save_left(words)>
                {text!(words, run.leave_save)}
            </button>
        }
        .into_any(),
        Unfinished::Links(count) => view! {
            <p>{say!(words, run.leave_links, count = count)}</p>
            <A href=Route::Bulk.href() attr:class="button" on:click=move |_| close(())>
                {text!(words, run.unfinished_open)}
            </A>
        }
        .into_any(),
        Unfinished::List(count) => view! {
            <p>{say!(words, run.leave_list, count = count)}</p>
            <A href=Route::Bulk.href() attr:class="button" on:click=move |_| close(())>
                {text!(words, run.unfinished_open)}
            </A>
        }
        .into_any(),
        Unfinished::Elsewhere => view! {
            <p>{text!(words, run.leave_elsewhere)}</p>
            <A href=Route::Bulk.href() attr:class="button" on:click=move |_| close(())>
                {text!(words, run.unfinished_open)}
            </A>
        }
        .into_any(),
    }
    };
    view! {
        <Question
            open=Signal::derive(move || question.0.get().is_some())
            on_close=close
            id="sign-out-question"
            heading=Signal::derive(move || match question.0.get() {
                Some(Unfinished::Links(_)) => say!(words, run.leave_links_heading),
                Some(Unfinished::List(_)) => say!(words, run.leave_list_heading),
                Some(Unfinished::Here | Unfinished::Elsewhere) | None => say!(words, run.leave_heading),
            })
        >
            {move || question.0.get().map(content)}
            <div class="row">
                <button type="button" class="button button--primary" on:click=move |_| close(())>
                    {text!(words, run.cancel)}
                </button>
                <button type="button" class="button" on:click=sign_out>
                    {text!(words, run.leave_out)}
                </button>
            </div>
        </Question>
    }
}
