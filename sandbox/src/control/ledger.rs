//! Every write that the tenant saw, with time and caller: what tests count invitations by.

use std::collections::BTreeMap;

use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// One write, refused or not.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    pub(crate) time: Timestamp,
    /// The caller's sign-in name or the app's id, `unknown` without a token in force; for a redemption the guest's address.
    pub(crate) caller: String,
    pub(crate) method: String,
    pub(crate) path: String,
    /// Whom it was about.
    pub(crate) address: Option<String>,
    pub(crate) status: u16,
}

impl Entry {
    /// Whether somebody was invited by it.
    fn invited(&self) -> bool {
        self.path.ends_with("/invitations") && self.status == StatusCode::CREATED.as_u16()
    }
}

#[derive(Default)]
pub(crate) struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    pub(crate) fn write(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// The entries, oldest first, and how many invitations each address really got.
    pub(crate) fn to_json(&self) -> Value {
        json!({ "entries": self.entries, "invitationsPerAddress": self.invitations() })
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn invitations(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| entry.invited()) {
            if let Some(address) = &entry.address {
                *counts.entry(address.to_lowercase()).or_insert(0) += 1;
            }
        }
        counts
    }
}
