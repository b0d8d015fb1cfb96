//! State and effects of the portal and the worker, on top of the traits in [`ports`].
//!
//! Combines `auth` and `graph`, which do not know each other. Must not know a browser or a framework, so that all of it
//! runs in native tests.

pub mod authority_lookup;
pub mod bulk;
pub mod client;
pub mod config;
pub mod decode;
pub mod drafts;
pub mod formats;
pub mod guest_changes;
pub mod guest_loading;
pub mod guest_reading;
pub mod invite;
pub mod invited;
pub mod once;
pub mod portal;
pub mod ports;
pub mod sign_in;
pub mod token_broker;
pub mod worker;
