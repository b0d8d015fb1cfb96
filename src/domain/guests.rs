//! The loaded guest list: counts, search, order. Rows are kept as they came; a view is a list of row numbers.

use std::cmp::Ordering;

use super::guest::{Guest, GuestState, UserId};
use super::query::{GuestColumn, GuestQuery, GuestSort, GuestTab};

/// Makes a text comparable: lower case, whatever the script. Handed in, because the browser knows it already and the
/// tables for it weigh 5 kB in the bundle.
pub type Fold = fn(&str) -> String;

/// Guests with what searching and sorting need, worked out once per guest.
#[derive(Clone, Debug)]
pub struct GuestTable {
    rows: Vec<Row>,
    fold: Fold,
}

#[derive(Clone, Debug)]
struct Row {
    guest: Guest,
    /// Name in lower case, for the order.
    name: String,
    /// Name and address in lower case, for the search.
    text: String,
}

/// How many guests each view holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GuestCounts {
    /// Every guest.
    pub all: usize,
    /// Not accepted yet.
    pub pending: usize,
    /// Accepted.
    pub accepted: usize,
}

impl Row {
    fn new(guest: Guest, fold: Fold) -> Self {
        let name = fold(&guest.name);
        let text = format!("{name}\n{}", fold(&guest.address));
        Self { guest, name, text }
    }
}

impl GuestTable {
    /// An empty table.
    #[must_use]
    pub fn new(fold: Fold) -> Self {
        Self { rows: Vec::new(), fold }
    }

    /// An empty table of the same kind.
    #[must_use]
    pub fn clone_empty(&self) -> Self {
        Self::new(self.fold)
    }

    /// Forgets every guest.
    pub fn clear(&mut self) {
        self.rows.clear();
    }

    /// Adds guests, in the order in which they come.
    pub fn extend(&mut self, guests: impl IntoIterator<Item = Guest>) {
        let fold = self.fold;
        self.rows.extend(guests.into_iter().map(|guest| Row::new(guest, fold)));
    }

    /// Puts a guest in, in place of an older record of the same one.
    pub fn put(&mut self, guest: Guest) {
        match self.rows.iter_mut().find(|row| row.guest.id == guest.id) {
            Some(row) => *row = Row::new(guest, self.fold),
            None => self.rows.push(Row::new(guest, self.fold)),
        }
    }

    /// The guest with that id.
    #[must_use]
    pub fn find(&self, id: &UserId) -> Option<&Guest> {
        self.rows.iter().map(|row| &row.guest).find(|guest| guest.id == *id)
    }

    /// The guest in that row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&Guest> {
        self.rows.get(row).map(|row| &row.guest)
    }

    /// How many guests are loaded.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The figures on the filter tabs.
    #[must_use]
    pub fn counts(&self) -> GuestCounts {
        let in_state = |state| self.rows.iter().filter(|row| row.guest.state == state).count();
        GuestCounts {
            all: self.rows.len(),
            pending: in_state(GuestState::Pending),
            accepted: in_state(GuestState::Accepted),
        }
    }

    /// The rows that a query shows, in its order. Every word of the search must occur in name or address.
    #[must_use]
    pub fn view(&self, query: &GuestQuery) -> Vec<usize> {
        let search = (self.fold)(&query.search);
        let words: Vec<&str> = search.split_whitespace().collect();
        let mut shown: Vec<(usize, &Row)> = self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| in_tab(&row.guest.state, query.tab))
            .filter(|(_, row)| words.iter().all(|word| row.text.contains(word)))
            .collect();
        shown.sort_unstable_by(|(at, a), (other, b)| compare(a, b, query.sort).then_with(|| at.cmp(other)));
        shown.into_iter().map(|(at, _)| at).collect()
    }
}

fn in_tab(state: &GuestState, tab: GuestTab) -> bool {
    match tab {
        GuestTab::All => true,
        GuestTab::Pending => *state == GuestState::Pending,
        GuestTab::Accepted => *state == GuestState::Accepted,
    }
}

/// What is missing (no name, no date) comes last either way round; equals are ordered by address.
fn compare(a: &Row, b: &Row, sort: GuestSort) -> Ordering {
    let turned = |order: Ordering| if sort.descending { order.reverse() } else { order };
    let present_first = |a: bool, b: bool| b.cmp(&a);
    let by_text =
        |a: &str, b: &str| present_first(!a.is_empty(), !b.is_empty()).then_with(|| turned(a.cmp(b)));
    let first = match sort.column {
        GuestColumn::Name => by_text(&a.name, &b.name),
        GuestColumn::Address => by_text(&a.guest.address, &b.guest.address),
        GuestColumn::State => turned(a.guest.state.cmp(&b.guest.state)),
        GuestColumn::Invited => present_first(a.guest.invited.is_some(), b.guest.invited.is_some())
            .then_with(|| turned(a.guest.invited.cmp(&b.guest.invited))),
        GuestColumn::Changed => present_first(a.guest.changed.is_some(), b.guest.changed.is_some())
            .then_with(|| turned(a.guest.changed.cmp(&b.guest.changed))),
    };
    first.then_with(|| a.guest.address.cmp(&b.guest.address))
}

#[cfg(test)]
mod tests;
