//! What a query shows of the guest list: the rows of its tab that its search finds, in its order, and the numbers of all tabs.
//!
//! Keeps what it has found and sorted, so that a letter more or a page more costs only what it changes. Must not know how rows
//! are loaded or drawn.

use std::cmp::Ordering;

use super::guest_finder::GuestFinder;
use super::guest_query::{GuestColumn, GuestQuery, GuestSort, GuestTab, PendingAge};
use super::guest_search::GuestSearch;
use super::guest_table::{Forms, Group, GuestTable, RowNumber, Standing};
use super::moment::Moment;

/// What a query shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestView {
    /// The rows in the query's tab that match its search, in its order.
    pub rows: Vec<RowNumber>,
    /// The guests in each tab that match the search.
    pub counts: GuestCounts,
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

/// Makes the views of one table.
#[derive(Clone, Debug, Default)]
pub struct GuestViewer {
    finder: GuestFinder,
    order: GuestOrder,
}

impl GuestViewer {
    /// What a query shows. `now` is the moment at which the age of an invitation is told.
    pub fn view(&mut self, table: &GuestTable, query: &GuestQuery, now: Moment) -> GuestView {
        let search = GuestSearch::read(&query.search, table.decompose());
        let found = self.finder.find(table, &search, now);
        let mut counts = GuestCounts::default();
        found.iter().filter_map(|row| table.standing(row)).for_each(|standing| counts.add(&standing, now));
        let order = self.order.update(table, query.sort);
        let in_tab = |row: &RowNumber| {
            query.tab == GuestTab::All
                || table.standing(*row).is_some_and(|standing| standing.is_in(query, now))
        };
        let rows = order.iter().copied().filter(|row| found.contains(*row)).filter(in_tab).collect();
        GuestView { rows, counts }
    }
}

/// All rows of a table in one order.
#[derive(Clone, Debug, Default)]
struct GuestOrder {
    sort: GuestSort,
    edition: u64,
    rows: Vec<RowNumber>,
}

impl GuestOrder {
    /// Rows that are new are sorted and put between the others.
    fn update(&mut self, table: &GuestTable, sort: GuestSort) -> &[RowNumber] {
        if self.sort != sort || self.edition != table.edition() || self.rows.len() > table.len() {
            (self.sort, self.edition) = (sort, table.edition());
            self.rows.clear();
        }
        let order = |one: &RowNumber, other: &RowNumber| compare(table, *one, *other, sort);
        let end = RowNumber::try_from(table.len()).unwrap_or(RowNumber::MAX);
        let mut new: Vec<RowNumber> = (0..end).skip(self.rows.len()).collect();
        new.sort_unstable_by(order);
        if self.rows.is_empty() {
            self.rows = new;
        } else if !new.is_empty() {
            self.rows = merged(&self.rows, &new, order);
        }
        &self.rows
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

/// Rows without a name or date are last in both directions. Equal rows are ordered by address, and then by arrival.
fn compare(table: &GuestTable, one: RowNumber, other: RowNumber, sort: GuestSort) -> Ordering {
    let directed = |order: Ordering| if sort.descending { order.reverse() } else { order };
    let text = |part: for<'a> fn(Forms<'a>) -> &'a str| {
        let text = |row| table.forms(row).map(part).unwrap_or_default();
        let (a, b) = (text(one), text(other));
        a.is_empty().cmp(&b.is_empty()).then_with(|| directed(natural(a, b)))
    };
    let date = |part: fn(&Standing) -> Option<Moment>| {
        let date = |row| table.standing(row).as_ref().and_then(part);
        let (a, b) = (date(one), date(other));
        a.is_none().cmp(&b.is_none()).then_with(|| directed(a.cmp(&b)))
    };
    let first = match sort.column {
        GuestColumn::Name => text(|forms| forms.name),
        GuestColumn::Address => text(|forms| forms.address),
        GuestColumn::Company => text(|forms| forms.company),
        GuestColumn::State => directed(table.compare_states(one, other)),
        GuestColumn::Invited => date(|standing| standing.invited),
        GuestColumn::Accepted => date(|standing| standing.accepted),
    };
    let address = |row| table.forms(row).map(|forms| forms.address).unwrap_or_default();
    first.then_with(|| address(one).cmp(address(other))).then_with(|| one.cmp(&other))
}

/// The order of two texts in which numbers are compared by their value: "guest 2" is before "guest 10".
fn natural(one: &str, other: &str) -> Ordering {
    let (mut a, mut b) = (one.as_bytes(), other.as_bytes());
    loop {
        let same = a.iter().zip(b).take_while(|(a, b)| a == b && !a.is_ascii_digit()).count();
        let (digits_a, rest_a) = number(a.get(same..).unwrap_or_default());
        let (digits_b, rest_b) = number(b.get(same..).unwrap_or_default());
        if digits_a.is_empty() || digits_b.is_empty() {
            return a.get(same..).cmp(&b.get(same..));
        }
        let zeros = |digits: &[u8]| digits.iter().take_while(|digit| **digit == b'0').count();
        let (x, y) = (digits_a.get(zeros(digits_a)..), digits_b.get(zeros(digits_b)..));
        let longer = x.map(<[u8]>::len).cmp(&y.map(<[u8]>::len));
        let order = longer.then_with(|| x.cmp(&y));
        if order.is_ne() {
            return order;
        }
        (a, b) = (rest_a, rest_b);
    }
}

/// The digits at the beginning of a text, and the rest.
fn number(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

#[cfg(test)]
mod tests;
