//! Microsoft Graph v1.0: the requests as values, and how to read their responses.
//!
//! Must not send anything, name a host, or see a token.
pub mod batch;
pub mod call;
pub mod error;
pub mod guest_delta;
pub mod guest_details;
pub mod holders;
pub mod http;
pub mod invitations;
pub mod me;
pub mod page;
pub mod policies;
pub mod retry;
pub mod users;
mod wire;
