//! A page of a list: Graph returns long lists in pages. Must not know what the list contains.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// May be empty although another page follows.
    pub items: Vec<T>,
    /// The entries of the page that are not as documented, by their id or name as far as they have one.
    pub unreadable: Vec<String>,
    /// `@odata.nextLink`, which is requested unchanged.
    pub next: Option<String>,
}
