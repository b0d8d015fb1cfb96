//! Which of the dialogs is open, as a context. Must not know the dialogs.

use leptos::prelude::*;

use crate::ui::words::{Words, say};

/// A dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui::pages) enum Help {
    Shortcuts,
    About,
    /// What this tab has changed since the sign-in.
    Log,
}

impl Help {
    pub(super) fn title(self, words: Words) -> String {
        match self {
            Self::Shortcuts => say!(words, help.shortcuts),
            Self::About => say!(words, help.about),
            Self::Log => say!(words, log.title),
        }
    }
}

/// The dialog that is open.
#[derive(Clone, Copy)]
pub(in crate::ui::pages) struct OpenHelp(RwSignal<Option<Help>>);

impl OpenHelp {
    pub(in crate::ui::pages) fn provide() -> Self {
        let open = Self(RwSignal::new(None));
        provide_context(open);
        open
    }

    pub(in crate::ui::pages) fn get(self) -> Option<Help> {
        self.0.get()
    }

    pub(in crate::ui::pages) fn open(self, help: Help) {
        self.0.set(Some(help));
    }

    pub(super) fn closed(self) {
        self.0.set(None);
    }
}
