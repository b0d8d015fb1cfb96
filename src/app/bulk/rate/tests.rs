use super::*;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn the_rate_is_that_of_the_last_half_minute() {
    let mut rate = Rate::default();
    assert_eq!(rate.per_second(), None);
    rate.note(seconds(10), 0);
    rate.note(seconds(11), 30);
    assert_eq!(rate.per_second(), None, "one second tells too little");
    rate.note(seconds(12), 60);
    assert_eq!(rate.per_second(), Some(30.0));
    assert_eq!(rate.remaining(90, Duration::ZERO), Some(seconds(3)));
    assert_eq!(rate.remaining(90, seconds(20)), Some(seconds(20)), "the quota allows no more");
    for second in 13..=60 {
        rate.note(seconds(second), 60 + usize::try_from(second - 12).unwrap() * 2);
    }
    assert_eq!(rate.per_second(), Some(2.0), "the faster beginning does not count any more");
}

#[test]
fn no_row_has_ended_so_nothing_is_known() {
    let mut rate = Rate::default();
    (0..5).for_each(|second| rate.note(seconds(second), 7));
    assert_eq!((rate.per_second(), rate.remaining(10, Duration::ZERO)), (Some(0.0), None));
    rate.clear();
    assert_eq!(rate.per_second(), None);
}
