use super::*;

#[test]
fn a_state_of_null_does_not_mean_pending() {
    assert_eq!(state(None), GuestState::NotInvited);
    assert_eq!(state(Some("")), GuestState::NotInvited);
    assert_eq!(state(Some("PendingAcceptance")), GuestState::Pending);
    assert_eq!(state(Some("Accepted")), GuestState::Accepted);
    assert_eq!(state(Some("InProgress")), GuestState::Other("InProgress".to_owned()));
}
