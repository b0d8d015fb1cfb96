//! Errors of invitations, and the rules for invited addresses.
//!
//! Messages without a mark are [observed].

use http::StatusCode;
use uuid::Uuid;

use super::quota_error::Quota;
use crate::directory::TENANT_ID;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum InvitationError {
    /// The permission is missing. The status is 401, although a new token with the same scopes does not help.
    MissingPermission,
    /// `allowInvitesFrom` forbids it. Status and message [observed]; code [inferred].
    NotAllowed,
    /// A right is missing. [observed] for resets; [inferred] for `Member` by others than a User Administrator.
    Generic,
    /// Not a JSON object; message [inferred].
    Unreadable,
    /// Message [inferred].
    UnknownProperty {
        name: String,
        kind: &'static str,
    },
    /// [inferred]
    WrongType(&'static str),
    /// [inferred]
    Missing(&'static str),
    /// The characters are [documented], the answer [inferred].
    BadAddress,
    /// [inferred] a search for "Invalid redirect url" found nothing.
    BadRedirectUrl,
    /// [inferred]
    BadUserType,
    GroupAddress,
    /// Status and code [inferred], message [observed].
    ExistsInside {
        id: Uuid,
        blocked: bool,
    },
    /// Status and code [inferred], message [observed].
    OwnDomain,
    /// The address of a reset or conversion is not an address of the user.
    AddressMismatch,
    /// The address of a reset is that of another object. All [inferred] from the change of `mail`.
    AddressTaken,
    /// `resetRedemption` without `invitedUser.id` [inferred].
    ResetNeedsUser,
    /// `invitedUser.id` does not exist [inferred].
    UnknownUser(Uuid),
    /// A conversion of a user managed on-premises. That it fails is [documented], the answer [inferred].
    OnPremises,
    /// More than five. The number is [documented], the answer [inferred].
    TooManySponsors,
    /// A sponsor that is neither a user nor a group [inferred].
    UnknownSponsor(Uuid),
    /// The allow or block list forbids the domain. All [inferred]: the documentation says only that the inviter gets a
    /// message.
    DomainRefused,
    /// Cross-tenant access settings forbid it. Message [documented], status and code [inferred].
    CrossTenant,
    /// Status [observed]: 403 or 400. Unlike the other codes, this one is the directory's [observed].
    Quota(Quota),
}

impl InvitationError {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::MissingPermission => StatusCode::UNAUTHORIZED,
            Self::NotAllowed | Self::Generic | Self::CrossTenant | Self::Quota(_) => StatusCode::FORBIDDEN,
            Self::Unreadable
            | Self::UnknownProperty { .. }
            | Self::WrongType(_)
            | Self::Missing(_)
            | Self::BadAddress
            | Self::BadRedirectUrl
            | Self::BadUserType
            | Self::GroupAddress
            | Self::ExistsInside { .. }
            | Self::OwnDomain
            | Self::AddressMismatch
            | Self::AddressTaken
            | Self::ResetNeedsUser
            | Self::UnknownUser(_)
            | Self::OnPremises
            | Self::TooManySponsors
            | Self::UnknownSponsor(_)
            | Self::DomainRefused => StatusCode::BAD_REQUEST,
        }
    }

    /// The invitation API mirrors the status in its codes.
    pub(super) fn code(&self) -> &'static str {
        let status = self.status();
        if matches!(self, Self::Quota(_)) {
            Quota::CODE
        } else if status == StatusCode::UNAUTHORIZED {
            "Unauthorized"
        } else if status == StatusCode::FORBIDDEN {
            "Forbidden"
        } else {
            "BadRequest"
        }
    }

    pub(super) fn message(&self) -> String {
        match self {
            Self::MissingPermission => format!(
                "Insufficient privileges to perform requested operation by the application \
                 '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, ActionName=CreateInvite, \
                 URL absolute path=/api/{TENANT_ID}/invites"
            ),
            Self::NotAllowed => {
                "Guest invitations not allowed for your company. Contact your company administrator \
                                 for more details."
                    .into()
            }
            Self::Generic => "Generic authorization exception.".into(),
            Self::Unreadable => {
                "Unable to read JSON request payload. Please ensure Content-Type header is set and \
                                 payload is of valid JSON format."
                    .into()
            }
            Self::UnknownProperty { name, kind } => format!(
                "The property '{name}' does not exist on type '{kind}'. Make sure to only use property names that \
                 are defined by the type."
            ),
            Self::WrongType(name) => {
                format!("Invalid value specified for property '{name}' of resource 'Invitation'.")
            }
            Self::Missing(name) => format!("The required property '{name}' is missing."),
            Self::BadAddress => "The invited user email address is invalid.".into(),
            Self::BadRedirectUrl => "The invite redirect URL is invalid.".into(),
            Self::BadUserType => "The invited user type is invalid. It must be 'Guest' or 'Member'.".into(),
            Self::GroupAddress => "Group email address is not supported.".into(),
            Self::ExistsInside { id, blocked: false } => format!(
                "The invited user already exists in the directory as object ID: {id}. They can use that account to \
                 sign in to shared apps and resources."
            ),
            Self::ExistsInside { id, blocked: true } => format!(
                "The invited user already exists in the directory as object ID: {id}, but the account is blocked \
                 from signing in. If the account is unblocked, they can use that account to sign in to shared apps \
                 and resources."
            ),
            // With the typographic apostrophes of the service.
            Self::AddressMismatch => "The email you’re using to invite this user doesn’t match any emails on the user \
                                      object. Please add this email to the user object and try again."
                .into(),
            Self::AddressTaken => {
                "Another object with the same value for property proxyAddresses already exists.".into()
            }
            Self::ResetNeedsUser => "The invited user's id is required to reset the redemption.".into(),
            Self::UnknownUser(id) => format!("The invited user with object ID {id} does not exist."),
            Self::OnPremises => {
                "A user that is synchronized from an on-premises directory cannot be invited to B2B collaboration."
                    .into()
            }
            Self::TooManySponsors => "The number of sponsors exceeds the maximum of 5.".into(),
            Self::UnknownSponsor(id) => format!("The sponsor with object ID {id} does not exist."),
            Self::OwnDomain => {
                "This user cannot be invited because the domain of the user's email address is a \
                                verified domain of this directory."
                    .into()
            }
            Self::DomainRefused => {
                "This user cannot be invited because the domain of the user's email address is not allowed by the \
                 invitation policy of this directory."
                    .into()
            }
            Self::Quota(quota) => quota.message(),
            Self::CrossTenant => {
                "This invitation is blocked by cross-tenant access settings. Admins in both your organization and the \
                 invited user's organization must configure cross-tenant access settings to allow the invitation."
                    .into()
            }
        }
    }
}

/// Characters that `invitedUserEmailAddress` may not contain. `+` is one of them, so plus addresses cannot be invited;
/// an apostrophe is allowed.
const FORBIDDEN: &str = "~!#$%^&*()+=[]{}\\/|;:<>?,\"`";

/// The maximum length of the part before the `@`, in bytes (RFC 5321 §4.5.3.1.1). That the service keeps to it is
/// [inferred].
const LONGEST_NAME: usize = 64;

/// The part before the `@` may not start or end with a period or hyphen [documented]. Accents are refused [inferred]:
/// the property `mail`, which gets the address, cannot have them [documented]. Two periods in a row, and letters of a
/// domain that are not those of a host name, are refused too [inferred].
pub(super) fn check_address(address: &str) -> Result<(), InvitationError> {
    let (name, domain) = address.split_once('@').ok_or(InvitationError::BadAddress)?;
    let edge = name.starts_with(['.', '-']) || name.ends_with(['.', '-']);
    let host = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    let good = !edge
        && !name.contains("..")
        && name.len() <= LONGEST_NAME
        && domain.chars().all(host)
        && address.is_ascii()
        && !address.contains(|letter| FORBIDDEN.contains(letter));
    if good { check_copy_address(address) } else { Err(InvitationError::BadAddress) }
}

/// Characters that separate, quote or enclose addresses in a mail (RFC 5322 §3.2.3), so they are in no plain address.
const SPECIAL: &str = "()<>[]:;,\\\"";

/// A copy may go to any mailbox: the forbidden characters are documented for the invited address only. That an address
/// with a name or brackets around it is refused is [inferred].
pub(super) fn check_copy_address(address: &str) -> Result<(), InvitationError> {
    let unfit = |letter: char| letter.is_whitespace() || letter.is_control() || SPECIAL.contains(letter);
    let good = address
        .split_once('@')
        .is_some_and(|(name, domain)| !name.is_empty() && dotted(domain) && address.len() <= 254);
    if good && !address.contains(unfit) { Ok(()) } else { Err(InvitationError::BadAddress) }
}

fn dotted(domain: &str) -> bool {
    let mut labels = domain.split('.');
    let label = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    domain.contains('.') && !domain.contains('@') && labels.all(label)
}

#[cfg(test)]
mod tests;
