//! Refusals and failures of Graph, by what a person can do about them.
//!
//! Invitations give nothing to branch on but the status and an English sentence that "can change": sentences are
//! matched by their stable part, in any case, with either kind of apostrophe, and the status is the fall-back.

use crate::domain::guest::UserId;
use crate::wire;

use super::call::Reply;
use super::wire::Refusal;

/// A failed call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphError {
    /// What happened.
    pub kind: GraphErrorKind,
    /// HTTP status; `None` when no answer came.
    pub status: Option<u16>,
    /// `error.code`.
    pub code: String,
    /// Graph's `request-id`, which support asks for.
    pub request_id: Option<String>,
}

/// One kind for each thing that a person can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GraphErrorKind {
    /// No answer: offline, blocked, or the host is down. An effect may or may not have happened.
    NoAnswer,
    /// No answer in time. An effect may or may not have happened.
    TimedOut,
    /// The sign-in is over.
    SignInEnded,
    /// The app lacks the scope (on `/invitations` a 401 that no new token cures).
    MissingScope,
    /// `allowInvitesFrom` forbids this person to invite.
    InvitesNotAllowed,
    /// The person lacks a role.
    Forbidden,
    /// The address belongs to an internal user.
    AlreadyInternal {
        /// Whose it is.
        id: Option<UserId>,
        /// Whether that account is blocked from signing in.
        blocked: bool,
    },
    /// The address lies in one of the organization's own domains.
    OwnDomain,
    /// A group or distribution list.
    GroupAddress,
    /// Cross-tenant access settings, here or there, forbid it.
    CrossTenantBlocked,
    /// The guest's organization, in another Microsoft cloud, has switched the needed app off.
    CrossCloudDisabled,
    /// The organization's allow or deny list forbids the domain.
    DomainNotAllowed,
    /// On reset: the new address must first be one of the user's addresses.
    AddressNotOnUser,
    /// The guest's home organization has no such mailbox, for now.
    HomeAccountMissing,
    /// Not there, or not there yet.
    NotFound,
    /// Too many requests, and waiting did not help.
    Throttled,
    /// Something in the request is not to the service's liking.
    BadRequest,
    /// The tenant does not offer this (501, or a licence).
    NotOffered,
    /// The service is broken for now.
    ServiceDown,
    /// The answer is not what was promised.
    Unreadable,
    /// A list led away from Graph, or round in circles: not followed.
    LedAstray,
}

/// Sentences by their stable part, in lower case with straight apostrophes (`facts`: real error answers).
const SENTENCES: [(&str, GraphErrorKind); 8] = [
    ("guest invitations not allowed for your company", GraphErrorKind::InvitesNotAllowed),
    ("is a verified domain of this directory", GraphErrorKind::OwnDomain),
    ("group email address is not supported", GraphErrorKind::GroupAddress),
    ("blocked by cross-tenant access settings", GraphErrorKind::CrossTenantBlocked),
    ("b2b cross cloud worker", GraphErrorKind::CrossCloudDisabled),
    ("doesn't match any emails on the user object", GraphErrorKind::AddressNotOnUser),
    ("unable to find target address", GraphErrorKind::HomeAccountMissing),
    (
        "insufficient privileges to perform requested operation by the application",
        GraphErrorKind::MissingScope,
    ),
];

impl GraphError {
    /// Reads an answer that is no success.
    #[must_use]
    pub fn read(reply: &Reply) -> Self {
        let refusal: Refusal = wire::object(&reply.body).unwrap_or_default();
        let error = refusal.error.unwrap_or_default();
        let code = error.code.unwrap_or_default();
        let message = error.message.unwrap_or_default();
        let request_id = reply.request_id.clone().or_else(|| error.inner?.request_id);
        let kind = of_sentence(&message).unwrap_or_else(|| of_status(reply.status, &code));
        Self { kind, status: Some(reply.status), code, request_id }
    }

    /// An answer that is a success, but not of the promised shape.
    #[must_use]
    pub(super) fn unreadable(reply: &Reply) -> Self {
        Self {
            kind: GraphErrorKind::Unreadable,
            status: Some(reply.status),
            code: String::new(),
            request_id: reply.request_id.clone(),
        }
    }

    /// An answer that shows that there is something, and nothing of it: the app may not read objects of that kind.
    #[must_use]
    pub(super) fn withheld(reply: &Reply) -> Self {
        Self { kind: GraphErrorKind::Forbidden, ..Self::unreadable(reply) }
    }

    /// No answer came.
    #[must_use]
    pub fn without_answer(kind: GraphErrorKind) -> Self {
        Self { kind, status: None, code: String::new(), request_id: None }
    }

    /// Whether an effect may have happened all the same.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        let untold = matches!(
            self.kind,
            GraphErrorKind::NoAnswer | GraphErrorKind::TimedOut | GraphErrorKind::Unreadable
        );
        untold || (self.kind == GraphErrorKind::ServiceDown && self.status != Some(503))
    }
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
    let known = SENTENCES.iter().find(|(part, _)| text.contains(part)).map(|(_, kind)| kind.clone());
    // The sentence of the allow and block lists is written down nowhere: only that it is about the domain.
    let about_domain = text.contains("domain") && (text.contains("not allowed") || text.contains("blocked"));
    known.or_else(|| about_domain.then_some(GraphErrorKind::DomainNotAllowed))
}

fn of_status(status: u16, code: &str) -> GraphErrorKind {
    match (status, code) {
        (401, "Unauthorized") => GraphErrorKind::MissingScope,
        (401, _) => GraphErrorKind::SignInEnded,
        (403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant") | (501, _) => {
            GraphErrorKind::NotOffered
        }
        (403, _) => GraphErrorKind::Forbidden,
        (404, _) => GraphErrorKind::NotFound,
        (429, _) => GraphErrorKind::Throttled,
        (400..=499, _) => GraphErrorKind::BadRequest,
        (500..=599, _) => GraphErrorKind::ServiceDown,
        _ => GraphErrorKind::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, code: &str, message: &str) -> GraphError {
        let body = serde_json::json!({"error": {"code": code, "message": message,
            "innerError": {"date": "2026-11-20T15:05:36", "request-id": "from-body"}}});
        GraphError::read(&Reply { status, retry_after: None, request_id: None, body: body.to_string() })
    }

    #[test]
    fn every_known_refusal_of_an_invitation_has_its_kind() {
        let internal = |blocked| GraphErrorKind::AlreadyInternal {
            id: UserId::parse("dc8b9eaa-68c0-4781-aa4f-be3a015c90f0"),
            blocked,
        };
        let table = [
            (
                401,
                "Unauthorized",
                "Insufficient privileges to perform requested operation by the application '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, ActionName=CreateInvite",
                GraphErrorKind::MissingScope,
            ),
            (
                401,
                "InvalidAuthenticationToken",
                "Lifetime validation failed, the token is expired.",
                GraphErrorKind::SignInEnded,
            ),
            (403, "Forbidden", "Generic authorization exception.", GraphErrorKind::Forbidden),
            (
                403,
                "Forbidden",
                "Guest invitations not allowed for your company. Contact your company administrator for more details.",
                GraphErrorKind::InvitesNotAllowed,
            ),
            (
                400,
                "BadRequest",
                "The email you’re using to invite this user doesn’t match any emails on the user object. Please add this email to the user object and try again.",
                GraphErrorKind::AddressNotOnUser,
            ),
            (
                400,
                "BadRequest",
                "The invited user already exists in the directory as object ID: dc8b9eaa-68c0-4781-aa4f-be3a015c90f0. They can use that account to sign in to shared apps and resources.",
                internal(false),
            ),
            (
                400,
                "BadRequest",
                "The invited user already exists in the directory as objectID: dc8b9eaa-68c0-4781-aa4f-be3a015c90f0, but the account is blocked from signing in. If the account is unblocked, they can…",
                internal(true),
            ),
            (
                400,
                "BadRequest",
                "This user cannot be invited because the domain of the user's email address is a verified domain of this directory.",
                GraphErrorKind::OwnDomain,
            ),
            (400, "BadRequest", "Group email address is not supported.", GraphErrorKind::GroupAddress),
            (
                403,
                "Forbidden",
                "This invitation is blocked by cross-tenant access settings. Admins in both your organization and the invited user's organization must…",
                GraphErrorKind::CrossTenantBlocked,
            ),
            (
                400,
                "",
                "This action can't be completed because the Microsoft B2B Cross Cloud Worker application has been disabled in the invited user’s tenant.",
                GraphErrorKind::CrossCloudDisabled,
            ),
            (500, "InternalServerError", "Unable to find target address", GraphErrorKind::HomeAccountMissing),
            (
                400,
                "BadRequest",
                "This user cannot be invited because the domain of the user's email address is not allowed by the invitation policy of this directory.",
                GraphErrorKind::DomainNotAllowed,
            ),
            (403, "Forbidden", "The domain is blocked.", GraphErrorKind::DomainNotAllowed),
            (
                403,
                "Authorization_RequestDenied",
                "Insufficient privileges to complete the operation.",
                GraphErrorKind::Forbidden,
            ),
            (404, "Request_ResourceNotFound", "Resource 'x' does not exist", GraphErrorKind::NotFound),
            (429, "TooManyRequests", "Please retry again later.", GraphErrorKind::Throttled),
            (400, "Request_UnsupportedQuery", "Unsupported Query.", GraphErrorKind::BadRequest),
            (501, "NotImplemented", "", GraphErrorKind::NotOffered),
            (503, "UnknownError", "", GraphErrorKind::ServiceDown),
        ];
        for (status, code, message, kind) in table {
            let error = read(status, code, message);
            assert_eq!(error.kind, kind, "{message}");
            assert_eq!(error.request_id.as_deref(), Some("from-body"));
        }
    }

    #[test]
    fn a_body_that_is_no_json_still_has_a_kind() {
        let reply = Reply {
            status: 502,
            retry_after: None,
            request_id: Some("from-header".into()),
            body: "<html>".into(),
        };
        let error = GraphError::read(&reply);
        assert_eq!(
            (error.kind, error.request_id.as_deref()),
            (GraphErrorKind::ServiceDown, Some("from-header"))
        );
    }

    #[test]
    fn it_knows_when_an_effect_may_have_happened() {
        assert!(GraphError::without_answer(GraphErrorKind::NoAnswer).outcome_unknown());
        assert!(read(500, "x", "").outcome_unknown());
        assert!(!read(503, "x", "").outcome_unknown());
        assert!(!read(403, "x", "").outcome_unknown());
    }
}
