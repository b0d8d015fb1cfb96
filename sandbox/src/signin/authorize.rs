//! The authorization endpoint (`/authorize`) and the pages behind it.
//!
//! Client and redirect URI are checked first: an error there shows a page and never redirects.

pub(super) mod admin;
mod read;
mod redirect;
mod resume;
mod steps;

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

pub(super) use redirect::with_parameters;
pub(super) use resume::resume;

use super::apps::{App, RedirectKind};
use super::claims_request::ClaimsRequest;
use super::scopes::Scopes;
use super::sign_in_error::{ErrorReport, SignInError};
use super::sign_in_store::{INTERACTION_LIFETIME, Interaction, SignedIn};
use super::{Parameters, key, session, sign_in_pages};
use crate::tenant::Tenant;
use crate::web::{Request, Response};
use redirect::{RedirectTarget, redirect_with_report, reject};

/// A valid authorization request: client, redirect URI and PKCE are checked.
#[derive(Clone)]
pub(crate) struct AuthorizeRequest {
    pub(super) app: Arc<App>,
    pub(super) kind: RedirectKind,
    pub(super) redirect: RedirectTarget,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<Pkce>,
    pub(super) scopes: Scopes,
    pub(super) prompt: Prompt,
    pub(super) login_hint: Option<String>,
    /// The session that a silent request names.
    pub(super) sid: Option<Uuid>,
    pub(super) claims: ClaimsRequest,
    pub(super) client_info: bool,
    pub(super) client_data: bool,
    pub(super) correlation: Option<String>,
}

/// A PKCE code challenge with its method. Without a method Entra takes it as `plain`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Pkce {
    S256(String),
    Plain(String),
}

impl Pkce {
    pub(super) fn matches(&self, verifier: &str) -> bool {
        match self {
            Self::S256(challenge) => key::challenge(verifier) == *challenge,
            Self::Plain(challenge) => verifier == challenge,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prompt {
    /// No prompt: sign in without a page if there is a session.
    Absent,
    /// `none`: show no page.
    Silent,
    /// `login`: the user must sign in again.
    Login,
    /// `consent`: show the consent page, even if all permissions are granted.
    Consent,
    /// `select_account`: show the account page; users with a session need not sign in again.
    SelectAccount,
}

/// What the open page waits for.
#[derive(Clone)]
pub(crate) enum Stage {
    /// An account. With `renew`, an existing session does not count.
    Account { renew: bool },
    /// A second factor.
    Approve(Uuid),
    /// Consent to these permissions.
    Consent { person: Uuid, names: Vec<&'static str> },
    /// An error page.
    Stopped(SignInError),
}

/// How a rejected request ends.
enum Failure {
    /// On a page, because there is no valid redirect URI.
    Page(SignInError),
    /// With a redirect to the app, with its state.
    Redirect(Box<RedirectTarget>, SignInError),
}

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

fn error_page(
    tenant: &mut Tenant,
    error: SignInError,
    correlation: Option<&str>,
    now: Timestamp,
) -> Response {
    let report = ErrorReport::new(error, correlation, &mut tenant.random, now);
    sign_in_pages::error_page(&report)
}

fn account_page(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    renew: bool,
    request: &Request,
    now: Timestamp,
) -> Response {
    let hint = authorization.login_hint.clone();
    let person = hint.as_deref().and_then(|hint| session::hinted(tenant, hint));
    let only = renew && person.is_some();
    let context = store_interaction(tenant, authorization, Stage::Account { renew }, request, now);
    match person.and_then(|id| tenant.directory.user(id)) {
        Some(person) if only => sign_in_pages::account_page::sign_in_as(&context, person),
        hinted => sign_in_pages::account_page::pick(&context, &tenant.directory, hinted, hint.as_deref()),
    }
}

/// Stores a request while its page is open. The page contains the key (`ctx`).
fn store_interaction(
    tenant: &mut Tenant,
    authorization: AuthorizeRequest,
    stage: Stage,
    request: &Request,
    now: Timestamp,
) -> sign_in_pages::PageContext {
    let ctx = tenant.random.token();
    let context = sign_in_pages::PageContext {
        origins: Arc::clone(&request.origins),
        ctx: ctx.clone(),
        app: authorization.app.identity.clone(),
        source: authorization.redirect.csp_source(),
    };
    let expires = now.checked_add(INTERACTION_LIFETIME).unwrap_or(now);
    tenant.signins.interactions.retain(|_, open| open.expires > now);
    tenant.signins.interactions.insert(ctx, Interaction { authorization, stage, expires });
    context
}
