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
    for text in ["", "yesterday", "2026-11-20", "2026-13-20T00:00:00Z", "2026-11-20T15:05:36+01:00", "é"] {
        assert_eq!(Moment::parse_utc(text), None, "{text}");
    }
}
