//! The root: what to show in each stage of a sign-in, and which page an address means.
//!
//! leptos_router keeps the history and the links; which page an address means is [`Route`]'s business alone. Its
//! `Routes` would decide it a second time, for some 20 kB of the bundle.

use leptos::prelude::*;

use crate::ui::parts::IntoPart;
use leptos_router::NavigateOptions;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_navigate};

use crate::auth::session::Session;

use super::pages::{Ended, GuestsPage, InvitePage, NotFoundPage, Shell, SignInPage};
use super::parts::{effect, live, maybe};
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
            {live(move || match stage.get() {
                Stage::Out => view! { <SignInPage /> }.part(),
                Stage::In => view! { <SignedIn /> }.part(),
            })}
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
    let location = use_location();
    // The path alone: a page that changes its own query is not made anew.
    let path = Memo::new(move |_| location.pathname.get());
    let page = move || match Route::read(&path.get(), "") {
        Some(Route::Home) => view! { <GoToInvite /> }.part(),
        Some(Route::Invite) => view! { <InvitePage /> }.part(),
        Some(Route::Guests(_)) => view! { <GuestsPage /> }.part(),
        None => view! { <NotFoundPage /> }.part(),
    };
    view! {
        <Shell>
            {maybe(move || Some(view! { <Ended problem=ended()? /> }.part()))}
            {live(page)}
        </Shell>
    }
}

/// `/` is no page of its own.
#[component]
fn GoToInvite() -> impl IntoView {
    let go = use_navigate();
    effect(move || go(&Route::Invite.href(), NavigateOptions { replace: true, ..Default::default() }));
}
