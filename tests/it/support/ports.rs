//! The ports in memory: clock, random numbers, storage and address bar.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use guestlist::app::ports::{BrowserStore, Clock, HistoryEntry, Navigator, Random, TabStore};
use guestlist::domain::moment::Moment;

use super::HOME;

/// A clock that moves only when the code sleeps or a test sets it.
pub(crate) struct FixedClock {
    pub(super) now: Cell<i64>,
    pub(crate) slept: RefCell<Vec<Duration>>,
    /// The correction that a page knows, in milliseconds.
    pub(crate) behind: Cell<i64>,
    /// Whether the limits beside other work are reached at once.
    pub(crate) deadlines_pass: Cell<bool>,
    /// Whether no sleep ends.
    pub(crate) sleeps_last: Cell<bool>,
    /// By how many milliseconds the computer's clock was set forward. The monotonic clock does not follow.
    pub(crate) set_forward: Cell<i64>,
}

impl FixedClock {
    pub(crate) fn pass_back(&self, time: Duration) {
        self.now.set(self.now.get() - i64::try_from(time.as_millis()).unwrap());
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.now.set(self.now.get() + i64::try_from(time.as_millis()).unwrap());
    }
}

impl Clock for FixedClock {
    fn deadline(&self, _: Duration) -> LocalBoxFuture<'_, ()> {
        if self.deadlines_pass.get() {
            Box::pin(std::future::ready(()))
        } else {
            Box::pin(std::future::pending())
        }
    }

    fn now(&self) -> Moment {
        Moment::from_unix_millis(self.now.get() + self.set_forward.get() + self.behind.get())
    }

    fn uncorrected(&self) -> Moment {
        Moment::from_unix_millis(self.now.get() + self.set_forward.get())
    }

    fn monotonic(&self) -> Duration {
        Duration::from_millis(self.now.get().unsigned_abs())
    }

    fn sleep(&self, time: Duration) -> LocalBoxFuture<'_, ()> {
        self.slept.borrow_mut().push(time);
        if self.sleeps_last.get() {
            return Box::pin(std::future::pending());
        }
        self.pass(time);
        Box::pin(std::future::ready(()))
    }
}

/// Always the same number, so that the length of a wait is known.
pub(crate) struct Dice;

impl Random for Dice {
    fn byte(&self) -> u8 {
        127
    }
}

/// The tab's storage.
#[derive(Default)]
pub(crate) struct Memory {
    kept: RefCell<BTreeMap<String, String>>,
    /// Whether the browser does not allow storage.
    pub(crate) refuses: Cell<bool>,
    /// Whether there is no room for a new key.
    pub(crate) is_full_but_for_changes: Cell<bool>,
}

impl Memory {
    /// The keys, without the one that says to which registration the records belong.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.kept.borrow().keys().filter(|key| *key != "guestlist.of").cloned().collect()
    }

    pub(crate) fn content(&self) -> BTreeMap<String, String> {
        self.kept.borrow().clone()
    }

    /// The browser restores a closed tab with this storage.
    pub(crate) fn restore(&self, content: BTreeMap<String, String>) {
        self.kept.replace(content);
    }

    /// The whole content as one text.
    pub(crate) fn dump(&self) -> String {
        format!("{:?}", self.kept.borrow())
    }
}

impl BrowserStore for Memory {
    fn put(&self, key: &str, text: &str) {
        TabStore::put(self, key, text);
    }

    fn get(&self, key: &str) -> Option<String> {
        TabStore::get(self, key)
    }

    fn remove(&self, key: &str) {
        TabStore::remove(self, key);
    }
}

impl TabStore for Memory {
    fn put(&self, key: &str, text: &str) {
        let has_room = !self.is_full_but_for_changes.get() || self.kept.borrow().contains_key(key);
        if !self.refuses.get() && has_room {
            self.kept.borrow_mut().insert(key.to_owned(), text.to_owned());
        }
    }

    fn get(&self, key: &str) -> Option<String> {
        self.kept.borrow().get(key).cloned()
    }

    fn remove(&self, key: &str) {
        self.kept.borrow_mut().remove(key);
    }
}

/// The address bar.
pub(crate) struct Bar {
    pub(crate) here: RefCell<String>,
    pub(crate) left: RefCell<Vec<String>>,
    /// How often the tab navigated away without a new entry in its history.
    pub(crate) replaced: Cell<usize>,
    /// Whether other sites can be reached.
    pub(crate) reachable: Cell<bool>,
    /// Whether the page was opened by Back, Forward or a reload.
    pub(crate) went_back: Cell<bool>,
}

impl Navigator for Bar {
    fn home(&self) -> String {
        HOME.to_owned()
    }

    fn here(&self) -> String {
        self.here.borrow().clone()
    }

    fn replace(&self, path: &str) {
        path.clone_into(&mut self.here.borrow_mut());
    }

    fn is_online(&self) -> bool {
        true
    }

    fn can_reach(&self, _: &str) -> LocalBoxFuture<'_, bool> {
        Box::pin(std::future::ready(self.reachable.get()))
    }

    fn is_newly_opened(&self) -> bool {
        !self.went_back.get()
    }

    fn leave(&self, url: &str, entry: HistoryEntry) {
        if entry == HistoryEntry::Replaced {
            self.replaced.set(self.replaced.get() + 1);
        }
        self.left.borrow_mut().push(url.to_owned());
    }
}
