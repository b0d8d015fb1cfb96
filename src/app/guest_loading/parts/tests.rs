use super::*;
use crate::graph::users;

#[test]
fn a_part_that_is_begun_again_may_repeat_the_pages_that_it_had() {
    let mut part = Part::of(users::guests());
    assert!((0..8).all(|_| part.leads_on(News::New)));
    let mut part = part.begun_again();
    assert!((0..8 + MOST_REPEATED).all(|_| part.leads_on(News::Known)));
    assert!(!part.leads_on(News::Known));
}

#[test]
fn pages_without_news_end_a_part_only_if_they_come_in_a_row() {
    let mut part = Part::of(users::guests());
    for _ in 0..20 {
        assert!((0..MOST_REPEATED).all(|_| part.leads_on(News::Known)));
        assert!((0..MOST_EMPTY).all(|_| part.leads_on(News::Empty)));
        assert!(part.leads_on(News::New));
    }
}
