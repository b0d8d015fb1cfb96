use super::*;

#[test]
fn dates_are_read_as_graph_writes_them() {
    let at = Moment::from_unix_millis;
    assert_eq!(Moment::parse("1970-01-01T00:00:00Z"), Some(at(0)));
    assert_eq!(Moment::parse("2000-02-29T12:00:00Z"), Some(at(951_825_600_000)));
    assert_eq!(Moment::parse("2026-11-20T15:05:36Z"), Some(at(1_795_187_136_000)));
    assert_eq!(Moment::parse("2026-11-20T15:05:36.1234567Z"), Some(at(1_795_187_136_123)));
    assert_eq!(Moment::parse("2026-11-20T17:05:36+02:00"), Some(at(1_795_187_136_000)));
}

#[test]
fn dates_are_written_to_the_second() {
    assert_eq!(Moment::from_unix_millis(1_795_187_136_999).to_iso(), "2026-11-20T15:05:36Z");
    assert_eq!(Moment::from_unix_millis(0).to_iso(), "1970-01-01T00:00:00Z");
    assert_eq!(Moment::from_unix_millis(i64::MAX).to_iso(), "");
}

#[test]
fn an_unreadable_date_is_missing_rather_than_wrong() {
    for text in ["", "yesterday", "2026-11-20", "2026-13-20T00:00:00Z", "0001-01-01T00:00:00Z", "é"] {
        assert_eq!(Moment::parse(text), None, "{text}");
    }
}

#[test]
fn durations_are_added_and_subtracted_without_an_overflow() {
    let noon = Moment::from_unix_millis(1_795_176_000_000);
    let hour = Duration::from_secs(3_600);
    assert_eq!((noon + hour).since(noon), hour);
    assert_eq!((noon - hour).since(noon), Duration::ZERO, "what lies ahead is no time ago");
    assert_eq!(noon + Duration::MAX, Moment::from_unix_millis(i64::MAX));
    assert_eq!(Moment::from_unix_millis(i64::MIN) - Duration::MAX, Moment::from_unix_millis(i64::MIN));
}

#[test]
fn seconds_are_rounded_down_also_before_1970() {
    assert_eq!(Moment::from_unix_millis(1_999).unix_seconds(), 1);
    assert_eq!(Moment::from_unix_millis(-1).unix_seconds(), -1);
}
