//! The connection between a page ([`client`]) and the worker that holds the tokens ([`server`]), and its [`protocol`].
//!
//! No message from the worker may contain a token, and no message of a page may name a host.

mod claims;
pub mod client;
pub mod protocol;
pub mod server;
pub mod timers;
