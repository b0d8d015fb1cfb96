//! `/adminconsent`: an administrator consents for the organization, without signing in to the app.

use jiff::Timestamp;

use super::read::{self, Failure};
use super::{decide, failed};
use crate::apps::scopes::Scopes;
use crate::origins::Origins;
use crate::sessions::authorize_request::{AuthorizeRequest, Prompt, RedirectTarget, ResponseMode};
use crate::sessions::claims_request::ClaimsRequest;
use crate::sessions::sign_in_error::SignInError;
use crate::signin::parameters::Parameters;
use crate::tenant::Tenant;
use crate::web::{Request, Response};

/// `GET /{tenant}/v2.0/adminconsent`, and the older path without a version.
pub(in crate::signin) fn begin(
    tenant: &mut Tenant,
    segment: &str,
    request: &Request,
    now: Timestamp,
) -> Response {
    let parameters = Parameters::of(request);
    match authorization(tenant, segment, &parameters, &request.origins) {
        Ok(authorization) => decide(tenant, authorization, request, now),
        Err(failure) => failed(tenant, failure, parameters.get("client-request-id"), request, now),
    }
}

fn authorization(
    tenant: &Tenant,
    segment: &str,
    parameters: &Parameters,
    origins: &Origins,
) -> Result<AuthorizeRequest, Failure> {
    let (app, kind, redirect_uri) = read::client(tenant, segment, parameters, origins)?;
    let mode = ResponseMode::Query;
    let redirect =
        RedirectTarget { redirect_uri, mode, state: parameters.owned("state"), admin_consent: true };
    // The older path has no scopes: it requests the permissions of the registration.
    let scope = parameters.get("scope").unwrap_or(".default");
    let scopes = Scopes::read(scope, origins)
        .map_err(|scope| Failure::Redirect(Box::new(redirect.clone()), SignInError::UnknownScope(scope)))?;
    Ok(AuthorizeRequest {
        app,
        kind,
        redirect,
        nonce: None,
        challenge: None,
        scopes,
        prompt: Prompt::Absent,
        login_hint: parameters.owned("login_hint"),
        sid: None,
        claims: ClaimsRequest::default(),
        client_info: false,
        client_data: false,
        correlation: parameters.owned("client-request-id"),
    })
}
