use super::*;

const NOW: Moment = Moment::from_unix_millis(1_795_176_000_000);

fn counts(of: &[(u32, usize)]) -> Vec<CreatedUpTo> {
    of.iter().map(|(days, guests)| CreatedUpTo { moment: NOW - DAY * *days, guests: *guests }).collect()
}

/// The ages of the cuts in days.
fn cuts(of: &[(u32, usize)], guests: usize) -> Vec<u64> {
    let spans = spans(&counts(of), guests);
    for (one, next) in spans.iter().zip(spans.iter().skip(1)) {
        assert_eq!(one.to, next.from, "no guest is between two spans");
        assert!(one.to.is_some() && one.from < one.to);
    }
    assert_eq!((spans.first().unwrap().from, spans.last().unwrap().to), (None, None));
    spans.iter().filter_map(|span| span.to).map(|cut| NOW.since(cut).as_secs() / DAY.as_secs()).collect()
}

#[test]
fn each_span_has_about_as_many_guests() {
    assert_eq!(cuts(&[(100, 0), (0, 100)], 25), [75, 50, 25]);
    assert_eq!(cuts(&[(100, 0), (50, 80), (0, 100)], 20), [87, 75, 62, 50]);
    assert_eq!(cuts(&[(100, 40), (0, 100)], 30), [100, 66, 16], "who was there before is in the first span");
}

#[test]
fn without_guests_or_counts_there_is_one_span() {
    assert_eq!(cuts(&[], 10), [0; 0]);
    assert_eq!(cuts(&[(100, 0), (0, 0)], 10), [0; 0]);
    assert_eq!(cuts(&[(100, 3), (0, 5)], 10), [0; 0]);
}

#[test]
fn guests_who_came_in_one_second_are_in_one_span() {
    let at = |guests| CreatedUpTo { moment: NOW, guests };
    assert_eq!(spans(&[at(0), at(5_000)], 1_000).len(), 2);
}

#[test]
fn counts_that_fall_make_no_span_twice() {
    assert_eq!(cuts(&[(100, 50), (50, 20), (0, 100)], 30), [43, 25, 6]);
}

#[test]
fn moments_to_count_become_newer_and_are_the_same_all_day() {
    let moments = moments_to_count(NOW);
    assert!(moments.is_sorted());
    assert!(moments.iter().all(|moment| moment.unix_seconds() % 86_400 == 0));
    let (tonight, others) = moments.split_last().unwrap();
    assert!(*tonight > NOW && others.iter().all(|moment| *moment < NOW));
    assert_eq!(moments_to_count(NOW + Duration::from_hours(11)), moments);
    assert_ne!(moments_to_count(NOW + Duration::from_hours(13)), moments);
    // They fit into one batch.
    assert!(moments.len() <= 20);
}
