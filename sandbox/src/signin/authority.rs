//! The authority of a sign-in: the first path segment of every endpoint.

use crate::apps::App;
use crate::directory::TENANT_ID;
use crate::origins::Origins;
use crate::sessions::sign_in_error::SignInError;
use crate::tenant::Tenant;

/// The path segment that names the authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Authority {
    /// This tenant, by id or by a verified domain.
    Ours,
    /// `common` or `organizations`: only multi-tenant apps may sign in there.
    Shared,
    /// Whether users can sign in to this app at this authority.
    Consumers,
}

impl Authority {
    pub(super) fn read(tenant: &Tenant, segment: &str, origins: &Origins) -> Result<Self, SignInError> {
        let own = segment.eq_ignore_ascii_case(TENANT_ID) || tenant.directory.is_verified_domain(segment);
        // At the sign-in host of another cloud the tenant is not found [inferred].
        if own && !tenant.is_elsewhere(origins) {
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
    pub(super) fn admits(self, app: &App) -> Result<(), SignInError> {
        match self {
            Self::Shared if !app.multi_tenant => Err(SignInError::NotMultiTenant(app.identity.clone())),
            Self::Consumers => Err(SignInError::NotForConsumers(app.identity.id.clone())),
            Self::Ours | Self::Shared => Ok(()),
        }
    }
}
