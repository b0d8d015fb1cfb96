//! Graph's JSON, field for field. These types never leave `graph`.

use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub(super) struct List<T> {
    pub(super) value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    pub(super) next_link: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    pub(super) id: String,
    pub(super) display_name: Option<String>,
    pub(super) mail: Option<String>,
    pub(super) other_mails: Option<Vec<String>>,
    pub(super) user_type: Option<String>,
    pub(super) external_user_state: Option<String>,
    pub(super) external_user_state_change_date_time: Option<String>,
    pub(super) created_date_time: Option<String>,
    pub(super) account_enabled: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organization {
    pub(super) display_name: Option<String>,
    pub(super) verified_domains: Option<Vec<VerifiedDomain>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VerifiedDomain {
    pub(super) name: String,
    pub(super) is_default: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DirectoryRole {
    pub(super) display_name: Option<String>,
    pub(super) role_template_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AuthorizationPolicy {
    pub(super) allow_invites_from: Option<String>,
    pub(super) guest_user_role_id: Option<String>,
    pub(super) default_user_role_permissions: Option<MemberRights>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MemberRights {
    pub(super) allowed_to_read_other_users: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InvitationBody<'a> {
    pub(super) invited_user_email_address: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) invited_user_display_name: Option<&'a str>,
    pub(super) invite_redirect_url: &'a str,
    pub(super) invited_user_type: &'static str,
    pub(super) send_invitation_message: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) invited_user_message_info: Option<MessageInfo<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MessageInfo<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) customized_message_body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message_language: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cc_recipients: Vec<Recipient<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Recipient<'a> {
    pub(super) email_address: EmailAddress<'a>,
}

#[derive(Serialize)]
pub(super) struct EmailAddress<'a> {
    pub(super) address: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InvitationReply {
    pub(super) invite_redeem_url: Option<String>,
    pub(super) status: Option<String>,
    pub(super) invited_user: Option<InvitedUser>,
}

#[derive(Deserialize)]
pub(super) struct InvitedUser {
    pub(super) id: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ErrorBody {
    pub(super) error: ErrorFields,
}

#[derive(Deserialize)]
pub(super) struct ErrorFields {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    #[serde(alias = "innererror", rename = "innerError")]
    pub(super) inner: Option<InnerError>,
}

#[derive(Deserialize)]
pub(super) struct InnerError {
    #[serde(rename = "request-id")]
    pub(super) request_id: Option<String>,
}
