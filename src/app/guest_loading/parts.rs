//! How far a guest list is read: its parts, and who has arrived. Must not know how pages are requested.

use std::collections::BTreeSet;

use crate::domain::guest::{Guest, UserId};
use crate::graph::call::Call;
use crate::graph::page::Page;

/// After more pages in a row that have known guests only, the list is taken as endless. The first page comes again in the spans, where its
/// guests fill two pages at most, and the ends of spans overlap by a few guests.
const MOST_REPEATED: usize = 5;
/// The same for empty pages, of which the service may send some where it has looked through many other users.
const MOST_EMPTY: usize = 100;

/// A part of the list, which is read page by page.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) first: Call<Page<Guest>>,
    /// The link to the page after those that were read.
    pub(super) next: Option<String>,
    /// Whether it was read once more from its first page. That is tried only once.
    pub(super) again: bool,
    /// How many pages were read.
    pages: usize,
    /// How many pages were read before it was begun again: these bring nothing new.
    pages_before: usize,
    /// Pages in a row with known guests only, and empty ones.
    repeated: usize,
    empty: usize,
}

/// What a page has brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    New,
    Known,
    Empty,
}

impl Part {
    pub(super) const fn of(first: Call<Page<Guest>>) -> Self {
        let (pages, pages_before, repeated, empty) = (0, 0, 0, 0);
        Self { first, next: None, again: false, pages, pages_before, repeated, empty }
    }

    /// The part whose first page was read, with the link to the next.
    pub(super) fn read_up_to(next: String, first: Call<Page<Guest>>) -> Self {
        Self { next: Some(next), ..Self::of(first) }
    }

    /// The same part from its first page on.
    pub(super) fn begun_again(self) -> Self {
        Self { again: true, pages_before: self.pages, ..Self::of(self.first) }
    }

    /// Call this after each page. Returns whether it is worth while to read the next one.
    pub(super) const fn leads_on(&mut self, news: News) -> bool {
        self.pages += 1;
        match news {
            News::New => (self.repeated, self.empty) = (0, 0),
            News::Known => self.repeated += 1,
            News::Empty => self.empty += 1,
        }
        self.repeated <= MOST_REPEATED + self.pages_before && self.empty <= MOST_EMPTY
    }
}

/// What has arrived so far.
#[derive(Debug, Default)]
pub(super) struct Progress {
    ids: BTreeSet<UserId>,
    /// The keys of the entries that could not be read, without those that could be read on another page.
    unreadable: BTreeSet<String>,
    /// The number of all guests if the list is read in spans, and not in one piece.
    pub(super) in_spans: Option<usize>,
}

impl Progress {
    /// Takes note of a page. Returns what it has brought, and the names of the entries that could not be read and were not there before.
    pub(super) fn take(&mut self, page: &Page<Guest>) -> (News, Vec<String>) {
        let before = self.entries();
        for guest in &page.items {
            self.ids.insert(guest.id);
            if !self.unreadable.is_empty() {
                self.unreadable.remove(&guest.id.to_string());
            }
        }
        let is_new = |key: &str| UserId::parse(key).is_none_or(|id| !self.ids.contains(&id));
        let mut names = Vec::new();
        for entry in page.unreadable.iter().filter(|entry| is_new(&entry.key)) {
            if self.unreadable.insert(entry.key.clone()) {
                names.push(entry.name.clone());
            }
        }
        let news = match (self.entries() > before, page.items.is_empty() && page.unreadable.is_empty()) {
            (true, _) => News::New,
            (false, false) => News::Known,
            (false, true) => News::Empty,
        };
        (news, names)
    }

    /// How many entries have arrived, each counted once. The service counts those that could not be read, too.
    pub(super) fn entries(&self) -> usize {
        self.ids.len() + self.unreadable.len()
    }
}

#[cfg(test)]
mod tests;
