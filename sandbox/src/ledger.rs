//! A list of all writes with time and caller. Tests count invitations with it.

use std::collections::BTreeMap;

use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// One write, successful or not.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    pub(crate) time: Timestamp,
    /// The caller's sign-in name or app id; `unknown` without a valid token; for a redemption the guest's address.
    pub(crate) caller: String,
    pub(crate) method: String,
    pub(crate) path: String,
    /// The address of the user that the write concerns.
    pub(crate) address: Option<String>,
    pub(crate) status: u16,
    /// A fault answered instead of the service, and the write had no effect.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) fault: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Entry {
    /// Whether the write created an invitation.
    fn invited(&self) -> bool {
        self.path.ends_with("/invitations") && self.status == StatusCode::CREATED.as_u16() && !self.fault
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

    /// All entries, oldest first, and the number of successful invitations for each address.
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
