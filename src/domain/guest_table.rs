//! The loaded guest list, for up to some hundred thousand guests.
//!
//! Guests are stored in columns, in blocks of some hundred rows (`block`): an object for each guest would take three times the
//! memory, and one long column would be copied again and again while it grows. Rows stay in the order in which they arrive, so
//! that sorting moves no guests. Must not know how rows are loaded, searched or drawn.

use hashbrown::HashTable;

use super::guest::{Guest, UserId};
use super::search_form::Decompose;

mod block;
mod names;

use block::{Block, ROWS, Words};
pub use block::{Forms, Group, Standing, Texts};

/// The number of a row of a [`GuestTable`], from 0.
pub type RowNumber = u32;

/// Guests, each with the text in which it is searched, which is made once.
#[derive(Clone, Debug)]
pub struct GuestTable {
    blocks: Vec<Block>,
    /// The row of each guest, found by the guest's id.
    by_id: HashTable<RowNumber>,
    words: Words,
    edition: u64,
}

impl GuestTable {
    #[must_use]
    pub fn new(decompose: Decompose) -> Self {
        Self { blocks: Vec::new(), by_id: HashTable::new(), words: Words::new(decompose), edition: 0 }
    }

    /// An empty table that searches in the same form.
    #[must_use]
    pub fn clone_empty(&self) -> Self {
        Self { edition: self.edition + 1, ..Self::new(self.decompose()) }
    }

    pub fn clear(&mut self) {
        *self = self.clone_empty();
    }

    /// Replaces all guests.
    pub fn replace(&mut self, by: Self) {
        let edition = self.edition.max(by.edition) + 1;
        *self = Self { edition, ..by };
    }

    /// Adds guests at the end, see [`Self::put`].
    pub fn extend(&mut self, guests: impl IntoIterator<Item = Guest>) {
        guests.into_iter().for_each(|guest| self.put(&guest));
    }

    /// Adds a guest at the end, or replaces the older record with the same id.
    pub fn put(&mut self, guest: &Guest) {
        if let Some(row) = self.row_of(guest.id) {
            if self.get(row).as_ref() == Some(guest) {
                return;
            }
            self.edition += 1;
            let (block, at) = split(row);
            if let Some(block) = self.blocks.get_mut(block) {
                block.replace(at, guest, &mut self.words);
            }
            return;
        }
        let row = RowNumber::try_from(self.len()).unwrap_or(RowNumber::MAX);
        if self.blocks.last().is_none_or(Block::is_full) {
            self.blocks.push(Block::new());
        }
        if let Some(last) = self.blocks.last_mut() {
            last.push(guest, &mut self.words);
        }
        let blocks = &self.blocks;
        self.by_id.insert_unique(hash(guest.id), row, |row| id_in(blocks, *row).map_or(0, hash));
    }

    /// Removes a guest. The last guest takes the row.
    pub fn remove(&mut self, id: UserId) {
        let blocks = &self.blocks;
        let known = self.by_id.find_entry(hash(id), |row| id_in(blocks, *row) == Some(id));
        let Ok(known) = known else { return };
        let (row, _) = known.remove();
        self.edition += 1;
        let last = RowNumber::try_from(self.len()).unwrap_or(RowNumber::MAX);
        if let Some(guest) = self.get(last).filter(|_| row != last) {
            if let Some(moved) = self.by_id.find_mut(hash(guest.id), |row| *row == last) {
                *moved = row;
            }
            let (block, at) = split(row);
            if let Some(block) = self.blocks.get_mut(block) {
                block.replace(at, &guest, &mut self.words);
            }
        }
        if let Some(block) = self.blocks.last_mut() {
            block.pop();
            if block.is_empty() {
                self.blocks.pop();
            }
        }
    }

    #[must_use]
    pub fn find(&self, id: UserId) -> Option<Guest> {
        self.get(self.row_of(id)?)
    }

    #[must_use]
    pub fn get(&self, row: RowNumber) -> Option<Guest> {
        let (block, at) = split(row);
        self.blocks.get(block)?.guest(at, &self.words)
    }

    #[must_use]
    pub fn id(&self, row: RowNumber) -> Option<UserId> {
        id_in(&self.blocks, row)
    }

    #[must_use]
    pub fn row_of(&self, id: UserId) -> Option<RowNumber> {
        self.by_id.find(hash(id), |row| id_in(&self.blocks, *row) == Some(id)).copied()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// A number that changes whenever a row is no longer what it was. Rows that are added do not change it.
    #[must_use]
    pub fn edition(&self) -> u64 {
        self.edition
    }

    #[must_use]
    pub fn decompose(&self) -> Decompose {
        self.words.decompose()
    }

    /// The texts in which a row is searched and sorted.
    #[must_use]
    pub fn forms(&self, row: RowNumber) -> Option<Forms<'_>> {
        let (block, at) = split(row);
        self.blocks.get(block)?.forms(at)
    }

    /// The group, dates and account state of a row.
    #[must_use]
    pub fn standing(&self, row: RowNumber) -> Option<Standing> {
        let (block, at) = split(row);
        self.blocks.get(block)?.standing(at)
    }

    /// The texts of a row, as the directory has them.
    #[must_use]
    pub fn texts(&self, row: RowNumber) -> Option<Texts<'_>> {
        let (block, at) = split(row);
        self.blocks.get(block)?.texts(at, &self.words)
    }

    /// A number by which rows are sorted by state, and by origin those with the same state.
    #[must_use]
    pub fn state_rank(&self, row: RowNumber) -> Option<u32> {
        let (block, at) = split(row);
        self.blocks.get(block)?.state_rank(at)
    }

    /// A function that has the standing of each row of a block, from 0 in each block.
    pub(super) fn block_standings(&self, block: usize) -> impl Fn(usize) -> Option<Standing> {
        let block = self.blocks.get(block);
        move |at| block?.standing(at)
    }

    /// All forms of the rows from `first` up to the end of its block, for a quick search: each row ends with a line break.
    #[must_use]
    pub(super) fn block_forms(&self, block: usize) -> Option<(&str, &[[u32; 3]])> {
        self.blocks.get(block).map(Block::all_forms)
    }

    /// Whether a guest is in a state that this portal does not know.
    #[must_use]
    pub fn has_other_states(&self) -> bool {
        self.words.has_other_states()
    }
}

/// How many rows [`GuestTable::block_forms`] has, but for the last block.
pub(super) const BLOCK_ROWS: usize = ROWS;

fn split(row: RowNumber) -> (usize, usize) {
    let row = row as usize;
    (row / ROWS, row % ROWS)
}

fn id_in(blocks: &[Block], row: RowNumber) -> Option<UserId> {
    let (block, at) = split(row);
    blocks.get(block)?.id(at)
}

/// Object ids are random, so a part of one is as good as a hash of all of it.
#[expect(clippy::cast_possible_truncation, reason = "a part is wanted")]
fn hash(id: UserId) -> u64 {
    let number = id.number();
    (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (number >> 64) as u64
}

#[cfg(test)]
mod tests;
