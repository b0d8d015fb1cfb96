//! What the portal is about, as types that cannot be wrong. Knows nothing of browsers, of JSON or of the time.

pub mod cloud;
pub mod email;
pub mod guest;
pub mod guests;
pub mod guid;
pub mod invitation;
pub mod language;
pub mod moment;
pub mod query;
pub mod redirect;
pub mod rights;
pub mod secret;
pub(crate) mod web_address;
