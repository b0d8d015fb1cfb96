//! An app registration as Graph shows and changes it.
//!
//! Must not know who may change it. The registrations of the start are not among these [invented].

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::app::{Address, App, AppIdentity, RedirectKind};
use super::permissions;

/// The app id of Microsoft Graph [documented].
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// The redirect URIs of one registration, by platform.
#[derive(Clone, Debug, Default)]
pub(crate) struct RedirectUris {
    pub(crate) spa: Vec<String>,
    pub(crate) web: Vec<String>,
    pub(crate) public_client: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Application {
    /// The object id.
    pub(crate) id: Uuid,
    /// The client id.
    pub(crate) app_id: Uuid,
    pub(crate) name: String,
    pub(crate) created: Timestamp,
    /// `signInAudience`.
    pub(crate) audience: String,
    pub(crate) redirects: RedirectUris,
    /// `optionalClaims`.
    pub(crate) claims: Value,
    /// `requiredResourceAccess`.
    pub(crate) access: Value,
}

impl Application {
    /// The registration for the sign-in site.
    pub(super) fn to_app(&self) -> App {
        let of = |kind, uris: &[String]| {
            uris.iter().map(|uri| (kind, Address::Exact(uri.clone()))).collect::<Vec<_>>()
        };
        let uris = &self.redirects;
        App {
            identity: AppIdentity { id: self.app_id.to_string(), name: self.name.clone() },
            multi_tenant: self.audience != "AzureADMyOrg",
            redirects: [
                of(RedirectKind::Spa, &uris.spa),
                of(RedirectKind::Web, &uris.web),
                of(RedirectKind::PublicClient, &uris.public_client),
            ]
            .concat(),
            secrets: Vec::new(),
            certificates: Vec::new(),
            delegated: self.delegated(),
            roles: Vec::new(),
        }
    }

    /// The delegated permissions of Graph. Those whose id the sandbox does not know are left out.
    fn delegated(&self) -> Vec<&'static str> {
        let of_graph = |resource: &&Value| resource.get("resourceAppId").is_some_and(|id| id == GRAPH);
        let resources = self.access.as_array().into_iter().flatten().filter(of_graph);
        let access = resources.filter_map(|resource| resource.get("resourceAccess")?.as_array()).flatten();
        let scopes = access.filter(|one| one.get("type").is_some_and(|kind| kind == "Scope"));
        scopes.filter_map(|one| permissions::by_id(one.get("id")?.as_str()?)).collect()
    }
}
