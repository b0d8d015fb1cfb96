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
        let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
        let [year, month, day] = numbers(date, '-')?;
        let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let [hour, minute, second] = numbers(clock, ':')?;
        let in_range = (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..=60).contains(&second);
        if !in_range {
            return None;
        }
        let millis: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
        let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
        Some(Self(seconds * 1_000 + millis))
    }
}

fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut parts = text.split(separator).map(|part| part.parse::<i64>().ok());
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

/// Days of the proleptic Gregorian calendar, by counting years from March so that leap days come last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_graph_writes() {
        assert_eq!(Moment::parse_utc("1970-01-01T00:00:00Z"), Some(Moment(0)));
        assert_eq!(Moment::parse_utc("2000-02-29T12:00:00Z"), Some(Moment(951_825_600_000)));
        assert_eq!(Moment::parse_utc("2026-11-20T15:05:36Z"), Some(Moment(1_795_187_136_000)));
        assert_eq!(Moment::parse_utc("2026-11-20T15:05:36.1234567Z"), Some(Moment(1_795_187_136_123)));
    }

    #[test]
    fn what_it_cannot_read_is_missing_rather_than_wrong() {
        for text in ["", "yesterday", "2026-11-20", "2026-13-20T00:00:00Z", "2026-11-20T15:05:36+01:00", "é"]
        {
            assert_eq!(Moment::parse_utc(text), None, "{text}");
        }
    }
}
