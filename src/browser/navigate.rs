//! The address bar.

use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};
use gloo_net::http::RequestBuilder;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Element, Event, Location, MouseEvent, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode,
};

use crate::app::ports::{Later, Navigator};

use super::desk::listen;

/// How long another site may take to show that it is there.
const PATIENCE: Duration = Duration::from_secs(5);

/// The window's location and history.
pub struct AddressBar;

fn location() -> Option<Location> {
    Some(web_sys::window()?.location())
}

/// Links that ask for no more than to be followed, here.
const PLAIN_LINK: &str = "a[href]:not([target],[download],[rel~=external])";

/// The address to which a click leads, unless it asks for a new tab or a menu, or something else has heard it.
fn followed(event: &Event) -> Option<String> {
    let click: &MouseEvent = event.unchecked_ref();
    let plain = click.button() == 0
        && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key())
        && !click.default_prevented();
    let clicked = event.target().filter(|_| plain)?.dyn_into::<Element>().ok()?;
    clicked.closest(PLAIN_LINK).ok()??.get_attribute("href")
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
        // Only a path of ours: "//host" would name another site (S-36).
        let path = if path.starts_with('/') && !path.starts_with("//") { path } else { "/" };
        if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
        }
    }

    fn follow(&self, is_page: fn(&str) -> bool, moved: Rc<dyn Fn()>) {
        let back_or_forward = Rc::clone(&moved);
        listen("popstate", move |_| back_or_forward());
        listen("click", move |event| {
            let Some(window) = web_sys::window() else { return };
            let Some(address) = followed(&event).filter(|address| is_page(address)) else { return };
            event.prevent_default();
            if address != Self.here()
                && let Ok(history) = window.history()
            {
                let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
            }
            moved();
            // When the page has changed, which it does in tasks that wait already.
            spawn_local(async move { window.scroll_to_with_x_and_y(0.0, 0.0) });
        });
    }

    fn can_reach(&self, url: &str) -> Later<'_, bool> {
        let online = web_sys::window().is_some_and(|window| window.navigator().on_line());
        let asking = RequestBuilder::new(url)
            .mode(RequestMode::NoCors)
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .send();
        Box::pin(async move {
            // Whoever is offline need not wait; and nobody waits long for a host that is silent.
            online
                && match select(pin!(asking), pin!(gloo_timers::future::sleep(PATIENCE))).await {
                    Either::Left((answer, _)) => answer.is_ok(),
                    Either::Right(((), _)) => false,
                }
        })
    }

    fn leave(&self, url: &str) {
        if let Some(location) = location() {
            let _ = location.assign(url);
        }
    }
}
