//! A page's end of the connection to the worker: starts the worker when the first message goes out, and no earlier.
//!
//! A SharedWorker where the browser has it, so that all tabs share one session; else a worker of this tab alone. Both get
//! one end of a message channel, and from then on there is no difference.

use std::cell::{OnceCell, RefCell};
use std::rc::{Rc, Weak};

use gloo_net::http::RequestBuilder;
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageChannel, MessagePort, WorkerOptions, WorkerType};

use crate::app::ports::Port;
use crate::app::worker::protocol::{self, ToPage};
use crate::browser::js::{
    SHARED_WORKER, SharedWorker, TRUSTED_TYPES, TrustedTypePolicyOptions, Worker, dictionary,
};
use crate::browser::start::say_stopped;

use super::channel::{PortTo, on_message};
use super::locks;

thread_local! {
    /// The worker's address as Trusted Types want it: their policy can be made once in a page.
    static TRUSTED: OnceCell<JsValue> = const { OnceCell::new() };
}

/// Takes messages.
type Receive = Box<dyn Fn(&str)>;

/// The way to the worker.
pub struct WorkerPort {
    /// This page's end; there is none before the first message, and after a worker is lost.
    port: RefCell<Option<MessagePort>>,
    receive: RefCell<Receive>,
    lost: RefCell<Box<dyn Fn()>>,
    /// Itself, for whatever happens later.
    itself: Weak<Self>,
}

impl WorkerPort {
    /// A port that nothing has gone through.
    #[must_use]
    pub fn new() -> Rc<Self> {
        Rc::new_cyclic(|itself| Self {
            port: RefCell::default(),
            receive: RefCell::new(Box::new(|_| {})),
            lost: RefCell::new(Box::new(|| {})),
            itself: itself.clone(),
        })
    }

    /// Hands what comes in to `receive`, and calls `lost` when the worker is gone: the next message goes to another one.
    pub fn on_message(&self, receive: impl Fn(&str) + 'static, lost: impl Fn() + 'static) {
        *self.receive.borrow_mut() = Box::new(receive);
        *self.lost.borrow_mut() = Box::new(lost);
    }

    /// Makes a channel and starts the worker at its other end.
    #[expect(clippy::expect_used, reason = "every browser with workers has channels")]
    fn open(&self) -> MessagePort {
        let channel = MessageChannel::new().expect("a message channel");
        let itself = self.itself.clone();
        on_message(&channel.port1(), move |message| {
            if let Some(port) = itself.upgrade() {
                port.take(message);
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

    /// Takes a message: what is about the worker itself here, all else is handed on.
    fn take(&self, message: &str) {
        match protocol::read(message) {
            Some(ToPage::Stopped) => self.give_up("broken"),
            Some(ToPage::Changed) => self.give_up("changed"),
            Some(ToPage::Alive { lock }) => self.watch(&lock),
            Some(ToPage::Answer { .. } | ToPage::Event(_)) => (self.receive.borrow())(message),
            None => {}
        }
    }

    /// There will be no worker that works: says so, and asks none.
    fn give_up(&self, why: &str) {
        *self.lost.borrow_mut() = Box::new(|| {});
        say_stopped(why);
    }

    /// Waits for the end of a worker.
    fn watch(&self, lock: &str) {
        let (itself, port) = (self.itself.clone(), self.port.borrow().clone());
        locks::on_end(lock, move || {
            let Some(itself) = itself.upgrade() else { return };
            let same = *itself.port.borrow() == port;
            if same {
                itself.port.replace(None);
                (itself.lost.borrow())();
            }
        });
    }
}

impl Port for WorkerPort {
    fn post(&self, message: String) {
        let port = self.port.borrow().clone();
        let port = port.unwrap_or_else(|| {
            let port = self.open();
            self.port.replace(Some(port.clone()));
            port
        });
        PortTo(port).post(message);
    }
}

/// Whether a worker of another tab may have a session. Asked of the browser, so that no worker is started for nothing.
pub async fn is_worker_alive() -> bool {
    has_shared_workers() && locks::is_any_alive().await
}

fn has_shared_workers() -> bool {
    SHARED_WORKER.with(Option::is_some)
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
    let address = trusted(&script)?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    // A script that cannot be loaded, or whose own imports cannot.
    let failed: Function =
        Closure::<dyn Fn()>::new(|| say_stopped("changed")).into_js_value().unchecked_into();
    let transferred = Array::of1(far);
    if has_shared_workers() {
        let worker = SharedWorker::new(&address, &options)?;
        worker.set_onerror(&failed);
        let port = worker.port();
        port.post_message_with_transferable(&JsValue::NULL, &transferred)?;
        // They live as long as the page.
        std::mem::forget((worker, port));
    } else {
        let worker = Worker::new(&address, &options)?;
        worker.set_onerror(Some(&failed));
        worker.post_message_with_transfer(&JsValue::NULL, &transferred)?;
        std::mem::forget(worker);
    }
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
    let Some(types) = TRUSTED_TYPES.with(Clone::clone) else { return Ok(script.into()) };
    let only = script.to_owned();
    let rule = Closure::<dyn Fn() -> String>::new(move || only.clone()).into_js_value();
    let options: TrustedTypePolicyOptions = dictionary();
    options.set_create_script_url(rule.unchecked_ref());
    let address = types.create_policy("guestlist", &options)?.create_script_url(script)?;
    let _ = TRUSTED.with(|trusted| trusted.set(address.clone()));
    Ok(address)
}
