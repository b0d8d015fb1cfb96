//! A database of records: it is opened when it is first needed, and its requests are futures. Must not know keys or ciphers.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{IdbFactory, IdbObjectStore, IdbRequest, IdbTransaction};

use crate::app::bulk::journal::NotStored;
use crate::browser::js::{Database, GLOBAL, Global, TransactionOptions, dictionary};

/// The version of the object stores. A database of another version cannot be opened.
const VERSION: u32 = 1;
/// The object store of the key.
pub(super) const KEYS: &str = "keys";
/// The object store of the records.
pub(super) const RECORDS: &str = "records";

pub(super) struct RunDatabase {
    name: String,
    /// The connection, while it is open.
    open: Rc<RefCell<Option<Database>>>,
    longest: Duration,
}

#[derive(Clone, Copy)]
pub(super) enum Mode {
    Read,
    Write,
}

impl RunDatabase {
    /// `longest` is how long to wait until it is open, or deleted.
    pub(super) fn new(name: String, longest: Duration) -> Self {
        Self { name, open: Rc::default(), longest }
    }

    /// The same with another time to wait.
    pub(super) fn waiting(self, longest: Duration) -> Self {
        Self::new(self.name.clone(), longest)
    }

    /// Begins a transaction on all object stores.
    pub(super) async fn begin(&self, mode: Mode) -> Result<Transaction, NotStored> {
        let open = self.open.borrow().clone();
        let database = match open {
            Some(database) => database,
            None => self.connect().await?,
        };
        let options: TransactionOptions = dictionary();
        options.set_durability("strict");
        let mode = match mode {
            Mode::Read => "readonly",
            Mode::Write => "readwrite",
        };
        let begun = database.transaction(&Array::of2(&KEYS.into(), &RECORDS.into()), mode, &options);
        let Ok(transaction) = begun else {
            // The browser has closed it. The next call opens it anew.
            self.close();
            return Err(NotStored);
        };
        let end = promised(|done, failed| {
            transaction.set_oncomplete(Some(done));
            transaction.set_onabort(Some(failed));
        });
        Ok(Transaction { transaction, end })
    }

    /// Deletes the database. Other tabs close it, unless they are frozen.
    pub(super) async fn delete(&self) -> Result<(), NotStored> {
        self.close();
        let request = factory()?.delete_database(&self.name).map_err(|_| NotStored)?;
        let timer = gloo_timers::future::sleep(self.longest);
        match select(pin!(result_of(&request)), pin!(timer)).await {
            Either::Left((deleted, _)) => deleted.map(drop),
            Either::Right(_) => Err(NotStored),
        }
    }

    async fn connect(&self) -> Result<Database, NotStored> {
        let (sender, receiver) = oneshot::channel();
        let (name, open) = (self.name.clone(), Rc::clone(&self.open));
        spawn_local(async move {
            // If it opens after the time to wait, the next call uses it.
            let _ = sender.send(connected(&name, open).await);
        });
        let timer = gloo_timers::future::sleep(self.longest);
        match select(receiver, pin!(timer)).await {
            Either::Left((Ok(connected), _)) => connected,
            Either::Left((Err(oneshot::Canceled), _)) | Either::Right(_) => Err(NotStored),
        }
    }

    fn close(&self) {
        if let Some(database) = self.open.take() {
            database.close();
        }
    }
}

impl Drop for RunDatabase {
    fn drop(&mut self) {
        self.close();
    }
}

/// A transaction. If it is dropped before it is complete, none of its changes are made.
pub(super) struct Transaction {
    transaction: IdbTransaction,
    end: JsFuture,
}

impl Transaction {
    pub(super) fn store(&self, name: &str) -> Result<IdbObjectStore, NotStored> {
        self.transaction.object_store(name).map_err(|_| NotStored)
    }

    /// Waits until all changes are on the disk.
    pub(super) async fn complete(mut self) -> Result<(), NotStored> {
        (&mut self.end).await.map(drop).map_err(|_| NotStored)
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        // It throws an exception if the transaction has ended.
        let _ = self.transaction.abort();
    }
}

pub(super) async fn result_of(request: &IdbRequest) -> Result<JsValue, NotStored> {
    let end = promised(|done, failed| {
        request.set_onsuccess(Some(done));
        request.set_onerror(Some(failed));
    });
    end.await.map_err(|_| NotStored)?;
    request.result().map_err(|_| NotStored)
}

/// A promise with the functions that settle it as event handlers.
fn promised(mut handle: impl FnMut(&js_sys::Function, &js_sys::Function)) -> JsFuture {
    JsFuture::from(Promise::new(&mut |done, failed| handle(&done, &failed)))
}

fn factory() -> Result<IdbFactory, NotStored> {
    GLOBAL.with(Global::databases).ok().flatten().ok_or(NotStored)
}

/// Opens the database. While other tabs do not close one that is to be deleted, this waits.
async fn connected(name: &str, open: Rc<RefCell<Option<Database>>>) -> Result<Database, NotStored> {
    let request = factory()?.open_with_u32(name, VERSION).map_err(|_| NotStored)?;
    let asked = request.clone();
    let make = Closure::once(move || {
        if let Ok(database) = asked.result().map(JsCast::unchecked_into::<Database>) {
            for store in [KEYS, RECORDS] {
                let _ = database.create_object_store(store);
            }
        }
    });
    request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
    let database: Database = result_of(&request).await?.unchecked_into();
    // Two calls at the same time open it twice.
    if let Some(earlier) = &*open.borrow() {
        database.close();
        return Ok(earlier.clone());
    }
    open.replace(Some(database.clone()));
    let closing = database.clone();
    let close = move || {
        closing.close();
        open.take();
    };
    let close = Closure::<dyn FnMut()>::new(close).into_js_value();
    // Another tab deletes it or brings another version; or the browser has closed it, for example with the site's data.
    database.set_onversionchange(Some(close.unchecked_ref()));
    database.set_onclose(Some(close.unchecked_ref()));
    Ok(database)
}
