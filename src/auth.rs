//! Signing in, as values: OAuth 2.0 authorization code with PKCE against Entra. Sends nothing itself.
pub mod authority;
pub mod callback;
pub mod claims;
pub mod consent;
pub mod discovery;
pub mod error;
pub mod flow;
pub mod id_token;
pub mod session;
