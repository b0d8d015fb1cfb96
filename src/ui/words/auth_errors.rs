//! Texts for failed sign-ins. Must not decide which kind an error is.

use crate::app::config::Config;
use crate::auth::error::{AuthKind, AuthProblem};

use super::{ErrorText, Words, named, say};

impl Words {
    /// What went wrong, and what to do. The text may name the app or the tenant of the configuration.
    #[must_use]
    pub fn auth_problem(self, problem: &AuthProblem, config: &Config) -> ErrorText {
        let text = match problem.kind {
            AuthKind::Declined => say!(self, auth.declined),
            AuthKind::NeedsAdmin => say!(self, auth.needs_admin),
            AuthKind::NotConsented => say!(self, auth.not_consented),
            AuthKind::Expired => say!(self, auth.expired),
            AuthKind::MoreNeeded => say!(self, auth.more_needed),
            AuthKind::Blocked => say!(self, auth.blocked),
            AuthKind::SecurityDefaults => say!(self, auth.security_defaults),
            AuthKind::AppNotApproved => say!(self, auth.app_not_approved),
            AuthKind::Device => say!(self, auth.device),
            AuthKind::Risk => say!(self, auth.risk),
            AuthKind::Locked => say!(self, auth.locked),
            AuthKind::AccountDisabled => say!(self, auth.account_disabled),
            AuthKind::AppDisabled => {
                say!(self, auth.app_disabled, app = named(config.client_id.as_str()))
            }
            AuthKind::DirectoryFull => say!(self, auth.directory_full),
            AuthKind::NotAssigned => say!(self, auth.not_assigned),
            AuthKind::OtherTenant => say!(self, auth.other_tenant),
            AuthKind::CrossTenant => say!(self, auth.cross_tenant),
            AuthKind::Registration => say!(self, auth.registration),
            AuthKind::UnknownApp => say!(self, auth.unknown_app),
            AuthKind::Foreign => say!(self, auth.foreign),
            AuthKind::Reconfigured => say!(self, auth.reconfigured),
            AuthKind::BadToken => say!(self, auth.bad_token),
            AuthKind::WrongClock => say!(self, auth.wrong_clock),
            AuthKind::Unreachable => say!(self, auth.unreachable),
            AuthKind::RefusedByGraph => {
                let (app, tenant) = (named(config.client_id.as_str()), named(config.tenant.as_str()));
                say!(self, auth.refused_by_graph, app = app, tenant = tenant)
            }
            AuthKind::Filtered => self.filtered(&config.cloud),
            AuthKind::NetworkRestricted => say!(self, auth.network_restricted),
            AuthKind::Temporary => say!(self, auth.temporary),
            AuthKind::Loop => say!(self, auth.looped),
            AuthKind::AskedAgain => say!(self, auth.asked_again),
            AuthKind::Lost => say!(self, auth.lost),
            AuthKind::NoStorage => say!(self, auth.no_storage),
            AuthKind::Other => say!(self, auth.other),
        };
        let code = problem.code.map(|code| say!(self, details.code, code = format!("AADSTS{code}")));
        let correlation =
            problem.correlation_id.clone().map(|id| say!(self, details.correlation_id, id = id));
        let trace = problem.trace_id.clone().map(|id| say!(self, details.trace_id, id = id));
        ErrorText { text, details: code.into_iter().chain(correlation).chain(trace).collect() }
    }
}
