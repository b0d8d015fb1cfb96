use super::*;

/// Users from before 2014 may have no `userType`, employees as well as guests.
#[test]
fn without_a_user_type_the_sign_in_name_tells_a_guest_from_an_employee() {
    let user = |user_type: Option<&str>, upn: &str| {
        let body = serde_json::json!({
            "id": "264e6d50-eaec-461e-b187-873b1bcf8501", "userType": user_type, "userPrincipalName": upn,
            "externalUserState": null,
        });
        existing(serde_json::from_value(body).unwrap()).unwrap().internal
    };
    assert!(!user(None, "ann_fabrikam.com#EXT#@contoso.onmicrosoft.com"));
    assert!(!user(Some("Guest"), "ann@contoso.com"));
    assert!(user(None, "ann@contoso.com"));
    assert!(user(Some("Member"), "ann@contoso.com"));
}

#[test]
fn a_state_of_null_does_not_mean_pending() {
    assert_eq!(state(None), GuestState::NoState);
    assert_eq!(state(Some("")), GuestState::NoState);
    assert_eq!(state(Some("PendingAcceptance")), GuestState::Pending);
    assert_eq!(state(Some("Accepted")), GuestState::Accepted);
    assert_eq!(state(Some("InProgress")), GuestState::Other("InProgress".to_owned()));
}

#[test]
fn the_origin_is_read_and_an_unknown_word_is_kept() {
    let read = |text: &str| origin(Some(text.to_owned()));
    assert_eq!(origin(None), GuestOrigin::Unsaid);
    assert_eq!(read(""), GuestOrigin::Unsaid);
    assert_eq!(read("Invitation"), GuestOrigin::Invitation);
    assert_eq!(read("EmailVerified"), GuestOrigin::EmailVerified);
    assert_eq!(read("LocalAccount"), GuestOrigin::LocalAccount);
    assert_eq!(read("SelfServiceSignUp"), GuestOrigin::SelfServiceSignUp);
    assert_eq!(read("Federation"), GuestOrigin::Other("Federation".to_owned()));
}

/// The directory may keep no state of a guest, and still say when they were created, and that it was by an invitation.
#[test]
fn a_guest_without_a_state_keeps_origin_and_date() {
    let body = serde_json::json!({
        "id": "264e6d50-eaec-461e-b187-873b1bcf8501", "externalUserState": null, "creationType": "Invitation",
        "createdDateTime": "2026-07-03T08:00:00Z",
    });
    let guest = to_guest(serde_json::from_value(body).unwrap()).unwrap();
    assert!(guest.was_invited() && guest.state == GuestState::NoState);
    assert_eq!(guest.invited, Moment::parse("2026-07-03T08:00:00Z"));
}

/// The details of a guest pick the address in the same way.
#[test]
fn the_first_other_mail_that_is_not_empty_is_the_address() {
    let body = serde_json::json!({
        "id": "264e6d50-eaec-461e-b187-873b1bcf8501", "mail": "", "otherMails": ["", "ann@fabrikam.com"],
    });
    assert_eq!(to_guest(serde_json::from_value(body).unwrap()).unwrap().address, "ann@fabrikam.com");
}

/// A row has no word for a state that cannot be read: it would be taken for "No state".
#[test]
fn a_row_with_a_value_of_another_type_is_told_as_unreadable() {
    for name in ["externalUserState", "accountEnabled", "createdDateTime", "displayName"] {
        let mut user = serde_json::json!({ "id": "264e6d50-eaec-461e-b187-873b1bcf8501" });
        user[name] = serde_json::json!({ "not": "as documented" });
        let body = serde_json::json!({ "value": [user] }).to_string();
        let page =
            read_page(&GraphResponse { status: 200, retry_after: None, request_id: None, body }).unwrap();
        assert_eq!((page.items.len(), page.unreadable.len()), (0, 1), "{name}");
    }
}
