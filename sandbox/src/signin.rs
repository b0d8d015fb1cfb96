//! The sign-in site: Entra's endpoints for one single-page application in one tenant.
//!
//! Knows OAuth 2.0 with PKCE, sessions, consent and tokens. Must not know what Graph answers; Graph asks it one
//! question only: whose token is this ([`SignIns::bearer`]).

mod authorize;
mod claims;
pub(crate) mod consent;
pub(crate) mod error;
pub(crate) mod key;
mod metadata;
mod pages;
mod session;
pub(crate) mod store;
mod token;

use http::{Method, StatusCode};
use jiff::Timestamp;

pub(crate) use store::{Bearer, BearerProblem, SignIns};

use crate::directory::Directory;
use crate::tenant::{TENANT_ID, Tenant};
use crate::web::{self, Answer, Ask};
use error::Refusal;

/// The authority's path segment: whom a request signs in against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Authority {
    /// This tenant, by id or by a verified domain.
    Ours,
    /// `common` or `organizations`: metadata exists, but a single-tenant app may not sign in there.
    Shared,
}

impl Authority {
    fn read(segment: &str) -> Result<Self, Refusal> {
        if segment.eq_ignore_ascii_case(TENANT_ID) || Directory::is_verified_domain(segment) {
            Ok(Self::Ours)
        } else if ["common", "organizations"].iter().any(|name| segment.eq_ignore_ascii_case(name)) {
            Ok(Self::Shared)
        } else {
            Err(Refusal::UnknownTenant(segment.to_owned()))
        }
    }

    /// Only our own tenant signs this app's users in.
    fn signing_in(segment: &str) -> Result<(), Refusal> {
        match Self::read(segment)? {
            Self::Ours => Ok(()),
            Self::Shared => Err(Refusal::NotMultiTenant),
        }
    }
}

/// Answers a request whose path starts with the authority segment `segment`.
pub(crate) fn answer(tenant: &mut Tenant, segment: &str, rest: &[&str], ask: &Ask, now: Timestamp) -> Answer {
    match rest {
        ["v2.0", ".well-known", "openid-configuration"] if ask.is_read() => {
            metadata::configuration(tenant, segment, ask, now)
        }
        ["discovery", "v2.0", "keys"] if ask.is_read() => metadata::keys(tenant, ask),
        ["oauth2", "v2.0", "token"] => token::answer(tenant, segment, ask, now),
        ["oauth2", "v2.0", "authorize"] if ask.is_read() => authorize::begin(tenant, segment, ask, now),
        ["login"] if ask.method == Method::POST => authorize::resume(tenant, ask, now),
        ["oauth2", "v2.0", "logout"] if ask.is_read() => session::logout(tenant, ask),
        [..] => {
            web::text(StatusCode::NOT_FOUND, "There is no such endpoint at the sandbox's sign-in site.\n")
        }
    }
}
