//! What the portal needs of the router: which page is shown, replacing the address, one spelling for each address, and
//! a fix for its record of the history. Only `Route` knows which page an address means.

use leptos::ev::popstate;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider};

use super::routes::Route;

/// The page whose address is shown, without its query; `None` where there is no such page.
#[must_use]
pub fn use_page() -> Memo<Option<Route>> {
    let path = use_location().pathname;
    Memo::new(move |_| Route::read(&path.read(), ""))
}

/// For an address in place of the one that is shown, without a new entry in the history.
#[must_use]
pub fn in_place() -> NavigateOptions {
    NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() }
}

/// Shows another address in place of this one.
pub fn use_replace() -> impl Fn(&Route) + Clone {
    let navigate = use_navigate();
    move |route| navigate(&route.href(), in_place())
}

/// Shows the address of a page as the portal writes it, where somebody came by `/Guests/` or `/index.html`.
pub fn correct_addresses() {
    let location = use_location();
    let navigate = use_navigate();
    Effect::new(move || {
        let path = location.pathname.get();
        if let Some(usual) = Route::corrected(&path, &location.search.read_untracked()) {
            navigate(&usual, in_place());
        }
    });
}

/// Keeps the router's own record of the history in step with the browser's.
///
/// For a link to the address that is shown, `leptos_router` adds no entry to the history. But it takes the last address of
/// a list of its own for the one that is shown, and after Back and Forward that can be another one (0.8.17): a link to
/// that one would show its page while the address bar stays as it is. An address that takes its own place is written into
/// that list, and changes nothing else.
pub fn keep_history_in_step() {
    let router = expect_context::<BrowserUrl>();
    let listener = window_event_listener(popstate, move |_| {
        // With its origin, since a path that begins with two slashes would be taken for another site.
        if let Ok(value) = location().href() {
            let here = LocationChange { value, replace: true, scroll: false, ..LocationChange::default() };
            router.complete_navigation(&here);
        }
    });
    on_cleanup(move || listener.remove());
}
