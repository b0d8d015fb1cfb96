//! Web Locks: one renewal at a time in all workers of this browser, one invitation at a time to an address, and the locks
//! that a shared worker and its pages hold while they live.
//!
//! A browser can end a shared worker or a page without an event, for example when memory is low or its process crashes.
//! So each holds its own lock and sends the lock's name to the other end of the connection, which requests the lock and
//! receives it when the holder has ended. Must not know what a renewal is.

use std::pin::pin;
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::{Either, LocalBoxFuture, select};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::app::ports::{CrossTabLock, LockGuard, NamedLocks};
use crate::browser::js::{LOCKS, LockManager, LockOptions, dictionary};

/// The beginning of the name of the lock that a shared worker holds while it runs. boot.js searches for such a lock.
pub(super) const WORKER: &str = "guestlist.session.";
/// The beginning of the name of the lock that a page holds while it lives.
pub(super) const PAGE: &str = "guestlist.page.";
const RENEWAL: &str = "guestlist.renew";
const INVITATION: &str = "guestlist.invite";
const RUN: &str = "guestlist.run";
/// How long to wait for another worker's renewal. A worker that the browser has frozen keeps its lock, and two renewals
/// at a time do no harm with Entra.
const LONGEST: Duration = Duration::from_secs(20);

/// How long an answer may take of which nothing else is waited for.
const ANSWER: Duration = Duration::from_secs(3);

/// Lets only one worker of this browser renew the tokens of a registration at a time.
pub struct RenewalLock {
    name: String,
    longest: Duration,
}

impl RenewalLock {
    /// `registration` is the name of the registration.
    #[must_use]
    pub fn new(registration: &str) -> Self {
        Self { name: format!("{RENEWAL} {registration}"), longest: LONGEST }
    }

    /// The same with another time to wait.
    #[must_use]
    pub fn waiting(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }
}

impl CrossTabLock for RenewalLock {
    fn acquire(&self) -> LocalBoxFuture<'_, Box<dyn LockGuard>> {
        Box::pin(async {
            let timer = gloo_timers::future::sleep(self.longest);
            let guard = match select(pin!(lock_when_free(&self.name)), pin!(timer)).await {
                Either::Left((guard, _)) => guard,
                Either::Right(_) => Guard(None),
            };
            Box::new(guard) as Box<dyn LockGuard>
        })
    }
}

/// The lock on the stored run of invitations of this origin. It is held by the tab that has the run open.
pub(in crate::browser) struct RunLock;

impl NamedLocks for RunLock {
    fn try_acquire(&self, name: &str) -> LocalBoxFuture<'_, Option<Box<dyn LockGuard>>> {
        Box::pin(acquire_if_free(format!("{RUN} {name}")))
    }
}

/// The locks on the addresses that the workers of a registration are inviting. The browser keeps a name only as long as its
/// lock is held or requested.
pub(super) struct InvitationLocks {
    registration: String,
}

impl InvitationLocks {
    /// `registration` is the name of the registration.
    #[must_use]
    pub(super) fn new(registration: String) -> Self {
        Self { registration }
    }
}

impl NamedLocks for InvitationLocks {
    fn try_acquire(&self, name: &str) -> LocalBoxFuture<'_, Option<Box<dyn LockGuard>>> {
        Box::pin(acquire_if_free(format!("{INVITATION} {} {name}", self.registration)))
    }
}

async fn acquire_if_free(name: String) -> Option<Box<dyn LockGuard>> {
    let options: LockOptions = dictionary();
    options.set_if_available(true);
    // Locks that do not respond are treated as missing.
    let timer = gloo_timers::future::sleep(ANSWER);
    match select(pin!(lock(&name, &options)), pin!(timer)).await {
        Either::Left((Locked::Held(guard), _)) => Some(Box::new(guard) as Box<dyn LockGuard>),
        Either::Left((Locked::Elsewhere, _)) => None,
        Either::Right(_) => Some(Box::new(Guard(None)) as Box<dyn LockGuard>),
    }
}

/// Releases a lock when it is dropped.
struct Guard(Option<Function>);

impl LockGuard for Guard {}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Acquires a lock until this worker or page ends, and returns its name, which begins with `kind`; `None` without Web
/// Locks.
pub(super) async fn hold_while_alive(kind: &str) -> Option<String> {
    let name = format!("{kind}{:x}", js_sys::Math::random().to_bits());
    let guard = lock_when_free(&name).await;
    let held = guard.0.is_some();
    std::mem::forget(guard);
    held.then_some(name)
}

/// Calls `gone` when the worker or page that holds this lock has ended.
pub(super) fn on_end(name: &str, gone: impl FnOnce() + 'static) {
    let Some(locks) = manager() else { return };
    let options: LockOptions = dictionary();
    // With a shared lock, all that wait for it receive it at the same time.
    options.set_mode("shared");
    let _ = locks.request(name, &options, Closure::once_into_js(gone).unchecked_ref());
}

/// Waits for a lock. If the browser has no locks or refuses one, it does not wait.
async fn lock_when_free(name: &str) -> Guard {
    match lock(name, &dictionary()).await {
        Locked::Held(guard) => guard,
        Locked::Elsewhere => Guard(None),
    }
}

enum Locked {
    /// Also without a lock, if the browser has none or refuses one.
    Held(Guard),
    /// Only if the options ask not to wait.
    Elsewhere,
}

async fn lock(name: &str, options: &LockOptions) -> Locked {
    let (granted, wait) = oneshot::channel::<Option<Function>>();
    let mut granted = Some(granted);
    let hold = Closure::once_into_js(move |lock: JsValue| {
        if lock.is_null() {
            let _ = granted.take().map(|granted| granted.send(None));
            return JsValue::UNDEFINED;
        }
        Promise::new(&mut |release: Function, _: Function| {
            // If the waiting future was dropped meanwhile, the lock is released at once.
            if let Some(Err(Some(release))) = granted.take().map(|granted| granted.send(Some(release))) {
                let _ = release.call0(&JsValue::NULL);
            }
        })
        .into()
    });
    let request = manager().and_then(|locks| locks.request(name, options, hold.unchecked_ref()).ok());
    let Some(request) = request else { return Locked::Held(Guard(None)) };
    match select(wait, JsFuture::from(request)).await {
        Either::Left((Ok(None), _)) => Locked::Elsewhere,
        Either::Left((Ok(release), _)) => Locked::Held(Guard(release)),
        Either::Left((Err(_), _)) | Either::Right(_) => Locked::Held(Guard(None)),
    }
}

fn manager() -> Option<LockManager> {
    LOCKS.with(Clone::clone)
}
