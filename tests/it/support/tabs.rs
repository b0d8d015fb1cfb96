//! Tabs and workers in one process. They exchange the same messages as in a browser.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::pin::pin;
use std::rc::{Rc, Weak};
use std::task::Poll;

use futures_executor::block_on;
use futures_util::future::LocalBoxFuture;
use guestlist::app::authority_lookup;
use guestlist::app::config::Config;
use guestlist::app::portal::Portal;
use guestlist::app::ports::{CrossTabLock, LockGuard, NamedLocks, Port};
use guestlist::app::token_broker::TokenBroker;
use guestlist::app::worker::protocol::ConnectionId;
use guestlist::app::worker::server::WorkerServer;
use guestlist::domain::tenant::PersonKey;
use serde_json::{Value, json};

use super::services::take_turns;
use super::{HOME, World};

thread_local! {
    /// The unfinished work of the workers.
    static WORK: RefCell<Vec<LocalBoxFuture<'static, ()>>> = const { RefCell::new(Vec::new()) };
}

/// Runs a future to its end, and the work of the workers meanwhile.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    block_on(std::future::poll_fn(|context| {
        let result = future.as_mut().poll(context);
        // Running work may create more work.
        let mut work = WORK.take();
        work.retain_mut(|work| work.as_mut().poll(context).is_pending());
        let has_new_work = WORK.with_borrow_mut(|rest| {
            let has_new_work = !rest.is_empty();
            rest.splice(..0, work);
            has_new_work
        });
        match result {
            Poll::Pending if has_new_work => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            result @ (Poll::Pending | Poll::Ready(_)) => result,
        }
    }))
}

/// The message for a request of a page to Graph.
pub(crate) fn send(id: u32, person: &PersonKey, method: &str, target: &Value) -> String {
    let request = json!({ "method": method, "target": target, "body": null });
    ask(id, json!({ "graph": { "person": person, "request": request, "claim": null } }))
}

/// The message for a request of a page.
pub(crate) fn ask(id: u32, request: Value) -> String {
    json!({ "request": { "id": id, "request": request } }).to_string()
}

/// A page's end of the connection, which its first message opens.
#[derive(Default)]
pub(crate) struct ToWorker {
    link: RefCell<Option<Connection>>,
}

struct Connection {
    server: Rc<WorkerServer>,
    portal: Weak<Portal>,
    /// `None` before the first message.
    connection: Option<ConnectionId>,
}

impl ToWorker {
    pub(crate) fn connect(&self, server: &Rc<WorkerServer>, portal: &Rc<Portal>) {
        let link = Connection { server: Rc::clone(server), portal: Rc::downgrade(portal), connection: None };
        *self.link.borrow_mut() = Some(link);
    }
}

impl Port for ToWorker {
    fn post(&self, message: String) {
        let (server, connection) = {
            let mut link = self.link.borrow_mut();
            let Connection { server, portal, connection } = link.as_mut().expect("a worker");
            let accept = || server.accept(Rc::new(ToPage(portal.clone())));
            (Rc::clone(server), *connection.get_or_insert_with(accept))
        };
        if let Some(work) = server.receive(connection, &message) {
            WORK.with_borrow_mut(|all| all.push(work));
        }
    }
}

/// The worker's end of the connection. A page that no longer exists receives nothing.
struct ToPage(Weak<Portal>);

impl Port for ToPage {
    fn post(&self, message: String) {
        if let Some(portal) = self.0.upgrade() {
            portal.receive(&message);
        }
    }
}

/// A page that stores all received messages.
#[derive(Default)]
pub(crate) struct Received(pub(crate) RefCell<Vec<String>>);

impl Port for Received {
    fn post(&self, message: String) {
        self.0.borrow_mut().push(message);
    }
}

/// The workers of one browser, which exchange messages.
#[derive(Default)]
pub(crate) struct Others {
    servers: RefCell<Vec<Rc<WorkerServer>>>,
}

struct ToOthers {
    others: Rc<Others>,
    from: RefCell<Weak<WorkerServer>>,
}

impl Port for ToOthers {
    fn post(&self, message: String) {
        let servers = self.others.servers.borrow().clone();
        for server in
            servers.iter().filter(|server| !std::ptr::eq(Rc::as_ptr(server), self.from.borrow().as_ptr()))
        {
            server.receive_from_others(&message);
        }
    }
}

pub(super) fn server(config: Config, world: &World) -> Rc<WorkerServer> {
    let authority = block_on(authority_lookup::find(&config, &*world.services)).unwrap();
    let broker = TokenBroker::new(
        config.registration(authority, HOME.to_owned()),
        world.services.clone(),
        world.clock.clone(),
        Rc::new(NoQueue),
    );
    let others = Rc::new(ToOthers { others: Rc::clone(&world.others), from: RefCell::default() });
    let server = WorkerServer::new(broker, others.clone(), world.locks.clone(), world.clock.clone());
    *others.from.borrow_mut() = Rc::downgrade(&server);
    world.others.servers.borrow_mut().push(Rc::clone(&server));
    server
}

/// The locks among the workers of one browser.
#[derive(Default)]
pub(crate) struct Locks {
    held: Rc<RefCell<HashSet<String>>>,
    /// Whether the browser does not answer.
    pub(crate) hang: Cell<bool>,
}

impl Locks {
    /// The worker that holds them has ended.
    pub(crate) fn end(&self) {
        self.held.borrow_mut().clear();
    }
}

struct Lock {
    name: String,
    held: Rc<RefCell<HashSet<String>>>,
}

impl LockGuard for Lock {}

impl Drop for Lock {
    fn drop(&mut self) {
        self.held.borrow_mut().remove(&self.name);
    }
}

impl NamedLocks for Locks {
    fn try_acquire(&self, name: &str) -> LocalBoxFuture<'_, Option<Box<dyn LockGuard>>> {
        let name = name.to_owned();
        Box::pin(async move {
            while self.hang.get() {
                take_turns().await;
            }
            let free = self.held.borrow_mut().insert(name.clone());
            free.then(|| Box::new(Lock { name, held: Rc::clone(&self.held) }) as Box<dyn LockGuard>)
        })
    }
}

/// A lock that is always free: no other worker renews.
struct NoQueue;

struct Free;

impl LockGuard for Free {}

impl CrossTabLock for NoQueue {
    fn acquire(&self) -> LocalBoxFuture<'_, Box<dyn LockGuard>> {
        Box::pin(std::future::ready(Box::new(Free) as Box<dyn LockGuard>))
    }
}
