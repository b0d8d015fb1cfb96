//! Finds the guests of a search among hundreds of thousands, while a person types.
//!
//! A search is made once for each block of the table, in one text, and not once for each row. What was found before is looked
//! through again only where it can differ: a letter more narrows the rows, and a page more adds some. Must not know the
//! order of the rows.

use std::time::Duration;

use memchr::memmem::Finder;

use super::guest_search::{Condition, GuestSearch, SearchedState};
use super::guest_table::{BLOCK_ROWS, Group, GuestTable, RowNumber, Standing};
use super::moment::Moment;

const DAY: Duration = Duration::from_hours(24);
/// The rows that one number of a [`RowSet`] stands for.
const BITS: usize = 64;

/// Some rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet(Vec<u64>);

impl RowSet {
    #[must_use]
    pub fn contains(&self, row: RowNumber) -> bool {
        let row = row as usize;
        self.0.get(row / BITS).is_some_and(|bits| bits & (1 << (row % BITS)) != 0)
    }

    #[must_use]
    pub fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// The rows, from the first to the last.
    pub fn iter(&self) -> impl Iterator<Item = RowNumber> {
        self.0.iter().zip((0..).step_by(BITS)).flat_map(|(bits, first)| rows_of(*bits, first))
    }

    pub fn insert(&mut self, row: RowNumber) {
        let row = row as usize;
        if self.0.len() <= row / BITS {
            self.0.resize(row / BITS + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(row / BITS) {
            *bits |= 1 << (row % BITS);
        }
    }

    pub fn remove(&mut self, row: RowNumber) {
        let row = row as usize;
        if let Some(bits) = self.0.get_mut(row / BITS) {
            *bits &= !(1 << (row % BITS));
        }
    }

    /// Adds the rows from `from` up to `to`, but not `to`.
    fn insert_all(&mut self, from: usize, to: usize) {
        self.0.resize(to.div_ceil(BITS).max(self.0.len()), 0);
        for (number, bits) in self.0.iter_mut().enumerate().skip(from / BITS) {
            let first = number * BITS;
            let below = |row: usize| match row.saturating_sub(first) {
                rows if rows >= BITS => u64::MAX,
                rows => (1 << rows) - 1,
            };
            *bits |= below(to) & !below(from);
        }
    }

    /// Keeps only what `keep` has, in one block.
    fn retain_in_block(&mut self, block: usize, keep: &[u64; BLOCK_ROWS / BITS]) {
        let first = block * BLOCK_ROWS / BITS;
        for (bits, keep) in self.0.iter_mut().skip(first).zip(keep) {
            *bits &= keep;
        }
    }

    #[must_use]
    pub fn has_none_in_block(&self, block: usize) -> bool {
        self.in_block(block).all(|bits| bits == 0)
    }

    /// The rows of a block, from 0 in each block.
    pub(super) fn rows_in_block(&self, block: usize) -> impl Iterator<Item = RowNumber> {
        self.in_block(block).zip((0..).step_by(BITS)).flat_map(|(bits, first)| rows_of(bits, first))
    }

    /// Whether the other set has all of these rows.
    pub(super) fn is_part_of(&self, other: &Self) -> bool {
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        self.0.iter().zip(others).all(|(bits, others)| bits & !others == 0)
    }

    fn in_block(&self, block: usize) -> impl Iterator<Item = u64> {
        self.0.iter().skip(block * BLOCK_ROWS / BITS).take(BLOCK_ROWS / BITS).copied()
    }
}

/// The rows that a number of a [`RowSet`] stands for.
fn rows_of(mut bits: u64, first: RowNumber) -> impl Iterator<Item = RowNumber> {
    std::iter::from_fn(move || {
        let next = (bits != 0).then(|| first + bits.trailing_zeros());
        bits &= bits.wrapping_sub(1);
        next
    })
}

/// The rows that a search finds in a table, and what it was found for.
#[derive(Clone, Debug, Default)]
pub struct GuestFinder {
    search: GuestSearch,
    /// The day counts for `older:`.
    now: Moment,
    edition: u64,
    /// The rows that were looked at.
    rows: usize,
    found: RowSet,
}

impl GuestFinder {
    /// The rows of a search. `now` is the moment at which the age of an invitation is told.
    pub fn find(&mut self, table: &GuestTable, search: &GuestSearch, now: Moment) -> &RowSet {
        let same_day = self.now == now || !search.conditions().any(Condition::is_of_time);
        let valid = self.edition == table.edition() && self.rows <= table.len() && same_day;
        if !valid || !search.narrows(&self.search) {
            (self.rows, self.found) = (0, RowSet::default());
        } else if *search != self.search {
            narrow(table, search, now, 0, &mut self.found);
        }
        if self.rows < table.len() {
            let first = self.rows;
            self.found.insert_all(first, table.len());
            narrow(table, search, now, first / BLOCK_ROWS, &mut self.found);
        }
        (self.edition, self.rows, self.now) = (table.edition(), table.len(), now);
        if self.search != *search {
            self.search = search.clone();
        }
        &self.found
    }
}

impl Condition {
    fn is_of_time(&self) -> bool {
        matches!(self, Self::OlderThan(_))
    }
}

/// Takes the rows out of `found` for which a condition does not hold, from one block on.
fn narrow(table: &GuestTable, search: &GuestSearch, now: Moment, first: usize, found: &mut RowSet) {
    let tests: Vec<Test<'_>> = search.conditions().map(Test::of).collect();
    for block in first..table.len().div_ceil(BLOCK_ROWS) {
        for test in &tests {
            if found.has_none_in_block(block) {
                break;
            }
            match test {
                Test::Text(finder, field) => {
                    let mut keep = [0; BLOCK_ROWS / BITS];
                    if let Some((forms, ends)) = table.block_forms(block) {
                        scan(forms.as_bytes(), ends, finder, *field, &mut keep);
                    }
                    found.retain_in_block(block, &keep);
                }
                Test::State(state) => retain(table, block, found, |standing| has_state(standing, *state)),
                Test::OlderThan(days) => {
                    retain(table, block, found, |standing| is_older(standing, *days, now))
                }
            }
        }
    }
}

/// The part of a row that is searched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Domain,
    Company,
}

enum Test<'a> {
    Text(Box<Finder<'a>>, Part),
    State(SearchedState),
    OlderThan(u32),
}

impl<'a> Test<'a> {
    fn of(condition: &'a Condition) -> Self {
        let text_test = |text: &'a str, part| Self::Text(Box::new(Finder::new(text)), part);
        match condition {
            Condition::Text(text) => text_test(text, Part::All),
            Condition::Domain(text) => text_test(text, Part::Domain),
            Condition::Company(text) => text_test(text, Part::Company),
            Condition::State(state) => Self::State(*state),
            Condition::OlderThan(days) => Self::OlderThan(*days),
        }
    }
}

/// Marks the rows of a block in which a text occurs. The rows are one behind the other in `forms`.
fn scan(
    forms: &[u8],
    ends: &[[u32; 3]],
    finder: &Finder<'_>,
    part: Part,
    keep: &mut [u64; BLOCK_ROWS / BITS],
) {
    let mut from = 0;
    let mut rows = ends.iter().enumerate();
    let mut row = rows.next();
    while let Some(at) = forms.get(from..).and_then(|rest| finder.find(rest)).map(|found| from + found) {
        // The first row that ends behind the place.
        while let Some((_, [.., end])) = row
            && (*end as usize) < at
        {
            row = rows.next();
        }
        let Some((number, [name, address, end])) = row else { break };
        let fits = match part {
            Part::All => true,
            Part::Company => at > *address as usize,
            Part::Domain => {
                let before = forms.get(*name as usize..at.min(*address as usize)).unwrap_or_default();
                at < *address as usize && before.contains(&b'@')
            }
        };
        if fits {
            if let Some(bits) = keep.get_mut(number / BITS) {
                *bits |= 1 << (number % BITS);
            }
            from = *end as usize + 1;
        } else {
            from = at + 1;
        }
    }
}

fn retain(table: &GuestTable, block: usize, found: &mut RowSet, keep: impl Fn(&Standing) -> bool) {
    let first = block * BLOCK_ROWS;
    for row in first..(first + BLOCK_ROWS).min(table.len()) {
        let row = RowNumber::try_from(row).unwrap_or(RowNumber::MAX);
        if found.contains(row) && !table.standing(row).is_some_and(|standing| keep(&standing)) {
            found.remove(row);
        }
    }
}

fn has_state(standing: &Standing, state: SearchedState) -> bool {
    match state {
        SearchedState::Pending => standing.group == Group::Pending,
        SearchedState::Accepted => standing.group == Group::Accepted,
        SearchedState::NoState => standing.group == Group::NoState,
        SearchedState::Other => standing.group == Group::Other,
        SearchedState::Blocked => standing.blocked,
    }
}

fn is_older(standing: &Standing, days: u32, now: Moment) -> bool {
    standing.group == Group::Pending
        && standing.days_waiting(now).is_some_and(|waiting| waiting > days.into())
}

impl Standing {
    /// For how many whole days a guest has been invited; `None` if the directory does not say since when.
    #[must_use]
    pub fn days_waiting(&self, now: Moment) -> Option<u64> {
        Some(now.since(self.invited?).as_secs() / DAY.as_secs())
    }
}

#[cfg(test)]
mod tests;
