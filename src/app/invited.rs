//! Keeps the invitations of this session in the tab's storage, so that the reload of the only tab does not forget them: the
//! directory may list their guests only after some minutes. A sign-out removes them. Must not know who is asked about them.

use serde::{Deserialize, Serialize};

use crate::domain::invited::InvitedList;
use crate::domain::moment::Moment;
use crate::domain::tenant::PersonKey;

use super::ports::TabStore;

pub const KEY: &str = "guestlist.invited";

/// The JSON in the tab's storage.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    /// The person who invited.
    person: PersonKey,
    invited: InvitedList,
}

/// Stores the invitations of this person in place of earlier ones, but for those of a run: it keeps them itself, encrypted.
pub fn save(store: &dyn TabStore, person: PersonKey, invited: &InvitedList) {
    match serde_json::to_string(&Stored { person, invited: invited.without_runs() }) {
        Ok(text) => store.put(KEY, &text),
        Err(_) => store.remove(KEY),
    }
}

/// The recent invitations of this person. A text that cannot be read is treated as missing.
#[must_use]
pub fn read(store: &dyn TabStore, person: &PersonKey, now: Moment) -> InvitedList {
    let stored = store.get(KEY).and_then(|text| serde_json::from_str::<Stored>(&text).ok());
    let mut invited =
        stored.filter(|stored| stored.person == *person).map(|stored| stored.invited).unwrap_or_default();
    invited.drop_old(now);
    invited
}
