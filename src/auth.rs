//! The sign-in: OAuth 2.0 authorization code with PKCE at Entra, on the crate oauth2.
//!
//! Knows the protocol's addresses, requests and responses. Must not send anything itself: the caller passes in the
//! function that sends.

pub mod admin_consent;
pub mod authority;
pub mod callback;
pub mod claims;
pub mod discovery;
pub mod error;
pub mod flow;
pub mod id_token;
pub mod registration;
pub mod session;
mod token_answer;
pub mod tokens;
