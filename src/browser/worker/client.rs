//! A page's end of the connection to the worker: asks for a worker when the first message goes out, and no earlier.
//!
//! boot.js starts the worker: a SharedWorker where the browser has it, so that all tabs share one session; else a worker of
//! this tab alone. Both get one end of a message channel, and from then on there is no difference.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen_futures::JsFuture;
use web_sys::MessagePort;

use crate::app::ports::Port;
use crate::app::worker::protocol::{self, ToPage};
use crate::browser::js::{BOOT_PAGE, BootPage};
use crate::browser::start::say_stopped;

use super::channel::{PortTo, on_message};
use super::locks;

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

    /// Gets a port to the worker. What the worker has said there already is taken now.
    fn open(&self) -> MessagePort {
        let port = BOOT_PAGE.with(BootPage::connect);
        let itself = self.itself.clone();
        on_message(&port, move |message| {
            if let Some(port) = itself.upgrade() {
                port.take(message);
            }
        });
        port
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

/// Whether a worker of another tab had a session when this page began. boot.js asks the browser, so that no worker is started
/// for nothing.
pub async fn is_worker_alive() -> bool {
    let asked = BOOT_PAGE.with(BootPage::worker_alive);
    JsFuture::from(asked).await.is_ok_and(|alive| alive.is_truthy())
}
