//! State and effects, against the ports of [`ports`]. Joins `auth` and `graph`, which do not know each other. No
//! framework and no browser in here: everything runs under plain `cargo test`.

pub mod authority;
pub mod client;
pub mod config;
pub mod drafts;
pub mod guests;
pub mod invite;
pub mod portal;
pub mod ports;
pub mod sign_in;
pub mod token_broker;
pub mod worker;
