//! The page's end of the connection to the worker. It requests a worker for the first message, and not earlier.
//!
//! boot.js starts the worker: a SharedWorker if the browser has it, so that all tabs share one session; otherwise a
//! worker of this tab only. Both receive one end of a message channel, so there is no difference for this module. Must
//! not know what a request means.

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

type Receive = Box<dyn Fn(&str)>;

pub struct WorkerPort {
    /// This page's end of the channel; `None` before the first message and after the worker has ended.
    port: RefCell<Option<MessagePort>>,
    receive: RefCell<Receive>,
    lost: RefCell<Box<dyn Fn()>>,
    /// A reference to itself, for listeners.
    itself: Weak<Self>,
}

impl WorkerPort {
    #[must_use]
    pub fn new() -> Rc<Self> {
        Rc::new_cyclic(|itself| Self {
            port: RefCell::default(),
            receive: RefCell::new(Box::new(|_| {})),
            lost: RefCell::new(Box::new(|| {})),
            itself: itself.clone(),
        })
    }

    /// Sets the listeners: `receive` for messages, `lost` for the end of the worker. After that, the next message is
    /// sent to a new worker.
    pub fn on_message(&self, receive: impl Fn(&str) + 'static, lost: impl Fn() + 'static) {
        *self.receive.borrow_mut() = Box::new(receive);
        *self.lost.borrow_mut() = Box::new(lost);
    }

    /// Requests a port to the worker. Messages that the worker has already sent are received now.
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

    /// Handles messages about the worker itself, and passes all others to `receive`.
    fn take(&self, message: &str) {
        match protocol::read(message) {
            Some(ToPage::Stopped) => self.give_up("broken"),
            Some(ToPage::Changed) => self.give_up("changed"),
            Some(ToPage::Alive { lock }) => self.watch(&lock),
            Some(ToPage::Response { .. } | ToPage::Event(_)) => (self.receive.borrow())(message),
            None => {}
        }
    }

    /// Shows that the portal has stopped, because another worker could not start either.
    fn give_up(&self, why: &str) {
        *self.lost.borrow_mut() = Box::new(|| {});
        say_stopped(why);
    }

    /// Calls `lost` when the worker that holds this lock has ended.
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

/// Whether the worker of another tab was running when this page started. boot.js finds this out with Web Locks, so that
/// no worker is started without need.
pub async fn is_worker_alive() -> bool {
    let alive = BOOT_PAGE.with(BootPage::worker_alive);
    JsFuture::from(alive).await.is_ok_and(|alive| alive.is_truthy())
}
