//! The redirect to the app: in the query, in the fragment or as a posted form.

use http::StatusCode;
use jiff::Timestamp;

use crate::sessions::authorize_request::{RedirectTarget, ResponseMode};

use crate::apps::origin_of;
use crate::directory::TENANT_ID;
use crate::origins::Origins;
use crate::sessions::authorize_request::AuthorizeRequest;
use crate::sessions::sign_in_error::{ErrorReport, SignInError};
use crate::signin::sign_in_pages;
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

impl RedirectTarget {
    /// The source for the `form-action` of a page's Content-Security-Policy.
    pub(super) fn csp_source(&self) -> String {
        let scheme = || self.redirect_uri.split_once(':').map(|(scheme, _)| format!("{scheme}:"));
        origin_of(&self.redirect_uri).or_else(scheme).unwrap_or_default()
    }

    /// Redirects with these parameters and the state.
    pub(super) fn respond(&self, parameters: Vec<(&'static str, String)>) -> Response {
        let state = self.state.clone().map(|state| ("state", state));
        let parameters = parameters.into_iter().chain(state);
        match self.mode {
            ResponseMode::Query => found(&with_parameters(&self.redirect_uri, '?', parameters)),
            ResponseMode::Fragment => found(&with_parameters(&self.redirect_uri, '#', parameters)),
            ResponseMode::FormPost => {
                let fields: Vec<_> = parameters.collect();
                sign_in_pages::interruption_pages::form_post(&self.redirect_uri, &self.csp_source(), &fields)
            }
        }
    }
}

fn found(to: &str) -> Response {
    web::redirect(StatusCode::FOUND, to)
}

/// Appends parameters to an address that may have a query.
pub(in crate::signin) fn with_parameters(
    uri: &str,
    mark: char,
    parameters: impl IntoIterator<Item = (&'static str, String)>,
) -> String {
    let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    let mark = if mark == '?' && uri.contains('?') { '&' } else { mark };
    if encoded.is_empty() { uri.to_owned() } else { format!("{uri}{mark}{encoded}") }
}

pub(super) fn reject(
    tenant: &mut Tenant,
    authorization: &AuthorizeRequest,
    error: SignInError,
    request: &Request,
    now: Timestamp,
) -> Response {
    let report = ErrorReport::new(error, authorization.correlation.as_deref(), &mut tenant.random, now);
    redirect_with_report(&authorization.redirect, &report, &request.origins)
}

pub(super) fn redirect_with_report(
    redirect: &RedirectTarget,
    report: &ErrorReport,
    origins: &Origins,
) -> Response {
    let mut parameters = report.parameters(&origins.login);
    if redirect.admin_consent {
        parameters.extend([("admin_consent", "True".to_owned()), ("tenant", TENANT_ID.to_owned())]);
    }
    redirect.respond(parameters)
}

/// Redirects to the app with the granted scopes in their long form.
pub(super) fn granted(
    authorization: &AuthorizeRequest,
    names: &[&'static str],
    request: &Request,
) -> Response {
    let resource = authorization.scopes.audience.as_deref().unwrap_or(&request.origins.graph);
    let scope: Vec<_> = names.iter().map(|name| format!("{resource}/{name}")).collect();
    let parameters = vec![
        ("admin_consent", "True".to_owned()),
        ("tenant", TENANT_ID.to_owned()),
        ("scope", scope.join(" ")),
    ];
    authorization.redirect.respond(parameters)
}
