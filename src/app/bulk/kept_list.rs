//! Keeps a list that is not sent yet, so that it survives a reload and a forced sign-in.
//!
//! A list is the text as it was decoded, in pieces, and what the person has changed: so a correction does not write the
//! whole text again. There are some places for lists. A tab holds the lock of the place that it uses, so that two tabs never
//! write into one. The stores encrypt the records. Must not know in which databases they are, nor what a row is.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::join_all;
use serde::{Deserialize, Serialize};

use crate::app::ports::{ListPlaces, LockGuard};
use crate::domain::import::columns::ColumnChoices;
use crate::domain::import::edit::RowEdit;
use crate::domain::import::guest_choices::GuestChoices;
use crate::domain::import::table::RowPlace;
use crate::domain::invitation::InvitationDraft;
use crate::domain::moment::Moment;

use super::journal::{NotStored, Owner, RunStore};

/// How long a list is kept after it was read, or after the run with it was confirmed.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// The bytes of a piece of the text. Chromium stores a value of more than 64 KiB in a file of its own, which is slower.
const PIECE: usize = 48 * 1024;
/// How many pieces are written in one transaction. More would delay the page.
const PIECES_AT_ONCE: usize = 16;
/// How many records of the list share a record of changes.
const SHEET: usize = 1_000;
const HEAD: &str = "head";

/// What there is to know about a list as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListHead {
    pub owner: Owner,
    /// When it was read, or when the run with it was confirmed, by the uncorrected clock.
    pub begun: Moment,
    /// The name of the file; `None` for a text that was pasted.
    pub file: Option<String>,
    pub choices: ColumnChoices,
    pub defaults: InvitationDraft,
    /// What the person wants for guests who exist already.
    pub guests: GuestChoices,
    /// The number of pieces of the text.
    pub pieces: usize,
    /// Whether it was sent with a run. Then it is kept for the result of the run.
    pub with_run: bool,
}

/// A list of an earlier page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptList {
    pub head: ListHead,
    /// See [`pieces`].
    pub text: Vec<String>,
    pub edits: Vec<(RowPlace, RowEdit)>,
}

/// The text of a list, in pieces.
#[must_use]
pub fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::with_capacity(text.len() / PIECE + 1);
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        pieces.push(piece.to_owned());
        rest = after;
    }
    pieces
}

/// A part of the changes that is written at once: those of some records. It is named by a number.
#[must_use]
pub fn sheet(place: RowPlace) -> usize {
    place.record / SHEET
}

/// What becomes of a list of an earlier page.
pub enum Found {
    Nothing,
    /// A list of this person was changed from outside, or only a part of it is there. It was removed.
    Changed,
    List(Box<KeptList>, Rc<Place>),
}

/// All places for lists.
pub struct Lists {
    places: ListPlaces,
    /// The number of times that all were emptied.
    purges: Rc<Cell<u32>>,
}

impl Lists {
    #[must_use]
    pub fn new(places: ListPlaces) -> Self {
        Self { places, purges: Rc::default() }
    }

    /// The list of an earlier page of this person that no other tab has. Lists that are too old are removed. That of another
    /// person or registration stays, for its owner.
    pub async fn restore(&self, owner: &Owner, now: Moment) -> Found {
        let mut found = Found::Nothing;
        for number in 0..self.places.stores.len() {
            let Some(place) = self.try_hold(number).await else { continue };
            match place.content(now).await {
                Content::Of(head, records) if head.owner == *owner => match list(*head, &records) {
                    Some(list) => return Found::List(Box::new(list), Rc::new(place)),
                    None => {
                        let _ = place.purge().await;
                        found = Found::Changed;
                    }
                },
                // Whose it was cannot be read.
                Content::Unreadable => {
                    let _ = place.purge().await;
                    found = Found::Changed;
                }
                Content::Of(..) | Content::Nothing | Content::NotRead => {}
            }
        }
        found
    }

    /// A place for a new list, if there is one: it has no list, and no other tab uses it.
    pub async fn free_place(&self, now: Moment) -> Option<Rc<Place>> {
        for number in 0..self.places.stores.len() {
            if let Some(place) = self.try_hold(number).await
                && matches!(place.content(now).await, Content::Nothing | Content::Unreadable)
            {
                return Some(Rc::new(place));
            }
        }
        None
    }

    /// Removes the list of this person's run, if its tab has ended.
    pub async fn purge_of_run(&self, owner: &Owner, now: Moment) {
        for number in 0..self.places.stores.len() {
            if let Some(place) = self.try_hold(number).await
                && let Content::Of(head, _) = place.content(now).await
                && head.with_run
                && head.owner == *owner
            {
                let _ = place.purge().await;
            }
        }
    }

    /// Removes all lists, also those of other tabs and persons. What is being written is removed too.
    pub async fn purge(&self) {
        self.purges.set(self.purges.get().wrapping_add(1));
        // If the browser does not answer, it does not give the records to a later page either.
        let _ = join_all(self.places.stores.iter().map(|store| store.purge())).await;
    }

    async fn try_hold(&self, number: usize) -> Option<Place> {
        let store = Rc::clone(self.places.stores.get(number)?);
        let lock = self.places.locks.try_acquire(&format!("list {number}")).await?;
        let purges = Rc::clone(&self.purges);
        Some(Place { store, purged: purges.get(), purges, ended: Cell::new(false), _lock: lock })
    }
}

type Records = BTreeMap<String, Option<String>>;

/// What is in a place.
enum Content {
    Nothing,
    Of(Box<ListHead>, Records),
    /// The head of the list was changed from outside.
    Unreadable,
    /// The browser does not give the records.
    NotRead,
}

/// A place that this tab uses. Its lock is released when it is dropped.
pub struct Place {
    store: Rc<dyn RunStore>,
    /// See [`Lists::purges`].
    purges: Rc<Cell<u32>>,
    purged: u32,
    /// Whether [`Self::purge`] was called.
    ended: Cell<bool>,
    _lock: Box<dyn LockGuard>,
}

impl Place {
    /// Writes a list in place of what was there. Its head is the last record, so that the list is stored whole or not at all.
    ///
    /// # Errors
    /// The browser does not store it, or the place was emptied meanwhile.
    pub async fn begin(
        &self,
        head: &ListHead,
        text: &[String],
        edits: &BTreeMap<usize, Vec<(RowPlace, RowEdit)>>,
    ) -> Result<(), NotStored> {
        if self.is_over() {
            return Err(NotStored);
        }
        self.store.purge().await?;
        let named = text.iter().enumerate().map(|(number, piece)| (piece_name(number), piece.clone()));
        let named: Vec<_> = named.collect();
        for some in named.chunks(PIECES_AT_ONCE) {
            self.write(some.to_vec()).await?;
        }
        self.change(Some(head), edits).await
    }

    /// Writes what has changed: the head, and sheets with all changes of their records.
    ///
    /// # Errors
    /// As for [`Self::begin`].
    pub async fn change(
        &self,
        head: Option<&ListHead>,
        edits: &BTreeMap<usize, Vec<(RowPlace, RowEdit)>>,
    ) -> Result<(), NotStored> {
        let mut records = Vec::with_capacity(edits.len() + 1);
        for (number, edits) in edits {
            records.push((sheet_name(*number), serde_json::to_string(edits).map_err(|_| NotStored)?));
        }
        if let Some(head) = head {
            records.push((HEAD.to_owned(), serde_json::to_string(head).map_err(|_| NotStored)?));
        }
        self.write(records).await
    }

    /// Removes the list. Nothing is written here afterwards.
    ///
    /// # Errors
    /// The browser does not remove it.
    pub async fn purge(&self) -> Result<(), NotStored> {
        self.ended.set(true);
        self.store.purge().await
    }

    async fn write(&self, records: Vec<(String, String)>) -> Result<(), NotStored> {
        if self.is_over() {
            return Err(NotStored);
        }
        let written = self.store.write(records).await;
        if self.is_over() {
            // It was emptied meanwhile, perhaps before this was written.
            let _ = self.store.purge().await;
            return Err(NotStored);
        }
        written
    }

    fn is_over(&self) -> bool {
        self.ended.get() || self.purges.get() != self.purged
    }

    /// What is there. A list that is too old is removed.
    async fn content(&self, now: Moment) -> Content {
        let Ok(records) = self.store.read().await else { return Content::NotRead };
        let records: Records = records.into_iter().collect();
        let head = match records.get(HEAD) {
            // Pieces without a head: their page ended before the list was whole.
            None => return Content::Nothing,
            Some(text) => text.as_deref().and_then(|text| serde_json::from_str::<ListHead>(text).ok()),
        };
        match head {
            None => Content::Unreadable,
            Some(head) if now.since(head.begun) > KEPT => {
                let _ = self.store.purge().await;
                Content::Nothing
            }
            Some(head) => Content::Of(Box::new(head), records),
        }
    }
}

/// `None` if a record is missing or was changed from outside.
fn list(head: ListHead, records: &Records) -> Option<KeptList> {
    let text = |name: &str| records.get(name).and_then(Option::as_deref);
    let pieces = (0..head.pieces).map(|number| text(&piece_name(number)).map(str::to_owned));
    let pieces = pieces.collect::<Option<Vec<_>>>()?;
    let mut edits = Vec::new();
    let sheets = records.keys().filter(|name| name.starts_with(SHEETS)).collect::<BTreeSet<_>>();
    for name in sheets {
        edits.extend(serde_json::from_str::<Vec<_>>(text(name)?).ok()?);
    }
    Some(KeptList { head, text: pieces, edits })
}

fn piece_name(number: usize) -> String {
    format!("text {number}")
}

/// The beginning of the names of sheets.
const SHEETS: &str = "edits ";

fn sheet_name(number: usize) -> String {
    format!("{SHEETS}{number}")
}
