//! The authorization endpoint (`/authorize`) and the pages behind it.
//!
//! Client and redirect URI are checked first: an error there shows a page and never redirects.

pub(super) mod admin;
mod interactions;
mod read;
pub(super) mod redirect;
mod resume;
mod steps;

use jiff::Timestamp;

pub(super) use resume::resume;

use super::parameters::Parameters;
use super::session;
use crate::sessions::SignedIn;
use crate::sessions::authorize_request::{AuthorizeRequest, Prompt};
use crate::sessions::sign_in_error::{ErrorReport, SignInError};
use crate::tenant::Tenant;
use crate::web::{Request, Response};
use interactions::{account_page, error_page};
use read::Failure;
use redirect::{redirect_with_report, reject};

/// `GET` or `POST /{tenant}/oauth2/v2.0/authorize`.
pub(super) fn begin(tenant: &mut Tenant, segment: &str, request: &Request, now: Timestamp) -> Response {
    let parameters = Parameters::of(request);
    let correlation = parameters.get("client-request-id");
    match read::read(tenant, segment, &parameters, &request.origins) {
        Ok(authorization) => decide(tenant, authorization, request, now),
        Err(failure) => failed(tenant, failure, correlation, request, now),
    }
}

fn failed(
    tenant: &mut Tenant,
    failure: Failure,
    correlation: Option<&str>,
    request: &Request,
    now: Timestamp,
) -> Response {
    match failure {
        Failure::Page(error) => error_page(tenant, error, correlation, now),
        Failure::Redirect(redirect, error) => {
            let report = ErrorReport::new(error, correlation, &mut tenant.random, now);
            redirect_with_report(&redirect, &report, &request.origins)
        }
    }
}

/// Finishes the sign-in if there is a session, else shows the account page, or rejects a silent request.
fn decide(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    request: &Request,
    now: Timestamp,
) -> Response {
    match (authorization.prompt, session_sign_in(tenant, &authorization, request)) {
        (Prompt::Silent | Prompt::Absent | Prompt::Consent, Ok(signed_in)) => {
            steps::conclude(tenant, authorization, signed_in, false, request, now)
        }
        (Prompt::Silent, Err(error)) => reject(tenant, &authorization, error, request, now),
        (Prompt::Login, _) => account_page(tenant, authorization, true, request, now),
        (Prompt::Absent | Prompt::Consent | Prompt::SelectAccount, _) => {
            account_page(tenant, authorization, false, request, now)
        }
    }
}

/// The user of the session whom the hints allow. If a hint names a user who is not in the session, there is no session. At
/// Entra, `domain_hint` skips a page that the sandbox does not have, so it is ignored.
fn session_sign_in(
    tenant: &Tenant,
    authorization: &AuthorizeRequest,
    request: &Request,
) -> Result<SignedIn, SignInError> {
    let people = session::current(tenant, request).map(|(_, session)| session.people).unwrap_or_default();
    let hinted = authorization.login_hint.as_deref().map(|hint| session::hinted(tenant, hint));
    let mut fitting = people.into_iter().filter(|signed_in| {
        let by_hint = hinted.is_none_or(|hinted| hinted == Some(signed_in.person));
        by_hint && authorization.sid.is_none_or(|sid| sid == signed_in.sid)
    });
    match (fitting.next(), fitting.next()) {
        (Some(signed_in), None) => Ok(signed_in),
        (Some(_), Some(_)) => Err(SignInError::SeveralSessions),
        (None, _) => Err(SignInError::NoSession),
    }
}
