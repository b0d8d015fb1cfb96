//! Cuts the guest list into spans of `createdDateTime`, so that several spans can be read at the same time.
//!
//! The service tells how many guests were created up to a moment, and it reads spans with both ends included: there is no
//! "later than" for this property. So a guest of a cut's second is in two spans. Must not know how guests are counted or read.

use std::time::Duration;

use super::moment::Moment;

/// How many guests were created up to a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreatedUpTo {
    pub moment: Moment,
    pub guests: usize,
}

/// A part of the list; both ends are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreatedSpan {
    /// `None`: from the first guest on.
    pub from: Option<Moment>,
    /// `None`: up to the last guest.
    pub to: Option<Moment>,
}

const DAY: Duration = Duration::from_hours(24);

/// Before today, in days: the moments for which guests are counted. Most guests of most organizations are from the last years.
const ASKED: [u32; 19] =
    [7, 30, 60, 90, 150, 210, 300, 365, 450, 550, 730, 900, 1_095, 1_460, 1_825, 2_555, 3_650, 5_475, 9_125];

/// The moments for which to count guests, the oldest first; the last is the end of today. All are midnights (UTC), so that two loads of
/// a day ask the same questions.
#[must_use]
pub fn moments_to_count(now: Moment) -> Vec<Moment> {
    let days = now.since(Moment::default()).as_secs() / DAY.as_secs();
    let tonight = Moment::default() + Duration::from_secs((days + 1) * DAY.as_secs());
    ASKED.iter().rev().map(|days| tonight - DAY * *days).chain([tonight]).collect()
}

/// Spans with about `guests` guests each, the oldest first, by the counts for some moments, the oldest first. Between two moments, guests are
/// assumed to have come evenly; a span may have more or fewer.
#[must_use]
pub fn spans(counts: &[CreatedUpTo], guests: usize) -> Vec<CreatedSpan> {
    let mut cuts: Vec<Moment> = Vec::new();
    let mut wanted = guests.max(1);
    for (before, next) in counts.iter().zip(counts.iter().skip(1)) {
        let between = next.guests.saturating_sub(before.guests);
        while between > 0 && wanted < next.guests {
            let share = wanted.saturating_sub(before.guests);
            let cut = before.moment + part(next.moment.since(before.moment), share, between);
            if cuts.last().is_none_or(|last| *last < cut) {
                cuts.push(cut);
            }
            wanted += guests.max(1);
        }
    }
    let starts = std::iter::once(None).chain(cuts.iter().copied().map(Some));
    let ends = cuts.iter().copied().map(Some).chain(std::iter::once(None));
    starts.zip(ends).map(|(from, to)| CreatedSpan { from, to }).collect()
}

/// So many of so many parts of a time, in whole seconds, as the service writes moments.
fn part(time: Duration, share: usize, of: usize) -> Duration {
    let seconds = u128::from(time.as_secs()) * share as u128 / of.max(1) as u128;
    Duration::from_secs(u64::try_from(seconds).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
