//! Settings, clipboard, and the page's coming and going.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{PageTransitionEvent, Storage};

use crate::app::ports::{Desk, Later};

use super::start::{load_lasting, load_now};

/// The browser around the page.
pub struct BrowserDesk;

fn settings() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Hears an event of the window.
pub(super) fn listen(event: &str, call: impl Fn(web_sys::Event) + 'static) {
    if let Some(window) = web_sys::window() {
        // Lives as long as the page: it is added once, at start.
        let call = Closure::<dyn Fn(web_sys::Event)>::new(call).into_js_value();
        let _ = window.add_event_listener_with_callback(event, call.unchecked_ref());
    }
}

impl Desk for BrowserDesk {
    fn setting(&self, key: &str) -> Option<String> {
        settings()?.get_item(key).ok()?
    }

    fn keep_setting(&self, key: &str, value: &str) {
        if let Some(settings) = settings() {
            let _ = settings.set_item(key, value);
        }
    }

    fn languages(&self) -> Vec<String> {
        let list = web_sys::window().map(|window| window.navigator().languages());
        list.map(|list| list.iter().filter_map(|tag| tag.as_string()).collect()).unwrap_or_default()
    }

    fn mark_document(&self, name: &str, value: Option<&str>) {
        let Some(root) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element())
        else {
            return;
        };
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }

    fn load_text(&self, path: &'static str, integrity: &'static str) -> Later<'_, Option<String>> {
        Box::pin(load_lasting(path, integrity))
    }

    fn is_replaced(&self) -> Later<'_, bool> {
        Box::pin(async {
            let document = web_sys::window().and_then(|window| window.document());
            let tag =
                document.and_then(|document| document.query_selector("script[data-portal]").ok().flatten());
            // Its name changes with its content.
            let Some(ours) = tag.and_then(|tag| tag.get_attribute("data-portal")) else { return false };
            // What a proxy answers in place of the host is no page of ours, and tells nothing.
            load_now("/").await.is_some_and(|page| page.contains("data-portal=") && !page.contains(&ours))
        })
    }

    fn copy(&self, text: &str) -> Later<'_, bool> {
        let writing = web_sys::window().map(|window| window.navigator().clipboard().write_text(text));
        Box::pin(async move {
            match writing {
                Some(writing) => JsFuture::from(writing).await.is_ok(),
                None => false,
            }
        })
    }

    fn before_leaving(&self, call: Box<dyn Fn()>) {
        listen("pagehide", move |_| call());
    }

    fn on_return(&self, call: Box<dyn Fn()>) {
        listen("pageshow", move |event| {
            let from_cache =
                event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted);
            if from_cache {
                call();
            }
        });
    }

    fn reload(&self) {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    }
}
