//! The page's end of the connection to the worker. It requests a worker for the first message, and not earlier.
//!
//! boot.js starts the worker: a SharedWorker if the browser has it, so that all tabs share one session; otherwise a
//! worker of this tab only. Both receive one end of a message channel, so there is no difference for this module. Must
//! not know what a request means.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::MessagePort;

use crate::app::ports::Port;
use crate::app::worker::protocol::{self, ToPage, ToWorker};
use crate::browser::js::{BOOT_PAGE, BootPage};
use crate::browser::start::say_stopped;

use super::channel::{PortTo, on_message};
use super::locks;

type Receive = Box<dyn Fn(&str)>;

/// How long a worker may take to start. A shared worker that the browser is just ending accepts a connection and never
/// responds.
const START: Duration = Duration::from_secs(10);
/// The same for a second worker, which may have to wait for config.json first: that takes up to a minute.
const SECOND_START: Duration = Duration::from_secs(70);

/// After so many workers of another registration, config.json has changed since this page was loaded: each new worker
/// reads it again.
const MOST_OTHERS: u32 = 3;

/// How long to wait for config.json before each further worker. The page has read the file, so its host responds most of
/// the time.
const CONFIGURATION: [Duration; 3] =
    [Duration::from_secs(1), Duration::from_secs(3), Duration::from_secs(10)];

pub struct WorkerPort {
    /// The name of the page's registration.
    registration: String,
    connection: RefCell<Connection>,
    /// The number of connections so far.
    opened: Cell<u32>,
    /// The number of workers that had another registration.
    others: Cell<u32>,
    /// The number of workers that could not read config.json.
    unconfigured: Cell<usize>,
    receive: RefCell<Receive>,
    lost: RefCell<Box<dyn Fn()>>,
    /// A reference to itself, for listeners.
    itself: Weak<Self>,
}

enum Connection {
    /// Before the first message, and after the worker has ended.
    None,
    /// The worker has not sent its first message. These messages are sent after it, and only to a worker of the same
    /// registration.
    Opening(MessagePort, Vec<String>),
    Open(MessagePort),
}

impl WorkerPort {
    /// `registration` is the name of the page's registration.
    #[must_use]
    pub fn new(registration: String) -> Rc<Self> {
        Rc::new_cyclic(|itself| Self {
            registration,
            connection: RefCell::new(Connection::None),
            opened: Cell::new(0),
            others: Cell::new(0),
            unconfigured: Cell::new(0),
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

    /// Requests a port to the worker with this name. `waiting` are the messages for it.
    fn open(&self, name: &str, waiting: Vec<String>) {
        let port = BOOT_PAGE.with(|page| page.connect(name));
        let number = self.opened.get().wrapping_add(1);
        self.opened.set(number);
        self.connection.replace(Connection::Opening(port.clone(), waiting));
        let itself = self.itself.clone();
        on_message(&port, move |message| {
            // An earlier connection may still receive messages.
            if let Some(port) = itself.upgrade().filter(|port| port.opened.get() == number) {
                port.take(message);
            }
        });
        let itself = self.itself.clone();
        spawn_local(async move {
            gloo_timers::future::sleep(if number == 1 { START } else { SECOND_START }).await;
            if let Some(port) = itself.upgrade().filter(|port| port.opened.get() == number) {
                port.open_another();
            }
        });
    }

    /// Requests a port to another worker, if the present one has not sent its first message.
    fn open_another(&self) {
        let opening = self.connection.replace(Connection::None);
        match opening {
            Connection::Opening(port, waiting) => {
                PortTo(port.clone()).post(protocol::write(&ToWorker::Leave));
                port.close();
                self.open(&format!("{} {}", self.registration, self.opened.get()), waiting);
            }
            Connection::None | Connection::Open(_) => {
                self.connection.replace(opening);
            }
        }
    }

    /// Handles messages about the worker itself, and passes all others to `receive`.
    fn take(&self, message: &str) {
        match protocol::read(message) {
            Some(ToPage::Stopped) => self.give_up("broken"),
            Some(ToPage::Changed) => self.give_up("changed"),
            Some(ToPage::Unconfigured) => self.wait_for_configuration(),
            Some(ToPage::Alive { registration, lock }) => self.accepted(&registration, lock.as_deref()),
            Some(ToPage::Response { .. } | ToPage::Event(_)) => (self.receive.borrow())(message),
            None => {}
        }
    }

    /// Handles the first message of a worker. One of another registration is left to the pages that use it.
    fn accepted(&self, registration: &str, lock: Option<&str>) {
        if registration != self.registration {
            self.others.set(self.others.get() + 1);
            if self.others.get() > MOST_OTHERS {
                return self.give_up("reconfigured");
            }
            return self.open_another();
        }
        let opening = self.connection.replace(Connection::None);
        let port = match opening {
            Connection::Opening(port, waiting) => {
                for message in waiting {
                    PortTo(port.clone()).post(message);
                }
                port
            }
            Connection::Open(port) => port,
            Connection::None => return,
        };
        self.connection.replace(Connection::Open(port.clone()));
        if let Some(lock) = lock {
            self.watch(lock);
            spawn_local(async move {
                if let Some(lock) = locks::hold_while_alive(locks::PAGE).await {
                    PortTo(port).post(protocol::write(&ToWorker::Here { lock }));
                }
            });
        }
    }

    /// Requests another worker after a while.
    fn wait_for_configuration(&self) {
        let tries = self.unconfigured.replace(self.unconfigured.get() + 1);
        let Some(wait) = CONFIGURATION.get(tries).copied() else { return self.give_up("unconfigured") };
        let (itself, number) = (self.itself.clone(), self.opened.get());
        spawn_local(async move {
            gloo_timers::future::sleep(wait).await;
            if let Some(port) = itself.upgrade().filter(|port| port.opened.get() == number) {
                port.open_another();
            }
        });
    }

    /// Shows that the portal has stopped, because another worker could not start either.
    fn give_up(&self, why: &str) {
        *self.lost.borrow_mut() = Box::new(|| {});
        say_stopped(why);
    }

    /// Calls `lost` when the worker that holds this lock has ended.
    fn watch(&self, lock: &str) {
        let (itself, number) = (self.itself.clone(), self.opened.get());
        locks::on_end(lock, move || {
            if let Some(itself) = itself.upgrade().filter(|port| port.opened.get() == number) {
                itself.connection.replace(Connection::None);
                (itself.lost.borrow())();
            }
        });
    }
}

impl Port for WorkerPort {
    fn post(&self, message: String) {
        let open = match &mut *self.connection.borrow_mut() {
            Connection::Open(port) => Some(port.clone()),
            Connection::Opening(_, waiting) => {
                waiting.push(message);
                return;
            }
            Connection::None => None,
        };
        match open {
            Some(port) => PortTo(port).post(message),
            // The worker that boot.js may have started already has no name.
            None => self.open("", vec![message]),
        }
    }
}

/// Whether the worker of another tab was running when this page started. boot.js finds this out with Web Locks, so that
/// no worker is started without need.
pub async fn is_worker_alive() -> bool {
    let alive = BOOT_PAGE.with(BootPage::worker_alive);
    JsFuture::from(alive).await.is_ok_and(|alive| alive.is_truthy())
}
