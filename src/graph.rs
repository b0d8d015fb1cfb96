//! Microsoft Graph v1.0, as values: what to ask, how to read the answer. Sends nothing itself.
pub mod call;
pub mod error;
pub mod invitations;
pub mod me;
pub mod page;
pub mod policies;
pub mod retry;
pub mod users;
mod wire;
