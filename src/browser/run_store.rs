//! Runs and lists of bulk invitations in IndexedDB, encrypted, so that a dump of the browser's storage shows no address
//! (S-30, S-31).
//! Must not know what the records mean.
//!
//! It uses the browser's API through typed bindings. The crate indexed_db_futures 0.6.4 does the same, also with strict
//! durability, but costs 18.7 kB of brotli instead of 3.0 kB and 22 more packages. A write of three records takes as long
//! with both (1.2 to 2.9 ms in Chromium). The crate idb 0.6.5 has no durability.

mod cipher;
mod database;

use std::cell::RefCell;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::CryptoKey;

use crate::app::bulk::journal::{NotStored, ReadRecord, RunStore};
use crate::browser::js::GLOBAL;
use cipher::{decrypt, encrypt, new_key};
use database::{KEYS, Mode, RECORDS, RunDatabase, Transaction, result_of};

/// The key, in the object store for keys.
const KEY: &str = "key";
/// The random name of the key, beside it.
const NAME: &str = "name";
/// How many records are put into the database before it is waited for. A longer task would delay the page.
const AT_ONCE: usize = 250;
/// How long to wait for the database to open. It waits for other tabs that do not close a database which is to be deleted.
const LONGEST: Duration = Duration::from_secs(5);

/// The records in one database of this origin, with a key of their own. All stores of a browser with the same name share
/// them.
pub struct RunRecords {
    database: RunDatabase,
    /// The key of the records that this store has written or read. `None` before that, and after they were removed by it.
    key: RefCell<Option<NamedKey>>,
}

/// A key with its name. A program cannot compare keys, but their names.
#[derive(Clone)]
struct NamedKey {
    name: String,
    key: CryptoKey,
}

impl RunRecords {
    /// The name of the database of the run.
    pub const RUN: &str = "guestlist.run";
    /// The beginning of the names of the databases of lists that are not sent yet.
    pub const LIST: &str = "guestlist.list";

    /// The records in the database with this name.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { database: RunDatabase::new(name.into(), LONGEST), key: RefCell::default() }
    }

    /// The same with another time to wait until the database is open.
    #[must_use]
    pub fn waiting(self, longest: Duration) -> Self {
        Self { database: self.database.waiting(longest), ..self }
    }

    /// The key of the database. If it has none, one is made.
    async fn shared_key(&self) -> Result<NamedKey, NotStored> {
        let transaction = self.database.begin(Mode::Read).await?;
        let stored = stored_key(&transaction).await?;
        transaction.complete().await?;
        let key = match stored {
            Some(key) => key,
            None => self.add_key().await?,
        };
        self.key.replace(Some(key.clone()));
        Ok(key)
    }

    /// Adds a key. If another tab has added one meanwhile, that one is the key.
    async fn add_key(&self) -> Result<NamedKey, NotStored> {
        let key = new_key().await?;
        let name = GLOBAL.with(|global| global.crypto().random_uuid());
        let transaction = self.database.begin(Mode::Write).await?;
        let key = match stored_key(&transaction).await? {
            Some(theirs) => theirs,
            None => {
                let keys = transaction.store(KEYS)?;
                keys.put_with_key(&key, &KEY.into()).map_err(|_| NotStored)?;
                keys.put_with_key(&name.as_str().into(), &NAME.into()).map_err(|_| NotStored)?;
                NamedKey { name, key }
            }
        };
        transaction.complete().await?;
        Ok(key)
    }

    /// Encrypts the records before the transaction begins, because a transaction ends when nothing is asked of it.
    async fn put(&self, key: &NamedKey, records: &[(String, String)], alone: bool) -> Result<(), NotStored> {
        let encrypted = encrypt(&key.key, records).await?;
        let transaction = self.database.begin(Mode::Write).await?;
        // If the key was removed meanwhile, the records of earlier calls were removed with it.
        if stored_name(&transaction).await?.as_ref() != Some(&key.name) {
            return Err(NotStored);
        }
        let store = transaction.store(RECORDS)?;
        if alone {
            store.clear().map_err(|_| NotStored)?;
        }
        let mut named = records.iter().zip(encrypted).peekable();
        while named.peek().is_some() {
            let mut last = None;
            for ((name, _), bytes) in named.by_ref().take(AT_ONCE) {
                last = Some(store.put_with_key(&bytes, &name.into()).map_err(|_| NotStored)?);
            }
            if let (Some(request), Some(_)) = (last, named.peek()) {
                result_of(&request).await?;
            }
        }
        transaction.complete().await
    }

    async fn all(&self) -> Result<Vec<ReadRecord>, NotStored> {
        let transaction = self.database.begin(Mode::Read).await?;
        let store = transaction.store(RECORDS)?;
        let names = store.get_all_keys().map_err(|_| NotStored)?;
        let values = store.get_all().map_err(|_| NotStored)?;
        let key = stored_key(&transaction).await?;
        transaction.complete().await?;
        self.key.replace(key.clone());
        let list =
            |found: Result<JsValue, JsValue>| found.map(|list| Array::from(&list)).map_err(|_| NotStored);
        let (names, values) = (list(names.result())?, list(values.result())?);
        // The portal writes no names that are not texts.
        let named = names.iter().zip(values.iter());
        let records = named.filter_map(|(name, value)| Some((name.as_string()?, value))).collect();
        Ok(decrypt(key.as_ref().map(|named| &named.key), records).await)
    }

    async fn remove(&self) -> Result<(), NotStored> {
        let transaction = self.database.begin(Mode::Write).await?;
        for name in [KEYS, RECORDS] {
            transaction.store(name)?.clear().map_err(|_| NotStored)?;
        }
        transaction.complete().await
    }
}

impl RunStore for RunRecords {
    fn write(&self, records: Vec<(String, String)>) -> LocalBoxFuture<'_, Result<(), NotStored>> {
        Box::pin(async move {
            let known = self.key.borrow().clone();
            let key = match known {
                Some(key) => key,
                None => self.shared_key().await?,
            };
            self.put(&key, &records, false).await
        })
    }

    fn replace(&self, records: Vec<(String, String)>) -> LocalBoxFuture<'_, Result<(), NotStored>> {
        Box::pin(async move {
            let key = self.shared_key().await?;
            self.put(&key, &records, true).await
        })
    }

    fn read(&self) -> LocalBoxFuture<'_, Result<Vec<ReadRecord>, NotStored>> {
        Box::pin(self.all())
    }

    fn purge(&self) -> LocalBoxFuture<'_, Result<(), NotStored>> {
        Box::pin(async {
            self.key.take();
            match self.remove().await {
                Ok(()) => Ok(()),
                // A database that another version of the portal has made, for example.
                Err(NotStored) => self.database.delete().await,
            }
        })
    }
}

async fn stored_name(transaction: &Transaction) -> Result<Option<String>, NotStored> {
    let request = transaction.store(KEYS)?.get(&NAME.into()).map_err(|_| NotStored)?;
    Ok(result_of(&request).await?.as_string())
}

async fn stored_key(transaction: &Transaction) -> Result<Option<NamedKey>, NotStored> {
    let request = transaction.store(KEYS)?.get(&KEY.into()).map_err(|_| NotStored)?;
    let name = stored_name(transaction).await?;
    let key = request.result().ok().and_then(|key| key.dyn_into().ok());
    Ok(name.zip(key).map(|(name, key)| NamedKey { name, key }))
}
