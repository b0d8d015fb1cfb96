//! Functions on top of the router: the current page, changing the address, what belongs to an entry of the history, one
//! spelling for each address, and a workaround for the router's record of the history. Must not know which address a page
//! has: `Route` does.

use leptos::ev::popstate;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider, State};

use super::routes::Route;

/// The page of the current address, without its query; `None` if there is no such page.
#[must_use]
pub fn use_page() -> Memo<Option<Route>> {
    let path = use_location().pathname;
    Memo::new(move |_| Route::read(&path.read(), ""))
}

/// Options to replace the current address without a new entry in the history.
#[must_use]
pub fn in_place() -> NavigateOptions {
    NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() }
}

/// Returns a function that replaces the current address.
pub fn use_replace() -> impl Fn(&Route) + Clone {
    let navigate = use_navigate();
    move |route| navigate(&route.href(), in_place())
}

/// Returns a function that changes the address and adds an entry to the history, so that Back leads to the one before.
pub fn use_push() -> impl Fn(&Route) + Clone {
    let navigate = use_navigate();
    move |route| navigate(&route.href(), NavigateOptions { scroll: false, ..NavigateOptions::default() })
}

/// The place in a list that was [kept](keep_place) with the current entry of the history.
#[must_use]
pub fn kept_place() -> Option<f64> {
    window().history().ok()?.state().ok()?.as_f64()
}

/// Keeps a place in a list with the current entry of the history, until the entry has another address. It survives a reload,
/// and is there again after Back and Forward.
pub fn keep_place(place: f64) {
    if let Ok(history) = window().history() {
        // A browser that refuses it, because of too many changes, loses only the place.
        let _ = history.replace_state(&place.into(), "");
    }
}

/// Corrects addresses such as `/Guests/` or `/index.html` to the portal's own spelling.
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

/// Keeps the router's own record of the history equal to the browser's.
///
/// For a link to the current address, `leptos_router` adds no entry to the history. It assumes that the last address in
/// its own list is the current one, but after Back and Forward that can be wrong (0.8.17). A link to that address would
/// then show its page, and the address bar would not change. So after each Back and Forward, the current address
/// replaces itself, which only adds it to that list.
pub fn keep_history_in_step() {
    let router = expect_context::<BrowserUrl>();
    let listener = window_event_listener(popstate, move |_| {
        // The address has its origin, because a path that begins with two slashes would be read as another site.
        if let (Ok(value), Ok(history)) = (location().href(), window().history()) {
            let state = history.state().map_or_else(|_| State::default(), State::from);
            let here = LocationChange { value, replace: true, scroll: false, state };
            router.complete_navigation(&here);
        }
    });
    on_cleanup(move || listener.remove());
}
