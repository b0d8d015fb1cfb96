//! The vault's end of all wires, in the worker: takes in the pages that come, and hears of other vaults.

use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, MessagePort};

use crate::app::gate::Gate;
use crate::app::ports::{Later, Turn, Turnstile, Wire};
use crate::app::vault::keeper::Keeper;

use super::vault::{OPEN, listen, locks, post};

/// Vaults of this browser hear each other here.
const OTHERS: &str = "guestlist";
const RENEW: &str = "guestlist.renew";

/// The portal's own address, as the worker knows it. No page can tell it another.
#[must_use]
pub fn worker_home() -> String {
    let location = Reflect::get(&js_sys::global(), &"location".into());
    let origin = location.and_then(|location| Reflect::get(&location, &"origin".into()));
    format!("{}/", origin.ok().and_then(|origin| origin.as_string()).unwrap_or_default())
}

/// Opens the doors.
pub fn keep(gate: Gate) {
    let Ok(channel) = BroadcastChannel::new(OTHERS) else { return turn_away() };
    let channel: MessagePort = channel.unchecked_into();
    let keeper = Keeper::new(gate, Rc::new(Port(channel.clone())));
    let heard = Rc::clone(&keeper);
    listen(&channel, move |message| heard.overhear(&message));
    // A worker of one tab alone cannot be asked by others, and ends with its page.
    let shared = !Reflect::has(&js_sys::global(), &"postMessage".into()).unwrap_or(true);
    spawn_local(async move {
        let alive = if shared { hold().await } else { None };
        admit_all(move |page| admit(&keeper, page, alive.as_deref()));
    });
}

/// Holds a lock for as long as this worker lives, and tells its name. Tabs that open later see by it that there is
/// somebody to ask, and pages that were let in, when it is gone.
async fn hold() -> Option<String> {
    let name = format!("{OPEN}{:x}", js_sys::Math::random().to_bits());
    let lock = lock(&name).await;
    let held = lock.0.is_some();
    std::mem::forget(lock);
    held.then_some(name)
}

/// Lets a page in.
fn admit(keeper: &Rc<Keeper>, page: MessagePort, alive: Option<&str>) {
    if let Some(name) = alive {
        post(&page, vec![name.to_owned()]);
    }
    let door = keeper.admit(Rc::new(Port(page.clone())));
    let keeper = Rc::clone(keeper);
    listen(&page, move |message| {
        if let Some(answering) = keeper.take(door, &message) {
            spawn_local(answering);
        }
    });
}

/// Tells every page that there will be no answers, and ends: the next page that asks gets a vault anew.
pub fn turn_away() {
    admit_all(|page| post(&page, vec![String::new()]));
    let close: Result<Function, _> =
        Reflect::get(&js_sys::global(), &"close".into()).and_then(|close| close.dyn_into());
    if let Ok(close) = close {
        let _ = close.call0(&js_sys::global());
    }
}

/// Takes in the pages that came while this was starting, and all that come from now on. vault.js collects them.
fn admit_all(admit: impl Fn(MessagePort) + 'static) {
    let global = js_sys::global();
    let admit = Closure::<dyn Fn(MessagePort)>::new(admit).into_js_value();
    let open = Reflect::get(&global, &"openDoors".into()).and_then(|open| open.dyn_into::<Function>());
    if let Ok(open) = open {
        let _ = open.call1(&global, &admit);
    }
}

/// One port, or what takes messages as a port does.
struct Port(MessagePort);

impl Wire for Port {
    fn post(&self, message: Vec<String>) {
        post(&self.0, message);
    }
}

/// Renewals of all vaults of this browser, one at a time.
pub struct Renewals;

impl Turnstile for Renewals {
    fn turn(&self) -> Later<'_, Box<dyn Turn>> {
        Box::pin(async { Box::new(lock(RENEW).await) as Box<dyn Turn> })
    }
}

/// Lets go of a lock when it is dropped.
struct Lock(Option<Function>);

impl Turn for Lock {}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Waits for a lock. Where the browser has none, or gives none, nobody waits.
async fn lock(name: &str) -> Lock {
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
    let Some(asked) = locks("request", &Array::of2(&name.into(), &hold)) else { return Lock(None) };
    match select(wait, JsFuture::from(asked)).await {
        Either::Left((release, _)) => Lock(release.ok()),
        Either::Right(_) => Lock(None),
    }
}
