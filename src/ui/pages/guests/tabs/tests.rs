use super::*;

#[test]
fn arrow_keys_continue_at_the_other_end() {
    assert_eq!(reached(GuestTab::All, "ArrowLeft"), Some(GuestTab::Accepted));
    assert_eq!(reached(GuestTab::Accepted, "ArrowRight"), Some(GuestTab::All));
    assert_eq!(reached(GuestTab::All, "End"), Some(GuestTab::Accepted));
    assert_eq!(reached(GuestTab::All, "x"), None);
}
