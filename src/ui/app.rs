//! The root: what to show in each stage of a sign-in, and the routes of somebody signed in.

use leptos::prelude::*;
use leptos_router::components::{Route as RouteView, Router, Routes};
use leptos_router::hooks::use_navigate;
use leptos_router::{NavigateOptions, path};

use crate::auth::session::Session;

use super::pages::{Ended, GuestsPage, InvitePage, NotFoundPage, Shell, SignInPage};
use super::routes::Route;
use super::state::State;
use super::words::Words;

/// What is on the screen. Kept apart from [`Session`] so that a page stays mounted, with all that was typed, when the
/// sign-in ends under it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Out,
    In,
}

/// The portal.
#[component]
pub fn App(
    /// The tab's state.
    state: State,
    /// The language.
    words: Words,
) -> impl IntoView {
    provide_context(state);
    provide_context(words);
    let stage = Memo::new(move |_| match state.session.read().account() {
        Some(_) => Stage::In,
        None => Stage::Out,
    });
    view! {
        <Router>
            {move || match stage.get() {
                Stage::Out => view! { <SignInPage /> }.into_any(),
                Stage::In => view! { <SignedIn /> }.into_any(),
            }}
        </Router>
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let state = super::state::expect_state();
    let ended = move || {
        state.session.with(|session| match session {
            Session::Ended(_, problem) => Some(problem.clone()),
            Session::SignedOut(_) | Session::Leaving | Session::Redeeming | Session::SignedIn(_) => None,
        })
    };
    view! {
        <Shell>
            {move || ended().map(|problem| view! { <Ended problem /> })}
            <Routes fallback=|| view! { <NotFoundPage /> }>
                <RouteView path=path!("/") view=GoToInvite />
                <RouteView path=path!("/invite") view=InvitePage />
                <RouteView path=path!("/guests") view=GuestsPage />
            </Routes>
        </Shell>
    }
}

/// `/` is no page of its own.
#[component]
fn GoToInvite() -> impl IntoView {
    let go = use_navigate();
    Effect::new(move |_| go(&Route::Invite.href(), NavigateOptions { replace: true, ..Default::default() }));
}
