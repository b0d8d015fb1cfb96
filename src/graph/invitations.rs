//! `POST /invitations`. Graph has no request to read an invitation; its state is stored in the user object.
//!
//! Must not check what is invited: `domain::invitation` has done that.

use crate::domain::guest::{GuestState, UserId};
use crate::domain::invitation::{Invitation, InvitationMail, InviteAs, SentInvitation};
use crate::domain::language::MessageLanguage;

use super::call::{Call, json};
use super::error::GraphError;
use super::http::GraphResponse;
use super::wire::{EmailAddress, MadeInvitation, MessageInfo, NewInvitation, Recipient};

/// Invites a new guest, or sends an existing guest a new invitation. Each call creates a new link; older links stop
/// working.
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
    Call::post("/v1.0/invitations".to_owned(), serde_json::json!(body).to_string(), read)
}

/// The body that [`invite`] sends, in lines that a person can read.
#[must_use]
pub fn readable_body(invitation: &Invitation) -> String {
    let body = invite(invitation).request.body.unwrap_or_default();
    let value: Option<serde_json::Value> = serde_json::from_str(&body).ok();
    value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or(body)
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

fn read(response: &GraphResponse) -> Result<SentInvitation, GraphError> {
    let made: MadeInvitation = json(response)?;
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let user = made.invited_user.and_then(|user| UserId::parse(&user.id?));
    let (redeem_url, status) = (filled(made.invite_redeem_url), filled(made.status));
    if user.is_none() && redeem_url.is_none() && status.is_none() {
        return Err(GraphError::unreadable(response));
    }
    let reported_error = status.as_deref() == Some("Error");
    let state = match status.as_deref() {
        Some("Completed") => GuestState::Accepted,
        Some("PendingAcceptance" | "InProgress") | None => GuestState::Pending,
        Some(_) => GuestState::Other(status.unwrap_or_default()),
    };
    let request_id = response.request_id.clone();
    Ok(SentInvitation { user, redeem_url, state, reported_error, request_id })
}

#[cfg(test)]
mod tests;
