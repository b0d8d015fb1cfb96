//! Lists come in pages.

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it; may be empty although another page follows.
    pub items: Vec<T>,
    /// `@odata.nextLink`, to be followed as it stands.
    pub next: Option<String>,
}
