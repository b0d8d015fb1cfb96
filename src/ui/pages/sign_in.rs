//! The sign-in page with the reason why no person is signed in, and the notices about a sign-in that has expired or
//! will expire soon. Must not know how a sign-in works.

use leptos::prelude::*;

use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::AccountPicker;
use crate::auth::session::{Session, SignedOutReason};
use crate::domain::rights::Permission;
use crate::ui::parts::{Details, Notice, Tone, focus, focus_at_edge, reveal_focused_field, sentence};
use crate::ui::state::{AfterSignOut, LateOutcome, expect_invite, expect_session};
use crate::ui::words::{expect_words, named, say, text};

use super::missing_permission::AdminLink;
use super::notices::{ConfigurationChanged, Offline};
use super::preferences::Preferences;

/// The sign-in page. While a sign-in is being completed, it shows a progress bar and no button.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = expect_session().session();
    let redeeming = move || matches!(*session.read(), Session::Redeeming);
    view! {
        <Show when=redeeming fallback=Card>
            <SigningIn />
        </Show>
    }
}

/// Looks the same as the start screen in index.html, which boot.js shows until the portal is loaded.
#[component]
fn SigningIn() -> impl IntoView {
    let words = expect_words();
    super::title::use_title(text!(words, sign_in.button));
    view! {
        <main class="boot">
            <h1 class="boot__name" translate="no">{text!(words, brand)}</h1>
            <div class="boot__bar" aria-hidden={"true"}></div>
            <p class="quiet" role="status">{text!(words, sign_in.busy_redeeming)}</p>
            <p class="quiet boot__late">{text!(words, sign_in.late)}</p>
        </main>
    }
}

#[component]
fn Card() -> impl IntoView {
    let words = expect_words();
    super::title::use_title(text!(words, sign_in.button));
    let organization = expect_session().portal().config.organization_name.clone();
    view! {
        <div class="stage">
            <main class="card stage__card">
                <p class="brand brand--large">
                    <span translate="no">{text!(words, brand)}</span>
                    <bdi class="brand__of" translate="no">{organization}</bdi>
                </p>
                <h1>{text!(words, sign_in.heading)}</h1>
                <p class="lead">{text!(words, sign_in.lead)}</p>
                <ConfigurationChanged />
                <SentBeforeSignOut />
                <Offline />
                <SignInButton />
                <ul class="points">
                    <li>{text!(words, sign_in.point_invite)}</li>
                    <li>{text!(words, sign_in.point_link)}</li>
                    <li>{text!(words, sign_in.point_track)}</li>
                </ul>
            </main>
            <footer class="stage__foot">
                <p class="quiet">{text!(words, sign_in.promise)}</p>
                <Preferences />
            </footer>
        </div>
    }
}

/// The id of the button, or of the text in its place.
const ACTION: &str = "sign-in-action";

#[component]
fn SignInButton() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let why = Memo::new(move |_| {
        session.session().with(|session| match session {
            Session::SignedOut(why) => why.clone(),
            Session::Leaving | Session::Redeeming | Session::SignedIn(_) | Session::NeedsInteraction(..) => {
                SignedOutReason::Fresh
            }
        })
    });
    // A person who cancelled, used a wrong account or signed out may want another account.
    let picker = move || match why.get_untracked() {
        SignedOutReason::Left | SignedOutReason::LeftElsewhere | SignedOutReason::LeftOpen => {
            AccountPicker::Always
        }
        SignedOutReason::Refused(problem) if problem.asks_for_other_account() => AccountPicker::Always,
        SignedOutReason::Refused(_)
        | SignedOutReason::Fresh
        | SignedOutReason::NotLeft
        | SignedOutReason::Paused
        | SignedOutReason::Expired => AccountPicker::IfNeeded,
    };
    let leaving = move || matches!(*session.session().read(), Session::Leaving);
    // The button and the text take each other's place, and the focus goes with them. A sign-out takes it from a page that
    // is gone.
    Effect::new(move |before: Option<bool>| {
        let now = leaving();
        if before.map_or(now, |before| before != now) {
            request_animation_frame(|| focus(ACTION));
        }
        now
    });
    view! {
        {move || (!leaving()).then(|| signed_out_notice(why.get()))}
        <Show
            when=leaving
            fallback=move || view! {
                <button type="button" id=ACTION class="button button--primary button--large" on:click=move |_| session.sign_in(picker())>
                    {text!(words, sign_in.button)}
                </button>
            }
        >
            <p class="busy" id=ACTION tabindex="-1" role="status">{text!(words, sign_in.busy_leaving)}</p>
        </Show>
    }
}

fn signed_out_notice(why: SignedOutReason) -> AnyView {
    let words = expect_words();
    let session = expect_session();
    match why {
        SignedOutReason::Fresh => ().into_any(),
        SignedOutReason::Left => view! {
            <Notice tone=Tone::Info>
                <p>{text!(words, sign_in.left)}</p>
            </Notice>
        }
        .into_any(),
        SignedOutReason::LeftElsewhere => view! {
            <Notice tone=Tone::Info>
                <p>{text!(words, sign_in.left_elsewhere)}</p>
            </Notice>
        }
        .into_any(),
        SignedOutReason::LeftOpen => view! {
            <Notice tone=Tone::Warning heading=text!(words, sign_in.left_open_heading)>
                <p>{text!(words, sign_in.left_open)}</p>
                <button type="button" class="button" on:click=move |_| session.end_session()>
                    {text!(words, sign_in.left_open_button)}
                </button>
            </Notice>
        }
        .into_any(),
        SignedOutReason::NotLeft => view! {
            <Notice tone=Tone::Warning>
                <p>{text!(words, sign_in.not_left)}</p>
            </Notice>
        }
        .into_any(),
        SignedOutReason::Paused => view! {
            <Notice tone=Tone::Info>
                <p>{text!(words, sign_in.paused)}</p>
            </Notice>
        }
        .into_any(),
        // It may be from the browser's history, so it is not an error of this sign-in.
        SignedOutReason::Refused(problem) if problem.kind == AuthKind::Foreign => view! {
            <Notice tone=Tone::Info>
                <p>{text!(words, auth.foreign)}</p>
            </Notice>
        }
        .into_any(),
        SignedOutReason::Expired => view! {
            <Notice tone=Tone::Warning>
                <p>{text!(words, sign_in.expired)}</p>
            </Notice>
        }
        .into_any(),
        SignedOutReason::Refused(problem) => {
            let admin = needs_admin(&problem);
            let message = Memo::new(move |_| words.auth_problem(&problem, &session.portal().config));
            view! {
                <Notice tone=Tone::Trouble heading=text!(words, sign_in.refused_heading)>
                    <p>{move || sentence(&message.read().text)}</p>
                    {admin.then(|| view! { <AdminLink permission=Permission::ReadGuests /> })}
                    <Details lines=Signal::derive(move || message.get().details) />
                </Notice>
            }
            .into_any()
        }
    }
}

/// The id of the place for [`Interrupted`].
pub const INTERRUPTED: &str = "interrupted";

/// Whether the missing permission is one that only an administrator can grant.
fn needs_admin(problem: &AuthProblem) -> bool {
    matches!(problem.kind, AuthKind::NeedsAdmin | AuthKind::NotConsented)
}

/// Shown above a page when Microsoft requires an interaction. The page stays with the typed text. If it stopped an
/// invitation, this says so, and takes the focus as the outcome of the invitation.
#[component]
pub fn Interrupted(problem: AuthProblem) -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    let admin = needs_admin(&problem);
    // The heading already says that the sign-in has expired. Any other reason needs a sentence.
    let has_reason = problem.kind != AuthKind::Expired;
    let message = Memo::new(move |_| words.auth_problem(&problem, &session.portal().config));
    let sending = expect_invite().sending();
    let not_sent =
        Memo::new(move |_| sending.with(|sending| sending.lacks_sign_in() || sending.is_taken_back()));
    Effect::new(move || {
        if not_sent.get() {
            focus_at_edge(INTERRUPTED);
        } else {
            // It may have appeared above the field in which the person is typing.
            request_animation_frame(reveal_focused_field);
        }
    });
    view! {
        <Notice tone=Tone::Trouble heading=text!(words, sign_in.ended_heading)>
            <Show when=move || not_sent.get()>
                <p>{text!(words, sign_in.ended_not_sent)}</p>
            </Show>
            {has_reason.then(|| view! { <p>{move || sentence(&message.read().text)}</p> })}
            <p>{text!(words, sign_in.ended_text)}</p>
            <Show when=move || expect_invite().has_links()>
                <p>{text!(words, sign_in.ended_links)}</p>
            </Show>
            {admin.then(|| view! { <AdminLink permission=Permission::ReadGuests /> })}
            <button type="button" class="button button--primary" on:click=move |_| session.sign_in(AccountPicker::IfNeeded)>
                {text!(words, sign_in.ended_button)}
            </button>
            <Show when=move || session.offline().get()>
                <p class="field__say field__say--warning">{text!(words, sign_in.offline)}</p>
            </Show>
            <Details lines=Signal::derive(move || message.get().details) />
        </Notice>
    }
}

/// Shown before the sign-in expires, so that the person can sign in again before it interrupts their work.
#[component]
pub fn Ending() -> impl IntoView {
    let words = expect_words();
    let session = expect_session();
    view! {
        <Notice tone=Tone::Warning heading=text!(words, sign_in.ending_heading)>
            <p>{text!(words, sign_in.ending_text)}</p>
            <button type="button" class="button" on:click=move |_| session.sign_in(AccountPicker::IfNeeded)>
                {text!(words, sign_in.ending_button)}
            </button>
        </Notice>
    }
}

/// Shown when an invitation was being sent while the person was signed out in another tab.
#[component]
fn SentBeforeSignOut() -> impl IntoView {
    let words = expect_words();
    let sent = expect_invite().after_sign_out();
    let message = move || {
        let AfterSignOut { address, outcome } = sent.get()?;
        let address = named(&address);
        Some(match outcome {
            LateOutcome::Waiting => say!(words, sign_in.late_waiting, address = address),
            LateOutcome::Sent => say!(words, sign_in.late_sent, address = address),
            LateOutcome::NotSent => say!(words, sign_in.late_not_sent, address = address),
            LateOutcome::Unknown => say!(words, sign_in.late_unknown, address = address),
        })
    };
    view! {
        <div role="status">{move || message().map(|message| view! { <p class="notice notice--warning">{sentence(&message)}</p> })}</div>
    }
}
