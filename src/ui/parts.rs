//! Widgets that know nothing of pages.

mod field;
mod focus;
mod live;
mod notice;
mod part;
mod state_badge;

pub use field::{Field, TextArea, TextField};
pub use focus::focus;
pub use live::{Live, click, effect, event, flag, line, live, maybe, switch, task};
pub use notice::{Details, Notice, Tone};
pub use part::{Inner, IntoPart, Part};
pub use state_badge::{badge_class, state_badge};
