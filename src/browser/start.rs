//! The first moments of a page: what boot.js put aside, and what to say when all goes wrong.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestCache;

use crate::app::authority;
use crate::app::config::{Config, ConfigProblem};
use crate::app::ports::{HttpAsk, HttpReply};
use crate::auth::authority::Authority;

use super::clock::BrowserClock;
use super::fetch::{Fetch, fetch, read};
use super::js::BEGUN;

/// The fragment of the address when it looked like a sign-in answer. boot.js took it out of the address bar before
/// anything was loaded; it can be read once.
#[must_use]
pub fn take_answer() -> Option<String> {
    BEGUN.with(|begun| {
        let answer = begun.answer();
        begun.delete("guestlistAnswer");
        answer
    })
}

/// An address with its host in ASCII, as the browser reads it; `None` where it reads none.
#[must_use]
pub fn ascii_address(text: &str) -> Option<String> {
    web_sys::Url::new(text).ok().map(|url| url.href())
}

/// What config.json says, and who signs people in; with a clock that is set by the portal's host.
pub async fn configuration() -> (Result<(Config, Authority), ConfigProblem>, BrowserClock) {
    let reply = match asked_already().await {
        Some(reply) => Some(reply),
        None => load("/config.json", RequestCache::NoStore, "").await,
    };
    let Some(reply) = reply else {
        return (Err(ConfigProblem::NotFound), BrowserClock::default());
    };
    let found = match Config::parse(&reply.body, ascii_address) {
        Ok(config) => authority::find(&config, &Fetch).await.map(|authority| (config, authority)),
        Err(problem) => Err(problem),
    };
    (found, BrowserClock::set_by(reply.date.as_deref()))
}

/// A text file whose name changes with its content: the browser may have it already, and takes no other content for it.
pub(super) async fn load_lasting(path: &str, integrity: &'static str) -> Option<String> {
    Some(load(path, RequestCache::Default, integrity).await?.body)
}

/// The configuration, if boot.js or vault.js has asked for it; for the first who wants it.
async fn asked_already() -> Option<HttpReply> {
    let asked = BEGUN.with(|begun| {
        let asked = begun.config();
        begun.delete("guestlistConfig");
        asked
    })?;
    let answer: web_sys::Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    read(answer.into()).await.ok().filter(|reply| reply.status == 200)
}

/// A text file of the portal's own as its host has it now.
pub async fn load_now(path: &str) -> Option<String> {
    Some(load(path, RequestCache::NoStore, "").await?.body)
}

async fn load(path: &str, cache: RequestCache, integrity: &'static str) -> Option<HttpReply> {
    let ask = HttpAsk { method: "GET", url: path.to_owned(), headers: Vec::new(), body: None };
    fetch(ask, cache, integrity).await.ok().filter(|reply| reply.status == 200)
}

/// A panic ends the app but leaves the page standing: boot.js says so where people look, this in the console.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        // The place only: the message could hold what somebody typed (S-38).
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        web_sys::console::error_1(&format!("Guestlist stopped at {place}").into());
    }));
}

/// Says on the page that the portal has stopped, in the words of index.html that boot.js would show.
pub(super) fn say_stopped(why: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("data-boot", "failed");
    }
    if let Some(words) = document.get_element_by_id(&format!("stopped-{why}")) {
        let _ = words.remove_attribute("hidden");
    }
}

/// Whether this runs in a page, and not in a worker.
#[must_use]
pub fn is_page() -> bool {
    web_sys::window().is_some()
}
