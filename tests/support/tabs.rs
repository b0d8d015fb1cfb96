//! Tabs and vaults in one process: what they send to each other goes through the same messages as in a browser.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::{Rc, Weak};
use std::task::Poll;

use futures_executor::block_on;
use guestlist::app::authority;
use guestlist::app::config::Config;
use guestlist::app::gate::Gate;
use guestlist::app::portal::Portal;
use guestlist::app::ports::{Later, Turn, Turnstile, Wire};
use guestlist::app::vault::keeper::Keeper;

use super::{HOME, World};

thread_local! {
    /// What the vaults have to do.
    static WORK: RefCell<Vec<Later<'static, ()>>> = const { RefCell::new(Vec::new()) };
}

/// Runs a future to its end, and meanwhile whatever the vaults have to do.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    block_on(std::future::poll_fn(|context| {
        let result = future.as_mut().poll(context);
        // What runs may bring more work.
        let mut work = WORK.take();
        work.retain_mut(|work| work.as_mut().poll(context).is_pending());
        let came = WORK.with_borrow_mut(|rest| {
            let came = !rest.is_empty();
            rest.splice(..0, work);
            came
        });
        match result {
            Poll::Pending if came => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            result @ (Poll::Pending | Poll::Ready(_)) => result,
        }
    }))
}

/// A page's end of the wire.
#[derive(Default)]
pub struct ToVault {
    vault: RefCell<Option<(Rc<Keeper>, usize)>>,
    /// All that was sent, for tests that look at it.
    pub sent: RefCell<Vec<Vec<String>>>,
}

impl ToVault {
    pub fn connect(&self, keeper: &Rc<Keeper>, portal: &Rc<Portal>) {
        let door = keeper.admit(Rc::new(ToPage(Rc::downgrade(portal))));
        *self.vault.borrow_mut() = Some((Rc::clone(keeper), door));
    }
}

impl Wire for ToVault {
    fn post(&self, message: Vec<String>) {
        self.sent.borrow_mut().push(message.clone());
        let vault = self.vault.borrow();
        let (keeper, door) = vault.as_ref().expect("connected");
        if let Some(work) = keeper.take(*door, &message) {
            WORK.with_borrow_mut(|all| all.push(work));
        }
    }
}

/// The vault's end. A page that is gone hears nothing.
struct ToPage(Weak<Portal>);

impl Wire for ToPage {
    fn post(&self, message: Vec<String>) {
        if let Some(portal) = self.0.upgrade() {
            portal.hear(&message);
        }
    }
}

/// A page that remembers all that it is told.
#[derive(Default)]
pub struct Heard(pub RefCell<Vec<Vec<String>>>);

impl Wire for Heard {
    fn post(&self, message: Vec<String>) {
        self.0.borrow_mut().push(message);
    }
}

/// The vaults of one browser, as they hear of each other.
#[derive(Default)]
pub struct Others {
    vaults: RefCell<Vec<Rc<Keeper>>>,
    pub said: RefCell<Vec<Vec<String>>>,
}

struct ToOthers {
    others: Rc<Others>,
    from: RefCell<Weak<Keeper>>,
}

impl Wire for ToOthers {
    fn post(&self, message: Vec<String>) {
        self.others.said.borrow_mut().push(message.clone());
        let vaults = self.others.vaults.borrow().clone();
        for vault in
            vaults.iter().filter(|vault| !std::ptr::eq(Rc::as_ptr(vault), self.from.borrow().as_ptr()))
        {
            vault.overhear(&message);
        }
    }
}

pub(super) fn keeper(config: Config, world: &World) -> Rc<Keeper> {
    let authority = block_on(authority::find(&config, &*world.services)).unwrap();
    let gate = Gate::new(
        config.registration(authority, HOME.to_owned()),
        world.services.clone(),
        world.clock.clone(),
        Rc::new(NoQueue),
    );
    let wire = Rc::new(ToOthers { others: Rc::clone(&world.others), from: RefCell::default() });
    let keeper = Keeper::new(gate, wire.clone());
    *wire.from.borrow_mut() = Rc::downgrade(&keeper);
    world.others.vaults.borrow_mut().push(Rc::clone(&keeper));
    keeper
}

/// Nobody else renews.
struct NoQueue;

struct Through;

impl Turn for Through {}

impl Turnstile for NoQueue {
    fn turn(&self) -> Later<'_, Box<dyn Turn>> {
        Box::pin(std::future::ready(Box::new(Through) as Box<dyn Turn>))
    }
}
