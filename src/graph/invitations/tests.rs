use super::*;
use crate::domain::invitation::{InvitationDraft, Rules};
use serde_json::{Value, json};

fn body(draft: &InvitationDraft) -> Value {
    let invitation = draft.check(&Rules::default()).unwrap();
    serde_json::from_str(invite(&invitation).request.body.as_deref().unwrap()).unwrap()
}

fn draft() -> InvitationDraft {
    InvitationDraft {
        email: "admin@fabrikam.com".to_owned(),
        ..InvitationDraft::new("https://myapp.contoso.com")
    }
}

#[test]
fn a_minimal_invitation_has_only_the_required_members() {
    assert_eq!(
        body(&draft()),
        json!({"invitedUserEmailAddress": "admin@fabrikam.com", "inviteRedirectUrl": "https://myapp.contoso.com",
                   "invitedUserType": "Guest", "sendInvitationMessage": true})
    );
}

#[test]
fn every_field_is_in_its_place() {
    let full = InvitationDraft {
        name: "Ad \"Min\"".to_owned(),
        message: "Hello,\nwelcome".to_owned(),
        cc: "pa@contoso.com".to_owned(),
        invite_as: InviteAs::Member,
        ..draft()
    };
    let info = json!({"customizedMessageBody": "Hello,\nwelcome",
            "ccRecipients": [{"emailAddress": {"address": "pa@contoso.com"}}]});
    assert_eq!(body(&full)["invitedUserMessageInfo"], info);
    assert_eq!(
        (&body(&full)["invitedUserType"], &body(&full)["invitedUserDisplayName"]),
        (&json!("Member"), &json!("Ad \"Min\""))
    );
    let french = InvitationDraft { language: "fr-FR".to_owned(), ..draft() };
    assert_eq!(body(&french)["invitedUserMessageInfo"], json!({"messageLanguage": "fr-FR"}));
    let quiet = InvitationDraft { send_mail: false, ..full };
    assert_eq!(body(&quiet)["sendInvitationMessage"], json!(false));
    assert_eq!(body(&quiet)["invitedUserMessageInfo"], Value::Null);
}

#[test]
fn what_a_person_looks_at_is_what_is_sent() {
    let full = InvitationDraft { message: "Hello,\nwelcome".to_owned(), name: "Änne".to_owned(), ..draft() };
    let shown = readable_body(&full.check(&Rules::default()).unwrap());
    assert!(shown.contains("\n  \"invitedUserDisplayName\": \"Änne\",\n"), "{shown}");
    assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), body(&full));
}

fn reply(body: &Value) -> GraphResponse {
    GraphResponse { status: 201, retry_after: None, request_id: Some("r".into()), body: body.to_string() }
}

#[test]
fn a_response_without_any_known_part_is_unreadable() {
    let call = invite(&draft().check(&Rules::default()).unwrap());
    for odd in [json!({}), json!([]), json!({"invitedUser": null, "inviteRedeemUrl": "", "status": ""})] {
        let error = call.read(&reply(&odd)).unwrap_err();
        assert!(error.outcome_unknown(), "the invitation may well have been made");
    }
}

#[test]
fn an_invitation_exists_also_with_an_unusual_status_and_without_link_or_user() {
    let call = invite(&draft().check(&Rules::default()).unwrap());
    let id = "cbb896f9-8306-49d0-b56b-b8e39cd28825";
    let read = |status: Value, link: Value, user: Value| {
        call.read(&reply(&json!({"status": status, "inviteRedeemUrl": link, "invitedUser": user}))).unwrap()
    };
    let user = || json!({"id": id});
    let other = |word: &str| GuestState::Other(word.to_owned());
    let table = [
        (json!("PendingAcceptance"), GuestState::Pending, false),
        (json!("InProgress"), GuestState::Pending, false),
        (json!(null), GuestState::Pending, false),
        (json!(""), GuestState::Pending, false),
        (json!(7), GuestState::Pending, false),
        (json!("Completed"), GuestState::Accepted, false),
        (json!("Error"), other("Error"), true),
        (json!("Paused"), other("Paused"), false),
    ];
    for (status, state, reported_error) in table {
        let sent = read(status.clone(), json!("https://x"), user());
        assert_eq!((sent.state, sent.reported_error), (state, reported_error), "{status}");
    }
    for link in [json!(null), json!(""), json!(" "), json!(1)] {
        assert_eq!(read(json!("PendingAcceptance"), link, user()).redeem_url, None);
    }
    for nobody in [json!(null), json!({}), json!({"id": null}), json!({"id": "x"}), json!("x")] {
        assert_eq!(read(json!("PendingAcceptance"), json!("https://x"), nobody).user, None);
    }
}
