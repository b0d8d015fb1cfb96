//! A type for tokens, codes and verifiers, which must never be printed, logged or stored by accident.
//!
//! Must not know what the secret is for.

/// A string without `Debug`, `Display`, `Clone` and serialisation, so that only `expose` reads it.
pub struct Secret(String);

impl Secret {
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Call this only where the secret is written into a request; a test in `tests/it/architecture.rs` lists those
    /// files.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}
