//! The sign-in site: Entra's endpoints for the apps and users of one tenant.
//!
//! Knows OAuth 2.0 with PKCE, client credentials, sessions, consent and tokens. Must not know Graph's responses. Its
//! data is in `apps`, `keys` and `sessions`; the check of a token, which Graph needs too, is in `sessions`.

mod access_check;
mod authority;
mod authorize;
mod claims;
pub(crate) mod login_faults;
mod metadata;
mod parameters;
mod session;
mod sign_in_pages;
mod token;

use http::{Method, StatusCode};
use jiff::Timestamp;

use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

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
