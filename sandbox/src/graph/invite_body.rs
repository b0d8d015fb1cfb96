//! Parses the body of `POST /invitations`. Unknown properties are errors.
//!
//! Must not know the directory.

use serde_json::{Map, Value};
use url::Url;
use uuid::Uuid;

use super::invite_rules::{self, InvitationError};
use super::{sponsors, value_forms};
use crate::directory::UserType;

/// A valid invitation request.
#[derive(Debug, PartialEq)]
pub(super) struct InvitationRequest {
    pub(super) address: String,
    pub(super) display_name: Option<String>,
    pub(super) redirect_url: String,
    pub(super) user_type: UserType,
    pub(super) send_message: bool,
    pub(super) message: Message,
    /// The id of `invitedUser`: an existing user to reset or convert.
    pub(super) existing: Option<Uuid>,
    /// `resetRedemption`.
    pub(super) reset: bool,
    /// Ids of users and groups; `None` means the inviter.
    pub(super) sponsors: Option<Vec<Uuid>>,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct Message {
    pub(super) language: Option<String>,
    pub(super) body: Option<String>,
    /// The first copy recipient; the service ignores the others.
    pub(super) cc: Option<Cc>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cc {
    pub(super) name: Option<String>,
    pub(super) address: String,
}

/// The maximum length of `displayName` of a user [documented].
const LONGEST_DISPLAY_NAME: usize = 256;
const INVITATION: &str = "microsoft.graph.invitation";
const MESSAGE_INFO: &str = "microsoft.graph.invitedUserMessageInfo";

const KNOWN: &[&str] = &[
    "id",
    "invitedUser",
    "invitedUserDisplayName",
    "invitedUserEmailAddress",
    "invitedUserMessageInfo",
    "invitedUserSponsors",
    "invitedUserType",
    "inviteRedeemUrl",
    "inviteRedirectUrl",
    "resetRedemption",
    "sendInvitationMessage",
    "status",
];

pub(super) fn read(body: &[u8]) -> Result<InvitationRequest, InvitationError> {
    let body: Value = serde_json::from_slice(body).map_err(|_| InvitationError::Unreadable)?;
    let object = body.as_object().ok_or(InvitationError::Unreadable)?;
    only(object, KNOWN, INVITATION)?;
    let address = text(object, "invitedUserEmailAddress")?.map(|address| address.trim().to_owned());
    let address = address.filter(|address| !address.is_empty());
    let address = address.ok_or(InvitationError::Missing("invitedUserEmailAddress"))?;
    let redirect_url = text(object, "inviteRedirectUrl")?.filter(|url| !url.trim().is_empty());
    let redirect_url = redirect_url.ok_or(InvitationError::Missing("inviteRedirectUrl"))?;
    invite_rules::check_address(&address)?;
    check_redirect(&redirect_url)?;
    Ok(InvitationRequest {
        address,
        display_name: display_name(object)?,
        redirect_url,
        user_type: user_type(object)?,
        send_message: flag(object, "sendInvitationMessage")?,
        message: message(object)?,
        existing: existing(object)?,
        reset: flag(object, "resetRedemption")?,
        sponsors: sponsors(object)?,
    })
}

/// The name becomes the `displayName` of the user, so it may be as long as that [inferred].
fn display_name(object: &Map<String, Value>) -> Result<Option<String>, InvitationError> {
    let name = text(object, "invitedUserDisplayName")?.filter(|name| !name.trim().is_empty());
    if name.as_deref().is_some_and(|name| value_forms::length(name) > LONGEST_DISPLAY_NAME) {
        return Err(InvitationError::WrongType("invitedUserDisplayName"));
    }
    Ok(name)
}

/// Only the id of `invitedUser` is used.
fn existing(object: &Map<String, Value>) -> Result<Option<Uuid>, InvitationError> {
    let wrong = || InvitationError::WrongType("invitedUser");
    let user = match object.get("invitedUser") {
        None | Some(Value::Null) => return Ok(None),
        Some(user) => user.as_object().ok_or_else(wrong)?,
    };
    let id = user.get("id").and_then(Value::as_str).ok_or_else(wrong)?;
    Uuid::try_parse(id).map(Some).map_err(|_| wrong())
}

/// Objects with an `id`. Whether the service also accepts `invitedUserSponsors@odata.bind` is not known; here such an
/// annotation is refused, because ignoring it would leave out the sponsors [invented].
fn sponsors(object: &Map<String, Value>) -> Result<Option<Vec<Uuid>>, InvitationError> {
    let wrong = || InvitationError::WrongType("invitedUserSponsors");
    let sponsors = match object.get("invitedUserSponsors") {
        None | Some(Value::Null) => return Ok(None),
        Some(sponsors) => sponsors.as_array().ok_or_else(wrong)?,
    };
    let id = |sponsor: &Value| Uuid::try_parse(sponsor.get("id")?.as_str()?).ok();
    let ids = sponsors.iter().map(id).collect::<Option<Vec<_>>>().ok_or_else(wrong)?;
    if ids.len() > sponsors::MAX_SPONSORS { Err(InvitationError::TooManySponsors) } else { Ok(Some(ids)) }
}

/// An absolute URL. Which schemes the service accepts is not documented; `http` and `https` are [inferred].
fn check_redirect(text: &str) -> Result<(), InvitationError> {
    match Url::parse(text) {
        Ok(url) if ["http", "https"].contains(&url.scheme()) && url.has_host() => Ok(()),
        Ok(_) | Err(_) => Err(InvitationError::BadRedirectUrl),
    }
}

fn user_type(object: &Map<String, Value>) -> Result<UserType, InvitationError> {
    let name = text(object, "invitedUserType")?.unwrap_or_else(|| UserType::Guest.name().to_owned());
    [UserType::Guest, UserType::Member]
        .into_iter()
        .find(|kind| kind.name().eq_ignore_ascii_case(&name))
        .ok_or(InvitationError::BadUserType)
}

fn message(object: &Map<String, Value>) -> Result<Message, InvitationError> {
    let info = match object.get("invitedUserMessageInfo") {
        None | Some(Value::Null) => return Ok(Message::default()),
        Some(info) => info.as_object().ok_or(InvitationError::WrongType("invitedUserMessageInfo"))?,
    };
    only(info, &["ccRecipients", "customizedMessageBody", "messageLanguage"], MESSAGE_INFO)?;
    Ok(Message {
        language: text(info, "messageLanguage")?.filter(|language| !language.is_empty()),
        body: text(info, "customizedMessageBody")?.filter(|body| !body.trim().is_empty()),
        cc: cc(info)?,
    })
}

fn cc(info: &Map<String, Value>) -> Result<Option<Cc>, InvitationError> {
    let wrong = || InvitationError::WrongType("ccRecipients");
    let recipients = match info.get("ccRecipients") {
        None | Some(Value::Null) => return Ok(None),
        Some(recipients) => recipients.as_array().ok_or_else(wrong)?,
    };
    let Some(first) = recipients.first() else { return Ok(None) };
    let first = match first.get("emailAddress") {
        None | Some(Value::Null) => return Ok(None),
        Some(first) => first.as_object().ok_or_else(wrong)?,
    };
    let name = text(first, "name")?;
    let address = text(first, "address")?.filter(|address| !address.trim().is_empty());
    // The service's responses have `address: null` when there is no copy; a client may send that back.
    let Some(address) = address else { return Ok(None) };
    invite_rules::check_copy_address(&address)?;
    Ok(Some(Cc { name, address }))
}

fn only(object: &Map<String, Value>, known: &[&str], kind: &'static str) -> Result<(), InvitationError> {
    // Annotations such as `@odata.type` are accepted, unless they link objects.
    let ignored = |name: &str| name.contains('@') && !name.ends_with("@odata.bind");
    let unknown = object.keys().find(|name| !ignored(name) && !known.contains(&name.as_str()));
    unknown.map_or(Ok(()), |name| Err(InvitationError::UnknownProperty { name: name.clone(), kind }))
}

fn text(object: &Map<String, Value>, name: &'static str) -> Result<Option<String>, InvitationError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            value.as_str().map(|text| Some(text.to_owned())).ok_or(InvitationError::WrongType(name))
        }
    }
}

fn flag(object: &Map<String, Value>, name: &'static str) -> Result<bool, InvitationError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(value) => value.as_bool().ok_or(InvitationError::WrongType(name)),
    }
}

#[cfg(test)]
mod tests;
