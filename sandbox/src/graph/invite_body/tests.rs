use super::*;
use serde_json::json;

fn invitation_error(body: &Value) -> InvitationError {
    read(body.to_string().as_bytes()).unwrap_err()
}

#[test]
fn the_least_invitation_is_an_address_and_a_target() {
    let body = json!({ "invitedUserEmailAddress": "a@b.example", "inviteRedirectUrl": "https://b.example" });
    let wanted = read(body.to_string().as_bytes()).unwrap();
    assert!(!wanted.send_message);
    assert_eq!((wanted.user_type, wanted.message), (UserType::Guest, Message::default()));
}

#[test]
fn each_way_to_be_malformed_is_told() {
    assert_eq!(read(b"{").unwrap_err(), InvitationError::Unreadable);
    assert_eq!(read(b"[]").unwrap_err(), InvitationError::Unreadable);
    assert_eq!(invitation_error(&json!({})), InvitationError::Missing("invitedUserEmailAddress"));
    let mut body =
        json!({ "invitedUserEmailAddress": "a@b.example", "inviteRedirectUrl": "javascript:alert(1)" });
    assert_eq!(invitation_error(&body), InvitationError::BadRedirectUrl);
    body["inviteRedirectUrl"] = "https://b.example".into();
    body["invitedUserType"] = "Boss".into();
    assert_eq!(invitation_error(&body), InvitationError::BadUserType);
    body["invitedUserType"] = Value::Null;
    body["sendInvitationMessage"] = "yes".into();
    assert_eq!(invitation_error(&body), InvitationError::WrongType("sendInvitationMessage"));
    body["sendInvitationMessage"] = true.into();
    body["note"] = 1.into();
    assert!(matches!(invitation_error(&body), InvitationError::UnknownProperty { .. }));
}

#[test]
fn of_several_copies_the_first_counts() {
    let recipient = |address: &str| json!({ "emailAddress": { "name": null, "address": address } });
    let body = json!({
        "invitedUserEmailAddress": "a@b.example",
        "inviteRedirectUrl": "https://b.example",
        "invitedUserMessageInfo": { "ccRecipients": [recipient("x@y.example"), recipient("z@y.example")] },
    });
    let cc = read(body.to_string().as_bytes()).unwrap().message.cc.unwrap();
    assert_eq!(cc.address, "x@y.example");
}
