//! Widgets that know nothing of pages.

mod field;
mod focus;
mod notice;
mod state_badge;

pub use field::{Field, TextArea, TextField};
pub use focus::focus;
pub use notice::{Details, Notice, Tone};
pub use state_badge::{StateBadge, badge_class};
