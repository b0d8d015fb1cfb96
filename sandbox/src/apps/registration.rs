//! Parses and checks an app registration of the control plane.

use serde::Deserialize;
use uuid::Uuid;

use super::app::{Address, App, AppIdentity, RedirectKind, RedirectUri, fingerprint};
use super::certificate::Certificate;
use super::permissions;

/// The body of `POST /_sandbox/apps`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Registration {
    client_id: Uuid,
    display_name: String,
    #[serde(default)]
    multi_tenant: bool,
    #[serde(default)]
    spa: Vec<String>,
    #[serde(default)]
    web: Vec<String>,
    #[serde(default)]
    public_client: Vec<String>,
    #[serde(default)]
    secrets: Vec<String>,
    /// PEM.
    #[serde(default)]
    certificates: Vec<String>,
    #[serde(default)]
    delegated_permissions: Vec<String>,
    #[serde(default)]
    application_permissions: Vec<String>,
}

impl Registration {
    pub(super) fn read(self) -> Result<App, String> {
        let id = self.client_id.to_string();
        let kinds = [
            (RedirectKind::Spa, self.spa),
            (RedirectKind::Web, self.web),
            (RedirectKind::PublicClient, self.public_client),
        ];
        let mut redirects = Vec::new();
        for (kind, uris) in kinds {
            for uri in uris {
                let RedirectUri(uri) = uri.parse()?;
                redirects.push((kind, Address::Exact(uri)));
            }
        }
        Ok(App {
            secrets: self.secrets.iter().map(|secret| fingerprint(&id, secret)).collect(),
            certificates: self
                .certificates
                .iter()
                .map(|pem| Certificate::from_pem(pem))
                .collect::<Result<_, _>>()?,
            delegated: permissions::names(&self.delegated_permissions)?,
            roles: permissions::names(&self.application_permissions)?,
            identity: AppIdentity { id, name: self.display_name },
            multi_tenant: self.multi_tenant,
            redirects,
        })
    }
}
