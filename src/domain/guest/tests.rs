use super::*;

#[test]
fn null_is_not_pending() {
    assert_eq!(GuestState::read(None), GuestState::NotInvited);
    assert_eq!(GuestState::read(Some("PendingAcceptance")), GuestState::Pending);
    assert_eq!(GuestState::read(Some("Accepted")), GuestState::Accepted);
    assert_eq!(GuestState::read(Some("InProgress")), GuestState::Other("InProgress".to_owned()));
}

#[test]
fn an_id_cannot_leave_its_place_in_a_path() {
    assert!(UserId::parse("264e6d50-eaec-461e-b187-873b1bcf855f").is_some());
    for text in [
        "",
        "me",
        "../me",
        "264e6d50-eaec-461e-b187-873b1bcf855f/manager",
        "264e6d50?eaec-461e-b187-873b1bcf855f",
    ] {
        assert!(UserId::parse(text).is_none(), "{text}");
    }
}
