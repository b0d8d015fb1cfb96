//! Which rows have the same address, and which of them decides.

use std::collections::BTreeMap;

/// The number of a group of rows with one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupId(u32);

/// Rows by their address, in the form in which addresses are compared.
#[derive(Clone, Debug, Default)]
pub struct AddressIndex {
    by_key: BTreeMap<Box<str>, GroupId>,
    groups: Vec<Group>,
}

#[derive(Clone, Debug, Default)]
struct Group {
    /// In the order of the list.
    rows: Vec<u32>,
    /// The row that stands for all of them.
    deciding: Option<u32>,
}

impl AddressIndex {
    /// The group of an address, which may be a new one.
    pub fn group(&mut self, key: &str) -> GroupId {
        if let Some(known) = self.by_key.get(key) {
            return *known;
        }
        let group = GroupId(u32::try_from(self.groups.len()).unwrap_or(u32::MAX));
        self.by_key.insert(key.into(), group);
        self.groups.push(Group::default());
        group
    }

    /// Adds a row to a group.
    pub fn insert(&mut self, group: GroupId, row: usize) {
        let row = number(row);
        if let Some(group) = self.groups.get_mut(group.0 as usize) {
            // Rows come in order, unless one was corrected.
            let at = group.rows.partition_point(|known| *known < row);
            group.rows.insert(at, row);
        }
    }

    /// Takes a row out of its group. A group without rows stays, since its address may come back.
    pub fn remove(&mut self, group: GroupId, row: usize) {
        if let Some(group) = self.groups.get_mut(group.0 as usize) {
            group.rows.retain(|known| *known as usize != row);
        }
    }

    /// The rows of a group, in the order of the list.
    pub fn rows(&self, group: GroupId) -> impl Iterator<Item = usize> {
        self.groups.get(group.0 as usize).into_iter().flat_map(|group| &group.rows).map(|row| *row as usize)
    }

    /// The row that stands for all rows of a group; `None` if none of them can be sent.
    #[must_use]
    pub fn deciding(&self, group: GroupId) -> Option<usize> {
        self.groups.get(group.0 as usize)?.deciding.map(|row| row as usize)
    }

    /// Says which row stands for all rows of a group.
    pub fn decide(&mut self, group: GroupId, row: Option<usize>) {
        if let Some(group) = self.groups.get_mut(group.0 as usize) {
            group.deciding = row.map(number);
        }
    }
}

/// A list has less rows than that.
fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
