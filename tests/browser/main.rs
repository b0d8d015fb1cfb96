//! Tests of the adapters in `src/browser`, in a real browser: `cargo xtask test --only browser`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod clock;
mod fetch;
mod formats;
mod navigation;
mod run_store;
mod sign_in;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use guestlist::app::ports::{Clock, HttpRequest, Random, TabStore, Transport};
use guestlist::browser::{BrowserClock, BrowserRandom, Fetch, TabStorage, configuration, page_ports};
use guestlist::domain::moment::Moment;
use js_sys::{Function, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn get(url: &str) -> HttpRequest {
    HttpRequest::get(url.to_owned())
}

fn window() -> web_sys::Window {
    web_sys::window().unwrap()
}

/// Runs JavaScript as the body of a function.
fn js(code: &str) -> JsValue {
    Function::new_no_args(code).call0(&JsValue::NULL).unwrap()
}

/// Replaces `fetch` by a function with this body until it is dropped. The last request is in `globalThis.lastAsk`.
struct Stub(JsValue);

impl Stub {
    fn fetch(body: &str) -> Self {
        let before = Reflect::get(&window(), &"fetch".into()).unwrap();
        let stub = Function::new_with_args("ask", &format!("globalThis.lastAsk = ask; {body}"));
        Reflect::set(&window(), &"fetch".into(), &stub).unwrap();
        Self(before)
    }

    fn asked(code: &str) -> JsValue {
        js(&format!("const ask = globalThis.lastAsk; return {code};"))
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        Reflect::set(&window(), &"fetch".into(), &self.0).unwrap();
    }
}

#[wasm_bindgen_test]
fn the_tabs_storage_stores_returns_and_removes_a_text() {
    let store = TabStorage;
    assert_eq!(store.get("test.key"), None);
    store.put("test.key", "é \"x\"");
    assert_eq!(store.get("test.key").as_deref(), Some("é \"x\""));
    assert_eq!(
        window().session_storage().unwrap().unwrap().get_item("test.key").unwrap().as_deref(),
        Some("é \"x\"")
    );
    assert_eq!(
        window().local_storage().unwrap().unwrap().get_item("test.key").unwrap(),
        None,
        "this tab only"
    );
    assert_eq!(store.take("test.key").as_deref(), Some("é \"x\""));
    assert_eq!(store.take("test.key"), None);
    store.put("test.key", "again");
    store.remove("test.key");
    assert_eq!(store.get("test.key"), None);
}

#[wasm_bindgen_test]
async fn the_clock_returns_the_time_and_waits() {
    let before = BrowserClock::default().now();
    assert!(before > Moment::from_unix_millis(1_700_000_000_000), "milliseconds since 1970");
    BrowserClock::default().sleep(Duration::from_millis(50)).await;
    let waited = BrowserClock::default().now().since(before);
    assert!((Duration::from_millis(45)..Duration::from_secs(5)).contains(&waited), "{waited:?}");
}

#[wasm_bindgen_test]
fn random_numbers_are_different() {
    let drawn: std::collections::BTreeSet<u8> = (0..64).map(|_| BrowserRandom.byte()).collect();
    assert!(drawn.len() > 16, "{drawn:?} is hardly random");
}

#[wasm_bindgen_test]
async fn the_clock_is_corrected_by_the_portals_host() {
    let off = |clock: &BrowserClock| clock.now().unix_millis() - BrowserClock::default().now().unix_millis();
    for date in [None, Some("yesterday"), Some("")] {
        assert!(off(&BrowserClock::set_by(date)).abs() < 100, "{date:?}");
    }
    for minutes in [-600, -10, 10] {
        let date = js(&format!("return new Date(Date.now() + {minutes} * 60000).toUTCString();"));
        let clock = BrowserClock::set_by(date.as_string().as_deref());
        assert!((off(&clock) - minutes * 60_000).abs() < 2_000, "{minutes}: {}", off(&clock));
    }
    let answer = |headers| format!("return Promise.resolve(new Response('{{}}', {{ headers: {headers} }}));");
    let there = "Date: new Date(Date.now() + 600000).toUTCString()";
    {
        let _stub = Stub::fetch(&answer(format!("{{ {there} }}")));
        assert!(off(&configuration().await.1) > 590_000);
    }
    let _stub = Stub::fetch(&answer(format!("{{ {there}, Age: '600' }}")));
    assert!(off(&configuration().await.1).abs() < 100, "a copy from a cache tells no time");
}

#[wasm_bindgen_test]
fn settings_are_in_local_storage_and_attributes_are_set_on_the_document() {
    let page = page_ports();
    assert_eq!(page.preferences.get("test.theme"), None);
    page.preferences.put("test.theme", "dark");
    assert_eq!(page.preferences.get("test.theme").as_deref(), Some("dark"));
    let settings = window().local_storage().unwrap().unwrap();
    assert_eq!(settings.get_item("test.theme").unwrap().as_deref(), Some("dark"));
    settings.remove_item("test.theme").unwrap();

    let root = window().document().unwrap().document_element().unwrap();
    page.root.set_attribute("data-test", Some("x"));
    assert_eq!(root.get_attribute("data-test").as_deref(), Some("x"));
    page.root.set_attribute("data-test", None);
    assert_eq!(root.get_attribute("data-test"), None);
    assert!(!page.preferences.languages().is_empty());
}

#[wasm_bindgen_test]
fn leaving_and_restoring_the_page_calls_the_listeners() {
    let (gone, back) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let count = |of: &Rc<Cell<i32>>| {
        let of = Rc::clone(of);
        Box::new(move || of.set(of.get() + 1))
    };
    let page = page_ports();
    page.lifecycle.on_hide(count(&gone));
    page.lifecycle.on_restore(count(&back));
    js("dispatchEvent(new PageTransitionEvent('pagehide'))");
    js("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }))");
    assert_eq!((gone.get(), back.get()), (1, 0), "a first show is no return");
    js("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    assert_eq!((gone.get(), back.get()), (1, 1));
}
