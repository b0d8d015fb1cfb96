//! Notices above every page: about the configuration, an administrator's consent, an ignored answer, and a request that
//! could not be made. Must not decide when they are needed.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::auth::admin_consent::AdminConsentAnswer;
use crate::ui::parts::{Notice, Tone, focus};
use crate::ui::state::expect_session;
use crate::ui::words::{expect_words, text};

/// Shown when config.json names another tenant, app or cloud by now.
#[component]
pub fn ConfigurationChanged() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    view! {
        <Show when=move || session.configuration_changed().get()>
            <Notice tone=Tone::Warning heading=text!(words, stop.changed_heading)>
                <p>{text!(words, stop.changed_text)}</p>
                <button type="button" class="button" on:click=move |_| session.page().lifecycle.reload()>
                    {text!(words, stop.changed_button)}
                </button>
            </Notice>
        </Show>
    }
}

/// Shown when the browser comes back from the consent page for administrators. On the sign-in page, index.html says the
/// same.
#[component]
pub fn ConsentAnswered() -> impl IntoView {
    let words = expect_words();
    // Afterwards the address is that of a page of the portal.
    let answer = AdminConsentAnswer::read(&use_location().search.get_untracked());
    let answer = RwSignal::new(answer);
    let on_dismiss = move |_| {
        answer.set(None);
        focus("main");
    };
    let notice = move |answer| {
        let (tone, message) = match answer {
            AdminConsentAnswer::Granted => (Tone::Info, text!(words, consent.granted)),
            AdminConsentAnswer::NotGranted => (Tone::Warning, text!(words, consent.not_granted)),
        };
        view! {
            <Notice tone>
                <p>{message}</p>
                <button type="button" class="button" on:click=on_dismiss>
                    {text!(words, sign_in.ignored_button)}
                </button>
            </Notice>
        }
    };
    move || answer.get().map(notice)
}

/// Shown when an answer of the sign-in page was ignored while a session exists.
#[component]
pub fn IgnoredAnswer() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    // The button disappears with the notice, so the focus needs a new place.
    let on_dismiss = move |_| {
        session.dismiss_ignored_answer();
        focus("main");
    };
    view! {
        <Show when=move || session.ignored_answer().get()>
            <Notice tone=Tone::Info>
                <p>{text!(words, sign_in.ignored)}</p>
                <button type="button" class="button" on:click=on_dismiss>
                    {text!(words, sign_in.ignored_button)}
                </button>
            </Notice>
        </Show>
    }
}

/// Shown when a permission could not be requested, or when Microsoft's page did not open.
#[component]
pub fn NotAsked() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let message = move || {
        let problem = session.not_asked().get()?;
        Some(words.auth_problem(&problem, &session.portal().config).text)
    };
    view! {
        {move || message().map(|message| view! { <Notice tone=Tone::Trouble><p>{message}</p></Notice> })}
        <Show when=move || session.did_not_leave().get()>
            <Notice tone=Tone::Warning>
                <p>{text!(words, sign_in.not_left)}</p>
            </Notice>
        </Show>
    }
}
