//! Declarations of JavaScript that web-sys does not have, or not in a usable form: Web Locks, the clipboard, parts of
//! IndexedDB, and the values and functions of boot.js and vault.js. Must not use them: the other modules of this layer do.

use js_sys::Intl::DisplayNamesOptions;
use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{Crypto, IdbDatabase, IdbFactory, IdbTransaction, MessagePort};

/// Web Locks (W3C Web Locks API).
#[wasm_bindgen]
extern "C" {
    /// The lock manager of this origin, in a page or worker. An insecure context has none.
    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = locks)]
    pub(super) static LOCKS: Option<LockManager>;

    #[derive(Clone)]
    pub(super) type LockManager;
    /// Calls `granted` when the lock is acquired. The lock is held until the promise that `granted` returns is settled.
    #[wasm_bindgen(method, catch)]
    pub(super) fn request(
        this: &LockManager,
        name: &str,
        options: &LockOptions,
        granted: &Function,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(extends = Object)]
    pub(super) type LockOptions;
    /// `exclusive` or `shared`.
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_mode(this: &LockOptions, mode: &str);
    /// Whether `granted` is called with `null` at once if the lock is held.
    #[wasm_bindgen(method, setter, js_name = ifAvailable)]
    pub(super) fn set_if_available(this: &LockOptions, if_available: bool);
}

#[wasm_bindgen(module = "/src/browser/translated.js")]
extern "C" {
    /// Call this before anything is shown. Texts that the browser translates then stay true when a program changes them.
    #[wasm_bindgen(js_name = keepTranslatedTextsTrue)]
    pub fn keep_translated_texts_true();
}

/// `Intl.DisplayNames`. It throws an exception for a text that is not a language tag, and js-sys does not catch it.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    pub(super) type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    pub(super) fn new(locales: &Array, options: &DisplayNamesOptions) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn of(this: &DisplayNames, tag: &str) -> Result<Option<String>, JsValue>;
}

/// The clipboard. web-sys has it, but without a way to notice that it is missing, or that it throws.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = navigator)]
    pub(super) static NAVIGATOR: ClipboardOwner;

    pub(super) type ClipboardOwner;
    #[wasm_bindgen(method, getter, catch)]
    pub(super) fn clipboard(this: &ClipboardOwner) -> Result<Option<ClipboardObject>, JsValue>;

    pub(super) type ClipboardObject;
    #[wasm_bindgen(method, catch, js_name = writeText)]
    pub(super) fn write_text(this: &ClipboardObject, text: &str) -> Result<Promise, JsValue>;
    /// Writes one item.
    #[wasm_bindgen(method, catch)]
    pub(super) fn write(this: &ClipboardObject, items: &Array) -> Result<Promise, JsValue>;

    pub(super) type ClipboardItem;
    #[wasm_bindgen(constructor, catch)]
    pub(super) fn new(by_type: &ClipboardContent) -> Result<ClipboardItem, JsValue>;

    #[wasm_bindgen(extends = Object)]
    pub(super) type ClipboardContent;
    /// The content in a media type: the promise of a blob.
    #[wasm_bindgen(method, indexing_setter)]
    pub(super) fn set(this: &ClipboardContent, media_type: &str, content: &Promise);
}

/// IndexedDB (W3C Indexed Database API 3.0). web-sys counts the options of a transaction among its unstable parts, and
/// finds the databases through a window or through a worker, not through both.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    pub(super) static GLOBAL: Global;

    pub(super) type Global;
    /// The databases of this origin. It throws an exception where the browser keeps no data for this site.
    #[wasm_bindgen(method, getter, catch, js_name = indexedDB)]
    pub(super) fn databases(this: &Global) -> Result<Option<IdbFactory>, JsValue>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn crypto(this: &Global) -> Crypto;

    #[derive(Clone)]
    #[wasm_bindgen(extends = IdbDatabase)]
    pub(super) type Database;
    /// Begins a transaction on the object stores with these names. `mode` is `readonly` or `readwrite`.
    #[wasm_bindgen(method, catch)]
    pub(super) fn transaction(
        this: &Database,
        stores: &Array,
        mode: &str,
        options: &TransactionOptions,
    ) -> Result<IdbTransaction, JsValue>;

    #[wasm_bindgen(extends = Object)]
    pub(super) type TransactionOptions;
    /// `strict`: when the transaction is complete, its changes are on the disk, and not only with the operating system.
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_durability(this: &TransactionOptions, durability: &str);
}

/// Values and functions of the portal's own scripts.
#[wasm_bindgen]
extern "C" {
    /// The global object, to which boot.js adds values in the page, and vault.js in the worker.
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    pub(super) static BEGUN: Begun;

    pub(super) type Begun;
    /// The fragment of the address, if it looked like a response of the sign-in page.
    #[wasm_bindgen(method, getter, js_name = guestlistAnswer)]
    pub(super) fn answer(this: &Begun) -> Option<String>;
    /// The promise of the response for config.json. Its value is `undefined` if the request failed.
    #[wasm_bindgen(method, getter, js_name = guestlistConfig)]
    pub(super) fn config(this: &Begun) -> Option<Promise>;
    /// `delete globalThis[name]`.
    #[wasm_bindgen(method, indexing_deleter)]
    pub(super) fn delete(this: &Begun, name: &str);

    /// Functions of boot.js for the programs.
    #[wasm_bindgen(thread_local_v2, js_name = guestlistPage)]
    pub(super) static BOOT_PAGE: BootPage;

    pub(super) type BootPage;
    /// Shows the sign-in page, whose button calls `call`. `left` is whether the person has just signed out.
    #[wasm_bindgen(method, js_name = offerSignIn)]
    pub(super) fn offer_sign_in(this: &BootPage, left: bool, call: &Function);
    #[wasm_bindgen(method, js_name = startPortal)]
    pub(super) fn start_portal(this: &BootPage);
    /// Whether the person pressed the button of the sign-in page.
    #[wasm_bindgen(method, getter)]
    pub(super) fn pressed(this: &BootPage) -> bool;

    /// Whether a shared worker was running when this page started.
    #[wasm_bindgen(method, getter, js_name = workerAlive)]
    pub(super) fn worker_alive(this: &BootPage) -> Promise;
    /// A port to the worker with this name. boot.js starts a worker if there is none.
    #[wasm_bindgen(method)]
    pub(super) fn connect(this: &BootPage, name: &str) -> MessagePort;

    /// Makes vault.js call `accept` with the port of each page, also of pages that connected earlier.
    #[wasm_bindgen(js_name = acceptConnections)]
    pub(super) fn accept_connections(accept: &Function);
}

/// An empty object of a dictionary type, such as options.
pub(super) fn dictionary<T: JsCast>() -> T {
    Object::new().unchecked_into()
}
