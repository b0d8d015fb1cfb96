//! The sections of the index page.

use crate::web::Request;

/// A section of the index page, in the order of the page: what a newcomer needs comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Accounts,
    Faults,
    Outbox,
    Ledger,
    Settings,
    Sessions,
    Directory,
    Apps,
}

pub(super) const PARTS: &[Part] = &[
    Part::Accounts,
    Part::Faults,
    Part::Outbox,
    Part::Ledger,
    Part::Settings,
    Part::Sessions,
    Part::Directory,
    Part::Apps,
];

impl Part {
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Faults => "faults",
            Self::Accounts => "accounts",
            Self::Apps => "apps",
            Self::Directory => "directory",
            Self::Outbox => "outbox",
            Self::Ledger => "ledger",
            Self::Sessions => "sessions",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Settings => "Settings",
            Self::Faults => "Faults",
            Self::Accounts => "Accounts and roles",
            Self::Apps => "Apps and consents",
            Self::Directory => "Directory",
            Self::Outbox => "Outbox",
            Self::Ledger => "Log of changes",
            Self::Sessions => "Sessions",
        }
    }

    /// The section that holds the form of this request.
    pub(super) fn of(request: &Request) -> Self {
        let form = request.form();
        match (request.parts().get(1).copied().unwrap_or_default(), form.get("section")) {
            ("settings", Some("accounts")) | ("roles", _) => Self::Accounts,
            ("faults" | "situations", _) => Self::Faults,
            ("apps" | "consents", _) => Self::Apps,
            ("reset", _) => Self::Directory,
            ("sessions", _) => Self::Sessions,
            (_, _) => Self::Settings,
        }
    }
}
