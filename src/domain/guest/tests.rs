use super::*;

#[test]
fn an_id_contains_nothing_that_changes_a_path() {
    assert!(UserId::parse("264e6d50-eaec-461e-b187-873b1bcf855f").is_some());
    for text in [
        "",
        "me",
        "../me",
        "264e6d50-eaec-461e-b187-873b1bcf855f/manager",
        "264e6d50?eaec-461e-b187-873b1bcf855f",
        "264e6d50eaec461eb187873b1bcf855f",
        "{264e6d50-eaec-461e-b187-873b1bcf855f}",
        "264e6d50-eaec461e-b187-873b1bcf-855f",
    ] {
        assert!(UserId::parse(text).is_none(), "{text}");
    }
}

#[test]
fn a_guest_was_invited_if_a_state_or_the_origin_says_so() {
    let guest = |state, origin| Guest {
        state,
        origin,
        ..Guest::with_id(UserId::parse("264e6d50-eaec-461e-b187-873b1bcf855f").unwrap())
    };
    assert!(guest(GuestState::Pending, GuestOrigin::Unsaid).was_invited());
    assert!(guest(GuestState::NoState, GuestOrigin::Invitation).was_invited());
    assert!(!guest(GuestState::NoState, GuestOrigin::Unsaid).was_invited());
    assert!(!guest(GuestState::NoState, GuestOrigin::SelfServiceSignUp).was_invited());
}
