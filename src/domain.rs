//! What the portal is about, as types that cannot be wrong. Knows nothing of browsers, of JSON or of the time.

pub mod access;
pub mod cloud;
pub mod email;
pub mod guest;
pub mod guests;
pub mod guid;
pub mod http_url;
pub mod invitation;
pub mod language;
pub mod look_alike;
pub mod moment;
pub mod prefill;
pub mod query;
pub mod redirect;
pub mod rights;
pub mod roles;
pub mod secret;
pub mod sender;
