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
    /// What a reader must not miss, such as an effect that the client hardly wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) warning: Option<&'static str>,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Entry {
    /// Whether the write created an invitation.
    fn invited(&self) -> bool {
        // Paths ignore letter case.
        let invites = self.path.to_lowercase().ends_with("/invitations");
        invites && self.status == StatusCode::CREATED.as_u16() && !self.fault
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

    /// All entries, oldest first, the number of successful invitations for each address, and the entries with a warning
    /// once more.
    pub(crate) fn to_json(&self) -> Value {
        let warnings: Vec<_> = self.warnings().collect();
        json!({ "entries": self.entries, "invitationsPerAddress": self.invitations(), "warnings": warnings })
    }

    /// The entries with a warning, oldest first.
    pub(crate) fn warnings(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.warning.is_some())
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
