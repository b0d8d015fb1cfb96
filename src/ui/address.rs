//! The address bar as signals. Links, back and forward are the browser's to hear; which page an address means is
//! `Route`'s business alone.

use std::rc::Rc;

use leptos::prelude::*;

use super::routes::Route;
use super::state::State;

/// Where one is, and how to get elsewhere.
#[derive(Clone, Copy)]
pub struct Address {
    state: State,
    here: RwSignal<String>,
    /// The path, such as `/guests`.
    pub path: Memo<String>,
    /// The query without `?`.
    pub search: Memo<String>,
}

impl Address {
    /// Follows the browser from now on.
    #[must_use]
    pub fn follow(state: State) -> Self {
        let here = RwSignal::new(String::new());
        let part = move |query: bool| {
            Memo::new(move |_| {
                here.with(|here| {
                    let (path, search) = here.split_once('?').unwrap_or((here, ""));
                    (if query { search } else { path }).to_owned()
                })
            })
        };
        let address = Self { state, here, path: part(false), search: part(true) };
        address.look();
        let moved = Rc::new(move || address.look());
        state.portal().address_bar().follow(Route::is_page, moved);
        address
    }

    fn look(self) {
        self.here.set(self.state.portal().address_bar().here());
    }

    /// Shows another address in place of this one, without a new entry in the history.
    pub fn replace(self, route: &Route) {
        self.state.portal().address_bar().replace(&route.href());
        self.look();
    }
}

/// The address bar of this tab.
#[must_use]
pub fn expect_address() -> Address {
    expect_context::<Address>()
}
