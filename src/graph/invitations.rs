//! `POST /invitations`. There is no other verb: what becomes of an invitation stands on the user.

use serde_json::json;

use crate::domain::guest::{GuestState, UserId};
use crate::domain::invitation::{Invitation, InvitationMail, InviteAs, SentInvitation};
use crate::domain::language::MessageLanguage;

use super::call::{Call, Reply};
use super::error::GraphError;
use super::wire::{EmailAddress, MadeInvitation, MessageInfo, NewInvitation, Recipient};

/// Invites, or sends an existing guest a new invitation: each call makes a new link and ends the older one.
#[must_use]
pub fn invite(invitation: &Invitation) -> Call<SentInvitation> {
    let kind = match invitation.invite_as {
        InviteAs::Guest => "Guest",
        InviteAs::Member => "Member",
    };
    let body = NewInvitation {
        invited_user_email_address: invitation.email.as_str(),
        invited_user_display_name: invitation.name.as_deref(),
        invite_redirect_url: invitation.redirect.as_str(),
        invited_user_type: kind,
        send_invitation_message: invitation.mail.is_some(),
        invited_user_message_info: invitation.mail.as_ref().and_then(message_info),
    };
    Call::post("/v1.0/invitations".to_owned(), json!(body).to_string(), read)
}

fn message_info(mail: &InvitationMail) -> Option<MessageInfo<'_>> {
    if *mail == InvitationMail::default() {
        return None;
    }
    let recipient = |address| [Recipient { email_address: EmailAddress { address } }];
    Some(MessageInfo {
        customized_message_body: mail.message.as_deref(),
        message_language: mail.language.map(MessageLanguage::tag),
        cc_recipients: mail.cc.as_ref().map(|cc| recipient(cc.as_str())),
    })
}

fn read(reply: &Reply) -> Result<SentInvitation, GraphError> {
    let made: MadeInvitation = reply.json()?;
    let user = UserId::parse(&made.invited_user.id).ok_or_else(|| GraphError::unreadable(reply))?;
    let state = match made.status.as_deref() {
        Some("Completed") => GuestState::Accepted,
        Some("PendingAcceptance" | "InProgress") | None => GuestState::Pending,
        Some(other) => GuestState::Other(other.to_owned()),
    };
    Ok(SentInvitation { user, redeem_url: made.invite_redeem_url, state })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::invitation::{InvitationDraft, Rules};
    use serde_json::Value;

    fn body(draft: &InvitationDraft) -> Value {
        let invitation = draft.check(&Rules::default()).unwrap();
        serde_json::from_str(invite(&invitation).ask.body.as_deref().unwrap()).unwrap()
    }

    fn draft() -> InvitationDraft {
        InvitationDraft {
            email: "admin@fabrikam.com".to_owned(),
            ..InvitationDraft::new("https://myapp.contoso.com")
        }
    }

    #[test]
    fn a_plain_invitation_says_no_more_than_it_must() {
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
    fn an_answer_without_user_or_link_is_unreadable() {
        let call = invite(&draft().check(&Rules::default()).unwrap());
        let reply = |body: Value| Reply {
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
        for odd in [
            json!({}),
            json!({"inviteRedeemUrl": "https://x"}),
            json!({"invitedUser": {"id": id}}),
            json!([]),
        ] {
            let error = call.read(&reply(odd)).unwrap_err();
            assert!(error.outcome_unknown(), "the invitation may well have been made");
        }
    }
}
