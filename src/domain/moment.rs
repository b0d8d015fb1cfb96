//! Points in time, and how to read those of Graph.
//!
//! Must not know the current time (a port of `app` has it), nor how a date is shown (the browser's `Intl` formats it).

use std::ops::{Add, Sub};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z, also in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(i64);

impl Moment {
    /// Takes milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, the unit of a token's claims.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// The time between `earlier` and this point; zero if `earlier` is in fact later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or_default())
    }

    /// The point in time as ISO 8601 in UTC, to the second: `2026-11-20T15:05:36Z`. Empty if it is out of the range of
    /// dates.
    #[must_use]
    pub fn to_iso(self) -> String {
        use chrono::{Datelike as _, Timelike as _};
        chrono::DateTime::from_timestamp_millis(self.0).map_or_else(String::new, |at| {
            let (date, time) = (at.date_naive(), at.time());
            let (year, month, day) = (date.year(), date.month(), date.day());
            let (hour, minute, second) = (time.hour(), time.minute(), time.second());
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
        })
    }

    /// Reads Graph's `DateTimeOffset`, such as `2026-11-20T15:05:36Z`, with or without a fraction of a second.
    ///
    /// `None` for anything else: a missing date is better than a wrong one. The year 1 is how .NET writes a date that
    /// was never set.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        use chrono::Datelike as _;
        let at = chrono::DateTime::parse_from_rfc3339(text).ok()?;
        Some(Self(at.timestamp_millis())).filter(|_| at.year() > 1)
    }
}

/// Saturates: a sum that is too large is the last possible point in time.
impl Add<Duration> for Moment {
    type Output = Self;

    fn add(self, time: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)))
    }
}

/// Saturates: a difference that is too small is the first possible point in time.
impl Sub<Duration> for Moment {
    type Output = Self;

    fn sub(self, time: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)))
    }
}

#[cfg(test)]
mod tests;
