use super::*;

#[test]
fn the_time_to_wait_is_told_in_each_way() {
    let now = "2026-11-20T09:00:00.5Z".parse().unwrap();
    let told = |style| retry_after(style, 2_127, now);
    assert_eq!(told(RetryAfter::Seconds).as_deref(), Some("3"));
    assert_eq!(told(RetryAfter::Fractional).as_deref(), Some("2.128"));
    assert_eq!(told(RetryAfter::Date).as_deref(), Some("Fri, 20 Nov 2026 09:00:04 GMT"));
    assert_eq!(told(RetryAfter::None), None);
}
