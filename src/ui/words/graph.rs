//! Refusals of Graph in words: the cause, what to do, and the request id.

use crate::domain::rights::{May, Permission, Rights};
use crate::domain::roles::{INVITERS, POLICY_READERS, READERS};
use crate::graph::error::{GraphError, GraphErrorKind};

use super::{Told, Words, say};

/// What the person wanted to do; some refusals mean another role then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Send an invitation.
    Invite,
    /// Read the list.
    ReadGuests,
    /// Read the organization's policy.
    ReadPolicy,
}

/// Whether the service refuses what the person's sign-in shows as given: a new right takes its time.
#[must_use]
pub fn contradicts(refusal: &GraphErrorKind, wish: Wish, rights: &Rights) -> bool {
    let (permission, roles) = match wish {
        Wish::Invite => (Permission::Invite, INVITERS),
        Wish::ReadGuests => (Permission::ReadGuests, READERS),
        Wish::ReadPolicy => (Permission::ReadPolicies, POLICY_READERS),
    };
    let scope = *refusal == GraphErrorKind::MissingScope && rights.has(permission);
    // Reading answers a missing permission with the same 403 as a missing role.
    let for_a_role =
        *refusal == GraphErrorKind::Forbidden && (wish == Wish::Invite || rights.has(permission));
    let by_role = for_a_role || *refusal == GraphErrorKind::InvitesNotAllowed;
    scope || (by_role && rights.has_role(roles) == May::Yes)
}

impl Words {
    /// What went wrong, and what to do.
    #[must_use]
    pub fn graph_error(self, error: &GraphError, wish: Wish) -> Told {
        let text = self.graph_cause(&error.kind, wish);
        let no_answer = matches!(error.kind, GraphErrorKind::NoAnswer | GraphErrorKind::TimedOut);
        let id = match &error.request_id {
            Some(id) => Some(say!(self, details.request_id, id = id.clone())),
            None => no_answer.then(|| say!(self, details.none)),
        };
        let status = error.status.map(|status| say!(self, details.status, status = status.to_string()));
        let code = Some(&error.code).filter(|code| !code.is_empty());
        let code = code.map(|code| say!(self, details.code, code = code.clone()));
        Told { text, details: id.into_iter().chain(status).chain(code).collect() }
    }

    fn graph_cause(self, kind: &GraphErrorKind, wish: Wish) -> String {
        match kind {
            GraphErrorKind::NoAnswer => say!(self, error.no_answer),
            GraphErrorKind::TimedOut => say!(self, error.timed_out),
            GraphErrorKind::SignInEnded => say!(self, error.sign_in_ended),
            GraphErrorKind::MissingScope => {
                let permission = match wish {
                    Wish::Invite => Permission::Invite,
                    Wish::ReadGuests => Permission::ReadGuests,
                    Wish::ReadPolicy => Permission::ReadPolicies,
                };
                say!(self, error.missing_scope, scope = permission.scope())
            }
            GraphErrorKind::InvitesNotAllowed => say!(self, error.invites_not_allowed),
            GraphErrorKind::Forbidden if wish == Wish::ReadGuests => say!(self, error.forbidden_read),
            GraphErrorKind::Forbidden if wish == Wish::ReadPolicy => say!(self, error.forbidden_policy),
            GraphErrorKind::Forbidden => say!(self, error.forbidden),
            GraphErrorKind::AlreadyInternal { blocked: false, .. } => say!(self, error.already_internal),
            GraphErrorKind::AlreadyInternal { blocked: true, .. } => {
                say!(self, error.already_internal_blocked)
            }
            GraphErrorKind::OwnDomain => say!(self, error.own_domain),
            GraphErrorKind::GroupAddress => say!(self, error.group_address),
            GraphErrorKind::CrossTenantBlocked => say!(self, error.cross_tenant_blocked),
            GraphErrorKind::CrossCloudDisabled => say!(self, error.cross_cloud_disabled),
            GraphErrorKind::DomainNotAllowed => say!(self, error.domain_not_allowed),
            GraphErrorKind::AddressNotOnUser => say!(self, error.address_not_on_user),
            GraphErrorKind::HomeAccountMissing => say!(self, error.home_account_missing),
            GraphErrorKind::NotFound => say!(self, error.not_found),
            GraphErrorKind::Throttled => say!(self, error.throttled),
            GraphErrorKind::BadRequest => say!(self, error.bad_request),
            GraphErrorKind::NotOffered => say!(self, error.not_offered),
            GraphErrorKind::ServiceDown => say!(self, error.service_down),
            GraphErrorKind::Unreadable => say!(self, error.unreadable),
            GraphErrorKind::LedAstray => say!(self, error.led_astray),
        }
    }
}

#[cfg(test)]
mod tests;
