//! Texts for errors of Graph: the cause, what to do, and the request id. Must not decide which kind an error is.

use crate::app::config::Config;
use crate::domain::cloud::Cloud;
use crate::domain::rights::{May, Permission, Rights};
use crate::domain::roles::{INVITERS, POLICY_READERS, READERS};
use crate::graph::error::{GraphError, GraphErrorKind};

use super::{ErrorText, Words, named, say};

/// What the person wanted to do. It decides which role or permission the text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    Invite,
    ReadGuests,
    ReadPolicy,
}

/// Whether the service refuses something that the person's token allows. This happens in the first minutes after a
/// right was granted, and the text then advises waiting.
#[must_use]
pub fn contradicts(refusal: &GraphErrorKind, attempt: Attempt, rights: &Rights) -> bool {
    let (permission, roles) = match attempt {
        Attempt::Invite => (Permission::Invite, INVITERS),
        Attempt::ReadGuests => (Permission::ReadGuests, READERS),
        Attempt::ReadPolicy => (Permission::ReadPolicies, POLICY_READERS),
    };
    let scope = *refusal == GraphErrorKind::MissingScope && rights.has(permission);
    // For reading, the service returns the same 403 for a missing permission and for a missing role.
    let for_a_role =
        *refusal == GraphErrorKind::Forbidden && (attempt == Attempt::Invite || rights.has(permission));
    let by_role = for_a_role || *refusal == GraphErrorKind::InvitesNotAllowed;
    scope || (by_role && rights.has_role(roles) == May::Yes)
}

impl Words {
    /// What went wrong, and what to do.
    #[must_use]
    pub fn graph_error(self, error: &GraphError, attempt: Attempt, config: &Config) -> ErrorText {
        let text = if matches!(error.kind, GraphErrorKind::Filtered | GraphErrorKind::SignInFiltered) {
            self.filtered(&config.cloud)
        } else if error.kind == GraphErrorKind::TokenRefused {
            let (app, tenant) = (named(config.client_id.as_str()), named(config.tenant.as_str()));
            say!(self, error.token_refused, app = app, tenant = tenant)
        } else {
            self.graph_cause(&error.kind, attempt)
        };
        let no_answer = matches!(
            error.kind,
            GraphErrorKind::NoAnswer
                | GraphErrorKind::TimedOut
                | GraphErrorKind::NotRenewed
                | GraphErrorKind::SignInBusy
                | GraphErrorKind::SignInFiltered
        );
        let none = no_answer.then(|| say!(self, details.none));
        let id = error.request_id.clone().map(|id| match no_answer {
            true => say!(self, details.client_request_id, id = id),
            false => say!(self, details.request_id, id = id),
        });
        let status = error.status.map(|status| say!(self, details.status, status = status.to_string()));
        let code = error.code.as_ref().map(|code| say!(self, details.code, code = code.clone()));
        ErrorText { text, details: none.into_iter().chain(id).chain(status).chain(code).collect() }
    }

    /// The text beside the field whose value the service does not accept.
    #[must_use]
    pub fn refused_value(self, error: &GraphError) -> String {
        self.graph_cause(&error.kind, Attempt::Invite)
    }

    /// Something between the browser and Microsoft has answered. The text names the hosts that must be allowed.
    #[must_use]
    pub fn filtered(self, cloud: &Cloud) -> String {
        say!(self, error.filtered, login = named(cloud.login.as_str()), graph = named(cloud.graph.as_str()))
    }

    fn graph_cause(self, kind: &GraphErrorKind, attempt: Attempt) -> String {
        match kind {
            GraphErrorKind::NoAnswer => say!(self, error.no_answer),
            GraphErrorKind::TimedOut => say!(self, error.timed_out),
            GraphErrorKind::Stopped => say!(self, error.stopped),
            GraphErrorKind::NotRenewed => say!(self, error.not_renewed),
            GraphErrorKind::SignInBusy => say!(self, error.sign_in_busy),
            GraphErrorKind::InvitedElsewhere => say!(self, error.invited_elsewhere),
            // A page that is signed out shows no errors of Graph.
            GraphErrorKind::SignInEnded | GraphErrorKind::SignedOutMeanwhile => {
                say!(self, error.sign_in_ended)
            }
            GraphErrorKind::MissingScope => {
                let permission = match attempt {
                    Attempt::Invite => Permission::Invite,
                    Attempt::ReadGuests => Permission::ReadGuests,
                    Attempt::ReadPolicy => Permission::ReadPolicies,
                };
                say!(self, error.missing_scope, scope = named(permission.scope()))
            }
            GraphErrorKind::InvitesNotAllowed => say!(self, error.invites_not_allowed),
            GraphErrorKind::Forbidden if attempt == Attempt::ReadGuests => say!(self, error.forbidden_read),
            GraphErrorKind::Forbidden if attempt == Attempt::ReadPolicy => say!(self, error.forbidden_policy),
            GraphErrorKind::Forbidden => say!(self, error.forbidden),
            GraphErrorKind::AlreadyInternal { blocked: false, .. } => say!(self, error.already_internal),
            GraphErrorKind::AlreadyInternal { blocked: true, .. } => {
                say!(self, error.already_internal_blocked)
            }
            GraphErrorKind::OwnDomain => say!(self, error.own_domain),
            GraphErrorKind::GroupAddress => say!(self, error.group_address),
            GraphErrorKind::AddressInUse => say!(self, error.address_in_use),
            GraphErrorKind::CrossTenantBlocked => say!(self, error.cross_tenant_blocked),
            GraphErrorKind::CrossCloudDisabled => say!(self, error.cross_cloud_disabled),
            GraphErrorKind::DomainNotAllowed => say!(self, error.domain_not_allowed),
            GraphErrorKind::AddressNotOnUser => say!(self, error.address_not_on_user),
            GraphErrorKind::HomeAccountMissing => say!(self, error.home_account_missing),
            GraphErrorKind::NotFound => say!(self, error.not_found),
            GraphErrorKind::Throttled => say!(self, error.throttled),
            GraphErrorKind::InvalidValue(property) => {
                say!(self, error.invalid_value, property = named(property))
            }
            GraphErrorKind::DirectoryFull => say!(self, error.directory_full),
            GraphErrorKind::PageExpired => say!(self, error.page_expired),
            GraphErrorKind::NotReadyYet => say!(self, error.not_ready_yet),
            GraphErrorKind::AppUnknown => say!(self, error.app_unknown),
            GraphErrorKind::BadRequest if attempt == Attempt::ReadGuests => {
                say!(self, error.bad_request_read)
            }
            GraphErrorKind::BadRequest => say!(self, error.bad_request),
            GraphErrorKind::NotOffered => say!(self, error.not_offered),
            GraphErrorKind::ServiceDown => say!(self, error.service_down),
            // `graph_error` handles the first three, which need the configuration.
            GraphErrorKind::Filtered
            | GraphErrorKind::SignInFiltered
            | GraphErrorKind::TokenRefused
            | GraphErrorKind::Unreadable => say!(self, error.unreadable),
            GraphErrorKind::BadNextLink => say!(self, error.led_astray),
        }
    }
}

#[cfg(test)]
mod tests;
