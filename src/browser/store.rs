//! `sessionStorage`, which belongs to one tab and ends with it. If the browser does not allow it, nothing is stored,
//! and a reload signs out. Must not know what is stored.

use web_sys::Storage;

use crate::app::ports::TabStore;

pub struct TabStorage;

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

impl TabStore for TabStorage {
    fn put(&self, key: &str, text: &str) {
        if let Some(storage) = storage() {
            // If the storage is full or not allowed, only a convenience is lost, and nothing that was sent.
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
