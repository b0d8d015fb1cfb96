//! The page's end of the wire to the vault: starts the worker when the first message goes out, and no earlier.
//!
//! A SharedWorker where the browser has it, so that all tabs share one session; else a worker of this tab alone. Both get
//! one end of a message channel, and from then on there is no difference.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_net::http::RequestBuilder;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageChannel, MessageEvent, MessagePort};

use crate::app::ports::Wire;

use super::start::say_stopped;

/// Held by a vault that has a session and can be shared.
pub(super) const OPEN: &str = "guestlist.session";

/// Whoever takes what comes in.
type Hearer = Box<dyn Fn(&[String])>;

/// The way to the vault.
pub struct VaultWire {
    /// This page's end, and the vault's until the worker is started.
    port: MessagePort,
    far: RefCell<Option<MessagePort>>,
    hear: Rc<RefCell<Hearer>>,
    started: Cell<bool>,
}

impl VaultWire {
    /// A wire that nothing has gone over.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        clippy::expect_used,
        reason = "every browser with workers has channels"
    )]
    pub fn new() -> Self {
        let channel = MessageChannel::new().expect("a message channel");
        let hear: Rc<RefCell<Hearer>> = Rc::new(RefCell::new(Box::new(|_| {})));
        let heard = Rc::clone(&hear);
        listen(&channel.port1(), move |message| {
            // What cannot start will not start in a minute either.
            if message.len() == 1 {
                say_stopped("broken");
            }
            (heard.borrow())(&message);
        });
        let far = RefCell::new(Some(channel.port2()));
        Self { port: channel.port1(), far, hear, started: Cell::new(false) }
    }

    /// Hands what comes in to `hear`.
    pub fn on_message(&self, hear: impl Fn(&[String]) + 'static) {
        *self.hear.borrow_mut() = Box::new(hear);
    }
}

impl Wire for VaultWire {
    fn post(&self, message: Vec<String>) {
        post(&self.port, message);
        if let (false, Some(far)) = (self.started.replace(true), self.far.take()) {
            spawn_local(async move {
                if start(&far).await.is_err() {
                    say_stopped("changed");
                }
            });
        }
    }
}

/// Whether a vault of another tab has a session. Asked of the browser, so that no worker is started for nothing.
pub async fn vault_is_open() -> bool {
    let Some(asked) = class("SharedWorker").and_then(|_| locks("query", &Array::new())) else { return false };
    let Ok(state) = JsFuture::from(asked).await else { return false };
    let held: Option<Array> = Reflect::get(&state, &"held".into()).ok().and_then(|held| held.dyn_into().ok());
    held.is_some_and(|held| {
        held.iter().any(|lock| Reflect::get(&lock, &"name".into()).is_ok_and(|name| name == OPEN))
    })
}

/// Starts the worker and gives it its end of the channel.
async fn start(far: &MessagePort) -> Result<(), JsValue> {
    let (script, integrity) = script().ok_or(JsValue::UNDEFINED)?;
    // A worker's script has no integrity of its own: it is fetched first, and comes out of the cache when it is run.
    if !integrity.is_empty() {
        let fetched = RequestBuilder::new(&script).integrity(&integrity).build();
        let answer = fetched.map_err(|_| JsValue::UNDEFINED)?.send().await;
        answer.map_err(|_| JsValue::UNDEFINED)?.text().await.map_err(|_| JsValue::UNDEFINED)?;
    }
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"module".into())?;
    let arguments = Array::of2(&trusted(&script)?, &options);
    let door = match class("SharedWorker") {
        Some(class) => Reflect::get(&Reflect::construct(&class, &arguments)?, &"port".into())?,
        None => Reflect::construct(&class("Worker").ok_or(JsValue::UNDEFINED)?, &arguments)?,
    };
    // A worker takes messages as a port does.
    let door: MessagePort = door.unchecked_into();
    door.post_message_with_transferable(&JsValue::NULL, &Array::of1(far))?;
    // It lives as long as the page.
    std::mem::forget(door);
    Ok(())
}

/// The worker's script and what it must be like, as the page names them.
fn script() -> Option<(String, String)> {
    let tag = web_sys::window()?.document()?.query_selector("script[data-vault]").ok()??;
    Some((tag.get_attribute("data-vault")?, tag.get_attribute("data-vault-integrity").unwrap_or_default()))
}

/// The address as Trusted Types want it: their policy `guestlist` knows this one address and no other.
fn trusted(script: &str) -> Result<JsValue, JsValue> {
    let url = JsValue::from_str(script);
    let types = Reflect::get(&js_sys::global(), &"trustedTypes".into())?;
    if types.is_undefined() {
        return Ok(url);
    }
    let rules = Object::new();
    let only = url.clone();
    let rule = Closure::<dyn Fn() -> JsValue>::new(move || only.clone()).into_js_value();
    Reflect::set(&rules, &"createScriptURL".into(), &rule)?;
    let make: Function = Reflect::get(&types, &"createPolicy".into())?.unchecked_into();
    let policy = make.call2(&types, &"guestlist".into(), &rules)?;
    let make: Function = Reflect::get(&policy, &"createScriptURL".into())?.unchecked_into();
    make.call1(&policy, &url)
}

fn class(name: &str) -> Option<Function> {
    Reflect::get(&js_sys::global(), &name.into()).ok()?.dyn_into().ok()
}

/// Calls a method of the browser's locks, in a page as in a worker. web_sys keeps them behind a switch.
pub(super) fn locks(method: &str, arguments: &Array) -> Option<Promise> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let method: Function = Reflect::get(&locks, &method.into()).ok()?.dyn_into().ok()?;
    method.apply(&locks, arguments).ok()?.dyn_into().ok()
}

/// Listens at a port, or at what takes messages as a port does. What is no list of texts is ignored (S-37).
pub(super) fn listen(port: &MessagePort, hear: impl Fn(Vec<String>) + 'static) {
    let hear = move |event: MessageEvent| {
        let texts = event
            .data()
            .dyn_into::<Array>()
            .ok()
            .and_then(|list| list.iter().map(|text| text.as_string()).collect());
        if let Some(texts) = texts {
            hear(texts);
        }
    };
    let hear = Closure::<dyn Fn(MessageEvent)>::new(hear).into_js_value();
    port.set_onmessage(Some(hear.unchecked_ref()));
}

pub(super) fn post(port: &MessagePort, message: Vec<String>) {
    let texts: Array = message.iter().map(|text| JsValue::from_str(text)).collect();
    // Nobody is left to be told when the other end is gone.
    let _ = port.post_message(&texts);
}
