//! The guests that a person has selected: by id, so that a search, another order or a page more changes nothing about them.

use std::collections::BTreeSet;

use crate::domain::guest::UserId;

/// Selected guests, and where a range begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Selection {
    guests: BTreeSet<UserId>,
    /// The guest whose row was selected or unselected last.
    anchor: Option<UserId>,
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
    }

    /// Selects these guests besides the others. The last of them is where a range begins.
    pub(super) fn add(&mut self, guests: impl IntoIterator<Item = UserId>) {
        for guest in guests {
            self.guests.insert(guest);
            self.anchor = Some(guest);
        }
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
