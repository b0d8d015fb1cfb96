//! Graph's JSON, field for field: what is sent and what is read. These types never leave `graph`.
//!
//! What is read may lack anything that the portal can do without, since Graph leaves out what a person may not see.

use serde::{Deserialize, Serialize};

use crate::wire::lenient;

/// A collection, or a page of one.
#[derive(Deserialize)]
pub(super) struct List<T> {
    pub(super) value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    pub(super) next_link: Option<String>,
}

/// `user`.
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

/// `organization`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organization {
    pub(super) display_name: Option<String>,
    pub(super) verified_domains: Option<Vec<VerifiedDomain>>,
}

/// `verifiedDomain`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VerifiedDomain {
    pub(super) name: Option<String>,
    pub(super) is_default: Option<bool>,
}

/// `directoryRole`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DirectoryRole {
    pub(super) display_name: Option<String>,
    pub(super) role_template_id: Option<String>,
}

/// `authorizationPolicy`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AuthorizationPolicy {
    pub(super) allow_invites_from: Option<String>,
    pub(super) guest_user_role_id: Option<String>,
    pub(super) default_user_role_permissions: Option<DefaultUserRolePermissions>,
}

/// `defaultUserRolePermissions`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DefaultUserRolePermissions {
    pub(super) allowed_to_read_other_users: Option<bool>,
}

/// `invitation`, as it is sent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewInvitation<'a> {
    pub(super) invited_user_email_address: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) invited_user_display_name: Option<&'a str>,
    pub(super) invite_redirect_url: &'a str,
    pub(super) invited_user_type: &'a str,
    pub(super) send_invitation_message: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) invited_user_message_info: Option<MessageInfo<'a>>,
}

/// `invitedUserMessageInfo`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MessageInfo<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) customized_message_body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cc_recipients: Option<[Recipient<'a>; 1]>,
}

/// `recipient`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Recipient<'a> {
    pub(super) email_address: EmailAddress<'a>,
}

/// `emailAddress`.
#[derive(Serialize)]
pub(super) struct EmailAddress<'a> {
    pub(super) address: &'a str,
}

/// `invitation`, as it is answered.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MadeInvitation {
    pub(super) invited_user: InvitedUser,
    pub(super) invite_redeem_url: String,
    pub(super) status: Option<String>,
}

/// `invitedUser`.
#[derive(Deserialize)]
pub(super) struct InvitedUser {
    pub(super) id: String,
}

/// The body of a refusal. It may come from something in between that only looks like Graph, so all of it may be missing.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Refusal {
    #[serde(deserialize_with = "lenient")]
    pub(super) error: Option<RefusalError>,
}

/// `error` of a refusal.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RefusalError {
    #[serde(deserialize_with = "lenient")]
    pub(super) code: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub(super) message: Option<String>,
    // Graph writes both ways.
    #[serde(rename = "innerError", alias = "innererror", deserialize_with = "lenient")]
    pub(super) inner: Option<InnerError>,
}

/// `innerError` of a refusal.
#[derive(Default, Deserialize)]
pub(super) struct InnerError {
    #[serde(rename = "request-id")]
    pub(super) request_id: Option<String>,
}
