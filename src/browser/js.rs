//! JavaScript's side of what the portal needs and web-sys does not offer without its unstable features: Web Locks, and what
//! boot.js and vault.js leave for the program.

use js_sys::Intl::DisplayNamesOptions;
use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use web_sys::MessagePort;

/// Web Locks (W3C Web Locks API).
#[wasm_bindgen]
extern "C" {
    /// The locks of this browser for this origin, in a page as in a worker; there are none in an insecure context.
    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = locks)]
    pub(super) static LOCKS: Option<LockManager>;

    #[derive(Clone)]
    pub(super) type LockManager;
    /// Calls back with the lock, which is held until the promise that comes back is settled.
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
}

/// `Intl.DisplayNames`, which throws for what is no language tag; js-sys does not catch that.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    pub(super) type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    pub(super) fn new(locales: &Array, options: &DisplayNamesOptions) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn of(this: &DisplayNames, tag: &str) -> Result<Option<String>, JsValue>;
}

/// What the portal's own scripts leave for the program.
#[wasm_bindgen]
extern "C" {
    /// What boot.js adds to the window, and vault.js to the worker.
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    pub(super) static BEGUN: Begun;

    pub(super) type Begun;
    /// The fragment of the address, when it looked like a sign-in answer.
    #[wasm_bindgen(method, getter, js_name = guestlistAnswer)]
    pub(super) fn answer(this: &Begun) -> Option<String>;
    /// The answer to a request for config.json that is under way, or `undefined` where it failed.
    #[wasm_bindgen(method, getter, js_name = guestlistConfig)]
    pub(super) fn config(this: &Begun) -> Option<Promise>;
    /// `delete globalThis[name]`.
    #[wasm_bindgen(method, indexing_deleter)]
    pub(super) fn delete(this: &Begun, name: &str);

    /// What boot.js offers the programs.
    #[wasm_bindgen(thread_local_v2, js_name = guestlistPage)]
    pub(super) static BOOT_PAGE: BootPage;

    pub(super) type BootPage;
    /// Nobody is signed in, and `call` can begin a sign-in.
    #[wasm_bindgen(method, js_name = offerSignIn)]
    pub(super) fn offer_sign_in(this: &BootPage, left: bool, call: &Function);
    /// Starts the portal in this page.
    #[wasm_bindgen(method, js_name = startPortal)]
    pub(super) fn start_portal(this: &BootPage);
    /// Whether somebody pressed the button of the sign-in page.
    #[wasm_bindgen(method, getter)]
    pub(super) fn pressed(this: &BootPage) -> bool;

    /// Whether some shared worker was alive when this page began.
    #[wasm_bindgen(method, getter, js_name = workerAlive)]
    pub(super) fn worker_alive(this: &BootPage) -> Promise;
    /// A port to the worker, which is started if need be.
    #[wasm_bindgen(method)]
    pub(super) fn connect(this: &BootPage) -> MessagePort;

    /// vault.js calls back with each page that has come or comes.
    #[wasm_bindgen(js_name = acceptConnections)]
    pub(super) fn accept_connections(accept: &Function);
}

/// An empty object for members of a dictionary type, such as options.
pub(super) fn dictionary<T: JsCast>() -> T {
    Object::new().unchecked_into()
}
