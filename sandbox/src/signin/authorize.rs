//! The visible half of a sign-in: `/authorize` and the pages behind it.
//!
//! Checks client and redirect URI before anything else: a request that fails there gets a page and never a redirect.

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
use super::sign_in_store::{INTERACTION_LIFE, Interaction, SignedIn};
use super::{Parameters, key, session, sign_in_pages};
use crate::tenant::Tenant;
use crate::web::{Request, Response};
use redirect::{RedirectTarget, redirect_with_report, reject};

/// A well-formed request to `/authorize`: client, redirect URI and PKCE are checked already.
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
    /// The session that a silent request means.
    pub(super) sid: Option<Uuid>,
    pub(super) claims: ClaimsRequest,
    pub(super) client_info: bool,
    pub(super) client_data: bool,
    pub(super) correlation: Option<String>,
}

/// A code challenge and how it was made. Without a method Entra takes it as plain.
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
    /// None given: sign in at once if a session allows it.
    Absent,
    /// `none`: never ask.
    Silent,
    /// `login`: the person proves again who they are, whatever session there is.
    Login,
    /// `consent`: the consent page, whatever was granted.
    Consent,
    /// `select_account`: the account page; somebody who is signed in need not do so again.
    SelectAccount,
}

/// What an open page asks.
#[derive(Clone)]
pub(crate) enum Stage {
    /// Who signs in; `renew` if a session that is there does not count.
    Account { renew: bool },
    /// For a second factor.
    Approve(Uuid),
    /// For these permissions.
    Consent { person: Uuid, names: Vec<&'static str> },
    /// Nothing: the page tells why it goes no further.
    Stopped(SignInError),
}

/// Where a refused request ends.
enum Failure {
    /// Nobody to send it back to.
    Page(SignInError),
    /// Back to the app, with its state.
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

/// Signs in at once where the session allows it, asks otherwise, and refuses where asking is not allowed.
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

/// Whom the browser's session and the request's hints leave without a doubt. A hint at somebody who is not signed in
/// counts as no session. `domain_hint` skips a home-realm page at Entra; there is none here, so nothing reads it.
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

/// Keeps a request open while a page is shown; the page carries the name it is kept under.
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
    let expires = now.checked_add(INTERACTION_LIFE).unwrap_or(now);
    tenant.signins.interactions.retain(|_, open| open.expires > now);
    tenant.signins.interactions.insert(ctx, Interaction { authorization, stage, expires });
    context
}
