//! The root: what to show to whoever is signed in or not, and which page an address means.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Redirect, Route, Router};
use leptos_router::path;

use crate::auth::session::Session;

use super::navigation::{correct_addresses, in_place, keep_history_in_step, use_page};
use super::pages::{Ending, Interrupted, InvitePage, NotFoundPage, PARTS, Part, PartPage, Shell, SignInPage};
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
    fetch_parts_when_there_is_time();
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

/// Once the organization is known the first page has all that it waits for.
fn fetch_parts_when_there_is_time() {
    let state = expect_state();
    Effect::new(move |fetched: Option<bool>| {
        let known = state.organization.read().is_some();
        if known && fetched != Some(true) {
            PARTS.into_iter().for_each(Part::fetch);
        }
        known || fetched == Some(true)
    });
}

/// The page that the path names. A page that changes its own query stays mounted.
#[component]
fn Pages() -> impl IntoView {
    // `/` is no page of its own.
    let home = || view! { <Redirect path=routes::Route::Invite.href() options=in_place() /> };
    let state = expect_state();
    let guests = move || {
        // No resource: the list outlives the page, and pages of it show as they come. Asked for while the page itself may
        // still be on its way.
        state.load_guests();
        view! { <PartPage part=Part::Guests /> }
    };
    view! {
        <FlatRoutes fallback=Unknown>
            <Route path=path!("/") view=home />
            <Route path=path!("/invite") view=InvitePage />
            <Route path=path!("/access") view=move || view! { <PartPage part=Part::Access /> } />
            <Route path=path!("/guests") view=guests />
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
