//! The start of a page or worker: the values from boot.js, the configuration, and the messages when the program cannot
//! continue. Must not know what follows from the configuration.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestCache;

use crate::app::authority_lookup;
use crate::app::config::{Config, ConfigProblem};
use crate::app::ports::{HttpRequest, HttpResponse};
use crate::auth::authority::Authority;

use super::clock::BrowserClock;
use super::fetch::{Fetch, fetch, read};
use super::js::BEGUN;

/// The fragment of the address, if it looked like a response of the sign-in page. boot.js removed it from the address
/// bar before anything was loaded. A second call returns `None`.
#[must_use]
pub fn take_answer() -> Option<String> {
    BEGUN.with(|begun| {
        let answer = begun.answer();
        begun.delete("guestlistAnswer");
        answer
    })
}

/// Converts the host of an address to ASCII, as the browser does; `None` if the browser does not read it as an address.
#[must_use]
pub fn ascii_address(text: &str) -> Option<String> {
    web_sys::Url::new(text).ok().map(|url| url.href())
}

/// Loads the configuration and its authority. Also returns a clock that is corrected by the portal's host.
pub async fn configuration() -> (Result<(Config, Authority), ConfigProblem>, BrowserClock) {
    let response = match preloaded_config().await {
        Some(response) => Some(response),
        None => load("/config.json", RequestCache::NoStore, "").await,
    };
    let Some(response) = response else {
        return (Err(ConfigProblem::NotFound), BrowserClock::default());
    };
    let found = match Config::parse(&response.body, ascii_address) {
        Ok(config) => authority_lookup::find(&config, &Fetch).await.map(|authority| (config, authority)),
        Err(problem) => Err(problem),
    };
    (found, BrowserClock::set_by(response.date.as_deref()))
}

/// Loads a text file whose name contains a hash of its content, so that it may be loaded from the browser's cache.
pub(super) async fn load_immutable(path: &str, integrity: &'static str) -> Option<String> {
    Some(load(path, RequestCache::Default, integrity).await?.body)
}

/// The response for config.json, which boot.js or vault.js has requested. A second call returns `None`.
async fn preloaded_config() -> Option<HttpResponse> {
    let request = BEGUN.with(|begun| {
        let request = begun.config();
        begun.delete("guestlistConfig");
        request
    })?;
    let response: web_sys::Response = JsFuture::from(request).await.ok()?.dyn_into().ok()?;
    read(response.into()).await.ok().filter(|response| response.status == 200)
}

/// Loads a text file of the portal's host without the cache.
pub async fn load_current(path: &str) -> Option<String> {
    Some(load(path, RequestCache::NoStore, "").await?.body)
}

async fn load(path: &str, cache: RequestCache, integrity: &'static str) -> Option<HttpResponse> {
    fetch(HttpRequest::get(path.to_owned()), cache, integrity)
        .await
        .ok()
        .filter(|response| response.status == 200)
}

/// Writes panics to the console. A panic ends the program but not the page; boot.js shows a message there.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        // Only the place in the source is written: the message could contain typed text (S-38).
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        web_sys::console::error_1(&format!("Guestlist stopped at {place}").into());
    }));
}

/// Shows on the page that the portal has stopped. The texts are in index.html, and boot.js uses them too.
pub(super) fn say_stopped(why: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("data-boot", "failed");
    }
    if let Some(words) = document.get_element_by_id(&format!("stopped-{why}")) {
        let _ = words.remove_attribute("hidden");
    }
}

/// False in a worker.
#[must_use]
pub fn is_page() -> bool {
    web_sys::window().is_some()
}
