//! Nobody is signed in: the way in, and why one is out.

use leptos::prelude::*;

use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::session::{Session, SignedOutWhy};
use crate::domain::rights::Permission;
use crate::ui::parts::{Details, Notice, Tone};
use crate::ui::state::expect_state;
use crate::ui::words::{expect_words, text};

use super::consent::AdminLink;
use super::preferences::Preferences;

/// The sign-in page. While a sign-in is being completed, it shows [`SigningIn`] and no button.
#[component]
pub fn SignInPage() -> impl IntoView {
    let state = expect_state();
    let redeeming = move || matches!(*state.session.read(), Session::Redeeming);
    view! {
        <Show when=redeeming fallback=Card>
            <SigningIn />
        </Show>
    }
}

/// Looks as what boot.js shows until the portal is there: index.html has the same elements.
#[component]
fn SigningIn() -> impl IntoView {
    let words = expect_words();
    super::shell::use_title(text!(words, sign_in.button));
    view! {
        <main class="boot">
            <p class="boot__name">{text!(words, brand)}</p>
            <div class="boot__bar" aria-hidden={"true"}></div>
            <p class="quiet" role="status">{text!(words, sign_in.busy_redeeming)}</p>
            <p class="quiet boot__late">{text!(words, sign_in.late)}</p>
        </main>
    }
}

#[component]
fn Card() -> impl IntoView {
    let words = expect_words();
    super::shell::use_title(text!(words, sign_in.button));
    view! {
        <div class="stage">
            <main class="card stage__card">
                <p class="brand brand--large">{text!(words, brand)}</p>
                <h1>{text!(words, sign_in.heading)}</h1>
                <p class="lead">{text!(words, sign_in.lead)}</p>
                <WayIn />
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

#[component]
fn WayIn() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let why = Memo::new(move |_| {
        state.session.with(|session| match session {
            Session::SignedOut(why) => why.clone(),
            Session::Leaving | Session::Redeeming | Session::SignedIn(_) | Session::NeedsInteraction(..) => {
                SignedOutWhy::Fresh
            }
        })
    });
    // Whoever cancelled, came with a wrong account or left on purpose may want another account.
    let pick = move || match why.get_untracked() {
        SignedOutWhy::Left | SignedOutWhy::LeftOffline => true,
        SignedOutWhy::Refused(problem) => {
            matches!(problem.kind, AuthKind::Declined | AuthKind::OtherTenant | AuthKind::NotAssigned)
        }
        SignedOutWhy::Fresh | SignedOutWhy::Expired => false,
    };
    let leaving = move || matches!(*state.session.read(), Session::Leaving);
    view! {
        {move || (!leaving()).then(|| why_out(why.get()))}
        <Show
            when=leaving
            fallback=move || view! {
                <button type="button" class="button button--primary button--large" on:click=move |_| state.sign_in(pick())>
                    {text!(words, sign_in.button)}
                </button>
            }
        >
            <p class="busy" role="status">{text!(words, sign_in.busy_leaving)}</p>
        </Show>
    }
}

fn why_out(why: SignedOutWhy) -> AnyView {
    let words = expect_words();
    let state = expect_state();
    match why {
        SignedOutWhy::Fresh => ().into_any(),
        SignedOutWhy::Left => view! {
            <Notice tone=Tone::Info>
                <p>{text!(words, sign_in.left)}</p>
            </Notice>
        }
        .into_any(),
        SignedOutWhy::LeftOffline => view! {
            <Notice tone=Tone::Warning heading=text!(words, sign_in.left_offline_heading)>
                <p>{text!(words, sign_in.left_offline)}</p>
                <button type="button" class="button" on:click=move |_| state.end_session()>
                    {text!(words, sign_in.left_offline_button)}
                </button>
            </Notice>
        }
        .into_any(),
        SignedOutWhy::Expired => view! {
            <Notice tone=Tone::Warning>
                <p>{text!(words, sign_in.expired)}</p>
            </Notice>
        }
        .into_any(),
        SignedOutWhy::Refused(problem) => {
            let admin = needs_admin(&problem);
            let told = Memo::new(move |_| words.auth_problem(&problem));
            view! {
                <Notice tone=Tone::Trouble heading=text!(words, sign_in.refused_heading)>
                    <p>{move || told.get().text}</p>
                    {admin.then(|| view! { <AdminLink permission=Permission::ReadGuests /> })}
                    <Details lines=Signal::derive(move || told.get().details) />
                </Notice>
            }
            .into_any()
        }
    }
}

/// Whether a permission is missing that only an administrator can give.
fn needs_admin(problem: &AuthProblem) -> bool {
    matches!(problem.kind, AuthKind::NeedsAdmin | AuthKind::NotConsented)
}

/// Microsoft wants the person while a page is open: the page stays, with all that was typed.
#[component]
pub fn Interrupted(
    /// What it wants.
    problem: AuthProblem,
) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let admin = needs_admin(&problem);
    // That the session is over is what the heading says; anything else is worth a sentence.
    let said = problem.kind != AuthKind::Expired;
    let told = Memo::new(move |_| words.auth_problem(&problem));
    view! {
        <Notice tone=Tone::Trouble heading=text!(words, sign_in.ended_heading)>
            {said.then(|| view! { <p>{move || told.get().text}</p> })}
            <p>{text!(words, sign_in.ended_text)}</p>
            {admin.then(|| view! { <AdminLink permission=Permission::ReadGuests /> })}
            <button type="button" class="button button--primary" on:click=move |_| state.sign_in(false)>
                {text!(words, sign_in.ended_button)}
            </button>
            <Details lines=Signal::derive(move || told.get().details) />
        </Notice>
    }
}

/// The sign-in will end soon: better now than in the middle of something.
#[component]
pub fn Ending() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    view! {
        <Notice tone=Tone::Warning heading=text!(words, sign_in.ending_heading)>
            <p>{text!(words, sign_in.ending_text)}</p>
            <button type="button" class="button" on:click=move |_| state.sign_in(false)>
                {text!(words, sign_in.ending_button)}
            </button>
        </Notice>
    }
}
