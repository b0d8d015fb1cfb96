//! Many invitations at once: how fast they are sent, and what is known about each of them.
//!
//! Must not know how the list came in (`domain::import`), a request, or where a run is stored.

pub mod pacing;
pub mod run;
