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
mod tests;
