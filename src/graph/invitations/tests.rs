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
fn a_response_without_user_or_link_is_unreadable() {
    let call = invite(&draft().check(&Rules::default()).unwrap());
    let reply = |body: Value| GraphResponse {
        status: 201,
        retry_after: None,
        request_id: Some("r".into()),
        body: body.to_string(),
    };
    let id = "cbb896f9-8306-49d0-b56b-b8e39cd28825";
    let sent = call.read(&reply(
        json!({"inviteRedeemUrl": "https://x", "status": "PendingAcceptance", "invitedUser": {"id": id}}),
    ));
    assert_eq!(sent.unwrap().state, GuestState::Pending);
    for odd in
        [json!({}), json!({"inviteRedeemUrl": "https://x"}), json!({"invitedUser": {"id": id}}), json!([])]
    {
        let error = call.read(&reply(odd)).unwrap_err();
        assert!(error.outcome_unknown(), "the invitation may well have been made");
    }
}
