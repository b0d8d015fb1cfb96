//! The loaded guest list with counts, search and order.
//!
//! Rows are stored in the order in which they arrive; a view is a list of row numbers, so that sorting moves no guests.
//! Must not know how rows are loaded or drawn.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::guest::{Guest, GuestState, UserId};
use super::guest_query::{GuestColumn, GuestQuery, GuestSort, GuestTab};

/// Converts a text of any script to lower case, with accents as parts of their letters (Unicode normalization form C):
/// directories contain both forms, and keyboards type both. The caller passes it in: the browser has such functions,
/// and Rust's tables for the lower case alone would add 5 kB to the download.
pub type Fold = fn(&str) -> String;

/// Guests, each with the texts for search and sort, which are computed once.
#[derive(Clone, Debug)]
pub struct GuestTable {
    rows: Vec<Row>,
    /// The number of the row of each guest.
    by_id: BTreeMap<UserId, usize>,
    fold: Fold,
}

#[derive(Clone, Debug)]
struct Row {
    guest: Guest,
    /// The name in lower case, for sorting.
    name: String,
    /// The name and the address in lower case, for searching.
    text: String,
}

/// What a query shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestView {
    /// The numbers of the rows in the query's tab that match its search, in its order.
    pub rows: Vec<usize>,
    /// The guests in each tab that match the search.
    pub counts: GuestCounts,
}

/// The number of guests in each tab. Each guest is in exactly one of the tabs other than All.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GuestCounts {
    pub pending: usize,
    pub accepted: usize,
    pub no_state: usize,
    pub other: usize,
}

impl GuestCounts {
    #[must_use]
    pub fn in_tab(self, tab: GuestTab) -> usize {
        match tab {
            GuestTab::All => self.pending + self.accepted + self.no_state + self.other,
            GuestTab::Pending => self.pending,
            GuestTab::Accepted => self.accepted,
            GuestTab::NoState => self.no_state,
            GuestTab::Other => self.other,
        }
    }

    fn add(&mut self, state: &GuestState) {
        match state {
            GuestState::Pending => self.pending += 1,
            GuestState::Accepted => self.accepted += 1,
            GuestState::NoState => self.no_state += 1,
            GuestState::Other(_) => self.other += 1,
        }
    }
}

impl Row {
    fn new(guest: Guest, fold: Fold) -> Self {
        let name = fold(&guest.name);
        let text = format!("{name}\n{}", fold(&guest.address));
        Self { guest, name, text }
    }

    /// The address in lower case.
    fn address(&self) -> &str {
        self.text.get(self.name.len() + 1..).unwrap_or_default()
    }
}

impl GuestTable {
    #[must_use]
    pub fn new(fold: Fold) -> Self {
        Self { rows: Vec::new(), by_id: BTreeMap::new(), fold }
    }

    /// An empty table with the same [`Fold`].
    #[must_use]
    pub fn clone_empty(&self) -> Self {
        Self::new(self.fold)
    }

    pub fn clear(&mut self) {
        self.rows.clear();
        self.by_id.clear();
    }

    /// Adds guests at the end, see [`Self::put`].
    pub fn extend(&mut self, guests: impl IntoIterator<Item = Guest>) {
        guests.into_iter().for_each(|guest| self.put(guest));
    }

    /// Adds a guest, or replaces the older record with the same id.
    pub fn put(&mut self, guest: Guest) {
        let next = self.rows.len();
        let at = *self.by_id.entry(guest.id.clone()).or_insert(next);
        let row = Row::new(guest, self.fold);
        match self.rows.get_mut(at) {
            Some(known) => *known = row,
            None => self.rows.push(row),
        }
    }

    #[must_use]
    pub fn find(&self, id: &UserId) -> Option<&Guest> {
        self.get(*self.by_id.get(id)?)
    }

    #[must_use]
    pub fn get(&self, row: usize) -> Option<&Guest> {
        self.rows.get(row).map(|row| &row.guest)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a guest is in a state that this portal does not know.
    #[must_use]
    pub fn has_other_states(&self) -> bool {
        self.rows.iter().any(|row| in_tab(&row.guest.state, GuestTab::Other))
    }

    /// What a query shows. Every word of the search must occur in name or address.
    #[must_use]
    pub fn view(&self, query: &GuestQuery) -> GuestView {
        let search = (self.fold)(&query.search);
        let words: Vec<&str> = search.split_whitespace().collect();
        let mut counts = GuestCounts::default();
        let mut shown: Vec<(usize, &Row)> = self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| words.iter().all(|word| row.text.contains(word)))
            .inspect(|(_, row)| counts.add(&row.guest.state))
            .filter(|(_, row)| in_tab(&row.guest.state, query.tab))
            .collect();
        shown.sort_unstable_by(|(at, a), (other, b)| compare(a, b, query.sort).then_with(|| at.cmp(other)));
        GuestView { rows: shown.into_iter().map(|(at, _)| at).collect(), counts }
    }
}

fn in_tab(state: &GuestState, tab: GuestTab) -> bool {
    match tab {
        GuestTab::All => true,
        GuestTab::Pending => *state == GuestState::Pending,
        GuestTab::Accepted => *state == GuestState::Accepted,
        GuestTab::NoState => *state == GuestState::NoState,
        GuestTab::Other => matches!(state, GuestState::Other(_)),
    }
}

/// Rows without a name or date are last in both directions. Equal rows are ordered by address.
fn compare(a: &Row, b: &Row, sort: GuestSort) -> Ordering {
    let directed = |order: Ordering| if sort.descending { order.reverse() } else { order };
    let present_first = |a: bool, b: bool| b.cmp(&a);
    let by_text =
        |a: &str, b: &str| present_first(!a.is_empty(), !b.is_empty()).then_with(|| directed(a.cmp(b)));
    let first = match sort.column {
        GuestColumn::Name => by_text(&a.name, &b.name),
        GuestColumn::Address => by_text(a.address(), b.address()),
        GuestColumn::State => {
            directed((&a.guest.state, &a.guest.origin).cmp(&(&b.guest.state, &b.guest.origin)))
        }
        GuestColumn::Invited => present_first(a.guest.invited.is_some(), b.guest.invited.is_some())
            .then_with(|| directed(a.guest.invited.cmp(&b.guest.invited))),
        GuestColumn::Changed => present_first(a.guest.changed.is_some(), b.guest.changed.is_some())
            .then_with(|| directed(a.guest.changed.cmp(&b.guest.changed))),
    };
    first.then_with(|| a.address().cmp(b.address()))
}

#[cfg(test)]
mod tests;
