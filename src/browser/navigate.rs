//! The address bar.

use wasm_bindgen::JsValue;
use web_sys::Location;

use crate::app::ports::Navigator;

/// The window's location and history.
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
        // Only a path of ours: "//host" would name another site (S-36).
        let path = if path.starts_with('/') && !path.starts_with("//") { path } else { "/" };
        if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
        }
    }

    fn leave(&self, url: &str) {
        if let Some(location) = location() {
            let _ = location.assign(url);
        }
    }
}
