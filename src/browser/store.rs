//! `sessionStorage`: one tab, gone with it. Where the browser forbids it, nothing is kept and a reload signs out.

use web_sys::Storage;

use crate::app::ports::TabStore;

/// The tab's storage.
pub struct TabStorage;

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

impl TabStore for TabStorage {
    fn put(&self, key: &str, text: &str) {
        if let Some(storage) = storage() {
            // A full or forbidden storage loses a convenience, nothing that was sent.
            let _ = storage.set_item(key, text);
        }
    }

    fn get(&self, key: &str) -> Option<String> {
        storage()?.get_item(key).ok()?
    }

    fn remove(&self, key: &str) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(key);
        }
    }
}
