//! Notices above every page: about the configuration, an administrator's consent, an ignored answer, and a request that
//! could not be made. Must not decide when they are needed.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use crate::auth::admin_consent::AdminConsentAnswer;
use crate::ui::navigation::use_page;
use crate::ui::parts::{Details, Notice, Tone, advice, focus, reveal, sentence};
use crate::ui::routes::Route;
use crate::ui::state::{Sending, expect_invite, expect_run, expect_session};
use crate::ui::words::graph_errors::Attempt;
use crate::ui::words::{expect_words, named, say, text};

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
                <p>{move || message.with(|message| advice(words, message))}</p>
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

/// Shown when everything that is read from Graph fails for the same reason: the person should know it before they type.
#[component]
pub fn ReadsFail() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let message = move || {
        let error = session.reads_fail().get()?;
        let config = &session.portal().config;
        Some(words.graph_error(&error, Attempt::ReadGuests, config))
    };
    view! {
        {move || message().map(|message| view! {
            <Notice tone=Tone::Trouble>
                <p>{sentence(&message.text)}</p>
                <Details lines=Signal::stored(message.details) />
            </Notice>
        })}
    }
}

/// Shown when the person left the page Invite before an invitation was sent.
#[component]
pub fn NotSent() -> impl IntoView {
    let words = expect_words();
    let (invite, page) = (expect_invite(), use_page());
    let taken_back = move || matches!(*invite.sending().read(), Sending::LeftBefore);
    let address = move || named(&invite.tried_address().unwrap_or_default());
    view! {
        <div role="status">
            <Show when=move || taken_back() && *page.read() != Some(Route::Invite)>
                <Notice tone=Tone::Warning>
                    <p>{move || sentence(&say!(words, invite.not_sent_left, address = address()))}</p>
                    <A href=Route::Invite.href()>{text!(words, invite.title)}</A>
                </Notice>
            </Show>
        </div>
    }
}

/// Shown when the browser cannot keep the form for the next page.
#[component]
pub fn DraftNotSaved() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    view! {
        <Show when=move || session.draft_not_saved().get()>
            <Notice tone=Tone::Warning>
                <p>{text!(words, invite.draft_not_saved)}</p>
            </Notice>
        </Show>
    }
}

/// Shown when Microsoft's page could not be opened because the browser is offline. Where the sign-in has ended, this is
/// said beside the button to sign in.
#[component]
pub fn Offline() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    // The pressed button may be far down the page.
    Effect::new(move || {
        if session.offline().get() {
            request_animation_frame(|| reveal("offline"));
        }
    });
    view! {
        <div role="status" id="offline">
            <Show when=move || session.offline().get() && !session.is_interrupted()>
                <Notice tone=Tone::Warning>
                    <p>{text!(words, sign_in.offline)}</p>
                </Notice>
            </Show>
        </div>
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
        {move || message().map(|message| view! { <Notice tone=Tone::Trouble><p>{sentence(&message)}</p></Notice> })}
        <Show when=move || session.did_not_leave().get()>
            <Notice tone=Tone::Warning>
                <p>{text!(words, sign_in.not_left)}</p>
            </Notice>
        </Show>
    }
}

/// Shown on the other pages after the portal was opened again while a bulk invitation was not finished.
#[component]
pub fn UnfinishedRun() -> impl IntoView {
    let words = expect_words();
    let run = expect_run();
    let page = use_page();
    // Only the page "Bulk invite" reads the run. From then on it tells the rest.
    let shown = move || page.get() != Some(Route::Bulk) && run.is_unopened() && run.unfinished().is_some();
    view! {
        <Show when=shown>
            <Notice tone=Tone::Warning heading=text!(words, run.unfinished_heading)>
                <p>{text!(words, run.unfinished)}</p>
                <A href=Route::Bulk.href() attr:class="button">{text!(words, run.unfinished_open)}</A>
            </Notice>
        </Show>
    }
}
