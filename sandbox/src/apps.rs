//! App registrations: known clients, their redirect URIs and credentials.
//!
//! Must not know OAuth requests.

mod app;
mod application;
mod certificate;
pub(crate) mod consent;
pub(crate) mod permissions;
mod registration;
pub(crate) mod scopes;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use crate::origins::Origins;
pub use app::RedirectUri;
use app::{Address, fingerprint};
pub(crate) use app::{App, AppIdentity, RedirectKind, origin_of};
pub(crate) use application::{Application, RedirectUris};

/// The client id of the portal: a single-page app, single tenant.
pub const CLIENT_ID: &str = "0f6e2c5d-93c1-4b1e-8f4e-7a2f54d0a9be";
/// The app's name on consent pages.
pub(crate) const APP_NAME: &str = "Guestlist";
/// A daemon that acts on its own behalf. Its secret is public, because the sandbox protects nothing.
pub const DAEMON_ID: &str = "3d8f1f0a-6b0e-4c5e-9d7a-21f3c0a4e5b7";
pub const DAEMON_SECRET: &str = "sandbox-daemon-secret";
/// The portal with a wrong registration: its redirect URI has the type "web", so a token request from the browser
/// fails.
pub const WEB_ID: &str = "b7c9a3de-52f4-4f0c-8a1b-6e90d2c4f813";

/// All registrations.
pub(crate) struct Apps {
    /// By client id.
    known: BTreeMap<String, Arc<App>>,
    /// Those of them that were registered through Graph, in the order of their creation.
    applications: Vec<Application>,
}

impl Apps {
    /// The apps at the start; `more` are additional redirect URIs of the portal, of type `spa`.
    pub(crate) fn seeded(more: &[RedirectUri]) -> Self {
        let mut apps = Self { known: BTreeMap::new(), applications: Vec::new() };
        let portal = |kind| vec![(kind, Address::Portal)];
        let more = more.iter().map(|uri| (RedirectKind::Spa, Address::Exact(uri.0.clone())));
        let app = |id: &str, name: &str, redirects| App {
            identity: AppIdentity { id: id.to_owned(), name: name.to_owned() },
            multi_tenant: false,
            redirects,
            secrets: Vec::new(),
            certificates: Vec::new(),
            delegated: vec!["User.Read", "User.Read.All", "User.Invite.All"],
            roles: Vec::new(),
        };
        apps.put(app(CLIENT_ID, APP_NAME, portal(RedirectKind::Spa).into_iter().chain(more).collect()));
        apps.put(app(WEB_ID, "Guestlist registered as web", portal(RedirectKind::Web)));
        apps.put(App {
            secrets: vec![fingerprint(DAEMON_ID, DAEMON_SECRET)],
            delegated: Vec::new(),
            roles: vec!["User.Invite.All", "User.Read.All"],
            ..app(DAEMON_ID, "Guestlist daemon", Vec::new())
        });
        apps
    }

    fn put(&mut self, app: App) {
        self.known.insert(app.identity.id.clone(), Arc::new(app));
    }

    pub(crate) fn applications(&self) -> &[Application] {
        &self.applications
    }

    /// Adds a registration, or replaces the one with the same client id.
    pub(crate) fn put_application(&mut self, application: Application) {
        self.put(application.to_app());
        let mut all = self.applications.iter_mut();
        match all.find(|known| known.app_id == application.app_id) {
            Some(known) => *known = application,
            None => self.applications.push(application),
        }
    }

    pub(crate) fn remove_application(&mut self, app_id: Uuid) {
        self.known.remove(&app_id.to_string());
        self.applications.retain(|known| known.app_id != app_id);
    }

    pub(crate) fn get(&self, client_id: &str) -> Option<Arc<App>> {
        self.known.get(&client_id.to_ascii_lowercase()).cloned()
    }

    /// Whether the origin belongs to a single-page app.
    pub(crate) fn is_page_origin(&self, origin: &str, origins: &Origins) -> bool {
        self.known.values().any(|app| app.is_page_origin(origin, origins))
    }

    /// Whether a sign-out may redirect to this address: any registered redirect URI.
    pub(crate) fn is_redirect(&self, uri: &str, origins: &Origins) -> bool {
        self.known.values().any(|app| app.redirect(uri, origins).is_some())
    }

    pub(crate) fn to_json(&self, origins: &Origins) -> Value {
        self.known.values().map(|app| app.to_json(origins)).collect()
    }

    /// Registers an app, or replaces the one with the same client id. The error is a sentence for the user.
    pub(crate) fn register(&mut self, body: &[u8], origins: &Origins) -> Result<Value, String> {
        let wanted: registration::Registration =
            serde_json::from_slice(body).map_err(|problem| problem.to_string())?;
        let app = wanted.read()?;
        let shown = app.to_json(origins);
        self.put(app);
        Ok(shown)
    }
}

#[cfg(test)]
mod tests;
