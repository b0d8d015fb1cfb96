//! The address bar and navigation. Must not know where a sign-in is: the caller passes addresses.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, LocalBoxFuture, select};
use gloo_net::http::RequestBuilder;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    Location, NavigationType, PerformanceNavigationTiming, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestMode,
};

use crate::app::ports::{HistoryEntry, Navigator};

/// How long to wait for a response of another site.
const REACH_TIMEOUT: Duration = Duration::from_secs(3);

pub struct AddressBar;

fn location() -> Option<Location> {
    Some(web_sys::window()?.location())
}

impl Navigator for AddressBar {
    fn home(&self) -> String {
        location()
            .and_then(|location| location.origin().ok())
            .map_or_else(String::new, |origin| format!("{origin}/"))
    }

    fn here(&self) -> String {
        let part = |read: fn(&Location) -> Result<String, JsValue>| {
            location().and_then(|l| read(&l).ok()).unwrap_or_default()
        };
        format!("{}{}", part(Location::pathname), part(Location::search))
    }

    fn replace(&self, path: &str) {
        // Only a path of the portal is allowed: "//host" would be another site (S-36).
        let path = if path.starts_with('/') && !path.starts_with("//") { path } else { "/" };
        if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
        }
    }

    fn is_online(&self) -> bool {
        web_sys::window().is_some_and(|window| window.navigator().on_line())
    }

    fn can_reach(&self, url: &str) -> LocalBoxFuture<'_, bool> {
        let online = self.is_online();
        let response = RequestBuilder::new(url)
            .mode(RequestMode::NoCors)
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .send();
        Box::pin(async move {
            // Offline, the result is known without a request.
            online
                && match select(pin!(response), pin!(gloo_timers::future::sleep(REACH_TIMEOUT))).await {
                    Either::Left((answer, _)) => answer.is_ok(),
                    Either::Right(((), _)) => false,
                }
        })
    }

    fn is_newly_opened(&self) -> bool {
        let entries = web_sys::window().and_then(|window| window.performance());
        let entry = entries.map(|performance| performance.get_entries_by_type("navigation").get(0));
        entry
            .and_then(|entry| entry.dyn_into::<PerformanceNavigationTiming>().ok())
            .is_some_and(|entry| entry.type_() == NavigationType::Navigate)
    }

    fn leave(&self, url: &str, entry: HistoryEntry) {
        if let Some(location) = location() {
            let _ = match entry {
                HistoryEntry::New => location.assign(url),
                HistoryEntry::Replaced => location.replace(url),
            };
        }
    }
}
