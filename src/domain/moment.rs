//! Points in time, as Graph writes them. How one is shown is the browser's business (`Intl`).

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(pub i64);

impl Moment {
    /// Reads Graph's `DateTimeOffset` in UTC, such as `2026-11-20T15:05:36Z` or with a fraction of a second.
    ///
    /// `None` for anything else: a date that cannot be read is shown as missing rather than wrong.
    #[must_use]
    pub fn parse_utc(text: &str) -> Option<Self> {
        if !text.ends_with('Z') {
            return None;
        }
        chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| Self(at.timestamp_millis()))
    }
}

#[cfg(test)]
mod tests;
