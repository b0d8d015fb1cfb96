//! Sorts the guest list in steps so short that a page can draw between them, and puts rows that are added later between the others.
//!
//! Each row gets a key first: a number, or weights of letters (`alphabet`). Then runs of some thousand rows are sorted, and two runs at a
//! time are put together until one is left. Must not know how a step is timed.

use std::cmp::Ordering;

use super::alphabet::{Alphabet, Collation, Letters, UnknownLetter, Weight};
use super::guest_query::{GuestColumn, GuestSort};
use super::guest_table::{GuestTable, RowNumber, Texts};
use super::moment::Moment;

/// The rows of a run, which is sorted in one step.
const RUN: usize = 2_048;

/// In which order a list is sorted.
#[derive(Clone)]
pub struct Order {
    pub sort: GuestSort,
    pub collation: Collation,
}

impl Order {
    /// Whether the other one leads to the same.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.sort == other.sort && self.collation.lang == other.collation.lang
    }
}

/// All rows of a table in one order.
#[derive(Clone, Debug, Default)]
pub struct SortedRows {
    sort: GuestSort,
    lang: &'static str,
    /// The table's edition for which the order is right.
    edition: u64,
    keys: Keys,
    rows: Vec<RowNumber>,
}

/// A table that is being sorted. It must not change meanwhile, but for rows that are added.
pub struct GuestSorter {
    order: Order,
    edition: u64,
    end: usize,
    stage: Stage,
    keys: Keys,
}

enum Stage {
    /// The letters of so many rows are known.
    Letters(Box<Letters>, usize),
    /// So many rows have keys.
    Keys(usize),
    /// Rows from this one on are in no run yet.
    Runs(usize, Vec<Vec<RowNumber>>),
    /// Runs of which two at a time are put together.
    Merging { waiting: Vec<Vec<RowNumber>>, done: Vec<Vec<RowNumber>>, merge: Option<Merge> },
}

/// Two runs that become one.
struct Merge {
    one: std::vec::IntoIter<RowNumber>,
    other: std::vec::IntoIter<RowNumber>,
    all: Vec<RowNumber>,
}

/// The keys of all rows.
#[derive(Clone, Debug, Default)]
struct Keys {
    alphabet: Alphabet,
    /// The beginning of each key, or the whole of it. Rows without a text or date have the greatest.
    first: Vec<u64>,
    /// The weights of all texts, and where those of each row end; empty for dates and states.
    weights: Vec<Weight>,
    ends: Vec<u32>,
}

impl GuestSorter {
    /// Begins to sort the rows that the table has now.
    #[must_use]
    pub fn new(table: &GuestTable, order: Order) -> Self {
        let stage = match text_of(order.sort.column) {
            Some(_) => Stage::Letters(Box::default(), 0),
            None => Stage::Keys(0),
        };
        Self { order, edition: table.edition(), end: table.len(), stage, keys: Keys::default() }
    }

    /// Whether this is the order, and the table still what it was.
    #[must_use]
    pub fn is_for(&self, table: &GuestTable, order: &Order) -> bool {
        self.order.is(order) && self.is_of(table)
    }

    /// Whether the table is still what it was.
    #[must_use]
    pub fn is_of(&self, table: &GuestTable) -> bool {
        self.edition == table.edition() && self.end <= table.len()
    }

    /// Does about as much as so many rows need. Returns whether there is more to do.
    pub fn advance(&mut self, table: &GuestTable, rows: usize) -> bool {
        let stage = std::mem::replace(&mut self.stage, Stage::Keys(0));
        self.stage = match stage {
            Stage::Letters(mut letters, from) => {
                let to = (from + rows).min(self.end);
                if let Some(text) = text_of(self.order.sort.column) {
                    let texts = (from..to).filter_map(|row| table.texts(number(row)));
                    texts.for_each(|texts| letters.add(text(texts)));
                }
                if to < self.end {
                    Stage::Letters(letters, to)
                } else {
                    self.keys.alphabet = letters.ordered(&self.order.collation);
                    Stage::Keys(0)
                }
            }
            Stage::Keys(from) => {
                let to = (from + rows).min(self.end);
                // All letters are known, and the keys are right even if one were not.
                let _ = (from..to).try_for_each(|row| self.keys.add(table, row, self.order.sort.column));
                if to < self.end { Stage::Keys(to) } else { Stage::Runs(0, Vec::new()) }
            }
            Stage::Runs(from, mut runs) => {
                let to = (from + RUN).min(self.end);
                let mut run: Vec<RowNumber> = (from..to).map(number).collect();
                run.sort_unstable_by(|one, other| self.keys.compare(table, *one, *other, self.order.sort));
                runs.push(run);
                if to < self.end {
                    Stage::Runs(to, runs)
                } else {
                    Stage::Merging { waiting: runs, done: Vec::new(), merge: None }
                }
            }
            Stage::Merging { waiting, done, merge } => self.merge(table, rows, waiting, done, merge),
        };
        !self.is_done()
    }

    fn merge(
        &self,
        table: &GuestTable,
        rows: usize,
        mut waiting: Vec<Vec<RowNumber>>,
        mut done: Vec<Vec<RowNumber>>,
        merge: Option<Merge>,
    ) -> Stage {
        let merge = if let Some(mut merge) = merge {
            let order = |one, other| self.keys.compare(table, one, other, self.order.sort);
            if merge.advance(rows, order) {
                Some(merge)
            } else {
                done.push(merge.all);
                None
            }
        } else {
            match (waiting.pop(), waiting.pop()) {
                (Some(one), Some(other)) => Some(Merge::of(one, other)),
                (one, _) => {
                    done.extend(one);
                    std::mem::swap(&mut waiting, &mut done);
                    None
                }
            }
        };
        Stage::Merging { waiting, done, merge }
    }

    /// The rows in order. What is left to do is done at once.
    #[must_use]
    pub fn finish(mut self, table: &GuestTable) -> SortedRows {
        while self.advance(table, usize::MAX / 2) {}
        let rows = match self.stage {
            Stage::Merging { mut waiting, .. } => waiting.pop().unwrap_or_default(),
            Stage::Letters(..) | Stage::Keys(_) | Stage::Runs(..) => Vec::new(),
        };
        let (sort, lang) = (self.order.sort, self.order.collation.lang);
        SortedRows { sort, lang, edition: self.edition, keys: self.keys, rows }
    }

    fn is_done(&self) -> bool {
        match &self.stage {
            Stage::Merging { waiting, done, merge } => {
                waiting.len() <= 1 && done.is_empty() && merge.is_none()
            }
            Stage::Letters(..) | Stage::Keys(_) | Stage::Runs(..) => false,
        }
    }
}

impl SortedRows {
    #[must_use]
    pub fn rows(&self) -> &[RowNumber] {
        &self.rows
    }

    /// Puts the rows that the table has more between the others.
    ///
    /// # Errors
    /// The table must be sorted anew: it is another order, rows are no longer what they were, or a text has an unknown letter.
    pub fn add_rows(&mut self, table: &GuestTable, order: &Order) -> Result<(), UnknownLetter> {
        let valid = self.edition == table.edition() && self.rows.len() <= table.len();
        if !valid || self.sort != order.sort || self.lang != order.collation.lang {
            return Err(UnknownLetter);
        }
        let known = self.rows.len();
        (known..table.len()).try_for_each(|row| self.keys.add(table, row, self.sort.column)).inspect_err(
            |_| {
                self.keys.truncate(known);
            },
        )?;
        let by_key = |one: &RowNumber, other: &RowNumber| self.keys.compare(table, *one, *other, self.sort);
        let mut new: Vec<RowNumber> = (known..table.len()).map(number).collect();
        new.sort_unstable_by(by_key);
        if self.rows.is_empty() {
            self.rows = new;
        } else if !new.is_empty() {
            self.rows = merged(&self.rows, &new, by_key);
        }
        Ok(())
    }
}

/// Two sorted lists in one. Each new row is looked for by halves, since there are few of them.
fn merged(
    old: &[RowNumber],
    new: &[RowNumber],
    order: impl Fn(&RowNumber, &RowNumber) -> Ordering,
) -> Vec<RowNumber> {
    let mut all = Vec::with_capacity(old.len() + new.len());
    let mut rest = old;
    for row in new {
        let (before, behind) = rest.split_at(rest.partition_point(|known| order(known, row).is_lt()));
        all.extend_from_slice(before);
        all.push(*row);
        rest = behind;
    }
    all.extend_from_slice(rest);
    all
}

/// The key of a row without a text or date.
const MISSING: u64 = u64::MAX;
/// Makes numbers with a sign into numbers without one, in the same order.
const SIGN: u64 = 1 << 63;

type TextOf = for<'a> fn(Texts<'a>) -> &'a str;

fn text_of(column: GuestColumn) -> Option<TextOf> {
    match column {
        GuestColumn::Name => Some(|texts| texts.name),
        GuestColumn::Address => Some(|texts| texts.address),
        GuestColumn::Company => Some(|texts| texts.company),
        GuestColumn::State | GuestColumn::Invited | GuestColumn::Accepted => None,
    }
}

fn number(row: usize) -> RowNumber {
    RowNumber::try_from(row).unwrap_or(RowNumber::MAX)
}

impl Merge {
    fn of(one: Vec<RowNumber>, other: Vec<RowNumber>) -> Self {
        let all = Vec::with_capacity(one.len() + other.len());
        Self { one: one.into_iter(), other: other.into_iter(), all }
    }

    /// Takes over so many rows. Returns whether there are more.
    fn advance(&mut self, rows: usize, order: impl Fn(RowNumber, RowNumber) -> Ordering) -> bool {
        for _ in 0..rows {
            let next = match (self.one.as_slice().first(), self.other.as_slice().first()) {
                (Some(one), Some(other)) if order(*one, *other).is_gt() => self.other.next(),
                (Some(_), _) => self.one.next(),
                (None, _) => self.other.next(),
            };
            match next {
                Some(row) => self.all.push(row),
                None => return false,
            }
        }
        self.one.len() + self.other.len() > 0
    }
}

impl Keys {
    fn add(&mut self, table: &GuestTable, row: usize, column: GuestColumn) -> Result<(), UnknownLetter> {
        let row = number(row);
        let standing = table.standing(row);
        let date = |at: Option<Moment>| at.map_or(MISSING, |at| at.unix_millis().cast_unsigned() ^ SIGN);
        let first = match column {
            GuestColumn::Invited => date(standing.and_then(|standing| standing.invited)),
            GuestColumn::Accepted => date(standing.and_then(|standing| standing.accepted)),
            GuestColumn::State => table.state_rank(row).map_or(MISSING, u64::from),
            GuestColumn::Name | GuestColumn::Address | GuestColumn::Company => {
                let texts = table.texts(row);
                let text = text_of(column).zip(texts).map_or("", |(text, texts)| text(texts));
                self.add_text(text)?
            }
        };
        self.first.push(first);
        Ok(())
    }

    /// Adds the weights of a text. Returns the first of them as one number.
    fn add_text(&mut self, text: &str) -> Result<u64, UnknownLetter> {
        let start = self.weights.len();
        self.alphabet.add_key(text.trim(), &mut self.weights)?;
        self.ends.push(u32::try_from(self.weights.len()).unwrap_or(u32::MAX));
        let own = self.weights.get(start..).unwrap_or_default();
        if own.is_empty() {
            return Ok(MISSING);
        }
        let weights = own.iter().copied().chain(std::iter::repeat(0));
        Ok(weights.take(4).fold(0, |first, weight| first << 16 | u64::from(weight)))
    }

    /// Keeps the keys of so many rows.
    fn truncate(&mut self, rows: usize) {
        self.first.truncate(rows);
        self.ends.truncate(rows);
        self.weights.truncate(self.ends.last().map_or(0, |end| *end as usize));
    }

    fn weights(&self, row: RowNumber) -> &[Weight] {
        let end = |row: RowNumber| self.ends.get(row as usize).map_or(0, |end| *end as usize);
        let start = row.checked_sub(1).map_or(0, end);
        self.weights.get(start..end(row)).unwrap_or_default()
    }

    /// Rows without a text or date are last in both directions. Equal rows are ordered by address, and then by arrival.
    fn compare(&self, table: &GuestTable, one: RowNumber, other: RowNumber, sort: GuestSort) -> Ordering {
        let first = |row: RowNumber| self.first.get(row as usize).copied().unwrap_or(MISSING);
        let (a, b) = (first(one), first(other));
        let missing = (a == MISSING).cmp(&(b == MISSING));
        let address = |row| table.forms(row).map(|forms| forms.address).unwrap_or_default();
        missing
            .then_with(|| {
                let order = a.cmp(&b).then_with(|| self.weights(one).cmp(self.weights(other)));
                if sort.descending { order.reverse() } else { order }
            })
            .then_with(|| address(one).cmp(address(other)))
            .then_with(|| one.cmp(&other))
    }
}

#[cfg(test)]
mod tests;
