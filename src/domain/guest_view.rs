//! What a query shows of the guest list: the rows of its tab that its search finds, in its order, and the numbers of all tabs.
//!
//! Keeps what it has found and sorted, so that a letter more or a page more costs only what it changes. Must not know how rows
//! are loaded or drawn.

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
    pub rows: Vec<RowNumber>,
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

    fn add(&mut self, standing: &Standing, now: Moment) {
        match standing.group {
            Group::Pending => self.pending += 1,
            Group::Accepted => self.accepted += 1,
            Group::NoState => self.no_state += 1,
            Group::Other => self.other += 1,
        }
        self.blocked += usize::from(standing.blocked);
        let age = standing.age(now);
        for (of, count) in PendingAge::ALL.into_iter().zip(&mut self.ages) {
            *count += usize::from(Some(of) == age);
        }
    }
}

impl Standing {
    /// The age of a pending invitation.
    fn age(&self, now: Moment) -> Option<PendingAge> {
        if self.group == Group::Pending { self.days_waiting(now).map(PendingAge::of_days) } else { None }
    }

    fn is_in(&self, query: &GuestQuery, now: Moment) -> bool {
        match query.tab {
            GuestTab::All => true,
            GuestTab::Pending => {
                self.group == Group::Pending && query.age.is_none_or(|age| self.age(now) == Some(age))
            }
            GuestTab::Accepted => self.group == Group::Accepted,
            GuestTab::NoState => self.group == Group::NoState,
            GuestTab::Other => self.group == Group::Other,
            GuestTab::Blocked => self.blocked,
        }
    }
}

/// A table with so many rows is sorted at once; a longer one in steps, see [`GuestViewer::sort_on`].
const SORTED_AT_ONCE: usize = 5_000;

/// Makes the views of one table.
#[derive(Default)]
pub struct GuestViewer {
    finder: GuestFinder,
    sorted: SortedRows,
    sorter: Option<GuestSorter>,
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
        let sorting = !sort(&mut self.sorted, &mut self.sorter, table, order);
        let known = self.sorted.rows();
        // While the table is being sorted, rows stand where they were.
        let (now, then) = (number(table.len()), number(known.len()));
        let order = known.iter().copied().filter(|row| *row < now).chain(then..now);
        let rows = order.filter(|row| found.contains(*row)).collect();
        GuestView { rows, found, counts, sorting }
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
fn sort(sorted: &mut SortedRows, sorter: &mut Option<GuestSorter>, table: &GuestTable, order: Order) -> bool {
    if sorted.add_rows(table, &order).is_ok() {
        *sorter = None;
        return true;
    }
    if table.len() <= SORTED_AT_ONCE {
        *sorted = GuestSorter::new(table, order).finish(table);
        *sorter = None;
        return true;
    }
    if !sorter.as_ref().is_some_and(|sorter| sorter.is_for(table, &order)) {
        *sorter = Some(GuestSorter::new(table, order));
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
    for block in 0..table.len().div_ceil(BLOCK_ROWS) {
        if found.has_none_in_block(block) {
            continue;
        }
        for (row, standing) in (number(block * BLOCK_ROWS)..).zip(table.block_standings(block)) {
            if !found.contains(row) {
                continue;
            }
            counts.add(&standing, now);
            if let Some(in_tab) = &mut in_tab
                && standing.is_in(query, now)
            {
                in_tab.insert(row);
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
