//! The sign-in site: Entra's endpoints for the apps and users of one tenant.
//!
//! Knows OAuth 2.0 with PKCE, client credentials, sessions, consent and tokens. Must not know Graph's responses. Graph
//! uses two functions only: [`SignIns::bearer`] for the owner of a token, and [`Bearer::challenge`] for claims
//! challenges.

mod access_check;
pub(crate) mod apps;
mod authorize;
mod bearer;
mod certificate;
mod claims;
mod claims_request;
pub(crate) mod consent;
mod issuers;
mod jws;
pub(crate) mod key;
mod loops;
mod metadata;
mod permissions;
mod scopes;
mod session;
pub(crate) mod sign_in_error;
mod sign_in_pages;
pub(crate) mod sign_in_store;
pub(crate) mod switches;
mod token;

use http::{Method, StatusCode};
use jiff::Timestamp;

pub(crate) use bearer::{Bearer, TokenError};
pub(crate) use sign_in_store::SignIns;

use crate::directory;
use crate::tenant::{TENANT_ID, Tenant};
use crate::web::{self, Form, Request, Response};
use apps::App;
use sign_in_error::SignInError;

/// The path segment that names the authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Authority {
    /// This tenant, by id or by a verified domain.
    Ours,
    /// `common` or `organizations`: only multi-tenant apps may sign in there.
    Shared,
    /// Whether users can sign in to this app at this authority.
    Consumers,
}

impl Authority {
    fn read(segment: &str) -> Result<Self, SignInError> {
        if segment.eq_ignore_ascii_case(TENANT_ID) || directory::is_verified_domain(segment) {
            Ok(Self::Ours)
        } else if ["common", "organizations"].iter().any(|name| segment.eq_ignore_ascii_case(name)) {
            Ok(Self::Shared)
        } else if segment.eq_ignore_ascii_case("consumers") {
            Ok(Self::Consumers)
        } else {
            Err(SignInError::UnknownTenant(segment.to_owned()))
        }
    }

    /// Whether the app's people may sign in here.
    fn admits(self, app: &App) -> Result<(), SignInError> {
        match self {
            Self::Shared if !app.multi_tenant => Err(SignInError::NotMultiTenant(app.identity.clone())),
            Self::Consumers => Err(SignInError::NotForConsumers(app.identity.id.clone())),
            Self::Ours | Self::Shared => Ok(()),
        }
    }
}

/// Parameters of an endpoint that accepts them as a query or as a form.
struct Parameters<'a> {
    request: &'a Request,
    form: Option<Form>,
}

impl<'a> Parameters<'a> {
    fn of(request: &'a Request) -> Self {
        Self { request, form: (request.method == Method::POST).then(|| request.form()) }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.form.as_ref().and_then(|form| form.get(name)).or_else(|| self.request.query(name))
    }

    fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }
}

/// Handles a request whose first path segment is `segment`, the authority.
pub(crate) fn handle(
    tenant: &mut Tenant,
    segment: &str,
    rest: &[&str],
    request: &Request,
    now: Timestamp,
) -> Response {
    let posted = request.method == Method::POST;
    let page = request.is_read() || posted;
    match rest {
        ["v2.0", ".well-known", "openid-configuration"] if request.is_read() => {
            metadata::configuration(tenant, segment, request, now)
        }
        ["discovery", "v2.0", "keys"] if request.is_read() => metadata::keys(tenant, request),
        ["discovery", "instance"] if request.is_read() => metadata::instances(tenant, request, now),
        ["v2.0", ".well-known", "openid-configuration"]
        | ["discovery", "v2.0", "keys"]
        | ["discovery", "instance"]
            if request.method == Method::OPTIONS =>
        {
            metadata::preflight(request)
        }
        ["oauth2", "v2.0", "token"] => token::handle(tenant, segment, request, now),
        ["oauth2", "v2.0", "authorize"] if page => authorize::begin(tenant, segment, request, now),
        ["v2.0", "adminconsent"] | ["adminconsent"] if request.is_read() => {
            authorize::admin::begin(tenant, segment, request, now)
        }
        ["login"] if posted => authorize::resume(tenant, request, now),
        ["oauth2", "v2.0", "logout"] if page => session::logout(tenant, request),
        [..] => {
            web::text(StatusCode::NOT_FOUND, "There is no such endpoint at the sandbox's sign-in site.\n")
        }
    }
}
