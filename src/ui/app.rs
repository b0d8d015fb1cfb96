//! The root: what to show to whoever is signed in or not, and which page an address means.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Redirect, Route, Router};
use leptos_router::path;

use crate::auth::session::Session;

use super::navigation::{correct_addresses, in_place, keep_history_in_step, use_page};
use super::pages::{
    AccessPage, Ending, GuestsPage, Interrupted, InvitePage, NotFoundPage, Shell, SignInPage,
};
use super::routes;
use super::state::{State, expect_state};
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
    // `Show` draws anew when the answer changes, not with each change of the session: a page stays mounted, with all that
    // was typed, when the sign-in ends under it.
    let signed_in = move || state.session.read().account().is_some();
    view! {
        <Router>
            <Show when=signed_in fallback=SignInPage>
                <SignedIn />
            </Show>
        </Router>
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let state = expect_state();
    keep_history_in_step();
    correct_addresses();
    let interrupted = Memo::new(move |_| {
        state.session.with(|session| match session {
            Session::NeedsInteraction(_, problem) => Some(problem.clone()),
            Session::SignedOut(_) | Session::Leaving | Session::Redeeming | Session::SignedIn(_) => None,
        })
    });
    view! {
        <Shell>
            {move || interrupted.get().map(|problem| view! { <Interrupted problem /> })}
            <Show when=move || interrupted.read().is_none() && state.ending.get()>
                <Ending />
            </Show>
            <Pages />
        </Shell>
    }
}

/// The page that the path names. A page that changes its own query stays mounted.
#[component]
fn Pages() -> impl IntoView {
    // `/` is no page of its own.
    let home = || view! { <Redirect path=routes::Route::Invite.href() options=in_place() /> };
    view! {
        <FlatRoutes fallback=Unknown>
            <Route path=path!("/") view=home />
            <Route path=path!("/invite") view=InvitePage />
            <Route path=path!("/access") view=AccessPage />
            <Route path=path!("/guests") view=GuestsPage />
        </FlatRoutes>
    }
}

/// No route has this address. Where it means a page all the same, it is corrected in a moment.
#[component]
fn Unknown() -> impl IntoView {
    let page = use_page();
    view! {
        <Show when=move || page.read().is_none()>
            <NotFoundPage />
        </Show>
    }
}
