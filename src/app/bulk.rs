//! Many invitations at once: who of the list is in the directory already, and the run that sends them.
//!
//! Must not know the page, nor in which database a run is stored.

pub mod directory_queue;
mod error_scope;
pub mod everyone;
pub mod journal;
pub mod kept_list;
pub mod lookup;
pub mod progress;
pub mod rate;
pub mod runner;
pub mod told;
