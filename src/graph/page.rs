//! A page of a list: Graph returns long lists in pages. Must not know what the list contains.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// May be empty although another page follows.
    pub items: Vec<T>,
    /// The entries of the page that are not as documented.
    pub unreadable: Vec<Unreadable>,
    /// `@odata.nextLink`, which is requested unchanged.
    pub next: Option<String>,
}

/// An entry of a list that is not as documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Tells the entry from others, so that it is counted once when it comes again: its id, and without one its text.
    pub key: String,
    /// Its id or name, as far as it has one; may be empty.
    pub name: String,
}
