//! Signing in: OAuth 2.0 authorization code with PKCE against Entra, on the crate oauth2. Sends nothing itself: whoever asks
//! for tokens gives the way to send.

pub mod authority;
pub mod callback;
pub mod claims;
pub mod consent;
pub mod discovery;
pub mod error;
pub mod flow;
pub mod id_token;
pub mod session;
pub mod tokens;
