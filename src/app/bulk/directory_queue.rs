//! Which rows of a list are still to be searched in the directory, and what is known of their addresses. Must not send.
//!
//! First all rows are looked at ([`DirectoryQueue::next`]), because their number decides how they are searched. Then their
//! addresses are searched, in parts or at once ([`DirectoryQueue::answer`]).

use std::collections::HashMap;

use crate::domain::email::GuestEmail;
use crate::domain::import::list::ImportList;
use crate::domain::import::verdict::{InDirectory, ListedGuest, VerdictKind};
use crate::domain::invitation::Rules;
use crate::domain::invited::address_key;
use crate::graph::users::Existing;

use super::lookup::ADDRESSES_PER_REQUEST;

/// The rows that one call looks at: so few that a page can draw between two calls.
const ROWS_AT_ONCE: usize = 1_000;

/// Where the search is.
#[derive(Debug, Default)]
pub struct DirectoryQueue {
    /// By [`address_key`]. `None` in it: the directory has no user with the address.
    known: HashMap<String, Option<InDirectory>>,
    /// The rows before this one were looked at.
    next: usize,
    /// Rows that were changed after they were looked at.
    changed: Vec<usize>,
    /// The number of lists so far. The rows of a request belong to one of them.
    lists: u32,
}

/// Rows to be searched for.
#[derive(Debug, Default)]
pub struct Batch {
    /// What to search for; may be empty.
    pub emails: Vec<GuestEmail>,
    /// Rows with addresses that are known from an earlier search.
    pub found: Vec<(usize, InDirectory)>,
    /// Whether no rows are left after this batch.
    pub is_last: bool,
    /// The row and the key of each address.
    rows: Vec<(usize, String)>,
    list: u32,
}

impl Batch {
    /// Adds the next rows of the same list.
    pub fn append(&mut self, mut next: Self) {
        if self.list != next.list {
            *self = next;
            return;
        }
        self.emails.append(&mut next.emails);
        self.found.append(&mut next.found);
        self.rows.append(&mut next.rows);
        self.is_last = next.is_last;
    }

    /// Takes out as much as fits into a request.
    #[must_use]
    pub fn take_part(&mut self) -> Self {
        let most = self.emails.len().min(ADDRESSES_PER_REQUEST);
        let (emails, rows) = (self.emails.drain(..most).collect(), self.rows.drain(..most).collect());
        Self { emails, rows, list: self.list, ..Self::default() }
    }
}

impl DirectoryQueue {
    /// Begins again with a list that has other rows. What is known of addresses stays.
    pub fn begin_list(&mut self) {
        self.next = 0;
        self.changed.clear();
        self.lists = self.lists.wrapping_add(1);
    }

    /// Rows have been changed, so that their addresses are to be searched again.
    pub fn add_changed(&mut self, rows: impl IntoIterator<Item = usize>) {
        self.changed.extend(rows);
    }

    /// Rows that were looked at.
    #[must_use]
    pub fn looked_at(&self) -> usize {
        self.next
    }

    /// Whether the list still has the rows of this batch.
    #[must_use]
    pub fn is_current(&self, batch: &Batch) -> bool {
        batch.list == self.lists
    }

    /// Forgets what is known of addresses: invitations are about to change it.
    pub fn forget(&mut self) {
        self.known.clear();
    }

    /// The next rows. Only rows that would be invited are searched for.
    pub fn next(&mut self, list: &ImportList, rules: &Rules) -> Batch {
        let mut batch = Batch { list: self.lists, ..Batch::default() };
        for _ in 0..ROWS_AT_ONCE {
            let row = match self.changed.pop() {
                Some(row) => row,
                None if self.next < list.len() => {
                    self.next += 1;
                    self.next - 1
                }
                None => break,
            };
            if list.kind(row) != VerdictKind::WillInvite {
                continue;
            }
            let Ok(email) = list.draft(row).read_email(rules) else { continue };
            let key = address_key(&email, rules.to_ascii);
            match self.known.get(&key) {
                Some(Some(found)) => batch.found.push((row, found.clone())),
                Some(None) => {}
                None => {
                    batch.rows.push((row, key));
                    batch.emails.push(email);
                }
            }
        }
        batch.is_last = self.changed.is_empty() && self.next >= list.len();
        batch
    }

    /// Takes the result of a search. Returns the rows whose addresses the directory has, without those that were changed
    /// meanwhile; none if the list has other rows by now.
    pub fn answer(&mut self, batch: Batch, users: &HashMap<String, Existing>) -> Vec<(usize, InDirectory)> {
        let (list, mut found) = (batch.list, Vec::new());
        for (row, key) in batch.rows {
            let known = users.get(&key).map(|user| match user.internal {
                true => InDirectory::Internal,
                false => InDirectory::Guest(ListedGuest {
                    id: user.guest.id,
                    state: user.guest.state.clone(),
                    since: user.guest.changed,
                }),
            });
            found.extend(known.clone().filter(|_| !self.changed.contains(&row)).map(|known| (row, known)));
            self.known.insert(key, known);
        }
        if list == self.lists { found } else { Vec::new() }
    }

    /// A search has failed: the rows are looked at once more.
    pub fn failed(&mut self) {
        self.next = 0;
    }
}

#[cfg(test)]
mod tests;
