//! The root: what to show in each stage of a sign-in, and which page an address means.

use leptos::prelude::*;

use crate::auth::session::Session;

use super::address::{Address, expect_address};
use super::pages::{
    AccessPage, Ending, GuestsPage, Interrupted, InvitePage, NotFoundPage, Shell, SignInPage,
};
use super::routes::Route;
use super::state::State;
use super::words::Words;

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
    // `Show` draws anew when the answer changes, not with each change of the session: a page stays mounted, with all that
    // was typed, when the sign-in ends under it.
    let signed_in = move || state.session.read().account().is_some();
    view! {
        <Show when=signed_in fallback=|| view! { <SignInPage /> }>
            <SignedIn />
        </Show>
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let state = super::state::expect_state();
    let interrupted = Memo::new(move |_| {
        state.session.with(|session| match session {
            Session::NeedsInteraction(_, problem) => Some(problem.clone()),
            Session::SignedOut(_) | Session::Leaving | Session::Redeeming | Session::SignedIn(_) => None,
        })
    });
    // The path alone: a page that changes its own query is not made anew.
    let path = expect_address().path;
    let page = move || match Route::read(&path.get(), "") {
        Some(Route::Home) => view! { <GoToInvite /> }.into_any(),
        Some(Route::Invite) => view! { <InvitePage /> }.into_any(),
        Some(Route::Access) => view! { <AccessPage /> }.into_any(),
        Some(Route::Guests(_)) => view! { <GuestsPage /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    };
    view! {
        <Shell>
            {move || interrupted.get().map(|problem| view! { <Interrupted problem /> })}
            <Show when=move || interrupted.read().is_none() && state.ending.get()>
                <Ending />
            </Show>
            {page}
        </Shell>
    }
}

/// `/` is no page of its own.
#[component]
fn GoToInvite() -> impl IntoView {
    let address = expect_address();
    Effect::new(move || address.replace(&Route::Invite));
}
