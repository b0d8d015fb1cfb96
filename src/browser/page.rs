//! Settings, the root element, static files, the clipboard, and the events when a page is left or restored. Must not
//! know which settings and files there are.

use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, PageTransitionEvent, VisibilityState};

use crate::app::bulk::journal::RunStore;
use crate::app::ports::{
    BrowserStore as _, Clipboard, DocumentRoot, ListPlaces, PageLifecycle, PagePorts, Preferences,
    StaticFiles,
};

use super::downloads::SavedFiles;
use super::files::PageFiles;
use super::js::{ClipboardOwner, NAVIGATOR};
use super::run_store::RunRecords;
use super::start::{load_current, load_immutable};
use super::store::LocalStorage;
use super::worker::RunLock;

/// The numbers of the databases of lists: as many tabs can have a list that outlives its page.
const LISTS: [u8; 4] = [1, 2, 3, 4];

fn list_place(number: u8) -> Rc<dyn RunStore> {
    Rc::new(RunRecords::named(format!("{} {number}", RunRecords::LIST)))
}

#[must_use]
pub fn page_ports() -> PagePorts {
    PagePorts {
        preferences: Rc::new(LocalPreferences),
        root: Rc::new(RootElement),
        files: Rc::new(OwnFiles),
        clipboard: Rc::new(SystemClipboard),
        chosen_files: Rc::new(PageFiles),
        downloads: Rc::new(SavedFiles),
        browser_store: Rc::new(LocalStorage),
        runs: Rc::new(RunRecords::named(RunRecords::RUN)),
        run_lock: Rc::new(RunLock),
        lists: ListPlaces { stores: LISTS.map(list_place).into(), locks: Rc::new(RunLock) },
        lifecycle: Rc::new(WindowLifecycle),
    }
}

/// `localStorage`, which all tabs share. If the browser does not allow it, nothing is stored.
struct LocalPreferences;

impl Preferences for LocalPreferences {
    fn get(&self, key: &str) -> Option<String> {
        LocalStorage.get(key)
    }

    fn put(&self, key: &str, value: &str) {
        LocalStorage.put(key, value);
    }

    fn languages(&self) -> Vec<String> {
        let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return Vec::new() };
        // Some browsers and extensions leave out the list, or put something else there.
        let list = JsValue::from(navigator.languages());
        let single = list.as_string().or_else(|| navigator.language());
        let list = list.dyn_into::<Array>().unwrap_or_default();
        list.iter().filter_map(|tag| tag.as_string()).chain(single).collect()
    }
}

/// The element `html`.
struct RootElement;

impl DocumentRoot for RootElement {
    fn set_attribute(&self, name: &str, value: Option<&str>) {
        let Some(root) = root_element() else { return };
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

fn root_element() -> Option<Element> {
    web_sys::window()?.document()?.document_element()
}

/// Files of the portal's own host.
struct OwnFiles;

impl StaticFiles for OwnFiles {
    fn load_text(&self, path: &'static str, integrity: &'static str) -> LocalBoxFuture<'_, Option<String>> {
        Box::pin(load_immutable(path, integrity))
    }

    fn load_config(&self) -> LocalBoxFuture<'_, Option<String>> {
        Box::pin(load_current("/config.json"))
    }

    fn is_replaced(&self) -> LocalBoxFuture<'_, bool> {
        Box::pin(async {
            let document = web_sys::window().and_then(|window| window.document());
            let tag =
                document.and_then(|document| document.query_selector("script[data-portal]").ok().flatten());
            // The file's name contains a hash of its content.
            let Some(ours) = tag.and_then(|tag| tag.get_attribute("data-portal")) else { return false };
            // A page without this attribute is not the portal's, but for example a proxy's, so it proves nothing.
            load_current("/").await.is_some_and(|page| page.contains("data-portal=") && !page.contains(&ours))
        })
    }
}

struct SystemClipboard;

impl Clipboard for SystemClipboard {
    fn write(&self, text: &str) -> LocalBoxFuture<'_, bool> {
        // Outside a secure context there is no clipboard, and a browser or an extension can make it throw.
        let clipboard = NAVIGATOR.with(ClipboardOwner::clipboard).ok().flatten();
        let writing = clipboard.and_then(|clipboard| clipboard.write_text(text).ok());
        Box::pin(async move {
            match writing {
                Some(writing) => JsFuture::from(writing).await.is_ok(),
                None => false,
            }
        })
    }
}

struct WindowLifecycle;

impl PageLifecycle for WindowLifecycle {
    fn on_hide(&self, call: Box<dyn Fn()>) {
        listen("pagehide", move |_| call());
    }

    fn on_visibility(&self, call: Box<dyn Fn(bool)>) {
        let visible = || {
            let document = web_sys::window().and_then(|window| window.document());
            document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
        };
        // The event is dispatched to the document and bubbles to the window.
        listen("visibilitychange", move |_| call(visible()));
    }

    fn on_restore(&self, call: Box<dyn Fn()>) {
        listen("pageshow", move |event| {
            let from_cache =
                event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted);
            if from_cache {
                call();
            }
        });
    }

    fn on_store_change(&self, call: Box<dyn Fn()>) {
        listen("storage", move |_| call());
    }

    fn on_leave(&self, asks: Box<dyn Fn() -> bool>) {
        listen("beforeunload", move |event| {
            if asks() {
                event.prevent_default();
            }
        });
    }

    fn reload(&self) {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    }
}

/// Adds a listener to the window. It is never removed: listeners are added once, at the start of the page.
fn listen(event: &str, call: impl Fn(web_sys::Event) + 'static) {
    if let Some(window) = web_sys::window() {
        let call = Closure::<dyn Fn(web_sys::Event)>::new(call).into_js_value();
        let _ = window.add_event_listener_with_callback(event, call.unchecked_ref());
    }
}
