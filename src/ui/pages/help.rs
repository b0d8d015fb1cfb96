//! The dialogs with the keyboard shortcuts and about the portal: their frame, and which of them is open. Must not know
//! what they say: that is in [`content`], which is loaded when it is needed.

pub(super) mod choice;
pub(super) mod content;
pub(super) mod dialog;
mod session_log;
