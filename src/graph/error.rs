//! Errors of Graph, grouped by what a person can do about them.
//!
//! The errors of invitations differ only in the status and in an English sentence that "can change" (Graph
//! documentation). So a sentence is recognized by a stable part of it, without regard to case and the kind of
//! apostrophe; otherwise the status decides. Must not know how an error is worded for a person.

use serde::{Deserialize, Serialize};

use crate::domain::guest::UserId;
use crate::wire;

use super::http::GraphResponse;
use super::wire::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphError {
    pub kind: GraphErrorKind,
    /// The HTTP status; `None` if there was no response.
    pub status: Option<u16>,
    /// `error.code`.
    pub code: Option<String>,
    /// Graph's `request-id`, which Microsoft's support asks for.
    pub request_id: Option<String>,
}

/// Each kind has its own advice for the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GraphErrorKind {
    /// There is no response: the network or the host is down, or the browser blocked the request. A POST may have taken
    /// effect.
    NoAnswer,
    /// There is no response in time. A POST may have taken effect.
    TimedOut,
    /// The person stopped waiting for the response. Nothing can have been changed.
    Stopped,
    /// The request was not sent: a new token was needed, and the sign-in host did not respond.
    NotRenewed,
    /// The request was not sent: a new token was needed, and the sign-in host is overloaded.
    SignInBusy,
    /// The request was not sent: a new token was needed, and something between the browser and the sign-in host answered.
    SignInFiltered,
    /// Graph refuses this request also right after a sign-in, and accepts the sign-in for other requests.
    TokenRefused,
    /// Another invitation to the same address is under way, in this or another tab. Nothing was sent.
    InvitedElsewhere,
    /// The sign-in has expired or was ended.
    SignInEnded,
    /// The person signed out after a POST was sent. The status says whether it took effect.
    SignedOutMeanwhile,
    /// The app lacks the scope. On `/invitations` this is a 401, and a new token does not help.
    MissingScope,
    /// `allowInvitesFrom` forbids this person to invite.
    InvitesNotAllowed,
    /// The person lacks a role.
    Forbidden,
    /// The address belongs to an internal user.
    AlreadyInternal {
        /// The id of that user.
        id: Option<UserId>,
        /// Whether that account is blocked from signing in.
        blocked: bool,
    },
    /// The address is in one of the organization's own domains.
    OwnDomain,
    /// The address belongs to a group or distribution list.
    GroupAddress,
    /// Another object has the address: a contact, a group, another user (as a second address), or a deleted user.
    AddressInUse,
    /// The cross-tenant access settings of one of the two organizations forbid it.
    CrossTenantBlocked,
    /// The guest's organization is in another Microsoft cloud and has disabled the app that such invitations need.
    CrossCloudDisabled,
    /// The organization's allow or deny list forbids the domain.
    DomainNotAllowed,
    /// A reset of an existing guest's redemption names an address that the user object does not have.
    AddressNotOnUser,
    /// The guest's organization does not know this address at present.
    HomeAccountMissing,
    /// The resource does not exist, or does not exist yet.
    NotFound,
    /// There were too many requests, and repeating the last one did not help.
    Throttled,
    /// The service does not accept the value of this property, such as `mail`.
    InvalidValue(String),
    /// The directory is full, or the person has created as many objects as they may.
    DirectoryFull,
    /// The link to the next page of a list has expired. The list must be read from its beginning.
    PageExpired,
    /// A guest who was just created cannot be changed yet.
    NotReadyYet,
    /// The tenant does not know the app, so no token of it is accepted. A new sign-in does not help.
    AppUnknown,
    /// The service refuses the request for another reason.
    BadRequest,
    /// The tenant does not have this feature (501, or a missing licence).
    NotOffered,
    /// The response is not of Graph but of something between the browser and Graph, such as a proxy or a blocker.
    Filtered,
    /// The service has an internal error.
    ServiceDown,
    /// The body of the response is not as documented.
    Unreadable,
    /// The next link of a list has another origin than Graph, or is the link of an earlier page. It is not followed.
    BadNextLink,
}

/// Stable parts of the sentences in real responses, in lower case and with straight apostrophes.
const SENTENCES: [(&str, GraphErrorKind); 10] = [
    ("guest invitations not allowed for your company", GraphErrorKind::InvitesNotAllowed),
    ("is a verified domain of this directory", GraphErrorKind::OwnDomain),
    ("group email address is not supported", GraphErrorKind::GroupAddress),
    ("another object with the same value for property", GraphErrorKind::AddressInUse),
    ("blocked by cross-tenant access settings", GraphErrorKind::CrossTenantBlocked),
    ("b2b cross cloud worker", GraphErrorKind::CrossCloudDisabled),
    ("doesn't match any emails on the user object", GraphErrorKind::AddressNotOnUser),
    ("unable to find target address", GraphErrorKind::HomeAccountMissing),
    ("page token value has expired", GraphErrorKind::PageExpired),
    (
        "insufficient privileges to perform requested operation by the application",
        GraphErrorKind::MissingScope,
    ),
];

impl GraphError {
    /// Reads an error response.
    #[must_use]
    pub fn read(response: &GraphResponse) -> Self {
        let refusal: Refusal = wire::object(&response.body).unwrap_or_default();
        let error = refusal.error.unwrap_or_default();
        let code = error.code.filter(|code| !code.is_empty());
        let message = error.message.unwrap_or_default();
        let request_id = response.request_id.clone().or_else(|| error.inner?.request_id);
        let kind = if is_filtered(response) {
            GraphErrorKind::Filtered
        } else {
            let by_code = || code.as_deref().and_then(of_code);
            let known = of_sentence(&message).or_else(by_code);
            known.unwrap_or_else(|| of_status(response.status, code.as_deref()))
        };
        Self { kind, status: Some(response.status), code, request_id }
    }

    /// A successful response with an unexpected body.
    #[must_use]
    pub(super) fn unreadable(response: &GraphResponse) -> Self {
        let filtered = is_filtered(response);
        Self {
            kind: if filtered { GraphErrorKind::Filtered } else { GraphErrorKind::Unreadable },
            status: Some(response.status),
            code: None,
            request_id: response.request_id.clone(),
        }
    }

    /// A successful response that lists objects without their content, because the app may not read objects of that
    /// type.
    #[must_use]
    pub(super) fn withheld(response: &GraphResponse) -> Self {
        Self { kind: GraphErrorKind::Forbidden, ..Self::unreadable(response) }
    }

    /// For a request without a response.
    #[must_use]
    pub fn without_answer(kind: GraphErrorKind) -> Self {
        Self { kind, status: None, code: None, request_id: None }
    }

    /// Whether a POST with this error may have taken effect. Graph's own 503 means that the service did not carry it out.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        let no_answer = matches!(
            self.kind,
            GraphErrorKind::NoAnswer | GraphErrorKind::TimedOut | GraphErrorKind::Unreadable
        );
        // A filter can replace the response of a request that Graph has carried out. With these statuses it asks for
        // something before it lets requests pass.
        let before = matches!(self.status, Some(407 | 451 | 511));
        let replaced = self.kind == GraphErrorKind::Filtered && !before;
        // A gateway's 503 has no code.
        let refused = self.status == Some(503) && self.code.is_some();
        no_answer || replaced || (self.kind == GraphErrorKind::ServiceDown && !refused)
    }
}

/// Whether the response is not Graph's: a status for proxies and networks (407, 511) or legal blocks (451), or a web page
/// in place of JSON. Gateways of Graph itself send web pages with 5xx.
fn is_filtered(response: &GraphResponse) -> bool {
    let web_page = response.status < 500 && response.body.trim_start().starts_with('<');
    web_page || matches!(response.status, 407 | 451 | 511)
}

fn of_sentence(message: &str) -> Option<GraphErrorKind> {
    let text = message.to_ascii_lowercase().replace(['’', '‘'], "'");
    if text.contains("already exists in the directory as object") {
        let id = text.split(|c: char| !(c.is_ascii_hexdigit() || c == '-')).find_map(UserId::parse);
        return Some(GraphErrorKind::AlreadyInternal {
            id,
            blocked: text.contains("blocked from signing in"),
        });
    }
    if text.contains("invalid value specified for property") {
        // In the original sentence, because names of properties have capital letters inside.
        let property = message.split('\'').nth(1).unwrap_or_default();
        return Some(GraphErrorKind::InvalidValue(property.to_owned()));
    }
    let known = SENTENCES.iter().find(|(part, _)| text.contains(part)).map(|(_, kind)| kind.clone());
    // The sentence for the allow and deny lists is not documented. It is known only that it is about the domain.
    let about_domain = text.contains("domain") && (text.contains("not allowed") || text.contains("blocked"));
    known.or_else(|| about_domain.then_some(GraphErrorKind::DomainNotAllowed))
}

/// Codes that say more than the status. A quota, for example, is told with 403 or with 400.
fn of_code(code: &str) -> Option<GraphErrorKind> {
    Some(match code {
        "Directory_QuotaExceeded" => GraphErrorKind::DirectoryFull,
        _ if code.ends_with("ExpiredPageToken") => GraphErrorKind::PageExpired,
        "Directory_ObjectNotFound" => GraphErrorKind::NotReadyYet,
        "Authorization_IdentityNotFound" => GraphErrorKind::AppUnknown,
        "Authentication_RequestFromNonPremiumTenantOrB2CTenant" => GraphErrorKind::NotOffered,
        "InvalidAuthenticationToken" => GraphErrorKind::SignInEnded,
        _ => return None,
    })
}

fn of_status(status: u16, code: Option<&str>) -> GraphErrorKind {
    match (status, code) {
        (401, Some("Unauthorized")) => GraphErrorKind::MissingScope,
        (401, _) => GraphErrorKind::SignInEnded,
        (501, _) => GraphErrorKind::NotOffered,
        (403, _) => GraphErrorKind::Forbidden,
        (404, _) => GraphErrorKind::NotFound,
        (408, _) => GraphErrorKind::TimedOut,
        // Only links to further pages of a list go out of date.
        (410, _) => GraphErrorKind::PageExpired,
        (429, _) => GraphErrorKind::Throttled,
        (400..=499, _) => GraphErrorKind::BadRequest,
        (500..=599, _) => GraphErrorKind::ServiceDown,
        _ => GraphErrorKind::Unreadable,
    }
}

#[cfg(test)]
mod tests;
