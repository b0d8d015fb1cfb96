//! The worker that holds the tokens, from both sides: [`client`] in a page, [`server`] in the worker, and the [`protocol`]
//! between them. Nothing that comes out of the worker is a token, and nothing that a page asks can name a host.

pub mod client;
pub mod protocol;
pub mod server;
