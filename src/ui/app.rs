//! The root: what to show in each stage of a sign-in, and which page an address means.

use leptos::prelude::*;

use crate::ui::parts::IntoPart;

use crate::auth::session::Session;

use super::address::{Address, expect_address};
use super::pages::{
    AccessPage, Ending, GuestsPage, Interrupted, InvitePage, NotFoundPage, Shell, SignInPage,
};
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
    provide_context(Address::follow(state));
    let stage = Memo::new(move |_| match state.session.read().account() {
        Some(_) => Stage::In,
        None => Stage::Out,
    });
    view! {
        {live(move || match stage.get() {
            Stage::Out => view! { <SignInPage /> }.part(),
            Stage::In => view! { <SignedIn /> }.part(),
        })}
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let state = super::state::expect_state();
    let interrupted = move || {
        state.session.with(|session| match session {
            Session::NeedsInteraction(_, problem) => Some(problem.clone()),
            Session::SignedOut(_) | Session::Leaving | Session::Redeeming | Session::SignedIn(_) => None,
        })
    };
    // The path alone: a page that changes its own query is not made anew.
    let path = expect_address().path;
    let page = move || match Route::read(&path.get(), "") {
        Some(Route::Home) => view! { <GoToInvite /> }.part(),
        Some(Route::Invite) => view! { <InvitePage /> }.part(),
        Some(Route::Access) => view! { <AccessPage /> }.part(),
        Some(Route::Guests(_)) => view! { <GuestsPage /> }.part(),
        None => view! { <NotFoundPage /> }.part(),
    };
    view! {
        <Shell>
            {maybe(move || Some(view! { <Interrupted problem=interrupted()? /> }.part()))}
            {maybe(move || (interrupted().is_none() && state.ending.get()).then(|| view! { <Ending /> }.part()))}
            {live(page)}
        </Shell>
    }
}

/// `/` is no page of its own.
#[component]
fn GoToInvite() -> impl IntoView {
    let address = expect_address();
    effect(move || address.replace(&Route::Invite));
}
