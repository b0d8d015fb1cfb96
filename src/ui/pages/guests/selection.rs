//! The guests that a person has selected: by id, so that a search, another order or a page more changes nothing about them.

use std::collections::BTreeSet;

use crate::domain::guest::UserId;

/// Selected guests, and the last range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Selection {
    guests: BTreeSet<UserId>,
    /// Where a range begins: the guest whose row was selected or unselected last.
    anchor: Option<UserId>,
    /// Those whom the last range has added.
    added: Vec<UserId>,
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

    pub(super) fn anchor(&self) -> Option<UserId> {
        self.anchor
    }

    /// Selects a guest, or no longer.
    pub(super) fn toggle(&mut self, guest: UserId) {
        if !self.guests.remove(&guest) {
            self.guests.insert(guest);
        }
        self.anchor = Some(guest);
        self.added.clear();
    }

    /// Selects these guests besides the others.
    pub(super) fn add(&mut self, guests: impl IntoIterator<Item = UserId>) {
        self.guests.extend(guests);
        self.added.clear();
    }

    /// Selects a range in place of the last one. Who was selected before the last one stays so. `anchor` is where the range begins.
    pub(super) fn extend(&mut self, anchor: UserId, range: impl IntoIterator<Item = UserId>) {
        for guest in std::mem::take(&mut self.added) {
            self.guests.remove(&guest);
        }
        self.added = range.into_iter().filter(|guest| self.guests.insert(*guest)).collect();
        self.anchor = Some(anchor);
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Forgets those who are not guests any more.
    pub(super) fn retain(&mut self, is_there: impl Fn(UserId) -> bool) {
        self.guests.retain(|guest| is_there(*guest));
        self.added.retain(|guest| is_there(*guest));
    }
}

#[cfg(test)]
mod tests;
