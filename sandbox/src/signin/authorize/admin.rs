//! `/adminconsent`: an administrator consents for the organization, without signing in to the app.

use jiff::Timestamp;

use super::read;
use super::redirect::{RedirectTarget, ResponseMode};
use super::steps::consent_page;
use super::{AuthorizeRequest, Failure, Prompt, Stage, decide, failed, store_interaction};
use crate::directory::User;
use crate::signin::claims_request::ClaimsRequest;
use crate::signin::consent::may_consent_for_all;
use crate::signin::permissions;
use crate::signin::scopes::Scopes;
use crate::signin::sign_in_error::SignInError;
use crate::signin::{Parameters, sign_in_pages};
use crate::tenant::{Origins, TENANT_ID, Tenant};
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

/// Shows the permissions to an administrator, and "Need admin approval" to other users.
pub(super) fn conclude(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    user: &User,
    request: &Request,
    now: Timestamp,
) -> Response {
    let mut asked = authorization.scopes.graph.clone();
    if authorization.scopes.default {
        asked.extend(authorization.app.delegated.iter().filter_map(|name| permissions::find(name)));
    }
    if may_consent_for_all(user) {
        consent_page(tenant, authorization, user, &asked, request, now)
    } else {
        let stage = Stage::Stopped(SignInError::AdminApproval(authorization.app.identity.clone()));
        let context = store_interaction(tenant, authorization, stage, request, now);
        sign_in_pages::consent_page::need_admin_approval(&context, user, &asked)
    }
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
