//! Keeps the text of the Invite form across a reload, a redirect or the end of the browser's process.
//!
//! A draft is in the tab's storage while its page is hidden, and from the end of one page to the start of the next for
//! the same person. If another person signs in first, it stays for the one who typed it. After a day it is removed. Must
//! not know what the fields mean.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::invitation::{Delivery, InvitationDraft};
use crate::domain::moment::Moment;
use crate::domain::tenant::PersonKey;

use super::ports::TabStore;

pub const KEY: &str = "guestlist.draft";
/// The maximum time between two pages. Setting up a second factor may take a person hours; but a form from the day
/// before would only be a surprise.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The state of the form when its page was left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedDraft {
    pub draft: InvitationDraft,
    pub delivery: Delivery,
    /// The forms that were set aside for other guests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aside: Vec<InvitationDraft>,
}

/// The JSON in the tab's storage.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    /// The person who typed it.
    person: PersonKey,
    at: Moment,
    saved: SavedDraft,
}

/// Stores a draft; `person` is the one who typed it. It replaces an earlier draft of the same person. Returns `false` if
/// the browser does not store it.
pub fn save(store: &dyn TabStore, person: PersonKey, saved: SavedDraft, now: Moment) -> bool {
    let mut all = read(store, now);
    all.retain(|stored| stored.person != person);
    all.push(Stored { person, at: now, saved });
    write(store, &all)
}

/// Removes the draft of this person from the tab's storage and returns it, if it is recent.
#[must_use]
pub fn take(store: &dyn TabStore, person: &PersonKey, now: Moment) -> Option<SavedDraft> {
    let (own, others): (Vec<_>, Vec<_>) =
        read(store, now).into_iter().partition(|stored| stored.person == *person);
    let _ = write(store, &others);
    own.into_iter().next_back().map(|stored| stored.saved)
}

/// The drafts that are recent. A clock may have been set back meanwhile. A text that cannot be read is treated as missing.
fn read(store: &dyn TabStore, now: Moment) -> Vec<Stored> {
    let mut all: Vec<Stored> =
        store.get(KEY).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    all.retain(|stored| stored.at < now + LONGEST && now.since(stored.at) < LONGEST);
    all
}

fn write(store: &dyn TabStore, all: &[Stored]) -> bool {
    match serde_json::to_string(all) {
        Ok(text) if !all.is_empty() => {
            store.put(KEY, &text);
            store.get(KEY) == Some(text)
        }
        Ok(_) | Err(_) => {
            store.remove(KEY);
            true
        }
    }
}
