//! JavaScript's side of what the portal needs and web-sys does not offer without its unstable features: Web Locks, Trusted
//! Types, workers whose address is trusted, and what boot.js and vault.js leave for the program.

use js_sys::Intl::DisplayNamesOptions;
use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{MessagePort, Window, WorkerOptions};

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
    /// Which locks are held and waited for.
    #[wasm_bindgen(method, catch)]
    pub(super) fn query(this: &LockManager) -> Result<Promise, JsValue>;

    #[wasm_bindgen(extends = Object)]
    pub(super) type LockOptions;
    /// `exclusive` or `shared`.
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_mode(this: &LockOptions, mode: &str);

    pub(super) type LockManagerSnapshot;
    #[wasm_bindgen(method, getter)]
    pub(super) fn held(this: &LockManagerSnapshot) -> Option<Vec<LockInfo>>;

    pub(super) type LockInfo;
    #[wasm_bindgen(method, getter)]
    pub(super) fn name(this: &LockInfo) -> Option<String>;
}

/// Trusted Types (W3C). Where a browser has none, a text is good enough for it.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = trustedTypes)]
    pub(super) static TRUSTED_TYPES: Option<TrustedTypePolicyFactory>;

    #[derive(Clone)]
    pub(super) type TrustedTypePolicyFactory;
    #[wasm_bindgen(method, catch, js_name = createPolicy)]
    pub(super) fn create_policy(
        this: &TrustedTypePolicyFactory,
        name: &str,
        options: &TrustedTypePolicyOptions,
    ) -> Result<TrustedTypePolicy, JsValue>;

    #[wasm_bindgen(extends = Object)]
    pub(super) type TrustedTypePolicyOptions;
    #[wasm_bindgen(method, setter, js_name = createScriptURL)]
    pub(super) fn set_create_script_url(this: &TrustedTypePolicyOptions, rule: &Function);

    pub(super) type TrustedTypePolicy;
    #[wasm_bindgen(method, catch, js_name = createScriptURL)]
    pub(super) fn create_script_url(this: &TrustedTypePolicy, address: &str) -> Result<JsValue, JsValue>;
}

/// Workers, made from a `TrustedScriptURL`; web-sys takes a text alone.
#[wasm_bindgen]
extern "C" {
    /// The class itself, which some browsers lack.
    #[wasm_bindgen(thread_local_v2, js_name = SharedWorker)]
    pub(super) static SHARED_WORKER: Option<Function>;

    pub(super) type SharedWorker;
    #[wasm_bindgen(constructor, catch)]
    pub(super) fn new(address: &JsValue, options: &WorkerOptions) -> Result<SharedWorker, JsValue>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn port(this: &SharedWorker) -> MessagePort;
    #[wasm_bindgen(method, setter, js_name = onerror)]
    pub(super) fn set_onerror(this: &SharedWorker, listener: &Function);

    #[wasm_bindgen(extends = web_sys::Worker)]
    pub(super) type Worker;
    #[wasm_bindgen(constructor, catch)]
    pub(super) fn new(address: &JsValue, options: &WorkerOptions) -> Result<Worker, JsValue>;
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
    /// The window, with what boot.js adds to it.
    #[wasm_bindgen(extends = Window)]
    pub(super) type BootWindow;
    /// The fragment of the address, when it looked like a sign-in answer.
    #[wasm_bindgen(method, getter, js_name = guestlistAnswer)]
    pub(super) fn answer(this: &BootWindow) -> Option<String>;
    /// The answer to a request for config.json that is under way, or `undefined` where it failed.
    #[wasm_bindgen(method, getter, js_name = guestlistConfig)]
    pub(super) fn config(this: &BootWindow) -> Option<Promise>;
    /// `delete window[name]`.
    #[wasm_bindgen(method, indexing_deleter)]
    pub(super) fn delete(this: &BootWindow, name: &str);

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

    /// vault.js calls back with each page that has come or comes.
    #[wasm_bindgen(js_name = acceptConnections)]
    pub(super) fn accept_connections(accept: &Function);
}

/// An empty object for members of a dictionary type, such as options.
pub(super) fn dictionary<T: JsCast>() -> T {
    Object::new().unchecked_into()
}
