//! The root component: shows the sign-in page or, for a signed-in person, the page of the address. Must not know what a
//! page contains.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Redirect, Route, Router};
use leptos_router::path;

use crate::auth::session::Session;

use super::navigation::{correct_addresses, in_place, keep_history_in_step, use_page};
use super::pages::{
    ConfigurationChanged, ConsentAnswered, DraftNotSaved, Ending, INTERRUPTED, IgnoredAnswer, Interrupted,
    InvitePage, NotAsked, NotFoundPage, NotSent, Offline, PARTS, Part, PartPage, ReadsFail, Shell,
    SignInPage, UnfinishedRun,
};
use super::routes;
use super::state::{AppState, expect_guest_list, expect_session};
use super::words::Words;

#[component]
pub fn App(state: AppState, words: Words) -> impl IntoView {
    state.provide();
    provide_context(words);
    // `Show` renders again only if the condition changes, and not after each change of the session. So the page stays
    // mounted with the typed text when the sign-in ends.
    let session = state.session.session();
    let signed_in = move || session.read().account().is_some();
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
    let session = expect_session();
    keep_history_in_step();
    correct_addresses();
    fetch_parts_when_there_is_time();
    let interrupted = Memo::new(move |_| {
        session.session().with(|session| match session {
            Session::NeedsInteraction(_, problem) => Some(problem.clone()),
            Session::SignedOut(_) | Session::Leaving | Session::Redeeming | Session::SignedIn(_) => None,
        })
    });
    view! {
        <Shell>
            // After a change of config.json, signing in here would not help.
            {move || interrupted.get().filter(|_| !session.configuration_changed().get()).map(|problem| view! {
                <div class="interrupted outcome" id=INTERRUPTED tabindex="-1"><Interrupted problem /></div>
            })}
            <ConfigurationChanged />
            <UnfinishedRun />
            <ConsentAnswered />
            <IgnoredAnswer />
            <NotAsked />
            <Offline />
            <ReadsFail />
            <DraftNotSaved />
            <NotSent />
            <Show when=move || interrupted.read().is_none() && session.expires_soon().get()>
                <Ending />
            </Show>
            <Pages />
        </Shell>
    }
}

/// Loads the other pages' code in the background. When the organization is known, the first page has all its data.
fn fetch_parts_when_there_is_time() {
    let organization = expect_session().organization();
    Effect::new(move |fetched: Option<bool>| {
        let known = organization.read().is_some();
        if known && fetched != Some(true) {
            PARTS.into_iter().for_each(Part::fetch);
        }
        known || fetched == Some(true)
    });
}

/// The page of the path. A page that only changes its query stays mounted.
#[component]
fn Pages() -> impl IntoView {
    // `/` has no page of its own.
    let home = || view! { <Redirect path=routes::Route::Invite.href() options=in_place() /> };
    let list = expect_guest_list();
    let guests = move || {
        // It is not a resource of Leptos, because the list outlives the page, and its rows appear page by page. The
        // request starts now, while the code of the page may still be loading.
        list.load_to_show();
        view! { <PartPage part=Part::Guests /> }
    };
    view! {
        <FlatRoutes fallback=Unknown>
            <Route path=path!("/") view=home />
            <Route path=path!("/invite") view=InvitePage />
            <Route path=path!("/bulk") view=move || view! { <PartPage part=Part::Bulk /> } />
            <Route path=path!("/access") view=move || view! { <PartPage part=Part::Access /> } />
            <Route path=path!("/guests") view=guests />
        </FlatRoutes>
    }
}

/// Shown for an address without a route. If it is a page's address in another spelling, it shows nothing, because the
/// address is corrected in a moment.
#[component]
fn Unknown() -> impl IntoView {
    let page = use_page();
    view! {
        <Show when=move || page.read().is_none()>
            <NotFoundPage />
        </Show>
    }
}
