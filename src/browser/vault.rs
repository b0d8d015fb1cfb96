//! The page's end of the wire to the vault: starts the worker when the first message goes out, and no earlier.
//!
//! A SharedWorker where the browser has it, so that all tabs share one session; else a worker of this tab alone. Both get
//! one end of a message channel, and from then on there is no difference.
//!
//! Browsers end a shared worker without a word, when memory is short or its process falls over. So each holds a Web Lock of
//! its own while it lives and tells the pages its name; who asks for that lock gets it when the worker is gone.

use std::cell::{OnceCell, RefCell};
use std::rc::{Rc, Weak};

use gloo_net::http::RequestBuilder;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageChannel, MessageEvent, MessagePort};

use crate::app::ports::Wire;

use super::start::say_stopped;

/// How the name of the lock begins that a shared vault holds while it lives.
pub(super) const OPEN: &str = "guestlist.session.";

thread_local! {
    /// The worker's address as Trusted Types want it: their policy can be made once in a page.
    static TRUSTED: OnceCell<JsValue> = const { OnceCell::new() };
}

/// Whoever takes what comes in.
type Hearer = Box<dyn Fn(&[String])>;

/// The way to the vault.
pub struct VaultWire {
    /// This page's end; there is none before the first message, and after a vault is lost.
    port: RefCell<Option<MessagePort>>,
    hear: RefCell<Hearer>,
    lost: RefCell<Box<dyn Fn()>>,
    /// Itself, for whatever happens later.
    wire: Weak<Self>,
}

impl VaultWire {
    /// A wire that nothing has gone over.
    #[must_use]
    pub fn new() -> Rc<Self> {
        Rc::new_cyclic(|wire| Self {
            port: RefCell::default(),
            hear: RefCell::new(Box::new(|_| {})),
            lost: RefCell::new(Box::new(|| {})),
            wire: wire.clone(),
        })
    }

    /// Hands what comes in to `hear`, and tells `lost` when the vault is gone: the next message goes to another one.
    pub fn on_message(&self, hear: impl Fn(&[String]) + 'static, lost: impl Fn() + 'static) {
        *self.hear.borrow_mut() = Box::new(hear);
        *self.lost.borrow_mut() = Box::new(lost);
    }

    /// Makes a channel and starts the worker at its other end.
    #[expect(clippy::expect_used, reason = "every browser with workers has channels")]
    fn open(&self) -> MessagePort {
        let channel = MessageChannel::new().expect("a message channel");
        let wire = self.wire.clone();
        listen(&channel.port1(), move |message| {
            if let Some(wire) = wire.upgrade() {
                wire.take(&message);
            }
        });
        let far = channel.port2();
        spawn_local(async move {
            if start(&far).await.is_err() {
                say_stopped("changed");
            }
        });
        channel.port1()
    }

    /// Takes a message. A lone text is for the wire itself: the name of the vault's lock, or empty when it cannot go on,
    /// which it could not in a minute either.
    fn take(&self, message: &[String]) {
        match message {
            [name] if name.is_empty() => {
                *self.lost.borrow_mut() = Box::new(|| {});
                say_stopped("broken");
            }
            [name] => self.watch(name),
            _ => (self.hear.borrow())(message),
        }
    }

    /// Waits for the end of a vault.
    fn watch(&self, name: &str) {
        let (wire, port) = (self.wire.clone(), self.port.borrow().clone());
        let gone = Closure::once_into_js(move || {
            let Some(wire) = wire.upgrade() else { return };
            let same = *wire.port.borrow() == port;
            if same {
                wire.port.replace(None);
                (wire.lost.borrow())();
            }
        });
        let options = Object::new();
        let _ = Reflect::set(&options, &"mode".into(), &"shared".into());
        let _ = locks("request", &Array::of3(&name.into(), &options, &gone));
    }
}

impl Wire for VaultWire {
    fn post(&self, message: Vec<String>) {
        let port = self.port.borrow().clone();
        let port = port.unwrap_or_else(|| {
            let port = self.open();
            self.port.replace(Some(port.clone()));
            port
        });
        post(&port, message);
    }
}

/// Whether a vault of another tab has a session. Asked of the browser, so that no worker is started for nothing.
pub async fn vault_is_open() -> bool {
    let Some(asked) = class("SharedWorker").and_then(|_| locks("query", &Array::new())) else { return false };
    let Ok(state) = JsFuture::from(asked).await else { return false };
    let held: Option<Array> = Reflect::get(&state, &"held".into()).ok().and_then(|held| held.dyn_into().ok());
    held.is_some_and(|held| {
        held.iter().any(|lock| {
            let name = Reflect::get(&lock, &"name".into()).ok().and_then(|name| name.as_string());
            name.is_some_and(|name| name.starts_with(OPEN))
        })
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
    let kind = class("SharedWorker").or_else(|| class("Worker")).ok_or(JsValue::UNDEFINED)?;
    let worker = Reflect::construct(&kind, &arguments)?;
    // A script that cannot be loaded, or whose own imports cannot.
    let failed = Closure::<dyn Fn()>::new(|| say_stopped("changed")).into_js_value();
    Reflect::set(&worker, &"onerror".into(), &failed)?;
    // A worker of one tab takes messages as a port does.
    let port = Reflect::get(&worker, &"port".into())?;
    let door: MessagePort = if port.is_undefined() { worker.clone() } else { port }.unchecked_into();
    door.post_message_with_transferable(&JsValue::NULL, &Array::of1(far))?;
    // They live as long as the page.
    std::mem::forget((worker, door));
    Ok(())
}

/// The worker's script and what it must be like, as the page names them.
fn script() -> Option<(String, String)> {
    let tag = web_sys::window()?.document()?.query_selector("script[data-vault]").ok()??;
    Some((tag.get_attribute("data-vault")?, tag.get_attribute("data-vault-integrity").unwrap_or_default()))
}

/// The address as Trusted Types want it: their policy `guestlist` knows this one address and no other.
fn trusted(script: &str) -> Result<JsValue, JsValue> {
    if let Some(address) = TRUSTED.with(|trusted| trusted.get().cloned()) {
        return Ok(address);
    }
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
    let address = make.call1(&policy, &url)?;
    let _ = TRUSTED.with(|trusted| trusted.set(address.clone()));
    Ok(address)
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
