//! A store of runs, in memory.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use futures_util::future::LocalBoxFuture;
use guestlist::app::bulk::journal::{NotStored, ReadRecord, RunStore};

/// The browser's database, in memory.
#[derive(Default)]
pub(crate) struct Records {
    pub(crate) kept: RefCell<BTreeMap<String, String>>,
    pub(crate) full: Cell<bool>,
    /// Records that were changed from outside.
    pub(crate) changed: RefCell<Vec<String>>,
    /// Happens once, before records are written.
    pub(crate) during_write: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl RunStore for Records {
    fn write(&self, records: Vec<(String, String)>) -> LocalBoxFuture<'_, Result<(), NotStored>> {
        Box::pin(async move {
            if self.full.get() {
                return Err(NotStored);
            }
            if let Some(happens) = self.during_write.take() {
                happens();
            }
            self.kept.borrow_mut().extend(records);
            Ok(())
        })
    }

    fn replace(&self, records: Vec<(String, String)>) -> LocalBoxFuture<'_, Result<(), NotStored>> {
        if !self.full.get() {
            self.kept.borrow_mut().clear();
        }
        self.write(records)
    }

    fn read(&self) -> LocalBoxFuture<'_, Result<Vec<ReadRecord>, NotStored>> {
        Box::pin(async {
            let changed = self.changed.borrow();
            let read = |(name, text): (&String, &String)| {
                (name.clone(), (!changed.contains(name)).then(|| text.clone()))
            };
            Ok(self.kept.borrow().iter().map(read).collect())
        })
    }

    fn purge(&self) -> LocalBoxFuture<'_, Result<(), NotStored>> {
        Box::pin(async {
            self.kept.borrow_mut().clear();
            Ok(())
        })
    }
}
