use super::*;

#[test]
fn arrows_go_round() {
    assert_eq!(reached(GuestTab::All, "ArrowLeft"), Some(GuestTab::Accepted));
    assert_eq!(reached(GuestTab::Accepted, "ArrowRight"), Some(GuestTab::All));
    assert_eq!(reached(GuestTab::All, "End"), Some(GuestTab::Accepted));
    assert_eq!(reached(GuestTab::All, "x"), None);
}
