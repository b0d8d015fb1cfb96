//! Keeps the text of the Invite form across a reload or a redirect.
//!
//! A draft is in the tab's storage only from the end of one page to the start of the next. The next page removes it,
//! and uses it only for the same person and within a day. Must not know what the fields mean.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::invitation::{Delivery, InvitationDraft};
use crate::domain::moment::Moment;
use crate::domain::tenant::PersonKey;
use crate::wire;

use super::ports::TabStore;

pub const KEY: &str = "guestlist.draft";
/// The maximum time between two pages. Setting up a second factor may take a person hours; but a form from the day
/// before would only be a surprise.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
/// The maximum difference between the clocks of two pages. Each page corrects its own clock, so they can differ.
const CLOCK_DIFFERENCE: Duration = Duration::from_secs(60);

/// The state of the form when its page was left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedDraft {
    pub draft: InvitationDraft,
    pub delivery: Delivery,
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

/// `person` is the one who typed the draft.
pub fn save(store: &dyn TabStore, person: PersonKey, saved: SavedDraft, now: Moment) {
    if let Ok(text) = serde_json::to_string(&Stored { person, at: now, saved }) {
        store.put(KEY, &text);
    }
}

/// A draft that an earlier page saved. It can be read only for the person who typed it.
pub struct RestoredDraft {
    person: PersonKey,
    saved: SavedDraft,
}

impl RestoredDraft {
    /// `None` if another person typed it.
    #[must_use]
    pub fn for_person(self, person: &PersonKey) -> Option<SavedDraft> {
        (self.person == *person).then_some(self.saved)
    }

    /// Saves the draft again. A page without a sign-in does so, for the next page.
    pub fn save(self, store: &dyn TabStore, now: Moment) {
        save(store, self.person, self.saved, now);
    }
}

/// Removes a draft from the tab's storage and returns it, if it is recent.
#[must_use]
pub fn restore(store: &dyn TabStore, now: Moment) -> Option<RestoredDraft> {
    let Stored { person, at, saved } = wire::object(&store.take(KEY)?).ok()?;
    let recent = now + CLOCK_DIFFERENCE >= at && now.since(at) < LONGEST;
    recent.then_some(RestoredDraft { person, saved })
}
