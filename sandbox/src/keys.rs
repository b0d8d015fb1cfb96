//! Keys and signatures: the signing key of the sign-in site, and JSON web signatures of others.

pub(crate) mod jws;
pub(crate) mod key;
