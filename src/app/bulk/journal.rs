//! Writes a run down, so that it survives its page: each row is written as *sending* before its request is sent.
//!
//! The records are texts with the rows as typed and their states; no token and no redemption link is among them. The store
//! encrypts them. Must not know in which database they are.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};

use crate::domain::bulk::run::{RowState, Run, RunRow};
use crate::domain::invitation::{InvitationDraft, Rules};
use crate::domain::moment::Moment;
use crate::domain::tenant::PersonKey;
use crate::graph::error::GraphError;

/// The browser does not store it: its storage is full, not allowed, or was removed meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotStored;

/// A record with its name; the text is `None` if the record was changed from outside.
pub type ReadRecord = (String, Option<String>);

/// Records that outlive the page, each a text with a name. Only this browser's portal can read them.
pub trait RunStore {
    /// Writes records in place of those with the same names, all or none. They are on the disk when it resolves.
    fn write(&self, records: Vec<(String, String)>) -> LocalBoxFuture<'_, Result<(), NotStored>>;
    /// Writes records in place of all others, as [`Self::write`] does.
    fn replace(&self, records: Vec<(String, String)>) -> LocalBoxFuture<'_, Result<(), NotStored>>;
    /// All records.
    fn read(&self) -> LocalBoxFuture<'_, Result<Vec<ReadRecord>, NotStored>>;
    /// Removes all records.
    fn purge(&self) -> LocalBoxFuture<'_, Result<(), NotStored>>;
}

/// Whose run it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    pub person: PersonKey,
    /// [`crate::auth::registration::Registration::name`].
    pub registration: String,
}

/// The record of a run as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub owner: Owner,
    /// When the person confirmed it, by the uncorrected clock.
    pub begun: Moment,
    /// The number of rows.
    pub rows: usize,
}

/// The record of a row that does not change.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredRow {
    list_row: usize,
    source: u32,
    draft: InvitationDraft,
    again: bool,
}

/// The state of a row, by [`RunRow::id`].
pub type Note = (usize, RowState<GraphError>);

/// A run of an earlier page.
#[derive(Debug)]
pub struct Restored {
    pub head: Head,
    pub run: Run<GraphError>,
    /// The number of rows that cannot be read any more, because their records were changed from outside.
    pub unreadable: usize,
}

/// How long a run is kept after it was confirmed.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);
const HEAD: &str = "head";

fn row_name(id: usize) -> String {
    format!("row {id}")
}

fn state_name(id: usize) -> String {
    format!("state {id}")
}

/// The journal of one run. After [`Self::purge`], also by another journal of the page, it writes nothing more.
#[derive(Clone)]
pub struct Journal {
    store: Rc<dyn RunStore>,
    /// The number of purges on this page.
    purges: Rc<Cell<u32>>,
    purged: u32,
}

impl Journal {
    /// `purges` is shared by all journals of the page.
    #[must_use]
    pub fn new(store: Rc<dyn RunStore>, purges: Rc<Cell<u32>>) -> Self {
        let purged = purges.get();
        Self { store, purges, purged }
    }

    fn is_over(&self) -> bool {
        self.purges.get() != self.purged
    }

    /// What was written while the run was removed is removed too.
    async fn written(&self, write: impl Future<Output = Result<(), NotStored>>) -> Result<(), NotStored> {
        if self.is_over() {
            return Err(NotStored);
        }
        let written = write.await;
        if self.is_over() {
            let _ = self.store.purge().await;
            return Err(NotStored);
        }
        written
    }

    /// Writes a new run in place of an older one.
    ///
    /// # Errors
    /// The browser does not store it. Then it must not begin.
    pub async fn begin(&self, head: &Head, run: &Run<GraphError>) -> Result<(), NotStored> {
        let row = |row: &RunRow<GraphError>| {
            let RunRow { id, list_row, source, again, invitation, state: _ } = row;
            let stored =
                StoredRow { list_row: *list_row, source: *source, draft: invitation.into(), again: *again };
            Ok((row_name(*id), serde_json::to_string(&stored).map_err(|_| NotStored)?))
        };
        let mut records: Vec<_> = run.rows().iter().map(row).collect::<Result<_, _>>()?;
        // The head is written with the rows, so that a run is stored whole or not at all.
        records.push((HEAD.to_owned(), serde_json::to_string(head).map_err(|_| NotStored)?));
        self.written(self.store.replace(records)).await
    }

    /// Writes a run with all its states, in place of what the browser has lost.
    ///
    /// # Errors
    /// The browser does not store it.
    pub async fn rewrite(&self, head: &Head, run: &Run<GraphError>) -> Result<(), NotStored> {
        self.begin(head, run).await?;
        let notes: Vec<Note> = run.rows().iter().map(|row| (row.id, row.state.clone())).collect();
        self.note(&notes).await
    }

    /// Writes the states of some rows.
    ///
    /// # Errors
    /// The browser does not store them.
    pub async fn note(&self, notes: &[Note]) -> Result<(), NotStored> {
        if notes.is_empty() {
            return Ok(());
        }
        let record =
            |(id, state): &Note| Ok((state_name(*id), serde_json::to_string(state).map_err(|_| NotStored)?));
        let records = notes.iter().map(record).collect::<Result<_, _>>()?;
        self.written(self.store.write(records)).await
    }

    /// The stored run of this person; `None` without one. A run that is too old is removed. That of another person or
    /// registration stays, for its owner.
    ///
    /// # Errors
    /// The browser does not give the records.
    pub async fn restore(
        &self,
        owner: &Owner,
        rules: &Rules,
        now: Moment,
    ) -> Result<Option<Restored>, NotStored> {
        let records: BTreeMap<_, _> = self.store.read().await?.into_iter().collect();
        let text = |name: &str| records.get(name).and_then(Option::as_deref);
        let Some(head) = text(HEAD).and_then(|text| serde_json::from_str::<Head>(text).ok()) else {
            return Ok(None);
        };
        if now.since(head.begun) > KEPT {
            self.store.purge().await?;
            return Ok(None);
        }
        if head.owner != *owner {
            return Ok(None);
        }
        let row = |id: usize| {
            let stored = serde_json::from_str(text(&row_name(id))?).ok()?;
            let StoredRow { list_row, source, draft, again } = stored;
            let name = state_name(id);
            let state = match records.contains_key(&name) {
                false => RowState::Planned,
                // A state that cannot be read may have been any, also that of a row that was being sent.
                true => text(&name)
                    .and_then(|text| serde_json::from_str(text).ok())
                    .unwrap_or(RowState::Unknown { begun: head.begun, undecidable: false, request_id: None }),
            };
            Some(RunRow { id, list_row, source, invitation: draft.check(rules).ok()?, again, state })
        };
        let rows: Vec<_> = (0..head.rows).filter_map(row).collect();
        let unreadable = head.rows - rows.len();
        Ok(Some(Restored { head, run: Run::restored(rows), unreadable }))
    }

    /// Removes the stored run.
    ///
    /// # Errors
    /// The browser does not remove it.
    pub async fn purge(&self) -> Result<(), NotStored> {
        self.purges.set(self.purges.get().wrapping_add(1));
        self.store.purge().await
    }
}
