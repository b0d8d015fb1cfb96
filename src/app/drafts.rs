//! What was typed into the Invite form, across a reload or a redirect.
//!
//! It stands in the tab's storage only between the end of one page and the start of the next: the next page takes it
//! out, and keeps it only for the same person and within a day.

use serde::{Deserialize, Serialize};

use crate::domain::invitation::InvitationDraft;
use crate::domain::moment::Moment;
use crate::wire;

use super::ports::TabStore;

/// Where it stands.
pub const KEY: &str = "guestlist.draft";
/// Who is sent away to set up a second factor may be back after hours; yesterday's form would only surprise.
const LONGEST_MS: i64 = 24 * 60 * 60 * 1_000;
/// By as much the clocks of two pages may differ: each page sets its own.
const GRAIN_MS: i64 = 60_000;

/// What was in the form when its page went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedDraft {
    /// What was typed.
    pub draft: InvitationDraft,
    /// Whether it was sent and no answer has come: the invitation may have been made.
    pub unsure: bool,
}

/// A saved draft as it stands in the storage.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    /// The key of the person who typed it.
    account: String,
    at: Moment,
    saved: SavedDraft,
}

/// Saves a draft for the next page. `account` is the key of the person who typed it.
pub fn save(store: &dyn TabStore, account: &str, saved: &SavedDraft, now: Moment) {
    let stored = Stored { account: account.to_owned(), at: now, saved: saved.clone() };
    if let Ok(text) = serde_json::to_string(&stored) {
        store.put(KEY, &text);
    }
}

/// A draft that an earlier page saved, with the key of the person who typed it.
pub struct RestoredDraft {
    account: String,
    saved: SavedDraft,
}

impl RestoredDraft {
    /// The draft, for the person who typed it.
    #[must_use]
    pub fn for_account(self, account: &str) -> Option<SavedDraft> {
        (self.account == account).then_some(self.saved)
    }

    /// Saves it once more.
    pub fn save(self, store: &dyn TabStore, now: Moment) {
        save(store, &self.account, &self.saved, now);
    }
}

/// Takes a draft out of the tab's storage.
#[must_use]
pub fn restore(store: &dyn TabStore, now: Moment) -> Option<RestoredDraft> {
    let Stored { account, at, saved } = wire::object(&store.take(KEY)?).ok()?;
    (-GRAIN_MS..LONGEST_MS).contains(&(now.0 - at.0)).then_some(RestoredDraft { account, saved })
}
