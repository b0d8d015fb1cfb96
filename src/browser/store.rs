//! `sessionStorage`, which belongs to one tab and ends with it, and `localStorage`, which all tabs share. If the browser
//! does not allow them, nothing is stored, and a reload signs out. Must not know what is stored.

use web_sys::Storage;

use crate::app::ports::{BrowserStore, TabStore};

/// `sessionStorage`.
pub struct TabStorage;

/// `localStorage`.
pub struct LocalStorage;

/// Reading the property can already throw, where the browser keeps no data for this site.
fn of_tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn of_browser() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn put(storage: Option<Storage>, key: &str, text: &str) {
    if let Some(storage) = storage {
        // If the storage is full or not allowed, only a convenience is lost, and nothing that was sent.
        let _ = storage.set_item(key, text);
    }
}

fn get(storage: Option<Storage>, key: &str) -> Option<String> {
    storage?.get_item(key).ok()?
}

fn remove(storage: Option<Storage>, key: &str) {
    if let Some(storage) = storage {
        let _ = storage.remove_item(key);
    }
}

impl TabStore for TabStorage {
    fn put(&self, key: &str, text: &str) {
        put(of_tab(), key, text);
    }

    fn get(&self, key: &str) -> Option<String> {
        get(of_tab(), key)
    }

    fn remove(&self, key: &str) {
        remove(of_tab(), key);
    }
}

impl BrowserStore for LocalStorage {
    fn put(&self, key: &str, text: &str) {
        put(of_browser(), key, text);
    }

    fn get(&self, key: &str) -> Option<String> {
        get(of_browser(), key)
    }

    fn remove(&self, key: &str) {
        remove(of_browser(), key);
    }
}
