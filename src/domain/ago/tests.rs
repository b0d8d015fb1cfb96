use super::*;

#[test]
fn a_time_is_told_in_days_then_months_then_years() {
    let now = Moment::from_unix_millis(1_800_000_000_000);
    let hours = |hours| Ago::between(now - Duration::from_hours(hours), now, || false);
    assert_eq!(hours(23), Some(Ago::Yesterday));
    for (days, ago) in [
        (1, Ago::Days(1)),
        (7, Ago::Days(7)),
        (90, Ago::Days(90)),
        (91, Ago::Months(3)),
        (365, Ago::Months(12)),
        (700, Ago::Months(23)),
        (731, Ago::Years(2)),
        (1_460, Ago::Years(4)),
    ] {
        assert_eq!(hours(days * 24), Some(ago), "{days} days");
        assert_eq!(hours(days * 24 + 1), Some(ago), "{days} days and an hour");
    }
}

#[test]
fn less_than_a_day_is_today_or_yesterday() {
    let now = Moment::from_unix_millis(1_800_000_000_000);
    assert_eq!(Ago::between(now - Duration::from_hours(3), now, || true), Some(Ago::Today));
    assert_eq!(Ago::between(now - Duration::from_hours(3), now, || false), Some(Ago::Yesterday));
    assert_eq!(
        Ago::between(now + Duration::from_hours(3), now, || true),
        Some(Ago::Today),
        "a clock may be late"
    );
    assert_eq!(Ago::between(now + Duration::from_hours(30), now, || false), None);
}
