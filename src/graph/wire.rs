//! Graph's JSON, field for field, for requests and responses. Other layers must not see these types.
//!
//! In responses, every member that the portal can do without is optional, because Graph leaves out what a person may
//! not read.

use serde::{Deserialize, Serialize};

use crate::wire::lenient;

/// A collection, or a page of one.
#[derive(Deserialize)]
pub(super) struct List<T> {
    pub(super) value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    pub(super) next_link: Option<String>,
}

/// The number of all entries of a list, with `$count=true` and the header for an advanced query.
#[derive(Deserialize)]
pub(super) struct Counted {
    #[serde(rename = "@odata.count")]
    pub(super) count: usize,
}

/// `user`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    pub(super) id: String,
    pub(super) display_name: Option<String>,
    pub(super) mail: Option<String>,
    pub(super) other_mails: Option<Vec<String>>,
    pub(super) proxy_addresses: Option<Vec<String>>,
    pub(super) user_principal_name: Option<String>,
    pub(super) user_type: Option<String>,
    pub(super) creation_type: Option<String>,
    pub(super) external_user_state: Option<String>,
    pub(super) external_user_state_change_date_time: Option<String>,
    pub(super) created_date_time: Option<String>,
    pub(super) account_enabled: Option<bool>,
    pub(super) company_name: Option<String>,
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

/// The `invitation` of a request.
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

/// The `invitation` of a response.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MadeInvitation {
    #[serde(default, deserialize_with = "lenient")]
    pub(super) invited_user: Option<InvitedUser>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) invite_redeem_url: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) status: Option<String>,
}

/// `invitedUser`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct InvitedUser {
    #[serde(deserialize_with = "lenient")]
    pub(super) id: Option<String>,
}

/// The body of an error response. It may be from a proxy and not from Graph, so every member is optional.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Refusal {
    #[serde(deserialize_with = "lenient")]
    pub(super) error: Option<RefusalError>,
}

/// The `error` of an error response.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RefusalError {
    #[serde(deserialize_with = "lenient")]
    pub(super) code: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub(super) message: Option<String>,
    // Graph uses both spellings.
    #[serde(rename = "innerError", alias = "innererror", deserialize_with = "lenient")]
    pub(super) inner: Option<InnerError>,
}

/// The `innerError` of an error response.
#[derive(Default, Deserialize)]
pub(super) struct InnerError {
    #[serde(rename = "request-id")]
    pub(super) request_id: Option<String>,
}
