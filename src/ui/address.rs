//! The address bar as signals. leptos_router's [`BrowserUrl`] follows links, back and forward; which page an address
//! means is `Route`'s business alone. The router's own `Routes` would decide it a second time, for 20 kB of the bundle.

use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider, State};

use super::parts::effect;
use super::routes::Route;

/// Where one is, and how to get elsewhere.
#[derive(Clone, Copy)]
pub struct Address {
    provider: StoredValue<Option<BrowserUrl>>,
    /// The path, such as `/guests`.
    pub path: Memo<String>,
    /// The query without `?`.
    pub search: Memo<String>,
}

impl Address {
    /// Follows the browser from now on.
    #[must_use]
    pub fn follow() -> Self {
        // Fails only where there is no window; then there is nobody to show a page to either.
        let provider = BrowserUrl::new().ok();
        if let Some(provider) = &provider {
            provider.init(None);
        }
        let url = provider.as_ref().map(|provider| provider.as_url().clone());
        let at_search = url.clone();
        let path = Memo::new(move |_| {
            url.as_ref().map_or_else(String::new, |url| url.with(|url| url.path().to_owned()))
        });
        let search = Memo::new(move |_| {
            at_search.as_ref().map_or_else(String::new, |url| {
                url.with(|url| url.search().trim_start_matches('?').to_owned())
            })
        });
        let provider = StoredValue::new(provider);
        // A link is followed in two steps: the signal changes, and when the page has, the address bar does.
        effect(move || {
            path.track();
            provider.with_value(|provider| provider.as_ref().map(LocationProvider::ready_to_complete));
        });
        Self { provider, path, search }
    }

    /// Shows another address in place of this one, without a new entry in the history.
    pub fn replace(self, route: &Route) {
        self.provider.with_value(|provider| {
            let Some(provider) = provider else { return };
            let origin = window().location().origin().unwrap_or_default();
            if let Ok(url) = BrowserUrl::parse_with_base(&route.href(), &origin) {
                provider.as_url().set(url);
                let change = LocationChange {
                    value: route.href(),
                    replace: true,
                    scroll: false,
                    state: State::default(),
                };
                provider.complete_navigation(&change);
            }
        });
    }
}

/// The address bar of this tab.
#[must_use]
pub fn expect_address() -> Address {
    expect_context::<Address>()
}
