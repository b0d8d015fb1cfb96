use super::*;

#[test]
fn arrow_keys_continue_at_the_other_end() {
    assert_eq!(reached(GuestTab::All, "ArrowLeft", false), Some(GuestTab::Blocked));
    assert_eq!(reached(GuestTab::Blocked, "ArrowRight", false), Some(GuestTab::All));
    assert_eq!(reached(GuestTab::NoState, "ArrowRight", false), Some(GuestTab::Blocked));
    assert_eq!(reached(GuestTab::NoState, "ArrowRight", true), Some(GuestTab::Other));
    assert_eq!(reached(GuestTab::All, "End", true), Some(GuestTab::Blocked));
    assert_eq!(reached(GuestTab::All, "x", true), None);
}
