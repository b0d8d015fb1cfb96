//! Nobody is signed in: the way in, and why one is out.

use leptos::prelude::*;

use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::session::{Session, SignedOutWhy};
use crate::domain::rights::Permission;
use crate::ui::parts::{Details, IntoPart, Notice, Part, Tone, click, live};
use crate::ui::state::expect_state;
use crate::ui::words::{expect_words, say, text};

use super::consent::AdminLink;
use super::preferences::Preferences;

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    super::shell::use_title(text!(words, sign_in.button));
    let busy = move || {
        state.session.with(|session| match session {
            Session::Leaving => Some(say!(words, sign_in.busy_leaving)),
            Session::Redeeming => Some(say!(words, sign_in.busy_redeeming)),
            Session::SignedOut(_) | Session::SignedIn(_) | Session::NeedsInteraction(..) => None,
        })
    };
    view! {
        <div class="stage">
            <main class="card stage__card">
                <p class="brand brand--large">{text!(words, brand)}</p>
                <h1>{text!(words, sign_in.heading)}</h1>
                <p class="lead">{text!(words, sign_in.lead)}</p>
                {live(move || match busy() {
                    Some(text) => view! { <p class="busy" role="status">{text}</p> }.part(),
                    None => view! { <WayIn /> }.part(),
                })}
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
    let why = move || {
        state.session.with(|session| match session {
            Session::SignedOut(why) => why.clone(),
            Session::Leaving | Session::Redeeming | Session::SignedIn(_) | Session::NeedsInteraction(..) => {
                SignedOutWhy::Fresh
            }
        })
    };
    // Whoever cancelled, came with a wrong account or left on purpose may want another account.
    let pick = move || match why() {
        SignedOutWhy::Left | SignedOutWhy::LeftOffline => true,
        SignedOutWhy::Refused(problem) => {
            matches!(problem.kind, AuthKind::Declined | AuthKind::OtherTenant | AuthKind::NotAssigned)
        }
        SignedOutWhy::Fresh | SignedOutWhy::Expired => false,
    };
    view! {
        {live(move || why_out(why()))}
        <button type="button" class="button button--primary button--large" on:click=click(move || state.sign_in(pick()))>
            {text!(words, sign_in.button)}
        </button>
        <ul class="points">
            <li>{text!(words, sign_in.point_invite)}</li>
            <li>{text!(words, sign_in.point_link)}</li>
            <li>{text!(words, sign_in.point_track)}</li>
        </ul>
    }
}

fn why_out(why: SignedOutWhy) -> Part {
    let words = expect_words();
    let state = expect_state();
    match why {
        SignedOutWhy::Fresh => Part::nothing(),
        SignedOutWhy::Left => view! {
            <Notice tone=Tone::Info heading="">
                <p>{text!(words, sign_in.left)}</p>
            </Notice>
        }
        .part(),
        SignedOutWhy::LeftOffline => view! {
            <Notice tone=Tone::Warning heading=text!(words, sign_in.left_offline_heading)>
                <p>{text!(words, sign_in.left_offline)}</p>
                <button type="button" class="button" on:click=click(move || state.end_session())>
                    {text!(words, sign_in.left_offline_button)}
                </button>
            </Notice>
        }
        .part(),
        SignedOutWhy::Expired => view! {
            <Notice tone=Tone::Warning heading="">
                <p>{text!(words, sign_in.expired)}</p>
            </Notice>
        }
        .part(),
        SignedOutWhy::Refused(problem) => {
            let told = words.auth_problem(&problem);
            view! {
                <Notice tone=Tone::Trouble heading=text!(words, sign_in.refused_heading)>
                    <p>{told.text}</p>
                    {for_an_administrator(&problem)}
                    <Details lines=told.details />
                </Notice>
            }
            .part()
        }
    }
}

/// Where a permission is missing that only an administrator can give: the address to give it.
fn for_an_administrator(problem: &AuthProblem) -> Part {
    if matches!(problem.kind, AuthKind::NeedsAdmin | AuthKind::NotConsented) {
        view! { <AdminLink permission=Permission::ReadGuests /> }.part()
    } else {
        Part::nothing()
    }
}

/// Microsoft wants the person while a page is open: the page stays, with all that was typed.
#[component]
pub fn Interrupted(
    /// What it wants.
    problem: AuthProblem,
) -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let told = words.auth_problem(&problem);
    // That the session is over is what the heading says; anything else is worth a sentence.
    let why = (problem.kind != AuthKind::Expired).then_some(view! { <p>{told.text}</p> });
    view! {
        <Notice tone=Tone::Trouble heading=text!(words, sign_in.ended_heading)>
            {why}
            <p>{text!(words, sign_in.ended_text)}</p>
            {for_an_administrator(&problem)}
            <button type="button" class="button button--primary" on:click=click(move || state.sign_in(false))>
                {text!(words, sign_in.ended_button)}
            </button>
            <Details lines=told.details />
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
            <button type="button" class="button" on:click=click(move || state.sign_in(false))>
                {text!(words, sign_in.ending_button)}
            </button>
        </Notice>
    }
}
