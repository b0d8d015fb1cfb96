//! Components for several pages. Must not know the pages.

mod field;
mod focus;
mod notice;
mod sentence;
mod state_badge;

pub use field::{Field, FieldBinding, SelectField, TextArea, TextField};
pub use focus::focus;
pub use notice::{Details, Notice, Tone};
pub use sentence::{NAME, sentence};
pub use state_badge::{StateBadge, badge_class};
