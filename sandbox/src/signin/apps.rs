//! App registrations: known clients, their redirect URIs and credentials.
//!
//! Must not know OAuth requests.

mod registration;

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use serde_json::{Value, json};
use uuid::Uuid;

use super::certificate::Certificate;
use super::key::{hash_id, hash_uuid};
use crate::tenant::{APP_NAME, CLIENT_ID, Origins};

/// A daemon that acts on its own behalf. Its secret is public, because the sandbox protects nothing.
pub const DAEMON_ID: &str = "3d8f1f0a-6b0e-4c5e-9d7a-21f3c0a4e5b7";
pub const DAEMON_SECRET: &str = "sandbox-daemon-secret";
/// The portal with a wrong registration: its redirect URI has the type "web", so a token request from the browser
/// fails.
pub const WEB_ID: &str = "b7c9a3de-52f4-4f0c-8a1b-6e90d2c4f813";

/// The platform of a redirect URI. It decides who may redeem a code that was sent there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedirectKind {
    /// A single-page app, from its own origin.
    Spa,
    /// A server, with a secret or a certificate.
    Web,
    /// A mobile or desktop app.
    PublicClient,
}

/// Where a redirect URI points.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Address {
    /// The portal's start page; its origin depends on the host name that the caller uses.
    Portal,
    Exact(String),
}

/// A valid redirect URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUri(String);

impl FromStr for RedirectUri {
    /// A sentence for the user.
    type Err = String;

    /// `http` is allowed for localhost only; a fragment is never allowed.
    fn from_str(uri: &str) -> Result<Self, String> {
        let read = url::Url::parse(uri).map_err(|problem| format!("{uri}: {problem}"))?;
        let local = ["localhost", "127.0.0.1"].contains(&read.host_str().unwrap_or_default());
        if read.fragment().is_some() {
            Err(format!("{uri}: a redirect URI has no fragment"))
        } else if read.scheme() == "http" && !local {
            Err(format!("{uri}: http is for localhost only"))
        } else {
            Ok(Self(uri.to_owned()))
        }
    }
}

/// Client id and display name, for errors and pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AppIdentity {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// A registration with its service principal in this tenant.
pub(crate) struct App {
    pub(crate) identity: AppIdentity,
    pub(crate) multi_tenant: bool,
    redirects: Vec<(RedirectKind, Address)>,
    /// Hashes of the client secrets.
    secrets: Vec<String>,
    pub(crate) certificates: Vec<Certificate>,
    /// The delegated permissions of the registration, which `.default` requests.
    pub(crate) delegated: Vec<&'static str>,
    /// Application permissions; all are consented to.
    pub(crate) roles: Vec<&'static str>,
}

impl App {
    /// The object id of the app's service principal.
    pub(crate) fn principal(&self) -> Uuid {
        hash_uuid(&["service principal", &self.identity.id])
    }

    /// The platform of a registered redirect URI.
    pub(crate) fn redirect(&self, uri: &str, origins: &Origins) -> Option<RedirectKind> {
        self.redirects
            .iter()
            .find(|(kind, address)| address.matches(*kind, uri, origins))
            .map(|(kind, _)| *kind)
    }

    /// Whether CORS lets a page of this origin read responses of the token endpoint.
    pub(crate) fn is_page_origin(&self, origin: &str, origins: &Origins) -> bool {
        self.redirects.iter().any(|(kind, address)| {
            *kind == RedirectKind::Spa && origin_of(&address.shown(origins)).as_deref() == Some(origin)
        })
    }

    pub(crate) fn has_secret(&self, secret: &str) -> bool {
        self.secrets.contains(&fingerprint(&self.identity.id, secret))
    }

    /// Whether the app is a public client. Entra has a setting for it; here an app without credentials and without a
    /// web redirect URI is one.
    pub(crate) fn is_public(&self) -> bool {
        let web = self.redirects.iter().any(|(kind, _)| *kind == RedirectKind::Web);
        !web && self.secrets.is_empty() && self.certificates.is_empty()
    }

    fn to_json(&self, origins: &Origins) -> Value {
        let of = |kind| {
            let uris = self.redirects.iter().filter(move |(known, _)| *known == kind);
            uris.map(|(_, address)| address.shown(origins)).collect::<Vec<_>>()
        };
        json!({
            "clientId": self.identity.id,
            "displayName": self.identity.name,
            "servicePrincipalId": self.principal(),
            "multiTenant": self.multi_tenant,
            "spa": of(RedirectKind::Spa),
            "web": of(RedirectKind::Web),
            "publicClient": of(RedirectKind::PublicClient),
            "secrets": self.secrets.len(),
            "certificates": self.certificates.iter().map(|known| &known.x5t_s256).collect::<Vec<_>>(),
            "delegatedPermissions": self.delegated,
            "applicationPermissions": self.roles,
        })
    }
}

impl Address {
    fn shown(&self, origins: &Origins) -> String {
        match self {
            Self::Portal => origins.redirect_uri(),
            Self::Exact(uri) => uri.clone(),
        }
    }

    /// Redirect URIs are compared exactly. The port is ignored for `http://localhost` only (documented), and for
    /// `http://127.0.0.1` of mobile and desktop apps [K].
    fn matches(&self, kind: RedirectKind, asked: &str, origins: &Origins) -> bool {
        let known = self.shown(origins);
        if known == asked {
            return true;
        }
        let (Ok(mut known), Ok(mut asked)) = (url::Url::parse(&known), url::Url::parse(asked)) else {
            return false;
        };
        let host = known.host_str().unwrap_or_default();
        let free = host == "localhost" || (host == "127.0.0.1" && kind == RedirectKind::PublicClient);
        let ports_dropped = [&mut known, &mut asked].into_iter().all(|uri| uri.set_port(None).is_ok());
        free && ports_dropped && known.scheme() == "http" && known == asked
    }
}

/// All registrations, by client id.
pub(crate) struct Apps(BTreeMap<String, Arc<App>>);

impl Apps {
    /// The apps at the start; `more` are additional redirect URIs of the portal, of type `spa`.
    pub(crate) fn seeded(more: &[RedirectUri]) -> Self {
        let mut apps = Self(BTreeMap::new());
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
        self.0.insert(app.identity.id.clone(), Arc::new(app));
    }

    pub(crate) fn get(&self, client_id: &str) -> Option<Arc<App>> {
        self.0.get(&client_id.to_ascii_lowercase()).cloned()
    }

    /// Whether the origin belongs to a single-page app.
    pub(crate) fn is_page_origin(&self, origin: &str, origins: &Origins) -> bool {
        self.0.values().any(|app| app.is_page_origin(origin, origins))
    }

    /// Whether a sign-out may redirect to this address: any registered redirect URI.
    pub(crate) fn is_redirect(&self, uri: &str, origins: &Origins) -> bool {
        self.0.values().any(|app| app.redirect(uri, origins).is_some())
    }

    pub(crate) fn to_json(&self, origins: &Origins) -> Value {
        self.0.values().map(|app| app.to_json(origins)).collect()
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

/// The origin of an address, in the form of the `Origin` header.
pub(crate) fn origin_of(uri: &str) -> Option<String> {
    let origin = url::Url::parse(uri).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

fn fingerprint(client_id: &str, secret: &str) -> String {
    hash_id(&["client secret", client_id, secret])
}

#[cfg(test)]
mod tests;
