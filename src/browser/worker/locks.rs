//! Web Locks: one renewal at a time in all workers of this browser, and a sign of life of a shared worker.
//!
//! Browsers end a shared worker without a word, when memory is short or its process falls over. So each holds a lock of its
//! own while it lives and tells the pages its name; who asks for that lock gets it when the worker is gone.

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::app::ports::{CrossTabLock, Later, LockGuard};
use crate::browser::js::{LOCKS, LockManager, LockOptions, dictionary};

/// How the name of the lock begins that a shared worker holds while it lives; boot.js looks for one.
const ALIVE: &str = "guestlist.session.";
const RENEWAL: &str = "guestlist.renew";

/// Renewals of all workers of this browser, one at a time.
pub struct RenewalLock;

impl CrossTabLock for RenewalLock {
    fn acquire(&self) -> Later<'_, Box<dyn LockGuard>> {
        Box::pin(async { Box::new(lock(RENEWAL).await) as Box<dyn LockGuard> })
    }
}

/// Lets go of a lock when it is dropped.
struct Guard(Option<Function>);

impl LockGuard for Guard {}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Holds a lock for as long as this worker lives, and tells its name.
pub(super) async fn hold_while_alive() -> Option<String> {
    let name = format!("{ALIVE}{:x}", js_sys::Math::random().to_bits());
    let guard = lock(&name).await;
    let held = guard.0.is_some();
    std::mem::forget(guard);
    held.then_some(name)
}

/// Calls back when the worker that holds the lock of this name is gone.
pub(super) fn on_end(name: &str, gone: impl FnOnce() + 'static) {
    let Some(locks) = manager() else { return };
    let options: LockOptions = dictionary();
    // All pages get it at once.
    options.set_mode("shared");
    let _ = locks.request(name, &options, Closure::once_into_js(gone).unchecked_ref());
}

/// Waits for a lock. Where the browser has none, or gives none, nobody waits.
async fn lock(name: &str) -> Guard {
    let (granted, wait) = oneshot::channel::<Function>();
    let mut granted = Some(granted);
    let hold = Closure::once_into_js(move || {
        Promise::new(&mut |release: Function, _: Function| {
            // Who does not wait any more gives the lock back at once.
            if let Some(Err(release)) = granted.take().map(|granted| granted.send(release)) {
                let _ = release.call0(&JsValue::NULL);
            }
        })
    });
    let asked = manager().and_then(|locks| locks.request(name, &dictionary(), hold.unchecked_ref()).ok());
    let Some(asked) = asked else { return Guard(None) };
    match select(wait, JsFuture::from(asked)).await {
        Either::Left((release, _)) => Guard(release.ok()),
        Either::Right(_) => Guard(None),
    }
}

fn manager() -> Option<LockManager> {
    LOCKS.with(Clone::clone)
}
