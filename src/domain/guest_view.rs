//! What a query shows of the guest list: the rows of its tab that its search finds, in its order, and the numbers of all tabs.
//!
//! Keeps what it has found and sorted, so that a letter more or a page more costs only what it changes. Must not know how rows
//! are loaded or drawn.

use std::sync::Arc;
use std::time::Duration;

use super::alphabet::Collation;
use super::guest_finder::{GuestFinder, RowSet};
use super::guest_query::{GuestQuery, GuestTab, PendingAge};
use super::guest_search::GuestSearch;
use super::guest_sorter::{GuestSorter, Order, SortedRows};
use super::guest_table::{BLOCK_ROWS, Group, GuestTable, RowNumber, Standing};
use super::moment::Moment;

/// What a query shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestView {
    /// The rows in the query's tab that match its search, in its order.
    pub rows: Arc<Vec<RowNumber>>,
    /// The same rows as a set.
    pub found: RowSet,
    /// The guests in each tab that match the search.
    pub counts: GuestCounts,
    /// Whether the rows are not in the query's order yet, see [`GuestViewer::sort_on`].
    pub sorting: bool,
}

/// The number of guests in each tab. Each guest is in exactly one of the first four; a guest of any state may be blocked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GuestCounts {
    pub pending: usize,
    pub accepted: usize,
    pub no_state: usize,
    pub other: usize,
    pub blocked: usize,
    /// The pending ones by age, in the order of [`PendingAge::ALL`]. The directory does not say of all since when.
    pub ages: [usize; PendingAge::ALL.len()],
}

impl GuestCounts {
    #[must_use]
    pub fn in_tab(&self, tab: GuestTab) -> usize {
        match tab {
            GuestTab::All => self.pending + self.accepted + self.no_state + self.other,
            GuestTab::Pending => self.pending,
            GuestTab::Accepted => self.accepted,
            GuestTab::NoState => self.no_state,
            GuestTab::Other => self.other,
            GuestTab::Blocked => self.blocked,
        }
    }

    #[must_use]
    pub fn of_age(&self, age: PendingAge) -> usize {
        let counts = PendingAge::ALL.into_iter().zip(self.ages);
        counts.filter(|(of, _)| *of == age).map(|(_, count)| count).sum()
    }

    fn add(&mut self, standing: &Standing, ages: &Ages) {
        match standing.group {
            Group::Pending => self.pending += 1,
            Group::Accepted => self.accepted += 1,
            Group::NoState => self.no_state += 1,
            Group::Other => self.other += 1,
        }
        self.blocked += usize::from(standing.blocked);
        if let Some(count) = ages.place(standing).and_then(|place| self.ages.get_mut(place)) {
            *count += 1;
        }
    }
}

/// For each age, the last moment at which an invitation of this age or an older one was sent.
struct Ages([Moment; PendingAge::ALL.len()]);

impl Ages {
    fn at(now: Moment) -> Self {
        Self(PendingAge::ALL.map(|age| now - DAY * age.from_days()))
    }

    /// The place of a pending invitation's age in [`PendingAge::ALL`].
    fn place(&self, standing: &Standing) -> Option<usize> {
        let invited = standing.invited.filter(|_| standing.group == Group::Pending)?;
        let [_, older @ ..] = &self.0;
        Some(older.iter().take_while(|until| invited <= **until).count())
    }

    fn of(&self, standing: &Standing) -> Option<PendingAge> {
        PendingAge::ALL.get(self.place(standing)?).copied()
    }
}

impl Standing {
    fn is_in(&self, query: &GuestQuery, ages: &Ages) -> bool {
        match query.tab {
            GuestTab::All => true,
            GuestTab::Pending => {
                self.group == Group::Pending && query.age.is_none_or(|age| ages.of(self) == Some(age))
            }
            GuestTab::Accepted => self.group == Group::Accepted,
            GuestTab::NoState => self.group == Group::NoState,
            GuestTab::Other => self.group == Group::Other,
            GuestTab::Blocked => self.blocked,
        }
    }
}

const DAY: Duration = Duration::from_hours(24);
/// A table with so many rows is sorted at once; a longer one in steps, see [`GuestViewer::sort_on`].
const SORTED_AT_ONCE: usize = 5_000;

/// Makes the views of one table.
#[derive(Default)]
pub struct GuestViewer {
    finder: GuestFinder,
    sorted: SortedRows,
    sorter: Option<GuestSorter>,
    shown: Option<Shown>,
}

/// What was shown last. Another search shows a part of it in the same order, as long as the table and its order stay.
struct Shown {
    rows: Arc<Vec<RowNumber>>,
    found: RowSet,
    edition: u64,
    /// The number of rows of the table.
    of: usize,
    order: Order,
}

impl Shown {
    fn has(&self, found: &RowSet, table: &GuestTable, order: &Order) -> bool {
        let same_table = self.edition == table.edition() && self.of == table.len();
        same_table && self.order.is(order) && found.is_part_of(&self.found)
    }
}

impl GuestViewer {
    /// What a query shows. `now` is the moment at which the age of an invitation is told.
    pub fn view(
        &mut self,
        table: &GuestTable,
        query: &GuestQuery,
        collation: &Collation,
        now: Moment,
    ) -> GuestView {
        let search = GuestSearch::read(&query.search, table.decompose());
        let found = self.finder.find(table, &search, now);
        let (counts, in_tab) = counted(table, query, found, now);
        let found = in_tab.unwrap_or_else(|| found.clone());
        let order = Order { sort: query.sort, collation: collation.clone() };
        let sorting = !sort(&mut self.sorted, &mut self.sorter, table, &order);
        let rows = Arc::new(self.in_order(table, &found, &order));
        self.shown = (!sorting).then(|| Shown {
            rows: Arc::clone(&rows),
            found: found.clone(),
            edition: table.edition(),
            of: table.len(),
            order,
        });
        GuestView { rows, found, counts, sorting }
    }

    /// The rows that were found, in their order. While the table is being sorted, rows stand where they were.
    fn in_order(&self, table: &GuestTable, found: &RowSet, order: &Order) -> Vec<RowNumber> {
        let mut rows = Vec::with_capacity(found.count());
        let mut add = |row: RowNumber| {
            if found.contains(row) {
                rows.push(row);
            }
        };
        if let Some(shown) = self.shown.as_ref().filter(|shown| shown.has(found, table, order)) {
            shown.rows.iter().copied().for_each(add);
        } else {
            self.sorted.rows().iter().copied().for_each(&mut add);
            (number(self.sorted.rows().len())..number(table.len())).for_each(add);
        }
        rows
    }

    /// Sorts on, about as much as so many rows need. Returns whether there is more to do. After the last step, the view is to be made anew.
    pub fn sort_on(&mut self, table: &GuestTable, rows: usize) -> bool {
        let Some(mut sorter) = self.sorter.take_if(|sorter| sorter.is_of(table)) else { return false };
        if sorter.advance(table, rows) {
            self.sorter = Some(sorter);
            return true;
        }
        self.sorted = sorter.finish(table);
        false
    }
}

/// Sorts a short table, and what has been added to a long one. Returns whether the rows are in order; else, a sorter is there.
fn sort(
    sorted: &mut SortedRows,
    sorter: &mut Option<GuestSorter>,
    table: &GuestTable,
    order: &Order,
) -> bool {
    if sorted.add_rows(table, order).is_ok() {
        *sorter = None;
        return true;
    }
    if table.len() <= SORTED_AT_ONCE {
        *sorted = GuestSorter::new(table, order.clone()).finish(table);
        *sorter = None;
        return true;
    }
    if !sorter.as_ref().is_some_and(|sorter| sorter.is_for(table, order)) {
        *sorter = Some(GuestSorter::new(table, order.clone()));
    }
    false
}

/// The numbers of all tabs among the rows that were found, and those of them that are in the query's tab; `None` if they are all in it.
fn counted(
    table: &GuestTable,
    query: &GuestQuery,
    found: &RowSet,
    now: Moment,
) -> (GuestCounts, Option<RowSet>) {
    let mut counts = GuestCounts::default();
    let mut in_tab = (query.tab != GuestTab::All).then(RowSet::default);
    let ages = Ages::at(now);
    for block in 0..table.len().div_ceil(BLOCK_ROWS) {
        let standing_of = table.block_standings(block);
        for at in found.rows_in_block(block) {
            let Some(standing) = standing_of(at as usize) else { break };
            counts.add(&standing, &ages);
            if let Some(in_tab) = &mut in_tab
                && standing.is_in(query, &ages)
            {
                in_tab.insert(number(block * BLOCK_ROWS) + at);
            }
        }
    }
    (counts, in_tab)
}

fn number(row: usize) -> RowNumber {
    RowNumber::try_from(row).unwrap_or(RowNumber::MAX)
}

#[cfg(test)]
mod tests;
