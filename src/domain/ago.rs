//! How long ago something was, in the one unit in which a person would say it.
//!
//! Must not know words: the browser's `Intl` has them.

use std::time::Duration;

use super::moment::Moment;

const DAY: Duration = Duration::from_hours(24);
/// From here on, days are too many to be compared at a glance. It is the limit of the longest age of a pending invitation.
const MOST_DAYS: u64 = 90;
const MOST_MONTHS: u64 = 23;
/// Four years have this many days, and 48 months.
const DAYS_OF_FOUR_YEARS: u64 = 1_461;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ago {
    /// On this day, and less than 24 hours ago.
    Today,
    /// On the day before, and less than 24 hours ago.
    Yesterday,
    /// Whole days of 24 hours, as the filters by age and `older:` count them.
    Days(u64),
    Months(u64),
    Years(u64),
}

impl Ago {
    /// `same_day` says whether both moments are on the same day where the person is; it is asked only if less than 24 hours
    /// have passed. `None` if `at` is later than `now`, on another day: a clock is wrong.
    pub fn between(at: Moment, now: Moment, same_day: impl FnOnce() -> bool) -> Option<Self> {
        let days = now.since(at).as_secs() / DAY.as_secs();
        if days == 0 {
            return match (same_day(), at > now) {
                (true, _) => Some(Self::Today),
                (false, true) => None,
                (false, false) => Some(Self::Yesterday),
            };
        }
        if days <= MOST_DAYS {
            return Some(Self::Days(days));
        }
        let months = (days * 48 + DAYS_OF_FOUR_YEARS / 2) / DAYS_OF_FOUR_YEARS;
        Some(if months <= MOST_MONTHS { Self::Months(months) } else { Self::Years(months / 12) })
    }
}

#[cfg(test)]
mod tests;
