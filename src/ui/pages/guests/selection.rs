//! The guests that a person has selected: by id, so that a search, another order or a page more changes nothing about them.

use std::collections::BTreeSet;

use crate::domain::guest::UserId;

/// Selected guests, and the last range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Selection {
    guests: BTreeSet<UserId>,
    /// Where a range begins: the guest whose row was selected or unselected last.
    anchor: Option<UserId>,
    /// Where the last range ends.
    end: Option<UserId>,
}

impl Selection {
    pub(super) fn contains(&self, guest: UserId) -> bool {
        self.guests.contains(&guest)
    }

    pub(super) fn len(&self) -> usize {
        self.guests.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.guests.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = UserId> {
        self.guests.iter().copied()
    }

    /// Where a range begins, and where the last one ends.
    pub(super) fn ends(&self) -> [Option<UserId>; 2] {
        [self.anchor, self.end]
    }

    /// Selects a guest, or no longer.
    pub(super) fn toggle(&mut self, guest: UserId) {
        if !self.guests.remove(&guest) {
            self.guests.insert(guest);
        }
        (self.anchor, self.end) = (Some(guest), None);
    }

    /// Selects these guests besides the others.
    pub(super) fn add(&mut self, guests: impl IntoIterator<Item = UserId>) {
        self.guests.extend(guests);
    }

    /// Selects a range in place of the last one. Both begin at the same guest.
    pub(super) fn extend(&mut self, last: &[UserId], range: &[UserId], [anchor, end]: [UserId; 2]) {
        for guest in last {
            self.guests.remove(guest);
        }
        self.guests.extend(range);
        (self.anchor, self.end) = (Some(anchor), Some(end));
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Forgets those who are not guests any more.
    pub(super) fn retain(&mut self, is_there: impl Fn(UserId) -> bool) {
        self.guests.retain(|guest| is_there(*guest));
    }
}

#[cfg(test)]
mod tests;
