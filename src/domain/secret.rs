//! Values that must never be printed, logged or stored by accident.

/// A string that can only be read on purpose: no `Debug`, no `Display`, no `Clone`, no serialisation.
pub struct Secret(String);

impl Secret {
    /// Takes charge of a secret.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself. Call it only where it is written into a request.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}
