//! What the other tabs of this browser are told of a run: numbers only, without a word about whose run it is and whom it
//! invites. The text is also the sign that a run is stored which is not over. Must not know where it is shown.

use serde::{Deserialize, Serialize};

use crate::app::ports::BrowserStore;
use crate::domain::bulk::run::Tally;

pub const KEY: &str = "guestlist.run";

/// The numbers of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunTold {
    pub sent: usize,
    pub failed: usize,
    pub total: usize,
    /// Whether something is left to send or to decide.
    pub unfinished: bool,
}

impl RunTold {
    #[must_use]
    pub fn of(tally: &Tally) -> Self {
        Self {
            sent: tally.sent,
            failed: tally.failed,
            total: tally.total(),
            unfinished: tally.planned + tally.sending + tally.unknown > 0,
        }
    }

    /// A text that cannot be read is treated as missing.
    #[must_use]
    pub fn read(store: &dyn BrowserStore) -> Option<Self> {
        serde_json::from_str(&store.get(KEY)?).ok()
    }

    /// Tells it to all tabs, in place of what they were told before; `None`: there is no run any more.
    pub fn tell(told: Option<Self>, store: &dyn BrowserStore) {
        match told.and_then(|told| serde_json::to_string(&told).ok()) {
            Some(text) => store.put(KEY, &text),
            None => store.remove(KEY),
        }
    }
}
