use super::*;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn single_keys_and_pairs_are_shortcuts() {
    let mut pressed = Pressed::default();
    assert_eq!(pressed.next("/", SECOND), Some(Shortcut::Search));
    assert_eq!(pressed.next("?", SECOND), Some(Shortcut::Sheet));
    assert_eq!(pressed.next("i", SECOND), None);
    assert_eq!(pressed.next("g", SECOND), None);
    assert_eq!(pressed.next("i", SECOND * 2), Some(Shortcut::Invite));
    assert_eq!(pressed.next("i", SECOND * 2), None);
    assert_eq!(pressed.next("G", SECOND * 2), None);
    assert_eq!(pressed.next("g", SECOND * 2), Some(Shortcut::Guests));
}

#[test]
fn a_pair_ends_with_another_key_or_after_a_while() {
    let mut pressed = Pressed::default();
    for between in ["x", "Tab", "Escape"] {
        assert_eq!(pressed.next("g", SECOND), None);
        assert_eq!(pressed.next(between, SECOND), None);
        assert_eq!(pressed.next("i", SECOND), None, "{between}");
    }
    assert_eq!(pressed.next("g", SECOND), None);
    // Too late for the first: it begins another pair.
    assert_eq!(pressed.next("g", SECOND * 4), None);
    assert_eq!(pressed.next("g", SECOND * 5), Some(Shortcut::Guests));
}
